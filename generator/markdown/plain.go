package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// plain is text without markup, and the parts of it that stay as they are in
// every script.
type plain struct {
	bytes.Buffer
	kept []Span
	// depth is how many elements that keep their text are open, start is where
	// the text of the outermost begins.
	depth, start int
}

func plainText(n ast.Node, source []byte) string {
	var p plain
	p.write(n, source)
	return p.String()
}

// write appends the text of a block; blocks inside it are parted by a line
// feed, table cells by a space.
func (p *plain) write(root ast.Node, source []byte) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeBlock && n != root && entering {
			p.part(n)
		}
		p.keep(n, entering)
		if entering {
			p.text(n, source)
		}
		return ast.WalkContinue, nil
	})
}

// part divides a block from the text before it.
func (p *plain) part(block ast.Node) {
	switch {
	case p.Len() == 0 || p.Bytes()[p.Len()-1] == '\n':
	case block.Kind() == east.KindTableCell:
		p.WriteByte(' ')
	default:
		p.WriteByte('\n')
	}
}

func (p *plain) text(n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Text:
		if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan {
			p.Write(n.Segment.Value(source))
		} else {
			p.Write(unescapeText(n.Segment.Value(source)))
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			p.WriteByte(' ')
		}
	case *ast.String:
		p.Write(n.Value)
	case *ast.AutoLink:
		p.Write(n.Label(source))
	case *ast.FencedCodeBlock:
		lines := n.Lines()
		for i := range lines.Len() {
			segment := lines.At(i)
			p.Write(segment.Value(source))
		}
	}
}

// keep notes where text that stays as it is begins and ends. Of such parts
// inside each other the outermost counts.
func (p *plain) keep(n ast.Node, entering bool) {
	begins, ends := keeps(n, entering)
	switch {
	case begins:
		if p.depth++; p.depth == 1 {
			p.start = p.Len()
		}
	case ends && p.depth > 0:
		if p.depth--; p.depth == 0 && p.Len() > p.start {
			p.kept = append(p.kept, Span{p.start, p.Len()})
		}
	}
}

// keeps says whether text that stays as it is begins or ends at a node. A
// <kbd> that authors may write is two nodes beside each other.
func keeps(n ast.Node, entering bool) (begins, ends bool) {
	switch n.Kind() {
	case kindVerbatim, ast.KindCodeSpan, ast.KindFencedCodeBlock:
		return entering, !entering
	case ast.KindRawHTML:
		tag, _ := n.Attribute(allowed)
		return entering && tag == "<kbd>", entering && tag == "</kbd>"
	}
	return false, false
}
