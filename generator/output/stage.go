// Package output holds the files of a site and publishes them to a folder.
//
// A Set maps paths to bytes, with one source per path. It is kept in memory
// (NewSet) or belongs to a Stage, which makes a target folder hold exactly this
// set: files are written to a new tree beside the target as they are made;
// Publish syncs the tree to disk and then exchanges it with the old one. So at
// any moment, even after a kill or a power cut, the target is the whole old
// site or the whole new one. Where two folders cannot be exchanged (neither
// Linux nor macOS, or an old file system) the target is missing for an instant;
// if a build is killed then, the next Open restores the old site.
//
// The package never writes into the target, never replaces a folder it did not
// make unless forced, never follows a link out of it, and starts no goroutines.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/gofrs/flock"
)

// Marker is the name of the file that identifies a published folder. A Stage
// adds it; a Set cannot hold it.
const Marker = ".gongshi"

// MarkerOrigin is the origin of the Marker in a ConflictError.
const MarkerOrigin = "（发布标记）"

// markerText is constant, so that two builds of one input are identical.
const markerText = `此文件夹由“公示”（gongshi）生成，每次构建整体替换，手工放入或改动的文件都会丢失。
要改内容，请改 content/ 后重新构建。此文件用来辨认本文件夹，请勿删除。
`

// Options configure Open.
type Options struct {
	// Force replaces a folder that no earlier Stage made, with everything in it.
	Force bool
	// Protect lists files and folders (the site's sources) that must not be the
	// target or lie in it. The user's home and the root of the file system are
	// always protected.
	Protect []string
	// Parallel calls do for every i in 0…n-1, in any order and possibly
	// concurrently, and returns one of the errors. nil means sequentially.
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

// Stage is a new site for a target: a tree beside it, to which the files of a
// Set are written as they are made. Nothing else can publish to the target
// until the stage is published or discarded.
//
// A file whose bytes are the same in the old site is hard-linked, not written:
// it keeps its time, so that caches and copying tools see it as unchanged, and
// a build after a small edit writes little.
type Stage struct {
	set   *Set
	paths paths
	root  string // the new tree: paths.staging, after the swap paths.target
	old   string // published tree to link unchanged files from, "" for none
	opt   Options
	disk  disk
	lock  *flock.Flock
	made  []string // folders made above the target, innermost first

	tree  *os.File    // root, opened before the first write: syncfs reports only errors after the open
	model fs.FileInfo // of a new file: mode and owner that a linked file must have

	mu      sync.Mutex
	folders map[string]func() (shared bool, err error) // path → makeFolder, called once
}

// Open begins a new site for the target. It makes missing folders above the
// target and follows a symbolic link. Files and folders get the modes that the
// umask leaves (normally 0644 and 0755) and the owner of the process.
//
// The errors are *ProtectedError, *NotFolderError, *MountError, *ForeignError,
// ErrLocked, and those of the system; then nothing has been changed.
func Open(target string, opt Options) (*Stage, error) { return open(target, opt, system) }

func open(target string, opt Options, d disk) (*Stage, error) {
	at, err := locate(target)
	if err != nil {
		return nil, err
	}
	if err := at.checkProtected(opt.Protect); err != nil {
		return nil, err
	}
	s := &Stage{paths: at, root: at.staging, opt: opt, disk: d, folders: map[string]func() (bool, error){}}
	s.set = newSet(s)
	for dir := at.parent; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		s.made = append(s.made, dir)
	}
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

// prepare cleans up after killed runs and makes the new tree with the marker.
// The caller holds the lock.
func (s *Stage) prepare() error {
	if err := s.paths.restore(s.disk); err != nil {
		return err
	}
	ours, err := s.paths.inspect(s.opt.Force)
	if err != nil {
		return err
	}
	if ours {
		s.old = s.paths.target
	}
	for _, path := range []string{s.paths.staging, s.paths.previous} {
		if err := s.disk.remove(path); err != nil {
			return fmt.Errorf("remove left-over: %w", err)
		}
	}
	if err := os.Mkdir(s.root, 0o777); err != nil {
		return err
	}
	if s.tree, err = os.Open(s.root); err != nil {
		return err
	}
	path := filepath.Join(s.root, Marker)
	if err := s.disk.write(path, []byte(markerText)); err != nil {
		return &WriteError{Path: Marker, Origin: MarkerOrigin, Err: err}
	}
	s.model, err = os.Lstat(path)
	return err
}

// Set returns the set whose files are written to the stage.
func (s *Stage) Set() *Set { return s.set }

// folder makes a folder of the tree, and all above it, on the first call.
// shared says that the old tree has the folder too.
func (s *Stage) folder(dir string) (shared bool, err error) {
	s.mu.Lock()
	once, known := s.folders[dir]
	if !known {
		once = sync.OnceValues(func() (bool, error) { return s.makeFolder(dir) })
		s.folders[dir] = once
	}
	s.mu.Unlock()
	return once()
}

func (s *Stage) makeFolder(dir string) (shared bool, err error) {
	if dir == "" {
		return s.old != "", nil
	}
	shared, err = s.folder(parent(dir))
	if err != nil {
		return false, err
	}
	name, err := filepath.Localize(dir)
	if err == nil {
		err = os.Mkdir(filepath.Join(s.root, name), 0o777)
	}
	if err != nil {
		return false, &WriteError{Path: dir, Err: err}
	}
	if shared { // unless the old one is a link, whose files are not ours
		info, err := os.Lstat(filepath.Join(s.old, name))
		shared = err == nil && info.IsDir()
	}
	return shared, nil
}

// write writes a file of the set to the tree.
func (s *Stage) write(path string, data []byte) error {
	name, err := filepath.Localize(path)
	if err != nil {
		return err
	}
	shared, err := s.folder(parent(path))
	if err != nil {
		return err
	}
	from, to := filepath.Join(s.old, name), filepath.Join(s.root, name)
	// If the system refuses the link (too many, not permitted), the file is written.
	if shared && s.unchanged(from, data) && os.Link(from, to) == nil {
		return nil
	}
	return s.disk.write(to, data)
}

// read returns a file of the tree, before and after publishing.
func (s *Stage) read(path string) ([]byte, error) {
	name, err := filepath.Localize(path)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(s.root, name))
}

