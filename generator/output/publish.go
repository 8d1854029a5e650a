// Package output holds the files of a site and puts them on disk.
//
// A Set is the site in memory: path → bytes, each path with one source.
// Publish makes a folder hold exactly one set. The new tree is written beside
// the target, brought to disk and then exchanged with the old one, so that at
// any moment, also after a kill or a power cut, the target is the whole old
// site or the whole new one. Where two folders cannot be exchanged (neither
// Linux nor macOS, or an old file system) there is an instant without a
// target; the next Publish puts the old one back if it was cut off there.
//
// It never writes into the target, never replaces a folder it did not make
// unless forced, never follows a link out of it, and starts no goroutines.
package output

import (
	"fmt"
	"os"
)

// Marker is the name of the file that tells a published folder from any other.
// Publish adds it; a Set cannot hold it.
const Marker = ".gongshi"

// MarkerOrigin is the origin of the Marker in a ConflictError.
const MarkerOrigin = "（发布标记）"

// markerText never changes: two builds of one input are the same bytes.
const markerText = `此文件夹由“公示”（gongshi）生成，每次构建整体替换，手工放入或改动的文件都会丢失。
要改内容，请改 content/ 后重新构建。此文件用来辨认本文件夹，请勿删除。
`

// Options says how to publish.
type Options struct {
	// Force replaces a folder that an earlier Publish did not make. Everything in it is lost.
	Force bool
	// Protect lists files and folders (the site's sources) that must not be the target nor lie in it.
	// The user's home and the root of the file system are always protected.
	Protect []string
	// Parallel calls do for every i in 0…n-1, in any order, several at once if it likes, and
	// returns the error of one that failed. nil means one after another.
	Parallel func(n int, do func(i int) error) error
}

func (o Options) each(n int, do func(i int) error) error {
	if o.Parallel != nil {
		return o.Parallel(n, do)
	}
	for i := range n {
		if err := do(i); err != nil {
			return err
		}
	}
	return nil
}

// disk is how trees are changed on disk; a test puts a fault in its place.
type disk struct {
	write    func(path string, data []byte) error // a new file
	sync     func(tree *os.File) error            // everything below the open folder
	exchange func(a, b string) error              // two folders, in one step
	rename   func(from, to string) error
	settle   func(dir string) error  // the names in a folder
	remove   func(path string) error // a file or a tree, if it is there
}

var system = disk{writeFile, syncTree, exchange, os.Rename, syncFolder, os.RemoveAll}

// Check reports without changing anything whether Publish would refuse the
// target: *ProtectedError, *NotFolderError, *MountError, *ForeignError. It is
// for asking before a long build.
func Check(target string, opt Options) error {
	at, err := locate(target)
	if err != nil {
		return err
	}
	if err := at.guard(opt.Protect); err != nil {
		return err
	}
	_, err = at.inspect(opt.Force)
	return err
}

// Publish makes target hold the files of set and the Marker, and nothing else.
// A missing target is created with the folders above it; a symbolic link is
// followed. A file that has not changed since the last Publish keeps its time.
// Files and folders get the modes the umask leaves (normally 0644 and 0755)
// and the ownership of the process.
//
// Beside the errors of Check it returns ErrEmpty, ErrLocked, *WriteError and
// what the system says; the target is then as it was. Only with a
// *LeftoverError the new site is in place.
func Publish(set *Set, target string, opt Options) error {
	return publish(set, target, opt, system)
}

func publish(set *Set, target string, opt Options, d disk) error {
	if set.Len() == 0 {
		return ErrEmpty
	}
	at, err := locate(target)
	if err != nil {
		return err
	}
	if err := at.guard(opt.Protect); err != nil {
		return err
	}
	if err := os.MkdirAll(at.parent, 0o777); err != nil {
		return err
	}
	lock, err := acquire(at.lock)
	if err != nil {
		return err
	}
	defer release(lock)
	return replace(set, at, opt, d)
}

// replace is the work done under the lock.
func replace(set *Set, at place, opt Options, d disk) error {
	if err := at.putBack(d); err != nil {
		return err
	}
	now, err := at.inspect(opt.Force)
	if err != nil {
		return err
	}
	if err := at.clear(d); err != nil {
		return err
	}
	s := stage{set: set, root: at.staging, opt: opt, disk: d}
	if now == ours {
		s.old = at.target
	}
	if err := s.write(); err != nil {
		d.remove(at.staging) // or else the next Publish does it
		return fmt.Errorf("write site: %w", err)
	}
	old, err := at.swap(now, d)
	if err != nil {
		d.remove(at.staging)
		return err
	}
	// The old tree goes when the swap is on disk, not before.
	if err := d.settle(at.parent); err != nil {
		return &LeftoverError{Dir: old, Err: err}
	}
	if err := s.discard(old); err != nil {
		return &LeftoverError{Dir: old, Err: err}
	}
	return nil
}
