package output

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/gofrs/flock"
)

// Stage is a new site on its way to a target: a tree beside it, into which the
// files of a Set are written as they are made. Nothing else can publish to the
// target until the stage is published or discarded.
//
// A file that the old site has with the same bytes is not written again but
// linked: it keeps its time, so that caches and copying tools see it as
// unchanged, and a build after a small edit writes little.
type Stage struct {
	set  *Set
	at   place
	root string // where the tree is: beside the target, in the end at it
	old  string // the published tree to take unchanged files from, "" for none
	opt  Options
	disk disk
	lock *flock.Flock
	made []string // folders above the target that were not there, the innermost first

	tree    *os.File    // root, open before the first write, or a sync could miss that one failed
	pattern fs.FileInfo // of a file just made: mode and owner that a linked one must have

	mu      sync.Mutex
	folders map[string]*folder
}

// folder is a folder of the new tree. Whoever first needs it makes it.
type folder struct {
	sync.Once
	shared bool // the old tree has it, too
	fault  error
}

// Set is the set whose files are written into the stage.
func (s *Stage) Set() *Set { return s.set }

// begin makes the new tree with the marker: a tree of ours is known from its start.
func (s *Stage) begin() error {
	err := os.Mkdir(s.root, 0o777)
	if err != nil {
		return err
	}
	if s.tree, err = os.Open(s.root); err != nil {
		return err
	}
	path := filepath.Join(s.root, Marker)
	if err := s.disk.write(path, []byte(markerText)); err != nil {
		return &WriteError{Path: Marker, Origin: MarkerOrigin, Err: err}
	}
	s.pattern, err = os.Lstat(path)
	return err
}

// folder returns a folder of the tree, made with all above it.
func (s *Stage) folder(dir string) *folder {
	s.mu.Lock()
	f, known := s.folders[dir]
	if !known {
		f = &folder{}
		s.folders[dir] = f
	}
	s.mu.Unlock()
	f.Do(func() {
		if dir == "" {
			f.shared = s.old != ""
		} else {
			f.shared, f.fault = s.makeFolder(dir, s.folder(parent(dir)))
		}
	})
	return f
}

// makeFolder makes one folder. One that is a link in the old tree is not
// shared: what it shows is not ours.
func (s *Stage) makeFolder(dir string, above *folder) (shared bool, err error) {
	if above.fault != nil {
		return false, above.fault
	}
	name, err := filepath.Localize(dir)
	if err == nil {
		err = os.Mkdir(filepath.Join(s.root, name), 0o777)
	}
	if err != nil {
		return false, &WriteError{Path: dir, Err: err}
	}
	if above.shared {
		info, err := os.Lstat(filepath.Join(s.old, name))
		shared = err == nil && info.IsDir()
	}
	return shared, nil
}

// write puts a file of the set into the tree.
func (s *Stage) write(path string, data []byte) error {
	name, err := filepath.Localize(path)
	if err != nil {
		return err
	}
	dir := s.folder(parent(path))
	if dir.fault != nil {
		return dir.fault
	}
	to := filepath.Join(s.root, name)
	if dir.shared {
		from := filepath.Join(s.old, name)
		// A link that is refused (too many, not permitted) is no fault: the file is written.
		if s.unchanged(from, data) && os.Link(from, to) == nil {
			return nil
		}
	}
	return s.disk.write(to, data)
}

// read is for the set, before and after publishing.
func (s *Stage) read(path string) ([]byte, error) {
	name, err := filepath.Localize(path)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(s.root, name))
}

func (s *Stage) flush() error { return s.disk.sync(s.tree) }

// unchanged reports whether the old file is what writing data would make.
func (s *Stage) unchanged(path string, data []byte) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Size() != int64(len(data)) || !alike(info, s.pattern) {
		return false
	}
	old, err := os.ReadFile(path)
	return err == nil && bytes.Equal(old, data)
}

// Publish puts the new site in the target's place. It returns what kept the
// set from being whole, ErrEmpty or a *WriteError, an error of Open if the target
// has changed since, or what the system says. The target is then as it was, and the stage
// still to be discarded. Only with a *LeftoverError the new site is in place.
func (s *Stage) Publish() error {
	if err := s.set.whole(); err != nil {
		return fmt.Errorf("write site: %w", err)
	}
	if err := s.disk.sync(s.tree); err != nil {
		return fmt.Errorf("write site: sync: %w", err)
	}
	s.tree.Close()                        // some systems rename no open folder
	now, err := s.at.inspect(s.opt.Force) // it may have changed since
	if err != nil {
		return err
	}
	old, err := s.at.swap(now, s.disk)
	if err != nil {
		return err
	}
	s.root, s.made = s.at.target, nil
	defer s.Discard()
	// The old tree goes when the swap is on disk, not before.
	if err := s.disk.settle(s.at.parent); err != nil {
		return &LeftoverError{Dir: old, Err: err}
	}
	if err := s.remove(old); err != nil {
		return &LeftoverError{Dir: old, Err: err}
	}
	return nil
}

// Discard removes all that is left of a stage that was not published and lets
// others publish. After Publish it does nothing.
func (s *Stage) Discard() {
	if s.lock == nil {
		return
	}
	if s.tree != nil {
		s.tree.Close()
		if s.root == s.at.staging {
			s.disk.remove(s.root) // or else the next stage does it
		}
	}
	release(s.lock)
	s.lock = nil
	for _, dir := range s.made {
		os.Remove(dir)
	}
}

// batchSize is the number of folders dealt with in one call from Options.Parallel.
const batchSize = 128

// remove removes the old tree, wherever it is by now. Most of it lies in the
// innermost folders the new tree has too: these go in parallel, the rest after.
func (s *Stage) remove(old string) error {
	leaves := s.sharedLeaves()
	err := s.opt.each((len(leaves)+batchSize-1)/batchSize, func(i int) error {
		for _, dir := range leaves[i*batchSize : min(len(leaves), (i+1)*batchSize)] {
			if err := s.disk.remove(filepath.Join(old, filepath.FromSlash(dir))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.disk.remove(old)
}

// sharedLeaves lists the shared folders without folders in them.
func (s *Stage) sharedLeaves() []string {
	inner := map[string]bool{}
	for dir := range s.folders {
		inner[parent(dir)] = true
	}
	var leaves []string
	for _, dir := range slices.Sorted(maps.Keys(s.folders)) {
		if s.folders[dir].shared && !inner[dir] {
			leaves = append(leaves, dir)
		}
	}
	return leaves
}

// writeFile makes a new file. That it must not exist finds two paths that a
// file system without upper and lower case takes for one.
func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
