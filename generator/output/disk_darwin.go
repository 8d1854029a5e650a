package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchange swaps two folders atomically (APFS, macOS 10.12 and later).
func exchange(a, b string) error {
	if err := unix.RenamexNp(a, b, unix.RENAME_SWAP); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

// syncTree hands every file to the drive (fsync) and then has the drive write
// its cache once (os.File.Sync is F_FULLFSYNC), which takes milliseconds per call.
func syncTree(tree *os.File) error {
	err := syncEach(tree, func(f *os.File) error { return unix.Fsync(int(f.Fd())) })
	if err != nil {
		return err
	}
	return tree.Sync()
}
