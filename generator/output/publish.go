// Package output holds the files of a site and puts them on disk.
//
// A Set is the files of a site: path → bytes, each path with one source. It is
// kept in memory or belongs to a Stage, which makes a folder hold exactly this
// set. Its files are written beside the target as they are made; publishing
// brings them to disk and then exchanges the new tree with the old one, so
// that at any moment, also after a kill or a power cut, the target is the
// whole old site or the whole new one. Where two folders cannot be exchanged
// (neither Linux nor macOS, or an old file system) there is an instant without
// a target; the next Open puts the old one back if it was cut off there.
//
// It never writes into the target, never replaces a folder it did not make
// unless forced, never follows a link out of it, and starts no goroutines.
package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Marker is the name of the file that tells a published folder from any other.
// A Stage adds it; a Set cannot hold it.
const Marker = ".gongshi"

// MarkerOrigin is the origin of the Marker in a ConflictError.
const MarkerOrigin = "（发布标记）"

// markerText never changes: two builds of one input are the same bytes.
const markerText = `此文件夹由“公示”（gongshi）生成，每次构建整体替换，手工放入或改动的文件都会丢失。
要改内容，请改 content/ 后重新构建。此文件用来辨认本文件夹，请勿删除。
`

// Options says how to publish.
type Options struct {
	// Force replaces a folder that no earlier Stage made. Everything in it is lost.
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

// Open begins a new site for the target. It makes the folders above a missing
// target; a symbolic link is followed. Files and folders get the modes the
// umask leaves (normally 0644 and 0755) and the ownership of the process.
//
// The errors are *ProtectedError, *NotFolderError, *MountError, *ForeignError,
// ErrLocked, and what the system says; nothing is changed then.
func Open(target string, opt Options) (*Stage, error) { return open(target, opt, system) }

func open(target string, opt Options, d disk) (*Stage, error) {
	at, err := locate(target)
	if err != nil {
		return nil, err
	}
	if err := at.guard(opt.Protect); err != nil {
		return nil, err
	}
	s := &Stage{at: at, root: at.staging, opt: opt, disk: d, folders: map[string]*folder{}}
	s.set = newSet(s)
	s.made = missing(at.parent)
	if err := os.MkdirAll(at.parent, 0o777); err != nil {
		return nil, err
	}
	if s.lock, err = acquire(at.lock); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		s.Discard()
		return nil, err
	}
	return s, nil
}

// prepare is what is done first under the lock.
func (s *Stage) prepare() error {
	if err := s.at.putBack(s.disk); err != nil {
		return err
	}
	now, err := s.at.inspect(s.opt.Force)
	if err != nil {
		return err
	}
	if now == ours {
		s.old = s.at.target
	}
	if err := s.at.clear(s.disk); err != nil {
		return err
	}
	if err := s.begin(); err != nil {
		return fmt.Errorf("write site: %w", err)
	}
	return nil
}

// missing lists the folders that making dir would make, the innermost first.
func missing(dir string) []string {
	var list []string
	for {
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
			return list
		}
		list = append(list, dir)
		dir = filepath.Dir(dir)
	}
}
