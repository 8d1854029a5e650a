package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// Converter converts a run of text to another variant. cuts are ascending offsets in the
// run, at the corresponding offsets in the result.
type Converter func(run []byte, cuts []int) (converted []byte, at []int)

// border replaces parts of a run that are not converted, so that no word crosses them.
const border = "\ufffc"

// Convert converts the text of Markdown to another variant. Markup, URLs, code, keys and
// verbatim text are unchanged. A paragraph, heading or cell is converted as one run, so
// that words may cross markup and line breaks (头**发**).
func (p *Parser) Convert(source string, convert Converter) string {
	root, _ := p.tree([]byte(source), 0)
	c := conversion{source: []byte(source), convert: convert}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		c.node(n, entering)
		return ast.WalkContinue, nil
	})
	c.flush()
	c.out.Write(c.source[c.done:])
	return c.out.String()
}

// conversion is the state of one Convert.
type conversion struct {
	source  []byte
	convert Converter
	out     bytes.Buffer
	done    int // length of the source that is in out
	// run is the text of the current block, taken from spans of the source; cuts are the
	// start and end of each span in the run.
	run   []byte
	spans []Span
	cuts  []int
	// verbatim is the number of open elements with verbatim text.
	verbatim int
	// titles are the titles of links in the current block, which are converted separately.
	titles []Span
}

func (c *conversion) node(n ast.Node, entering bool) {
	switch {
	case n.Type() == ast.TypeBlock:
		c.flush()
		return
	case opensVerbatim(n, entering):
		c.verbatim++
		c.run = append(c.run, border...)
	case closesVerbatim(n, entering) && c.verbatim > 0:
		c.verbatim--
	}
	switch n := n.(type) {
	case *ast.Text:
		if entering {
			c.addText(Span{n.Segment.Start, n.Segment.Stop})
			if n.HardLineBreak() {
				c.run = append(c.run, border...)
			}
		}
	case *ast.RawHTML:
		tag, isTag := n.Attribute(allowed)
		if entering && tag == "<br>" {
			c.run = append(c.run, border...)
		}
		if entering && !isTag { // shown as text
			for i := range n.Segments.Len() {
				c.add(Span{n.Segments.At(i).Start, n.Segments.At(i).Stop})
			}
		}
	case *ast.Link:
		if !entering && n.Reference == nil {
			c.title(n, n.Destination, n.Title)
		}
	case *ast.Image:
		c.run = append(c.run, border...) // no word continues in an alternative text
		if !entering && n.Reference == nil {
			c.title(n, n.Destination, n.Title)
		}
	case *ast.AutoLink:
		c.run = append(c.run, border...)
	}
}

// opensVerbatim and closesVerbatim report whether verbatim text begins or ends at a node. An
// allowed <kbd> element is two sibling nodes, its tags.
func opensVerbatim(n ast.Node, entering bool) bool {
	tag, _ := n.AttributeString(string(allowed))
	return entering && (n.Kind() == kindVerbatim || n.Kind() == ast.KindCodeSpan || tag == "<kbd>")
}

func closesVerbatim(n ast.Node, entering bool) bool {
	tag, _ := n.AttributeString(string(allowed))
	return !entering && (n.Kind() == kindVerbatim || n.Kind() == ast.KindCodeSpan) || entering && tag == "</kbd>"
}

// addText appends a span of the source to the run. A character reference is the
// character it stands for.
func (c *conversion) addText(span Span) {
	at := span.Start
	for _, m := range escapeForm.FindAllIndex(c.source[span.Start:span.End], -1) {
		one := Span{span.Start + m[0], span.Start + m[1]}
		if !bytes.HasPrefix(c.source[one.Start:], []byte("&#")) {
			continue
		}
		c.add(Span{at, one.Start})
		c.addAs(one, unescapeText(c.source[one.Start:one.End]))
		at = one.End
	}
	c.add(Span{at, span.End})
}

// add appends a span of the source to the run, addAs with another text.
func (c *conversion) add(span Span) { c.addAs(span, c.source[span.Start:max(span.Start, span.End)]) }

func (c *conversion) addAs(span Span, text []byte) {
	if c.verbatim > 0 || span.Start >= span.End {
		return
	}
	c.cuts = append(c.cuts, len(c.run), len(c.run)+len(text))
	c.spans = append(c.spans, span)
	c.run = append(c.run, text...)
}

// title adds the title of a link, which follows its destination.
func (c *conversion) title(n ast.Node, destination, title []byte) {
	if len(title) == 0 {
		return
	}
	at := destinationSpan(n, c.source, destination).End
	if i := bytes.Index(c.source[at:], title); i >= 0 {
		c.titles = append(c.titles, Span{at + i, at + i + len(title)})
	}
}

// flush converts the current run and titles and writes the source up to their end.
func (c *conversion) flush() {
	if len(c.spans) > 0 {
		converted, at := c.convert(c.run, c.cuts)
		for i, span := range c.spans {
			for len(c.titles) > 0 && c.titles[0].Start < span.Start {
				c.writeTitle()
			}
			if text := converted[at[2*i]:at[2*i+1]]; !bytes.Equal(text, c.run[c.cuts[2*i]:c.cuts[2*i+1]]) { // else as it is spelt
				c.write(span, text)
			}
		}
	}
	for len(c.titles) > 0 {
		c.writeTitle()
	}
	c.run, c.spans, c.cuts = c.run[:0], c.spans[:0], c.cuts[:0]
}

func (c *conversion) writeTitle() {
	span := c.titles[0]
	c.titles = c.titles[1:]
	converted, _ := c.convert(c.source[span.Start:span.End], nil)
	c.write(span, converted)
}

// write replaces a span of the source by a text. It ignores spans that were passed already.
func (c *conversion) write(span Span, text []byte) {
	if span.Start < c.done {
		return
	}
	c.out.Write(c.source[c.done:span.Start])
	c.out.Write(text)
	c.done = span.End
}
