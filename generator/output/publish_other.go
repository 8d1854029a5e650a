//go:build !linux && !darwin

package output

import (
	"errors"
	"io/fs"
	"os"
)

// exchange does not exist here: the swap takes two renames.
func exchange(string, string) error { return errors.ErrUnsupported }

func syncTree(tree *os.File) error { return syncEach(tree, (*os.File).Sync) }

// mounted is left to the swap to find out.
func mounted(string) bool { return false }

// alike is never true where owner and number of links are not known: every
// file is written anew.
func alike(fs.FileInfo, fs.FileInfo) bool { return false }
