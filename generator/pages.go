package generator

import (
	"bytes"

	"gongshi/generator/check"
	"gongshi/generator/diag"
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

// makePages makes every page in every script. Each is rendered, scanned for
// links, converted and put into the set in one go.
func (b *builder) makePages() {
	if b.layouts == nil {
		b.addExports()
		return
	}
	b.scripts = b.newScripts()
	b.reservePages(b.scripts[0].jobs)
	b.makeConverters()
	b.pool.each(1+len(b.pages), func(i int) {
		if i == 0 { // takes as long as hundreds of pages
			b.addExports()
		} else if !b.stopped() {
			b.makePage(i - 1)
		}
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

// render makes a page in one script, as its layout prints it: where editors have
// written no texts for the script it is the page of the first one.
func (b *builder) render(i, k int) []byte {
	script := &b.scripts[k]
	if script.renderer == nil {
		script = &b.scripts[0]
	}
	var text bytes.Buffer
	if fault := script.renderer.Render(&text, script.jobs[i]); fault != nil {
		b.pages[i].fault = fault
		return nil
	}
	return text.Bytes()
}

// makePage puts a page into the set in every script.
func (b *builder) makePage(i int) {
	if b.Progress != nil {
		defer b.Progress(len(b.pages))
	}
	p := &b.pages[i]
	first := b.render(i, 0)
	if p.fault != nil {
		return
	}
	b.references.Scan(i, first)
	for k := range b.scripts {
		script, text := &b.scripts[k], first
		if k > 0 && script.renderer != nil && !p.Stub {
			if text = b.render(i, k); p.fault != nil {
				return
			}
		}
		if !p.wanted[k] {
			continue
		}
		if k > 0 {
			text = script.edition.Append(nil, p.Path, text)
		}
		b.fill(p, script, text)
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

// makeConverters readies the further scripts.
func (b *builder) makeConverters() {
	if len(b.scripts) == 1 {
		return
	}
	has := b.addresses()
	for k := range b.scripts[1:] {
		s := &b.scripts[k+1]
		s.converter = &render.Keeping{Script: newConverter(s.site, s.Variant, b.cutting())}
		s.edition = render.NewEdition(s.site, s.Variant, s.converter, func(path string) bool { return has[path] })
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
