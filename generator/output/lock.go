package output

import (
	"fmt"
	"os"
	"runtime"

	"github.com/gofrs/flock"
)

// lockTries bounds how often a lock is taken on a file that its last holder
// had just removed.
const lockTries = 100

// acquire takes the lock beside the target or fails at once with ErrLocked.
// The system frees it when the process ends, however it ends.
//
// The file is removed with the lock, so that a finished build leaves nothing
// but the site. That is safe because only the holder removes it and because a
// lock counts only if the path still names the locked file: who opened the
// file before it was removed finds out and tries again.
func acquire(path string) (*flock.Flock, error) {
	for range lockTries {
		lock := flock.New(path, flock.SetPermissions(0o666))
		got, err := lock.TryLock()
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		if !got {
			break
		}
		if current(lock) {
			return lock, nil
		}
		lock.Unlock()
	}
	return nil, fmt.Errorf("%s: %w", path, ErrLocked)
}

// current reports whether the locked file is the one the path names.
func current(lock *flock.Flock) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(lock.Path())
	return err == nil && os.SameFile(held, named)
}

// release removes the lock file and frees the lock, in this order. Windows
// does not remove open files: there the empty file stays. Errors do not matter:
// a file that stays is used and removed by the next build.
func release(lock *flock.Flock) {
	if runtime.GOOS != "windows" {
		os.Remove(lock.Path())
	}
	lock.Unlock()
}
