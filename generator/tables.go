package generator

import (
	"gongshi/generator/export"
	"gongshi/generator/site"
)

// firstTables adds the tables of the first script as files. It comes before
// the pages, which say how large they are.
func (b *builder) firstTables() {
	b.tables(site.Edition{Site: b.site, Variant: b.site.Variants[0]})
}

// furtherTables adds those of the other scripts, whose converters are made
// with the pages.
func (b *builder) furtherTables() {
	if len(b.scripts) > 1 {
		for _, e := range b.exports()[1:] {
			b.tables(e)
		}
	}
}

// tables adds the files of all reports of an edition, data.json, in which they
// stand together, and the plain texts of the pages.
func (b *builder) tables(e site.Edition) {
	twins := export.NewTwins(e)
	for _, f := range twins.Rest() {
		b.add(f.Path[1:], f.Data, f.Source)
	}
	b.pool.each(len(e.Reports), func(i int) {
		if b.stopped() {
			return
		}
		for _, f := range twins.Of(e.Reports[i]) {
			b.add(f.Path[1:], f.Data, f.Source)
		}
		for _, f := range export.Tables(e, e.Reports[i]) {
			b.add(f.Path[1:], f.Data, e.Reports[i].Source)
			b.note(f)
		}
	})
	f := export.Catalogue(e, func(yield func([]byte) bool) {
		for _, r := range e.Reports { // from the set, so that they need not be kept in memory
			if data, ok := b.Set.Get(e.Path(site.TablePath(r, site.JSON))[1:]); ok && !yield(data) {
				return
			}
		}
	})
	b.add(f.Path[1:], f.Data, "程序")
}

// note keeps the size of a file.
func (b *builder) note(f export.File) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sizes[f.Path] = len(f.Data)
}
