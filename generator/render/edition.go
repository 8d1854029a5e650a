package render

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/markup"
	"gongshi/generator/site"
)

// Script writes text in another script; it is what zh.Converter does. src is
// a run of text, cuts are the offsets in it at which a tag stands. It appends
// the converted text to dst and the offsets of the same places in it to at.
type Script interface {
	AppendAligned(dst []byte, at []int, src []byte, cuts []int) ([]byte, []int)
}

// Edition makes the pages of one further script out of the finished pages of
// the first. It may be used by several goroutines at once.
type Edition struct {
	// first is the script of the finished pages, variant that of the edition.
	first, variant site.Variant
	script         Script
	base           site.Base
	// has says whether the edition has a page of its own at a site path.
	has func(path string) bool
	// described leads from descriptions to the same with marks.
	described map[string]string
	seenRuns  *seen[string]
	seenTags  *seen[seenTag]
}

// seenTag is a tag as the edition has it, and whether its element's content stays as it is.
type seenTag struct {
	raw   []byte
	stays bool
}

// NewEdition returns the edition of a variant. has says for which site paths
// there is a page or feed in it.
func NewEdition(s *site.Site, variant site.Variant, script Script, has func(path string) bool) *Edition {
	return &Edition{first: site.Variants[0], variant: variant, script: script, base: s.Base, has: has, described: descriptions(s), seenRuns: newSeen[string](), seenTags: newSeen[seenTag]()}
}

// Append turns a finished page into the same page of the edition. Text and the
// attributes a person reads change script; links lead to the edition where it
// has the page; the language, the canonical address and the mark on the
// switch become the edition's own. All other bytes stay as they are.
//
// It appends the page to dst.
func (e *Edition) Append(dst []byte, path string, page []byte) []byte {
	p := edits.Get().(*edit)
	defer edits.Put(p)
	p.Edition, p.path, p.out = e, path, slices.Grow(dst, len(page)+len(page)/64+512)
	r := markup.NewReader(page)
	for token, ok := r.Next(); ok; token, ok = r.Next() {
		p.token(token)
	}
	p.flush()
	out := p.out
	p.Edition, p.out, p.kept, p.depth = nil, nil, nil, 0
	return unmarked(out)
}

// edits are used again for the room they have.
var edits = sync.Pool{New: func() any { return new(edit) }}

// edit is the state of one page's conversion.
type edit struct {
	*Edition
	path string
	out  []byte
	// run is the text since the last block, cuts are the places in it at which
	// tags interrupt it.
	run  []byte
	cuts []int
	tags [][]byte
	// converted and at are buffers for the result.
	converted []byte
	at        []int
	attrs     []markup.Attribute
	// kept is the name of the element whose content stays as it is, depth how
	// many elements of that name are open inside it.
	kept  []byte
	depth int
	// linked says that the element kept is a block of JSON-LD, dropped that it
	// is left out.
	linked, dropped bool
}

// inline says whether an element does not end a run of text. A span is of a
// layout, and parts a label from what follows it (第2项, 链条式整治).
func inline(name []byte) bool {
	switch string(name) {
	case "a", "abbr", "b", "bdi", "cite", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small", "strong", "sub", "sup", "time", "u", "wbr":
		return true
	}
	return false
}

// verbatim says whether no script conversion may touch an element's content.
func verbatim(name []byte) bool {
	switch string(name) {
	case "code", "pre", "kbd", "samp", "script", "style", "textarea":
		return true
	}
	return false
}

func (p *edit) token(t markup.Token) {
	switch {
	case p.kept != nil:
		p.keep(t)
	case t.Kind == markup.Text:
		p.run = append(p.run, t.Raw...)
	case t.Kind == markup.StartTag && p.code(t):
	case t.Kind == markup.StartTag:
		raw, stays := p.tag(t)
		p.put(t.Name, raw)
		if stays && !void(t.Name) {
			p.kept, p.depth, p.linked = t.Name, 1, isLinkedData(t)
		}
	case t.Kind == markup.EndTag:
		p.put(t.Name, t.Raw)
	default:
		p.flush()
		p.out = append(p.out, t.Raw...)
	}
}

