package source

import (
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"
)

// Snapshot shows a file system as it was when each file and folder was first
// read, until it is told that something has changed there. So a preview does not
// ask the disk again for ten thousand files.
//
// ReadFile, ReadDir and Stat are answered from memory, all else as it is now. What
// ReadFile returns must not be written to. Links are never kept: what they lead
// to may change elsewhere. It may be used by several goroutines at once.
type Snapshot struct {
	fs.FS
	mu      sync.RWMutex
	files   map[string]file
	folders map[string]folder
}

// file is a file in memory.
type file struct {
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
	return &Snapshot{FS: inner, files: map[string]file{}, folders: map[string]folder{}}
}

// known returns what is in memory of a path.
func known[T any](s *Snapshot, memory map[string]T, name string) (T, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	value, ok := memory[name]
	return value, ok
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
	maps.DeleteFunc(s.files, func(other string, _ file) bool { return below(other) })
	maps.DeleteFunc(s.folders, func(other string, _ folder) bool { return below(other) })
}

// ReadFile reads a file, from memory if it was read before.
func (s *Snapshot) ReadFile(name string) ([]byte, error) {
	if f, ok := known(s, s.files, name); ok {
		return f.data, nil
	}
	data, err := fs.ReadFile(s.FS, name)
	dir, _ := known(s, s.folders, path.Dir(name))
	if err != nil || !dir.plain[path.Base(name)] { // it may be a link
		return data, err
	}
	if info, err := fs.Stat(s.FS, name); err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.files[name] = file{data, info}
	}
	return data, nil
}

// ReadDir lists a folder, from memory if it was listed before.
func (s *Snapshot) ReadDir(name string) ([]fs.DirEntry, error) {
	if f, ok := known(s, s.folders, name); ok {
		return f.list, nil
	}
	list, err := fs.ReadDir(s.FS, name)
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

// Stat describes a file, from memory if it was read before.
func (s *Snapshot) Stat(name string) (fs.FileInfo, error) {
	if f, ok := known(s, s.files, name); ok {
		return f.info, nil
	}
	return fs.Stat(s.FS, name)
}

// Lstat describes a file or link.
func (s *Snapshot) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(s.FS, name) }

// ReadLink says where a link leads.
func (s *Snapshot) ReadLink(name string) (string, error) { return fs.ReadLink(s.FS, name) }
