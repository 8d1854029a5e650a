package generator

import (
	"os"
	"testing"

	"gongshi/generator/output"
	"gongshi/generator/render"
)

// BenchmarkScripts compares rendering the pages of the repository's site with
// making them again in the second script, one goroutine each.
func BenchmarkScripts(b *testing.B) {
	w := &builder{Options: Options{Source: os.DirFS("..")}, pool: pool{1}, files: os.DirFS(".."), set: output.NewSet()}
	w.load()
	renderer, found := render.New(w.files, w.site, w.static.URLs)
	if renderer == nil {
		b.Fatal(found)
	}
	pages := w.renderPages(renderer)
	size := 0
	for _, p := range pages {
		size += len(p.html)
	}
	v := w.site.Variants[1]
	script := newScript(w.site, v, pages)
	b.Run("first", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			w.renderPages(renderer)
		}
	})
	b.Run("second", func(b *testing.B) {
		b.SetBytes(int64(size))
		edition := render.NewEdition(w.site, v, script, func(string) bool { return true })
		for b.Loop() {
			for _, p := range pages {
				edition.Page(p.path, p.html)
			}
		}
	})
}
