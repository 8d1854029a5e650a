package output

import (
	"fmt"
	"os"
	"runtime"

	"github.com/gofrs/flock"
)

// lockTries limits how often acquire retries because the previous holder
// removed the lock file in between.
const lockTries = 100

// acquire locks the file at path, or fails at once with ErrLocked. The system
// frees the lock when the process ends, for whatever reason.
//
// release removes the file, so that a finished build leaves nothing but the
// site. This is safe because only the holder removes it, and because a lock
// counts only if path still names the locked file: a process that opened the
// file before it was removed notices and tries again.
func acquire(path string) (*flock.Flock, error) {
	for range lockTries {
		lock := flock.New(path, flock.SetPermissions(0o666))
		locked, err := lock.TryLock()
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		if !locked {
			break
		}
		held, heldErr := lock.Stat()
		named, namedErr := os.Lstat(path)
		if heldErr == nil && namedErr == nil && os.SameFile(held, named) {
			return lock, nil
		}
		lock.Unlock()
	}
	return nil, fmt.Errorf("%s: %w", path, ErrLocked)
}

// release removes the lock file and then frees the lock. On Windows, which
// cannot remove an open file, the empty file remains. Errors are ignored: the
// next build reuses and removes a file that remains.
func release(lock *flock.Flock) {
	if runtime.GOOS != "windows" {
		os.Remove(lock.Path())
	}
	lock.Unlock()
}