// void says whether an element has no content.
func void(name []byte) bool {
	switch string(name) {
	case "br", "hr", "img", "input", "link", "meta", "wbr", "source":
		return true
	}
	return false
}

// keep copies the content of an element that stays as it is.
func (p *edit) keep(t markup.Token) {
	if bytes.Equal(t.Name, p.kept) {
		switch t.Kind {
		case markup.StartTag:
			p.depth++
		case markup.EndTag:
			p.depth--
		}
	}
	raw := t.Raw
	if p.dropped {
		raw = nil
	} else if t.Kind == markup.StartTag && bytes.Contains(raw, []byte("href")) { // a kept link leads to the edition, too
		raw, _ = p.tag(t)
	} else if t.Kind == markup.Text && p.linked {
		raw = p.linkedData(raw)
	}
	p.interrupt(raw)
	if p.depth == 0 {
		p.kept, p.dropped = nil, false
		if !inline(t.Name) {
			p.flush()
		}
	}
}

// put writes a tag. One that does not end the run of text becomes part of it.
func (p *edit) put(name, raw []byte) {
	if inline(name) {
		p.interrupt(raw)
		return
	}
	p.flush()
	p.out = append(p.out, raw...)
}

// interrupt puts into the run what is no text of it.
func (p *edit) interrupt(raw []byte) {
	p.cuts, p.tags = append(p.cuts, len(p.run)), append(p.tags, raw)
}

// flush converts the run of text and writes it with its tags.
func (p *edit) flush() {
	switch {
	case len(p.run) == 0 && len(p.tags) == 0:
		return
	case len(p.tags) == 0 && len(p.run) > seenLength:
		p.out, _ = p.script.AppendAligned(p.out, nil, p.run, nil)
	case len(p.tags) == 0:
		p.out = append(p.out, p.text(p.run)...)
	default:
		p.flushTags()
	}
	p.run, p.cuts, p.tags = p.run[:0], p.cuts[:0], p.tags[:0]
}

// flushTags writes a run with the tags that interrupt it. A run of one piece,
// such as the text of a link, is looked up like one without tags.
func (p *edit) flushTags() {
	from := 0
	if p.onePiece() {
		text := p.text(p.run)
		for i, tag := range p.tags {
			if p.cuts[i] > 0 && from == 0 {
				p.out, from = append(p.out, text...), len(p.run)
			}
			p.out = append(p.out, tag...)
		}
		if from == 0 {
			p.out = append(p.out, text...)
		}
		return
	}
	p.converted, p.at = p.script.AppendAligned(p.converted[:0], p.at[:0], p.run, p.cuts)
	for i, tag := range p.tags {
		p.out = append(p.out, p.converted[from:p.at[i]]...)
		p.out = append(p.out, tag...)
		from = p.at[i]
	}
	p.out = append(p.out, p.converted[from:]...)
}

// onePiece says whether all tags stand before or after the text of the run.
func (p *edit) onePiece() bool {
	for _, cut := range p.cuts {
		if cut != 0 && cut != len(p.run) {
			return false
		}
	}
	return true
}

// text converts a run without interruption. A short one is looked up first.
func (p *edit) text(text []byte) string {
	if bytes.Contains(text, []byte("://")) { // the page's own address, printed
		p.converted, _ = p.script.AppendAligned(p.converted[:0], nil, text, nil)
		return strings.ReplaceAll(string(p.converted), p.base.Absolute(p.path), p.base.Absolute(p.variant.Path(p.path)))
	}
	if ascii(text) {
		return string(text)
	}
	if len(text) > seenLength {
		p.converted, _ = p.script.AppendAligned(p.converted[:0], nil, text, nil)
		return string(p.converted)
	}
	if known, ok := p.seenRuns.get(text); ok {
		return known
	}
	p.converted, _ = p.script.AppendAligned(p.converted[:0], nil, text, nil)
	converted := string(p.converted)
	p.seenRuns.put(text, converted)
	return converted
}

func ascii(text []byte) bool {
	for _, c := range text {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
