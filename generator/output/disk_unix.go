//go:build linux || darwin

package output

import (
	"io/fs"
	"syscall"
)

// reusable reports whether an old file may be hard-linked in place of a new
// one: it has the same mode and owner, and only one name. A second name could
// be someone's source or backup, which a later change of the site would modify.
func reusable(old, fresh fs.FileInfo) bool {
	a, aOK := old.Sys().(*syscall.Stat_t)
	b, bOK := fresh.Sys().(*syscall.Stat_t)
	return aOK && bOK && old.Mode() == fresh.Mode() && a.Uid == b.Uid && a.Gid == b.Gid && a.Nlink == 1
}
