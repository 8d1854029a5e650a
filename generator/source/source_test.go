package source_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"gongshi/generator/source"
)

func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// TestLayers lays two folders over each other: the first one's files are shown.
func TestLayers(t *testing.T) {
	fsys := source.Layers(files("a/x", "own", "a/y", "own"), nil, files("a/x", "built in", "a/z", "built in", "b/x", "built in"))
	for name, want := range map[string]string{"a/x": "own", "a/y": "own", "a/z": "built in", "b/x": "built in"} {
		if data, err := fs.ReadFile(fsys, name); err != nil || string(data) != want {
			t.Errorf("%s: %q %v, want %q", name, data, err, want)
		}
		if info, err := fs.Lstat(fsys, name); err != nil || info.Size() != int64(len(want)) {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	list, err := fs.ReadDir(fsys, "a")
	var names string
	for _, e := range list {
		names += e.Name()
	}
	if err != nil || names != "xyz" {
		t.Errorf("%s %v", names, err)
	}
	for _, none := range []fs.FS{fsys, source.Layers(nil)} {
		_, opened := none.Open("c")
		_, listed := fs.ReadDir(none, "c")
		if !errors.Is(opened, fs.ErrNotExist) || !errors.Is(listed, fs.ErrNotExist) {
			t.Errorf("%v, %v", opened, listed)
		}
	}
}

// TestSnapshot changes files: they are shown as they were until Forget.
func TestSnapshot(t *testing.T) {
	fsys := files("a/x", "1", "a/y", "1", "b/x", "1")
	fsys["a/link"] = &fstest.MapFile{Data: []byte("y"), Mode: fs.ModeSymlink}
	s := source.NewSnapshot(fsys)
	check := func(name, want string) {
		t.Helper()
		if data, err := fs.ReadFile(s, name); err != nil || string(data) != want {
			t.Errorf("%s: %q %v, want %q", name, data, err, want)
		}
		if info, err := fs.Stat(s, name); err != nil || info.Size() != int64(len(want)) {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	change := func(text string) {
		for _, name := range []string{"a/x", "a/y", "b/x"} {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	for _, folder := range []string{"a", "b"} {
		if _, err := fs.ReadDir(s, folder); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"a/x", "a/y", "a/link", "b/x"} {
		check(name, "1")
	}
	change("22")
	check("a/x", "1")
	check("a/link", "22") // a link is never kept
	s.Forget("a/x")
	check("a/x", "22")
	check("a/y", "1")
	s.Forget("a")
	check("a/y", "22")
	check("b/x", "1")
	delete(fsys, "b/x")
	check("b/x", "1")
	s.Forget(".")
	if _, err := fs.ReadFile(s, "b/x"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
