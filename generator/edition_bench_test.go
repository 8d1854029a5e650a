package generator

import (
	"os"
	"testing"
)

// BenchmarkScripts compares rendering the pages of the repository's site with
// making them again in the second script, one goroutine each.
func BenchmarkScripts(b *testing.B) {
	w := newBuilder(Options{Source: os.DirFS(".."), Jobs: 1})
	w.load(func() {})
	if w.layouts == nil {
		b.Fatal(w.found)
	}
	w.scripts = w.newScripts()
	w.readWords()
	w.reservePages(w.scripts[0].jobs)
	w.makeConverters()
	pages := make([][]byte, len(w.pages))
	size := 0
	for i := range pages {
		pages[i] = w.render(i, 0)
		size += len(pages[i])
	}
	b.Run("first", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for i := range pages {
				w.render(i, 0)
			}
		}
	})
	b.Run("second", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for i, text := range pages {
				w.scripts[1].edition.Append(nil, w.pages[i].Path, text)
			}
		}
	})
}
