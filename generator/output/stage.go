package output

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
)

// batchSize is the number of files dealt with in one call from Options.Parallel:
// neighbours, so that two workers rarely wait for one folder.
const batchSize = 128

func batches(n int) int { return (n + batchSize - 1) / batchSize }

func batch[T any](list []T, i int) []T {
	return list[i*batchSize : min(len(list), (i+1)*batchSize)]
}

// stage writes a set into a new folder.
//
// A file that the old site has with the same bytes is not written again but
// linked: it keeps its time, so that caches and copying tools see it as
// unchanged, and a build after a small edit writes little.
type stage struct {
	set  *Set
	root string
	old  string // the published tree to take unchanged files from, "" for none
	opt  Options
	disk disk

	pattern fs.FileInfo     // of a file just made: mode and owner that a linked one must have
	shared  map[string]bool // the folders the old tree has as well
}

func (s *stage) write() error {
	if err := os.Mkdir(s.root, 0o777); err != nil {
		return err
	}
	// Opened before the first write, or a sync could miss that one failed.
	tree, err := os.Open(s.root)
	if err != nil {
		return err
	}
	defer tree.Close()
	if err := s.mark(); err != nil {
		return err
	}
	if err := s.makeFolders(); err != nil {
		return err
	}
	if err := s.writeFiles(); err != nil {
		return err
	}
	if err := s.disk.sync(tree); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return nil
}

// mark writes the marker first: a tree of ours is known from its start.
func (s *stage) mark() error {
	path := filepath.Join(s.root, Marker)
	if err := s.disk.write(path, []byte(markerText)); err != nil {
		return &WriteError{Path: Marker, Origin: MarkerOrigin, Err: err}
	}
	var err error
	s.pattern, err = os.Lstat(path)
	return err
}

// makeFolders makes every folder once, those above first. A folder that is a
// link in the old tree is not shared: what it shows is not ours.
func (s *stage) makeFolders() error {
	s.shared = map[string]bool{"": s.old != ""}
	folders := s.set.foldersByDepth()
	for len(folders) > 0 { // one depth after the other, the folders of one at once
		depth := strings.Count(folders[0], "/")
		n := slices.IndexFunc(folders, func(dir string) bool { return strings.Count(dir, "/") > depth })
		if n < 0 {
			n = len(folders)
		}
		level := folders[:n]
		folders = folders[n:]
		shared := make([]bool, len(level))
		err := s.opt.each(batches(len(level)), func(i int) error {
			return s.makeLevel(batch(level, i), batch(shared, i))
		})
		if err != nil {
			return err
		}
		for i, dir := range level {
			s.shared[dir] = shared[i]
		}
	}
	return nil
}

// makeLevel makes folders whose parents are there and notes which of them the
// old tree has, too.
func (s *stage) makeLevel(level []string, shared []bool) error {
	for i, dir := range level {
		name, err := filepath.Localize(dir)
		if err == nil {
			err = os.Mkdir(filepath.Join(s.root, name), 0o777)
		}
		if err != nil {
			return &WriteError{Path: dir, Origin: s.set.folders[dir], Err: err}
		}
		if s.shared[parent(dir)] {
			info, err := os.Lstat(filepath.Join(s.old, name))
			shared[i] = err == nil && info.IsDir()
		}
	}
	return nil
}

func (s *stage) writeFiles() error {
	paths := s.set.Paths()
	var written atomic.Int64
	err := s.opt.each(batches(len(paths)), func(i int) error {
		buf := make([]byte, 32<<10)
		for _, path := range batch(paths, i) {
			if err := s.writeFile(path, buf); err != nil {
				return &WriteError{Path: path, Origin: s.set.files[path].origin, Err: err}
			}
			written.Add(1)
		}
		return nil
	})
	if err == nil && int(written.Load()) != len(paths) {
		err = fmt.Errorf("only %d of %d files were written", written.Load(), len(paths))
	}
	return err
}

func (s *stage) writeFile(path string, buf []byte) error {
	name, err := filepath.Localize(path)
	if err != nil {
		return err
	}
	data, to := s.set.files[path].data, filepath.Join(s.root, name)
	if s.shared[parent(path)] {
		from := filepath.Join(s.old, name)
		// A link that is refused (too many, not permitted) is no fault: the file is written.
		if s.unchanged(from, data, buf) && os.Link(from, to) == nil {
			return nil
		}
	}
	return s.disk.write(to, data)
}

// unchanged reports whether the old file is what writing data would make.
func (s *stage) unchanged(path string, data, buf []byte) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Size() != int64(len(data)) || !alike(info, s.pattern) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	for len(data) > 0 {
		n, err := f.Read(buf[:min(len(buf), len(data))])
		if n == 0 || err != nil && err != io.EOF || !bytes.Equal(buf[:n], data[:n]) {
			return false
		}
		data = data[n:]
	}
	return true
}

// discard removes the old tree, wherever it is by now. Most of it lies in the
// innermost folders the new tree has too: these go in parallel, the rest after.
func (s *stage) discard(old string) error {
	leaves := s.sharedLeaves()
	err := s.opt.each(batches(len(leaves)), func(i int) error {
		for _, dir := range batch(leaves, i) {
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
func (s *stage) sharedLeaves() []string {
	inner := map[string]bool{}
	for dir := range s.shared {
		inner[parent(dir)] = true
	}
	var leaves []string
	for _, dir := range sortedKeys(s.shared) {
		if s.shared[dir] && !inner[dir] {
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