// unchanged reports whether the old file at path is what writing data would make.
func (s *Stage) unchanged(path string, data []byte) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Size() != int64(len(data)) || !reusable(info, s.model) {
		return false
	}
	old, err := os.ReadFile(path)
	return err == nil && bytes.Equal(old, data)
}

// Publish moves the new site to the target. The errors are a failure to write
// the set (*WriteError), ErrEmpty, an error of Open if the target has changed
// since, or one of the system; then the target is as it was, and the stage still has
// to be discarded. Only after a *LeftoverError the new site is in place.
func (s *Stage) Publish() error {
	if err := s.set.complete(); err != nil {
		return fmt.Errorf("write site: %w", err)
	}
	if err := s.disk.sync(s.tree); err != nil {
		return fmt.Errorf("write site: sync: %w", err)
	}
	s.tree.Close() // some systems cannot rename an open folder
	if _, err := s.paths.inspect(s.opt.Force); err != nil {
		return err
	}
	old, err := s.paths.swap(s.disk)
	if err != nil {
		return err
	}
	s.root, s.made = s.paths.target, nil
	defer s.Discard()
	// Remove the old tree only when the swap is on disk.
	err = s.disk.syncDir(s.paths.parent)
	if err == nil {
		err = s.removeOld(old)
	}
	if err != nil {
		return &LeftoverError{Dir: old, Err: err}
	}
	return nil
}

// Discard deletes the new tree unless it was published, and lets others
// publish. After Publish it does nothing.
func (s *Stage) Discard() {
	if s.lock == nil {
		return
	}
	if s.tree != nil {
		s.tree.Close()
		if s.root == s.paths.staging {
			s.disk.remove(s.root) // on failure the next Open does it
		}
	}
	release(s.lock)
	s.lock = nil
	for _, dir := range s.made {
		os.Remove(dir)
	}
}

// removeOld deletes the old tree. Most of it lies in the innermost folders that
// it shares with the new one: these are deleted in parallel, then the rest.
func (s *Stage) removeOld(old string) error {
	inner := map[string]bool{}
	for dir := range s.folders {
		inner[parent(dir)] = true
	}
	leaves := slices.DeleteFunc(slices.Sorted(maps.Keys(s.folders)), func(dir string) bool {
		shared, _ := s.folder(dir)
		return !shared || inner[dir]
	})
	err := s.opt.each(len(leaves), func(i int) error {
		return s.disk.remove(filepath.Join(old, filepath.FromSlash(leaves[i])))
	})
	if err != nil {
		return err
	}
	return s.disk.remove(old)
}
