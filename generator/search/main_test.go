package search

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"gongshi/generator/assets"
	"gongshi/generator/content"
	"gongshi/generator/engine"
	"gongshi/generator/site"
	"gongshi/generator/words"
	"gongshi/generator/zh"
)

// real is the repository's own site, read once.
var real = sync.OnceValue(func() *site.Site {
	s, found := content.Load(os.DirFS("../.."), content.Options{Parallel: inOrder})
	for _, d := range found {
		panic(d.Message)
	}
	return s
})

func inOrder(n int, do func(i int)) {
	for i := range n {
		do(i)
	}
}

// hant is how the site's text is written in traditional script.
func hant(text string) string { return converter().Convert(text) }

var converter = sync.OnceValue(func() *zh.Converter { return zh.New(zh.Hant, zh.Options{}) })

// localizer writes a site in another script.
type localizer func(text string) string

func (l localizer) Text(text string) string { return l(text) }

func (l localizer) Prose(p site.Prose, _ bool, _ func(string) string) site.Prose {
	p.Text = l(p.Text)
	p.Parts = slices.Clone(p.Parts)
	for i := range p.Parts {
		p.Parts[i].Heading, p.Parts[i].Text = l(p.Parts[i].Heading), l(p.Parts[i].Text)
	}
	return p
}

// inBoth are a site in both scripts.
func inBoth(s *site.Site) []*site.Site {
	return []*site.Site{s, s.Localize(site.Variants[1], localizer(hant))}
}

// options are those of Build in a test.
func options(add func(path string, data []byte)) Options {
	return Options{Folder: "/assets/", Parallel: inOrder, Convert: func(site.Variant) func(string) string { return hant }, Add: add}
}

// built is the index of a site as files.
func built(t testing.TB, s *site.Site) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	Build(corpusOf(t, s), inBoth(s), options(func(path string, data []byte) { files[path] = data }))
	return files
}

func corpusOf(t testing.TB, s *site.Site) *Corpus {
	t.Helper()
	w := words.New(func(yield func(string) bool) {
		for _, p := range Passages(s) {
			for _, text := range p.fields() {
				if !yield(text) {
					return
				}
			}
		}
	}, s.OwnWords())
	return NewCorpus(s, w)
}

// script is the search of the site's pages.
var script = sync.OnceValues(func() ([]byte, error) {
	return assets.Script(os.DirFS("../.."), engine.Module, engine.Name)
})

// opened opens an index for a script of the site.
func opened(t testing.TB, files map[string][]byte, v site.Variant) *engine.Engine {
	t.Helper()
	x, err := openedFrom(t, v, func(path string) ([]byte, error) {
		if data, ok := files[path]; ok {
			return data, nil
		}
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func openedFrom(t testing.TB, v site.Variant, get func(path string) ([]byte, error)) (*engine.Engine, error) {
	t.Helper()
	code, err := script()
	if err != nil {
		t.Fatal(err)
	}
	return engine.New(code, EntryPath(v), get)
}

// asked answers a query.
func asked(t testing.TB, x *engine.Engine, query string) *engine.Answer {
	t.Helper()
	a, err := x.Search(query, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// allShown are all passages of an index.
func allShown(t testing.TB, x *engine.Engine) []engine.Passage {
	t.Helper()
	ids := make([]int, x.Size())
	for i := range ids {
		ids[i] = i
	}
	list, err := x.Passages(ids...)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// siteTexts are the files of this repository's content/, by their paths.
func siteTexts(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	files, err := filepath.Glob("../../content/2021/*.md")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files of content: %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(text)
	}
	return texts
}
