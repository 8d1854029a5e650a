package generator

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
)

// overlay shows several file systems as one: a file of an earlier one hides
// the same path of a later one; folders are merged. Nil layers are passed over.
type overlay []fs.FS

// Open opens the first file of that name.
func (o overlay) Open(name string) (fs.File, error) { return first(o, "open", name, fs.FS.Open) }

// Lstat describes the first file or link of that name.
func (o overlay) Lstat(name string) (fs.FileInfo, error) { return first(o, "lstat", name, fs.Lstat) }

// ReadLink says where the first link of that name leads.
func (o overlay) ReadLink(name string) (string, error) {
	return first(o, "readlink", name, fs.ReadLink)
}

// first asks the layers until one knows a name.
func first[T any](o overlay, op, name string, ask func(fs.FS, string) (T, error)) (T, error) {
	for _, layer := range o {
		if layer == nil {
			continue
		}
		answer, err := ask(layer, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return answer, err
		}
	}
	var none T
	return none, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists a folder of all layers, sorted by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	var list []fs.DirEntry
	seen := map[string]bool{}
	found := false
	for _, layer := range o {
		if layer == nil {
			continue
		}
		entries, err := fs.ReadDir(layer, name)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return nil, err
		}
		found = true
		for _, e := range entries {
			if !seen[e.Name()] {
				seen[e.Name()] = true
				list = append(list, e)
			}
		}
	}
	if !found {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return list, nil
}
