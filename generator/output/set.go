package output

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
)

// Set is the files of a site: path → bytes. The bytes are in memory (NewSet)
// or already on disk, in the new tree of a Stage. Paths are slash-separated and
// relative as fs.ValidPath defines it, without backslash and NUL.
//
// All methods may be called concurrently.
type Set struct {
	mu    sync.RWMutex
	names *Names
	data  map[string][]byte // by path, if the set is in memory
	fault error             // the first failure of the disk
	stage *Stage            // where the bytes are written; nil keeps them in memory
}

// NewSet returns an empty set that is kept in memory.
func NewSet() *Set { return newSet(nil) }

func newSet(stage *Stage) *Set {
	return &Set{names: NewNames(), data: map[string][]byte{}, stage: stage}
}

// Add adds a file; origin is where it comes from ("content/about.md"), for error
// messages. data must not be changed afterwards. The error is that of Names.Take,
// and nothing was added. A failure to write is returned by Fault and Publish;
// after it nothing more is written.
func (s *Set) Add(path string, data []byte, origin string) error {
	s.mu.Lock()
	err, fault := s.names.Take(path, origin), s.fault
	if err == nil && s.stage == nil {
		s.data[path] = data
	}
	s.mu.Unlock()
	if err == nil && fault == nil && s.stage != nil {
		if fault := s.stage.write(path, data); fault != nil {
			s.fail(path, fault)
		}
	}
	return err
}

// fail records the first failure of a file, or of the folder above it.
func (s *Set) fail(path string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault != nil {
		return
	}
	failed := &WriteError{Path: path, Origin: s.names.origins[path], Err: err}
	if errors.As(err, &failed) {
		failed.Origin = s.names.folders[failed.Path]
	}
	s.fault = failed
}

// Fault returns the first failure of the disk: a *WriteError, or that of a
// sync. It is nil as long as all bytes are stored.
func (s *Set) Fault() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.fault
}

// complete returns the reason why the set cannot be published, or nil.
func (s *Set) complete() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.fault == nil && len(s.names.origins) == 0 {
		return ErrEmpty
	}
	return s.fault
}

// Has reports whether there is a file of that path.
func (s *Set) Has(path string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.names.origins[path]
	return ok
}

// Get returns the bytes of a file, which must not be changed. ok is false if
// there is no such file, or if it cannot be read back from disk, which Fault then
// returns.
func (s *Set) Get(path string) (data []byte, ok bool) {
	s.mu.RLock()
	data, ok = s.data[path]
	_, known := s.names.origins[path]
	s.mu.RUnlock()
	if s.stage == nil || !known {
		return data, ok
	}
	data, err := s.stage.read(path)
	if err != nil {
		s.fail(path, err)
	}
	return data, err == nil
}

// Len returns the number of files.
func (s *Set) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.names.origins)
}

// Paths returns all paths, sorted by byte.
func (s *Set) Paths() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.names.origins))
}

// All yields the path and bytes of every file, sorted by path.
func (s *Set) All() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, path := range s.Paths() {
			if data, ok := s.Get(path); ok && !yield(path, data) {
				return
			}
		}
	}
}

// Digest returns the SHA-256 of all paths and contents in hex: equal for two
// sets exactly if they would publish the same files. Origins do not count.
func (s *Set) Digest() string {
	h := sha256.New()
	for path, data := range s.All() {
		// The lengths keep different splits of the same bytes apart.
		fmt.Fprintf(h, "%d %d %s", len(path), len(data), path)
		h.Write(data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
