package serve

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree is a site's folder that a story changes.
type tree struct {
	t    *testing.T
	root string
}

// newTree has the files of an alternating list of paths and texts.
func newTree(t *testing.T, files ...string) tree {
	t.Helper()
	d := tree{t, t.TempDir()}
	for i := 0; i < len(files); i += 2 {
		d.write(files[i], files[i+1])
	}
	return d
}

func (d tree) path(name string) string { return filepath.Join(d.root, filepath.FromSlash(name)) }

func (d tree) folders() []string {
	return []string{d.path("content"), d.path("layouts"), d.path("static")}
}

func (d tree) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// write writes a file in one step, so that there is no moment without its text.
func (d tree) write(name, text string) {
	d.t.Helper()
	d.must(os.MkdirAll(filepath.Dir(d.path(name)), 0o755))
	next := filepath.Join(d.root, ".next")
	d.must(os.WriteFile(next, []byte(text), 0o644))
	d.must(os.Rename(next, d.path(name)))
}

// overwrite writes into the file that is there.
func (d tree) overwrite(name, text string) {
	d.t.Helper()
	d.must(os.WriteFile(d.path(name), []byte(text), 0o644))
}

func (d tree) mkdir(name string)      { d.t.Helper(); d.must(os.MkdirAll(d.path(name), 0o755)) }
func (d tree) rename(from, to string) { d.t.Helper(); d.must(os.Rename(d.path(from), d.path(to))) }
func (d tree) remove(name string)     { d.t.Helper(); d.must(os.RemoveAll(d.path(name))) }

func (d tree) read(name string) string {
	data, err := os.ReadFile(d.path(name))
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// listing is what a build sees: "content/a.md=text …", sorted.
func (d tree) listing() string {
	var files []string
	for _, folder := range d.folders() {
		_ = fs.WalkDir(os.DirFS(d.root), filepath.Base(folder), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				files = append(files, path+"="+d.read(path))
			}
			return nil
		})
	}
	return strings.Join(files, " ")
}
