//go:build linux || darwin

package output

import (
	"io/fs"
	"syscall"
)

// alike reports whether an old file may stand for one just made: a plain file
// with the same mode and owner that has no other name. A second name could be
// somebody's source or backup, and writing there would change the site.
func alike(old, fresh fs.FileInfo) bool {
	a, aOK := old.Sys().(*syscall.Stat_t)
	b, bOK := fresh.Sys().(*syscall.Stat_t)
	return aOK && bOK && old.Mode() == fresh.Mode() && a.Uid == b.Uid && a.Gid == b.Gid && a.Nlink == 1
}
