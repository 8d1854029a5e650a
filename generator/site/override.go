package site

import (
	"cmp"
	"slices"
)

// In returns the site as an editor wrote it for the variant: documents with a
// text of their own for it have that text, marked to be left as it is. ok is
// false if there is none; then it is the site itself.
func (s *Site) In(v Variant) (site *Site, ok bool) {
	for d := range s.Documents() {
		ok = ok || d.Overrides[v.Code] != nil
	}
	if !ok {
		return s, false
	}
	clone := *s
	clone.Reports, clone.Pages = nil, nil
	for _, r := range s.Reports {
		report := *r
		report.Document, report.Intro = r.Document.in(v), r.overridden(v, r.Intro)
		report.Tasks = nil
		for _, t := range r.Tasks {
			task := *t
			task.Report, task.Document, task.Intro = &report, t.Document.in(v), t.overridden(v, t.Intro)
			task.Targets = slices.Clone(t.Targets)
			if o := t.Overrides[v.Code]; o != nil {
				for i := range o.Targets {
					task.Targets[i].Title = o.Targets[i].Title.keep("span")
					task.Targets[i].Result = o.Targets[i].Result.keep("div")
				}
			}
			report.Tasks = append(report.Tasks, &task)
		}
		clone.Reports = append(clone.Reports, &report)
	}
	for _, p := range s.Pages {
		page := *p
		page.Document, page.Body = p.Document.in(v), p.overridden(v, p.Body)
		clone.Pages = append(clone.Pages, &page)
	}
	return &clone, true
}

// in is the document with its title for the variant.
func (d Document) in(v Variant) Document {
	if o := d.Overrides[v.Code]; o != nil && o.Title != "" {
		d.Title = Keep(o.Title)
	}
	return d
}

// overridden is the text before the targets, or all text of a page, for the variant.
func (d *Document) overridden(v Variant, prose Prose) Prose {
	if o := d.Overrides[v.Code]; o != nil && o.Intro.HTML != "" {
		return o.Intro.keep("div")
	}
	return prose
}

// KeepBegin and KeepEnd stand around plain text that no conversion may touch.
// They are private characters and never reach a reader: making an edition
// takes them out.
const KeepBegin, KeepEnd = "\ue000", "\ue001"

// Keep marks plain text to be left as it is.
func Keep(text string) string { return KeepBegin + text + KeepEnd }

// Convertible is the text to make another script of: marks stand around what
// stays as it is. It is not for readers.
func (p Prose) Convertible() string { return cmp.Or(p.Marked, p.Text) }

// keep wraps prose in an element that no conversion touches.
func (p Prose) keep(element string) Prose {
	p.HTML = "<" + element + ` translate="no">` + p.HTML + "</" + element + ">"
	p.Text, p.Markdown, p.Marked = Keep(p.Text), Keep(p.Markdown), ""
	p.Parts = slices.Clone(p.Parts)
	for i := range p.Parts {
		part := &p.Parts[i]
		part.Heading, part.Text = part.Heading.kept(), part.Text.kept()
	}
	return p
}

// kept is a text without HTML that no conversion touches.
func (p Prose) kept() Prose {
	if p.Text == "" {
		return p
	}
	return Prose{Text: Keep(p.Text)}
}
