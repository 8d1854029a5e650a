package generator

import (
	"bytes"
	"iter"
	"sync"
	"sync/atomic"

	"gongshi/generator/check"
	"gongshi/generator/diag"
	"gongshi/generator/export"
	"gongshi/generator/render"
	"gongshi/generator/site"
)

// page is one page of the site in all its scripts.
type page struct {
	render.Job
	// wanted says for each script whether the page goes into the set.
	wanted []bool
	fault  *diag.Diagnostic
}

// draft is the room in which one page is made: as it was rendered for each
// script, and as it was converted.
type draft struct {
	rendered  []bytes.Buffer
	converted []byte
}

// drafts are used again: a page that has been written is not needed any more.
var drafts = sync.Pool{New: func() any { return new(draft) }}

// makePages makes every page in every script. Each is rendered, scanned for
// links, converted and put into the set in one go, while it is warm; those of
// a small site are put into it in the first script while the converters are made.
func (b *builder) makePages() {
	if b.layouts == nil {
		b.addExports()
		return
	}
	b.scripts = b.newScripts()
	b.reservePages(b.scripts[0].jobs)
	held := b.renderSome()
	b.beside(func() { b.makeConverters(held) }, func() { b.firsts(held) })
	b.pool.each(1+len(b.pages), func(i int) {
		if i == 0 { // takes as long as hundreds of pages
			b.addExports()
			return
		}
		b.finish(i-1, held[i-1])
		held[i-1] = nil
	})
	for _, p := range b.pages {
		if p.fault != nil {
			b.report(*p.fault)
		}
	}
}

// reservePages takes the paths of all pages, script by script: which of two
// gets a path must not depend on timing.
func (b *builder) reservePages(jobs []render.Job) {
	b.pages, b.references = make([]page, len(jobs)), check.NewReferences(len(jobs))
	for k, script := range b.scripts {
		for i, job := range jobs {
			wanted := (k == 0 || !job.Stub) && b.reserve(site.OutputFile(script.Path(job.Path)), job.Source)
			b.pages[i].Job, b.pages[i].wanted = job, append(b.pages[i].wanted, wanted)
		}
	}
}

// render makes a page as far as the first script, and, where editors have
// written texts for another one, for that, too.
func (b *builder) render(i int) *draft {
	d := drafts.Get().(*draft)
	if len(d.rendered) < len(b.scripts) {
		d.rendered = make([]bytes.Buffer, len(b.scripts))
	}
	for k, script := range b.scripts {
		d.rendered[k].Reset()
		if script.renderer == nil || k > 0 && b.pages[i].Stub {
			continue
		}
		if fault := script.renderer.Render(&d.rendered[k], script.jobs[i]); fault != nil {
			b.pages[i].fault = fault
		}
	}
	return d
}

// finish puts a page into the set in every script but the first; d is nil if
// it has not been rendered yet, and is not in the first one either.
func (b *builder) finish(i int, d *draft) {
	if b.stopped() {
		return
	}
	if d == nil {
		d = b.render(i)
		b.first(i, d)
	}
	defer drafts.Put(d)
	if b.Progress != nil {
		b.Progress(len(b.pages))
	}
	p := &b.pages[i]
	if p.fault != nil {
		return
	}
	for k := 1; k < len(b.scripts); k++ {
		script := &b.scripts[k]
		if !p.wanted[k] {
			continue
		}
		text := d.rendered[k].Bytes()
		if script.renderer == nil {
			text = d.rendered[0].Bytes()
		}
		d.converted = script.edition.Append(d.converted[:0], p.Path, text)
		b.fill(p, script, d.converted)
	}
}

// first scans a rendered page for links and puts it into the set in the first
// script.
func (b *builder) first(i int, d *draft) {
	p := &b.pages[i]
	if p.fault != nil {
		return
	}
	text := d.rendered[0].Bytes()
	b.references.Scan(i, text)
	if p.wanted[0] {
		b.fill(p, &b.scripts[0], text)
	}
}

// firsts does first for the pages that have been rendered.
func (b *builder) firsts(held []*draft) {
	for i, d := range held {
		if d != nil && !b.stopped() {
			b.first(i, d)
		}
	}
}

// fill puts a page in one script into the set, and keeps the search page until
// the index is made.
func (b *builder) fill(p *page, script *script, text []byte) {
	path := script.Path(p.Path)
	if p.Path == site.SearchPath {
		b.searchPages[path] = bytes.Clone(text)
		return
	}
	b.Set.Fill(site.OutputFile(path), text)
}

// prunedSize is how much text is looked through for the phrases it can need.
// For more the whole dictionary costs less.
const prunedSize = 4 << 20

// renderSome renders pages until there are more than prunedSize. A site that
// is smaller is rendered whole, and its converters need to know no other words.
func (b *builder) renderSome() []*draft {
	held := make([]*draft, len(b.pages))
	if len(b.scripts) == 1 {
		return held
	}
	var size atomic.Int64
	b.pool.each(len(held), func(i int) {
		if size.Load() > prunedSize {
			return
		}
		held[i] = b.render(i)
		for k := range held[i].rendered {
			size.Add(int64(held[i].rendered[k].Len()))
		}
	})
	return held
}

// makeConverters readies the further scripts. held are all pages, or, of a
// large site, some.
func (b *builder) makeConverters(held []*draft) {
	has := b.addresses()
	corpus := texts(held)
	for _, d := range held {
		if d == nil {
			corpus = nil
		}
	}
	for k := range b.scripts[1:] {
		s := &b.scripts[k+1]
		s.converter = &render.Keeping{Script: newConverter(s.site, s.Variant, corpus)}
		s.edition = render.NewEdition(s.site, s.Variant, s.converter, func(path string) bool { return has[path] })
	}
}

// texts yields all that was rendered, and the words of the exported files.
func texts(held []*draft) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, word := range export.Words {
			if !yield(word) {
				return
			}
		}
		for _, d := range held {
			for k := range d.rendered {
				if !yield(d.rendered[k].String()) {
					return
				}
			}
		}
	}
}

// checked are the pages whose links are to be checked: those of the first
// script. What could not be made is left empty.
func (b *builder) checked() []check.Page {
	list := make([]check.Page, len(b.pages))
	for i, p := range b.pages {
		if p.fault == nil {
			list[i] = check.Page{Path: p.Path, Source: p.Source}
		}
	}
	return list
}

// count is the number of pages in all scripts.
func (b *builder) count() int {
	n := 0
	for _, p := range b.pages {
		for _, wanted := range p.wanted {
			if wanted && p.fault == nil {
				n++
			}
		}
	}
	return n
}
