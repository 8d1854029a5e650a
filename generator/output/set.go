package output

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Set is the files of a site: path → bytes. Paths are slash-separated and
// relative after the rule of fs.ValidPath, without backslash and NUL.
//
// Adding is for one goroutine; a set that is no longer added to may be read
// by many.
type Set struct {
	files   map[string]file
	folders map[string]string // every folder above a file → origin of the first file below it
	size    int64
}

type file struct {
	data   []byte
	origin string
}

// NewSet returns an empty set.
func NewSet() *Set {
	return &Set{files: map[string]file{}, folders: map[string]string{}}
}

// Add puts a file into the set. origin says where it comes from ("content/about.md")
// and is only used to name it in errors. The set keeps data, it must not change
// afterwards.
//
// The error is an *InvalidPathError, or a *ConflictError when the path is taken:
// by another file, by a folder, by a file that would have to be a folder, or by
// the Marker. A refused file leaves the set as it was.
func (s *Set) Add(path string, data []byte, origin string) error {
	if !validPath(path) {
		return &InvalidPathError{Path: path, Origin: origin}
	}
	if err := s.conflict(path, origin); err != nil {
		return err
	}
	for dir := parent(path); dir != ""; dir = parent(dir) {
		if _, known := s.folders[dir]; known {
			break // and so is everything above it
		}
		s.folders[dir] = origin
	}
	s.files[path] = file{data, origin}
	s.size += int64(len(data))
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

// Get returns the bytes of a file. They must not be changed.
func (s *Set) Get(path string) ([]byte, bool) {
	f, ok := s.files[path]
	return f.data, ok
}

// Len returns the number of files.
func (s *Set) Len() int { return len(s.files) }

// Size returns the sum of all files in bytes.
func (s *Set) Size() int64 { return s.size }

// Paths returns all paths, sorted by byte.
func (s *Set) Paths() []string { return sortedKeys(s.files) }

// foldersByDepth returns all folders, each after the one it lies in.
func (s *Set) foldersByDepth() []string {
	list := sortedKeys(s.folders)
	slices.SortStableFunc(list, func(a, b string) int {
		return cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/"))
	})
	return list
}

func sortedKeys[V any](m map[string]V) []string {
	keys := slices.AppendSeq(make([]string, 0, len(m)), maps.Keys(m))
	slices.Sort(keys)
	return keys
}

// All yields path and bytes of every file, sorted by path.
func (s *Set) All() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, path := range s.Paths() {
			if !yield(path, s.files[path].data) {
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
