package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// plain writes plain text for files, feeds, descriptions and search. Markup that carries
// meaning is written out:
//
//   - each block is on its own line; table cells and line breaks are separated by a space;
//   - items of ordered lists keep their numbers, "3. 修路", and nested lists are indented;
//     bullets are omitted;
//   - superscripts and subscripts are Unicode characters (10⁶, CO₂), or 10^(ab), H_(x);
//   - ~~8~~10 is 【删去：8】10, since "810" would be another number and "10" would hide that
//     something was deleted;
//   - ruby text is in （）, raw HTML as displayed;
//   - footnotes are 增长[1] and, on a line of their own, [1] 数据来源;
//   - an image is its alternative text.
type plain struct {
	bytes.Buffer
	// open are the offsets of the texts of open elements of signs, the innermost last.
	open []int
	// numbered is the length of the text after the last list number, whose line the first
	// block of the item continues.
	numbered int
	// bare omits everything that markup adds; see Parser.Bare.
	bare bool
}

func plainText(n ast.Node, source []byte) string {
	var p plain
	p.write(n, source)
	return p.String()
}

// bareText returns the text of a node without anything that markup adds.
func bareText(n ast.Node, source []byte) string {
	p := plain{bare: true}
	p.write(n, source)
	return p.String()
}

// write appends the text of a node.
func (p *plain) write(root ast.Node, source []byte) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeBlock && n.Kind() != ast.KindLinkReferenceDefinition && n != root && entering {
			p.part(n)
		}
		switch {
		case n.Kind() == east.KindStrikethrough && entering:
			p.begin()
		case n.Kind() == east.KindStrikethrough:
			p.end("del")
		case entering:
			p.text(n, source)
		case n.Kind() == ast.KindListItem, n.Kind() == east.KindFootnote:
			p.numbered = 0 // the item may be empty
		}
		return ast.WalkContinue, nil
	})
}

// part separates a block from the text before it.
func (p *plain) part(block ast.Node) {
	switch {
	case p.Len() == 0 || p.Bytes()[p.Len()-1] == '\n' || p.numbered > 0 && p.Len() == p.numbered:
	case block.Kind() == east.KindTableCell:
		p.WriteByte(' ')
	default:
		p.WriteByte('\n')
	}
}

func (p *plain) text(n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Text:
		switch value := n.Segment.Value(source); {
		case n.Parent().Kind() == ast.KindCodeSpan:
			p.oneLine(value)
		case n.IsRaw():
			p.Write(value)
		default:
			p.Write(unescapeText(value))
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
	case *ast.ListItem:
		p.number(n, source)
	case *east.FootnoteLink, *east.Footnote:
		if shown, ok := n.Attribute(noteMark); ok && !p.bare {
			p.WriteString(shown.(string))
		}
		if n.Kind() == east.KindFootnote {
			p.WriteByte(' ')
			p.numbered = p.Len()
		}
	case *ast.RawHTML:
		if tag, ok := n.Attribute(allowed); ok {
			p.tag(tag.(string))
		} else if !p.bare {
			p.oneLine(n.Segments.Value(source))
		}
	}
}

// oneLine writes a text with spaces for line breaks.
func (p *plain) oneLine(text []byte) {
	p.Write(bytes.ReplaceAll(text, []byte("\n"), []byte(" ")))
}

// number writes the number of a list item, as on the page.
func (p *plain) number(item *ast.ListItem, source []byte) {
	list, ok := item.Parent().(*ast.List)
	if !ok || !list.IsOrdered() || p.bare {
		return
	}
	if p.Len() != p.numbered { // the item is at the beginning of a line
		for outer := list.Parent(); outer != nil; outer = outer.Parent() {
			if outer.Kind() == ast.KindList {
				p.WriteString("  ")
			}
		}
	}
	number, _ := itemNumber(item, source)
	p.WriteString(strconv.Itoa(number) + ". ")
	p.numbered = p.Len()
}

// tag handles a tag of an allowed element.
func (p *plain) tag(tag string) {
	name := strings.Trim(tag, "</>")
	_, known := signs[name]
	switch {
	case name == "br" && !p.bare:
		p.WriteByte(' ')
	case known && strings.HasPrefix(tag, "</"):
		p.end(name)
	case known:
		p.begin()
	}
}

// Struck is written before text that was struck out.
const Struck = "【删去："

// signs are written before and after the text of these elements.
var signs = map[string]struct{ before, after string }{
	"sup": {"^(", ")"}, "sub": {"_(", ")"}, "del": {Struck, "】"}, "s": {Struck, "】"}, "rt": {"（", "）"},
	"rp": {}, // contains fallback brackets, which rt has already
}

// Written returns the plain text for an element with a text: 10⁶, CO₂, 【删去：8】. It
// returns the text itself for elements without signs.
func Written(element, text string) string {
	if short, ok := shifted(strings.TrimSpace(text), element); ok || element == "rp" {
		return short
	}
	return signs[element].before + text + signs[element].after
}

// begin starts the text of an element of signs.
func (p *plain) begin() {
	if !p.bare {
		p.open = append(p.open, p.Len())
	}
}

// end replaces the text of the innermost open element by its written form.
func (p *plain) end(name string) {
	if p.bare {
		return
	}
	start := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	text := string(p.Bytes()[start:])
	p.Truncate(start)
	p.WriteString(Written(name, text))
}

// raised and lowered are the superscript and subscript characters that fonts have. There are
// two characters for minus.
var (
	raised = map[rune]rune{
		'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹',
		'+': '⁺', '-': '⁻', '−': '⁻', '=': '⁼', '(': '⁽', ')': '⁾', 'n': 'ⁿ', 'i': 'ⁱ',
	}
	lowered = map[rune]rune{
		'0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉',
		'+': '₊', '-': '₋', '−': '₋', '=': '₌', '(': '₍', ')': '₎',
	}
)

// shifted converts the text of <sup> or <sub> to superscript or subscript characters; ok is
// false if there is no such character for one of them. It is true for an empty text.
func shifted(text, element string) (short string, ok bool) {
	forms := map[string]map[rune]rune{"sup": raised, "sub": lowered}[element]
	var b strings.Builder
	for _, r := range text {
		form, found := forms[r]
		if !found {
			return "", false
		}
		b.WriteRune(form)
	}
	return b.String(), true
}
