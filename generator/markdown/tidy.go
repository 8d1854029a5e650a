package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/text/width"
)

// tidy adapts line breaks to Chinese: a break beside a Chinese character or mark adds
// no space; a break between words of other scripts remains a space. It removes
// ideographic and no-break spaces at the ends of lines.
func tidy(root ast.Node, source []byte) {
	var last rune         // the last character so far
	var pending *ast.Text // the last text, if it ends with a soft line break
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if cell, ok := n.(*east.TableCell); ok && entering {
			tidyCell(cell)
		}
		if n.Type() == ast.TypeBlock {
			last, pending = 0, nil
			return ast.WalkContinue, nil
		}
		t, ok := n.(*ast.Text)
		if !ok || !entering {
			switch n.Kind() {
			case ast.KindAutoLink, ast.KindImage, ast.KindRawHTML: // count as a word of another script
				last, pending = 'x', nil
			}
			return ast.WalkContinue, nil
		}
		if t.SoftLineBreak() || t.HardLineBreak() || endsBlock(t) {
			t.Segment.Stop -= len(t.Segment.Value(source)) - len(bytes.TrimRight(t.Segment.Value(source), " \u3000\u00a0"))
		}
		value := t.Segment.Value(source)
		if len(value) > 0 {
			first, _ := utf8.DecodeRune(value)
			if pending != nil && (isChinese(last) || isChinese(first)) {
				pending.SetSoftLineBreak(false)
			}
			pending = nil
			last, _ = utf8.DecodeLastRune(value)
		}
		if t.SoftLineBreak() {
			pending = t
		}
		return ast.WalkContinue, nil
	})
}

// tidyCell gives a cell of a table head its scope, and a cell of an aligned column its class,
// since the policy of the pages forbids style attributes.
func tidyCell(cell *east.TableCell) {
	if cell.Parent().Kind() == east.KindTableHeader {
		cell.SetAttributeString("scope", []byte("col"))
	}
	switch cell.Alignment {
	case east.AlignCenter, east.AlignRight:
		cell.SetAttributeString("class", []byte("align-"+cell.Alignment.String()))
	}
}

// endsBlock reports whether an inline node is the last one of its block.
func endsBlock(n ast.Node) bool {
	return n.NextSibling() == nil && n.Parent() != nil && n.Parent().Type() == ast.TypeBlock
}

// isChinese is true for wide characters except Hangul, which separates words by
// spaces, and for punctuation that Chinese shares with other scripts.
func isChinese(r rune) bool {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return !unicode.Is(unicode.Hangul, r)
	case width.EastAsianAmbiguous:
		return unicode.IsPunct(r)
	}
	return false
}
