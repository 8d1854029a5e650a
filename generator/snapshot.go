package generator

import (
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"
)

// Snapshot shows a file system as it was when each file and folder was first
// read, until it is told that something has changed there. A preview reads ten
// thousand files so without asking the disk for each of them again.
//
// ReadFile, ReadDir and Stat are answered from memory, Open is not. What
// ReadFile returns must not be written to. Links are never kept: what they lead
// to may change elsewhere. It may be used by several goroutines at once.
type Snapshot struct {
	inner   fs.FS
	mu      sync.RWMutex
	files   map[string]kept
	folders map[string]folder
}

// kept is a file in memory.
type kept struct {
	data []byte
	info fs.FileInfo
}

// folder is a listing in memory, and the names of plain files in it.
type folder struct {
	list  []fs.DirEntry
	plain map[string]bool
}

// NewSnapshot is a snapshot in which nothing has been read yet.
func NewSnapshot(inner fs.FS) *Snapshot {
	return &Snapshot{inner: inner, files: map[string]kept{}, folders: map[string]folder{}}
}

// Forget drops what is known of a path, of all below it, and which names stand
// beside it. "." drops everything.
func (s *Snapshot) Forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.folders, path.Dir(name))
	if _, isFile := s.files[name]; isFile { // and nothing is below it
		delete(s.files, name)
		return
	}
	below := func(other string) bool {
		return name == "." || other == name || strings.HasPrefix(other, name+"/")
	}
	maps.DeleteFunc(s.files, func(other string, _ kept) bool { return below(other) })
	maps.DeleteFunc(s.folders, func(other string, _ folder) bool { return below(other) })
}

// Open opens a file or folder as it is now.
func (s *Snapshot) Open(name string) (fs.File, error) { return s.inner.Open(name) }

// ReadFile reads a file, from memory if it was read before.
func (s *Snapshot) ReadFile(name string) ([]byte, error) {
	s.mu.RLock()
	known, ok := s.files[name]
	s.mu.RUnlock()
	if ok {
		return known.data, nil
	}
	data, err := fs.ReadFile(s.inner, name)
	if err != nil || !s.plain(name) {
		return data, err
	}
	if info, err := fs.Stat(s.inner, name); err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.files[name] = kept{data, info}
	}
	return data, nil
}

// plain says whether a name is known to be a file itself, not a link to one.
func (s *Snapshot) plain(name string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.folders[path.Dir(name)].plain[path.Base(name)]
}

// ReadDir lists a folder, from memory if it was listed before.
func (s *Snapshot) ReadDir(name string) ([]fs.DirEntry, error) {
	s.mu.RLock()
	known, ok := s.folders[name]
	s.mu.RUnlock()
	if ok {
		return known.list, nil
	}
	list, err := fs.ReadDir(s.inner, name)
	if err != nil {
		return list, err
	}
	plain := map[string]bool{}
	for _, e := range list {
		plain[e.Name()] = e.Type().IsRegular()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.folders[name] = folder{list, plain}
	return list, nil
}

// Lstat describes a file or link as it is now.
func (s *Snapshot) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(s.inner, name) }

// ReadLink says where a link leads now.
func (s *Snapshot) ReadLink(name string) (string, error) { return fs.ReadLink(s.inner, name) }

// Stat describes a file, from memory if it was read before.
func (s *Snapshot) Stat(name string) (fs.FileInfo, error) {
	s.mu.RLock()
	known, ok := s.files[name]
	s.mu.RUnlock()
	if ok {
		return known.info, nil
	}
	return fs.Stat(s.inner, name)
}
