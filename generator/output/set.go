package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Set is the files of a site: path → bytes, each path with one source. It
// keeps the names; the bytes are in memory (NewSet) or already on disk, in the
// new tree of a Stage. Paths are slash-separated and relative after the rule
// of fs.ValidPath, without backslash and NUL.
//
// All methods may be called by several goroutines at once. Of two that reserve
// the same path the first gets it: reserve in order, then fill in any.
type Set struct {
	mu      sync.RWMutex
	files   map[string]file
	folders map[string]string // every folder above a file → origin of the first file below it
	size    int64
	empty   int   // files reserved and not yet filled
	fault   error // the first file that could not be written
	store   store
}

type file struct {
	origin string
	filled bool
}

// store is where the bytes of a set are. It may be used by several goroutines,
// but only once for each path at a time.
type store interface {
	write(path string, data []byte) error
	read(path string) ([]byte, error)
	// flush brings what was written so far to the disk.
	flush() error
}

// NewSet returns an empty set that is kept in memory.
func NewSet() *Set { return newSet(&memory{data: map[string][]byte{}}) }

func newSet(to store) *Set {
	return &Set{files: map[string]file{}, folders: map[string]string{}, store: to}
}

// Add puts a file into the set: it reserves the path and fills it.
func (s *Set) Add(path string, data []byte, origin string) error {
	if err := s.Reserve(path, origin); err != nil {
		return err
	}
	s.Fill(path, data)
	return nil
}

// Reserve takes a path for a file that is still to be made. origin says where
// it comes from ("content/about.md") and is only used to name it in errors.
//
// The error is an *InvalidPathError, or a *ConflictError when the path is taken:
// by another file, by a folder, by a file that would have to be a folder, or by
// the Marker. A refused file leaves the set as it was.
func (s *Set) Reserve(path, origin string) error {
	if !validPath(path) {
		return &InvalidPathError{Path: path, Origin: origin}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.conflict(path, origin); err != nil {
		return err
	}
	for dir := parent(path); dir != ""; dir = parent(dir) {
		if _, known := s.folders[dir]; known {
			break // and so is everything above it
		}
		s.folders[dir] = origin
	}
	s.files[path] = file{origin: origin}
	s.empty++
	return nil
}

// Fill gives a reserved path its bytes, once. They may be changed afterwards.
// That a file could not be written is said when the set is published; nothing
// is written after it.
func (s *Set) Fill(path string, data []byte) {
	s.mu.RLock()
	f, reserved := s.files[path]
	fault := s.fault
	s.mu.RUnlock()
	if !reserved || f.filled {
		panic(fmt.Sprintf("output: %s is filled but not reserved, or filled twice", path))
	}
	if fault == nil {
		fault = s.store.write(path, data)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if fault != nil {
		s.fail(path, fault)
		return
	}
	s.files[path] = file{f.origin, true}
	s.size += int64(len(data))
	s.empty--
}

// fail keeps the first fault, with the source of the file or folder.
func (s *Set) fail(path string, fault error) {
	if s.fault != nil {
		return
	}
	failed := &WriteError{Path: path, Err: fault}
	errors.As(fault, &failed) // the folder above could not be made
	if failed.Origin = s.files[path].origin; failed.Path != path {
		failed.Origin = s.folders[failed.Path]
	}
	s.fault = failed
}

// Flush brings the files filled so far to the disk, while others are still
// being made. That it failed is said when the set is published.
func (s *Set) Flush() {
	if err := s.store.flush(); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.fault == nil {
			s.fault = fmt.Errorf("write site: sync: %w", err)
		}
	}
}

// Fault is the first failure of the disk: a *WriteError, or that of a sync. It
// is nil as long as all files are what was put into the set.
func (s *Set) Fault() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.fault
}

// whole says what keeps the set from being published.
func (s *Set) whole() error {
	if err := s.Fault(); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	switch {
	case len(s.files) == 0:
		return ErrEmpty
	case s.empty > 0:
		return fmt.Errorf("%d of %d files were not made", s.empty, len(s.files))
	}
	return nil
}

func validPath(path string) bool {
	return path != "." && fs.ValidPath(path) && !strings.ContainsAny(path, "\\\x00")
}

// parent is the folder of a path, "" for the root.
func parent(path string) string {
	return path[:max(0, strings.LastIndexByte(path, '/'))]
}

func (s *Set) conflict(path, origin string) error {
	if path == Marker || strings.HasPrefix(path, Marker+"/") {
		return &ConflictError{Path: Marker, First: MarkerOrigin, Second: origin, Folder: path != Marker}
	}
	if f, taken := s.files[path]; taken {
		return &ConflictError{Path: path, First: f.origin, Second: origin}
	}
	if first, taken := s.folders[path]; taken {
		return &ConflictError{Path: path, First: first, Second: origin, Folder: true}
	}
	for dir := parent(path); dir != ""; dir = parent(dir) {
		if _, known := s.folders[dir]; known {
			return nil
		}
		if f, taken := s.files[dir]; taken {
			return &ConflictError{Path: dir, First: f.origin, Second: origin, Folder: true}
		}
	}
	return nil
}

// Has says whether the set has a file of that path, filled or reserved.
func (s *Set) Has(path string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.files[path]
	return ok
}

// Get returns the bytes of a file; ok is false as long as it has none, or if the
// disk does not give them back, which is a Fault. They must not be changed.
func (s *Set) Get(path string) (data []byte, ok bool) {
	s.mu.RLock()
	f := s.files[path]
	s.mu.RUnlock()
	if !f.filled {
		return nil, false
	}
	data, err := s.store.read(path)
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.fail(path, err)
	}
	return data, err == nil
}

// Len returns the number of files.
func (s *Set) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.files)
}

// Size returns the sum of all files in bytes.
func (s *Set) Size() int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.size
}

// Paths returns all paths, sorted by byte.
func (s *Set) Paths() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.files))
}

// All yields path and bytes of every file, sorted by path.
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
// sets exactly when they would publish the same files. Origins do not count.
func (s *Set) Digest() string {
	h := sha256.New()
	for path, data := range s.All() {
		writeSized(h, []byte(path))
		writeSized(h, data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// writeSized puts the length before the bytes, so that no two lists of parts
// run together into the same stream.
func writeSized(w io.Writer, part []byte) {
	var size [8]byte
	binary.BigEndian.PutUint64(size[:], uint64(len(part)))
	w.Write(size[:])
	w.Write(part)
}

// memory is the store of a set that is never published.
type memory struct {
	mu   sync.RWMutex
	data map[string][]byte
}

func (m *memory) write(path string, data []byte) error {
	data = bytes.Clone(data)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data[path] = data
	return nil
}

func (m *memory) read(path string) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.data[path], nil
}

func (*memory) flush() error { return nil }
