package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// disk holds the operations that change trees on disk; tests replace them to
// inject errors.
type disk struct {
	write    func(path string, data []byte) error // creates a file
	sync     func(tree *os.File) error            // flushes everything below an open folder
	exchange func(a, b string) error              // swaps two folders atomically
	rename   func(from, to string) error
	syncDir  func(dir string) error  // flushes the entries of one folder
	remove   func(path string) error // deletes a file or tree, if it exists
}

var system = disk{writeFile, syncTree, exchange, os.Rename, syncDir, os.RemoveAll}

// writeFile creates a file. It fails if the file exists: that detects two
// paths which a file system that ignores letter case takes for one.
func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// syncEach flushes every file and folder below tree, one by one.
func syncEach(tree *os.File, flush func(*os.File) error) error {
	return filepath.WalkDir(tree.Name(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return flushPath(path, entry.IsDir(), flush)
	})
}

func syncDir(path string) error { return flushPath(path, true, (*os.File).Sync) }

// flushPath flushes a file, or the entries of a folder. Windows cannot do the
// latter; some network file systems cannot either and report EINVAL.
func flushPath(path string, isDir bool, flush func(*os.File) error) error {
	mode := os.O_RDWR // Windows flushes only writable files
	if isDir {
		mode = os.O_RDONLY
		if runtime.GOOS == "windows" {
			return nil
		}
	}
	f, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return err
	}
	if err = flush(f); isDir && errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, f.Close())
}
