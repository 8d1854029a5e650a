package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// syncEach brings every file and folder below tree to disk, one by one.
func syncEach(tree *os.File, flush func(*os.File) error) error {
	return filepath.WalkDir(tree.Name(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return flushFolder(path, flush)
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0) // Windows flushes only what may be written
		if err != nil {
			return err
		}
		return errors.Join(flush(f), f.Close())
	})
}

// syncFolder brings the names in a folder to disk.
func syncFolder(path string) error { return flushFolder(path, (*os.File).Sync) }

// flushFolder does nothing on Windows, which has no such thing; EINVAL is how
// some network file systems say that they have not either.
func flushFolder(path string, flush func(*os.File) error) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = flush(f)
	if errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, f.Close())
}
