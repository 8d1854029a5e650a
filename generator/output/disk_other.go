//go:build !linux && !darwin

package output

import (
	"errors"
	"io/fs"
	"os"
)

// exchange is not available; the swap takes two renames.
func exchange(string, string) error { return errors.ErrUnsupported }

func syncTree(tree *os.File) error { return syncEach(tree, (*os.File).Sync) }

// reusable is always false where owner and link count are unknown.
func reusable(fs.FileInfo, fs.FileInfo) bool { return false }
