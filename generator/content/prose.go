package content

import (
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// prose is a fragment of a source as the model keeps it. resolve gives the href
// of each link; base makes the same absolute.
func prose(m markdown.Fragment, source []byte, resolve func(markdown.Link) string, base site.Base) site.Prose {
	absolute := func(l markdown.Link) string { return base.AbsoluteLink(resolve(l)) }
	p := site.Prose{Text: m.Text, HTML: m.Resolve(resolve), Source: m.Markdown(source, resolve), Markdown: m.Plain(source, absolute)}
	if len(m.Anchors) == 0 {
		return p
	}
	part := site.Part{}
	from := 0
	for _, anchor := range m.Anchors {
		part.Text = strings.Trim(m.Text[from:anchor.Heading.Start], "\n")
		p.Parts = append(p.Parts, part)
		part = site.Part{ID: anchor.ID, Heading: m.Text[anchor.Heading.Start:anchor.Heading.End]}
		from = anchor.Heading.End
	}
	part.Text = strings.Trim(m.Text[from:], "\n")
	p.Parts = append(p.Parts, part)
	return p
}

// inline marks prose as the text of a heading.
func inline(p site.Prose) site.Prose {
	p.Inline = true
	return p
}

// Localize is prose made anew from its Markdown: in another script, if convert is
// not nil, and with every link of the site leading where link says. Headings keep
// their anchors. struck is markdown.Struck in the script, of as many bytes.
func Localize(parser *markdown.Parser, p site.Prose, convert markdown.Converter, struck string, link func(href string) string, base site.Base) site.Prose {
	signs := strings.NewReplacer(markdown.Struck, struck)
	text := p.Source
	if p.Inline {
		text = "## " + text
	}
	if convert != nil {
		text = parser.Convert(text, convert)
	}
	src := diag.NewSource("", []byte(text))
	resolve := func(l markdown.Link) string { return link(l.Destination) }
	if p.Inline {
		var m markdown.Fragment
		if sections := parser.Parse(src, 0, 2).Sections; len(sections) > 0 {
			m = sections[0].Title
		}
		m.Text, m.HTML = signs.Replace(m.Text), signs.Replace(m.HTML)
		return inline(prose(m, src.Text, resolve, base))
	}
	var ids []string
	for i, part := range p.Parts {
		if i > 0 {
			ids = append(ids, part.ID)
		}
	}
	m := parser.ParseWhole(src, ids)
	m.Text, m.HTML = signs.Replace(m.Text), signs.Replace(m.HTML)
	return prose(m, src.Text, resolve, base)
}
