package generator

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"gongshi/generator/diag"
	"gongshi/generator/export"
	"gongshi/generator/localize"
	"gongshi/generator/render"
	"gongshi/generator/site"
	"gongshi/generator/words"
	"gongshi/generator/zh"
)

// variant is the site in one script. That of a further one is made when the
// first of its files is.
type variant struct {
	site.Variant
	plan *Plan
	// exports are its files for programs; tables are those with tables, whose
	// lengths the pages print, by site path.
	exports []File
	tables  map[string]*pending

	mu    sync.Mutex
	site  *site.Site       // nil until it is made
	pages *render.Renderer // nil without layouts
	jobs  []render.Job     // in the same order in every script
	// missing are the texts to be converted, once they have been looked for.
	missing *localize.Missing
}

func (p *Plan) newVariants() []*variant {
	files := export.Files(p.site)
	var list []*variant
	for _, v := range p.site.Variants {
		list = append(list, p.newVariant(v, files))
	}
	list[0].set(p.site)
	return list
}

// newVariant is a variant with the files for programs that every variant has.
func (p *Plan) newVariant(script site.Variant, files []export.File) *variant {
	v := &variant{Variant: script, plan: p, tables: map[string]*pending{}}
	for _, f := range files {
		path := v.Path(f.Path)
		write := func() []byte { return f.Make(v.inScript()) }
		if f.IsTable {
			v.tables[path] = &pending{write: write}
			write = v.tables[path].bytes
		}
		v.exports = append(v.exports, File{Path: path[1:], Source: f.Source, Variant: script, Make: func() ([]byte, *diag.Diagnostic) { return write(), nil }})
	}
	return v
}

// set gives the variant its site.
func (v *variant) set(s *site.Site) {
	v.site = s
	if v.plan.layouts == nil {
		return
	}
	layouts := v.plan.layouts
	if s.Convert != nil {
		layouts = layouts.Localize(s.Convert, v.plan.site.LinkTo(v.Variant))
	}
	v.pages = render.New(layouts, s, render.Files{
		Bundles: v.plan.static.URLs, Inline: v.plan.static.Inline, Policy: export.Policy(v.plan.static.Inline),
		Size: func(path string) int {
			if f := v.tables[path]; f != nil {
				return f.length()
			}
			return 0
		},
	})
	v.jobs = v.pages.Jobs()
}

// inScript is the site in the script.
func (v *variant) inScript() *site.Site {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.site == nil {
		v.convert(zh.WithPhrases(words.New(slices.Values(v.findMissing().Runs), v.plan.site.OwnWords())))
	}
	return v.site
}

// page makes the i-th page of the variant.
func (v *variant) page(i int) ([]byte, *diag.Diagnostic) {
	v.inScript()
	var b bytes.Buffer
	fault := v.pages.Render(&b, v.jobs[i])
	return b.Bytes(), fault
}

// findMissing lists what has to be converted for the variant. The lock is held.
func (v *variant) findMissing() *localize.Missing {
	if v.missing == nil {
		p := v.plan
		v.missing = localize.Find(p.site, v.Variant, slices.Concat(export.Words, render.Words), &p.Cache.texts, p.pool.each)
		if p.layouts != nil {
			v.missing.Runs = p.layouts.AppendTexts(v.missing.Runs)
		}
	}
	return v.missing
}

// convert makes the site of the variant. The lock is held. cutting are the words of
// all texts that are missing, with phrases.
func (v *variant) convert(cutting *words.Words) {
	v.set(v.findMissing().Site(newConverter(v.plan.site, v.Variant, cutting)))
	v.missing = nil
}

// newConverter makes the converter of a variant with the site's own rules.
func newConverter(s *site.Site, v site.Variant, cutting *words.Words) *zh.Converter {
	return zh.ForSite(v.Code, cutting, s.Words.Protect, s.Words.Phrases)
}

// localize finds the words of all text that is converted or searched, and makes
// the further variants.
func (p *Plan) localize(context.Context) {
	texts := p.site.Texts()
	for _, v := range p.variants[1:] {
		texts = append(texts, v.runs()...)
	}
	p.words = words.New(slices.Values(texts), p.site.OwnWords())
	if len(p.variants) < 2 {
		return
	}
	p.cutting = zh.WithPhrases(p.words)
	for _, v := range p.variants[1:] {
		v.make()
	}
}

// runs are the texts in which words have to be known to make the variant; none if
// it is made.
func (v *variant) runs() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.site != nil {
		return nil
	}
	return v.findMissing().Runs
}

// make makes the variant with the words of the whole site, if it is not made.
func (v *variant) make() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.site == nil {
		v.convert(v.plan.cutting)
	}
}
