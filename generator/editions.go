package generator

import (
	"iter"
	"maps"
	"slices"

	"gongshi/generator/export"
	"gongshi/generator/render"
	"gongshi/generator/site"
	"gongshi/generator/zh"
)

// editions makes every page again in the further scripts of the site, out of
// the finished pages of the first.
func (b *builder) editions(pages []finished) {
	has := map[string]bool{"/" + site.FeedName: true}
	for _, p := range pages {
		has[p.path] = true
	}
	for _, r := range b.site.Reports {
		has[r.Path+site.FeedName] = true
	}
	b.exports = append(b.exports, export.Edition{Site: b.site, Variant: b.site.Variants[0]})
	for _, v := range b.site.Variants[1:] {
		s, from := b.overridden(v, pages)
		script := render.Keeping{Script: newScript(s, v, from)}
		edition := render.NewEdition(s, v, script, func(path string) bool { return has[path] })
		converted := make([][]byte, len(from))
		b.pool.each(len(from), func(i int) { converted[i] = edition.Page(from[i].path, from[i].html) })
		b.count += len(from)
		for i, p := range from {
			b.add(site.OutputFile(v.Path(p.path)), converted[i], p.source)
		}
		b.exports = append(b.exports, export.Edition{Site: s, Variant: v, Convert: script.Convert})
	}
}

// overridden returns the site and the pages that a variant is made of: the
// finished ones, or, if editors have written texts for the variant, those of a
// site with these texts.
func (b *builder) overridden(v site.Variant, pages []finished) (*site.Site, []finished) {
	s, any := b.site.In(v)
	if !any {
		return b.site, pages
	}
	renderer, _ := render.New(b.files, s, b.static.URLs) // the layouts have been found good before
	return s, slices.DeleteFunc(b.renderPages(renderer), func(p finished) bool { return p.stub })
}

// prunedSize is how much text is looked through for the phrases it can need.
// For more the whole dictionary costs less.
const prunedSize = 4 << 20

// newScript makes the converter of a variant for all pages of a site.
func newScript(s *site.Site, v site.Variant, pages []finished) *zh.Converter {
	size := 0
	for _, p := range pages {
		size += len(p.html)
	}
	if size < prunedSize {
		return newConverter(s, v, texts(pages))
	}
	return newConverter(s, v, nil)
}

// newConverter makes the converter of a variant with the site's own words.
// corpus is all text it will see; nil loads the whole dictionary.
func newConverter(s *site.Site, v site.Variant, corpus iter.Seq[string]) *zh.Converter {
	opt := zh.Options{Protect: s.Words.Protect, Corpus: corpus}
	for _, from := range slices.Sorted(maps.Keys(s.Words.Phrases)) {
		to := s.Words.Phrases[from]
		opt.Extra = append(opt.Extra, zh.Phrase{From: from, To: to, TW: to, HK: to})
	}
	variant, _ := zh.ParseVariant(v.Code)
	return zh.New(variant, opt)
}

// texts yields the pages.
func texts(pages []finished) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, p := range pages {
			if !yield(string(p.html)) {
				return
			}
		}
	}
}
