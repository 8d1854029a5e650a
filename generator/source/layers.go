// Package source is the file systems that a site is read from: Layers lay the
// site's own folders over the built-in ones, and a Snapshot keeps in memory what
// was read until it is told of a change.
//
// It reads through an fs.FS and writes nothing. It knows no format of a file;
// where a link may lead is for package symlink to say.
package source

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"slices"
)

// Layers shows several file systems as one: a file of an earlier one hides the
// same path of a later one; folders are merged. Those that are nil are left out.
func Layers(list ...fs.FS) fs.FS {
	return layers(slices.DeleteFunc(list, func(l fs.FS) bool { return l == nil }))
}

type layers []fs.FS

// Open opens the first file of that name.
func (l layers) Open(name string) (fs.File, error) { return first(l, name, fs.FS.Open) }

// Lstat describes the first file or link of that name.
func (l layers) Lstat(name string) (fs.FileInfo, error) { return first(l, name, fs.Lstat) }

// ReadLink says where the first link of that name leads.
func (l layers) ReadLink(name string) (string, error) { return first(l, name, fs.ReadLink) }

// first asks the layers until one knows a name.
func first[T any](l layers, name string, ask func(fs.FS, string) (T, error)) (answer T, err error) {
	err = fs.ErrNotExist
	for i := 0; i < len(l) && errors.Is(err, fs.ErrNotExist); i++ {
		answer, err = ask(l[i], name)
	}
	return answer, err
}

// ReadDir lists a folder of all layers, sorted by name.
func (l layers) ReadDir(name string) ([]fs.DirEntry, error) {
	entries := map[string]fs.DirEntry{}
	missing := 0
	for _, layer := range slices.Backward(l) {
		list, err := fs.ReadDir(layer, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing++
		case err != nil:
			return nil, err
		}
		for _, e := range list {
			entries[e.Name()] = e
		}
	}
	if missing == len(l) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	return slices.SortedFunc(maps.Values(entries), func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) }), nil
}
