package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/text/width"
)

// tidy makes line breaks right for Chinese: a break with a Chinese character
// or mark on either side is only a break in the source and prints nothing;
// between two words of other scripts it stays a space. Ideographic and
// no-break spaces at the end of a line are dropped.
func tidy(root ast.Node, source []byte) {
	var last rune         // the character before the current place
	var pending *ast.Text // the last text, if it ends in a soft break
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if cell, ok := n.(*east.TableCell); ok && entering && n.Parent().Kind() == east.KindTableHeader {
			cell.SetAttributeString("scope", []byte("col"))
		}
		if n.Type() == ast.TypeBlock {
			last, pending = 0, nil
			return ast.WalkContinue, nil
		}
		t, ok := n.(*ast.Text)
		if !ok || !entering {
			switch n.Kind() {
			case ast.KindAutoLink, ast.KindImage, ast.KindRawHTML: // stand for a word of another script
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

func endsBlock(n ast.Node) bool {
	return n.NextSibling() == nil && n.Parent() != nil && n.Parent().Type() == ast.TypeBlock
}

// isChinese is true for wide characters except Hangul, whose words are parted
// by spaces, and for the marks that Chinese shares with other scripts.
func isChinese(r rune) bool {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return !unicode.Is(unicode.Hangul, r)
	case width.EastAsianAmbiguous:
		return unicode.IsPunct(r)
	}
	return false
}
