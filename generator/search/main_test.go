package search

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"gongshi/generator/content"
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

// editionsOf are a site's editions in both scripts.
func editionsOf(s *site.Site) []Edition {
	return []Edition{{Site: s, Variant: site.Variants[0]}, {Site: s, Variant: site.Variants[1], Convert: hant}}
}

// built is the index of a site as files.
func built(t testing.TB, s *site.Site) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	Build(corpusOf(t, s), editionsOf(s), Options{Folder: "/assets/", Parallel: inOrder, Add: func(path string, data []byte) { files[path] = data }})
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

// opened opens an index for a script.
func opened(t testing.TB, files map[string][]byte, v site.Variant) *Index {
	t.Helper()
	x, err := Open(EntryPath(v), func(path string) ([]byte, error) {
		data, ok := files[path]
		if !ok {
			return nil, fmt.Errorf("no file %s", path)
		}
		return data, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
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
