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
	w.reservePages(w.scripts[0].jobs)
	pages := w.renderSome()
	w.makeConverters(pages)
	size := 0
	for _, p := range pages {
		size += p.rendered[0].Len()
	}
	b.Run("first", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for i := range pages {
				drafts.Put(w.render(i))
			}
		}
	})
	b.Run("second", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for i, p := range pages {
				p.converted = w.scripts[1].edition.Append(p.converted[:0], w.pages[i].Path, p.rendered[0].Bytes())
			}
		}
	})
}
