package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// plain is text without markup that says what the page says, and the parts of
// it that stay as they are in every script. Files, feeds, descriptions and the
// search are made of it. Marks that carry meaning are written out:
//
//   - blocks stand on lines of their own, cells and line breaks give a space;
//   - items of an ordered list keep their numbers, "3. 修路"; lists inside
//     lists are indented. Bullets say nothing and are left out;
//   - 10⁶ and CO₂ are written with the characters for it, or as 10^(ab), H_(x);
//   - ~~8~~10 is 【删去：8】10: "810" would be another number, and "10" would hide
//     that something was struck out. The brackets say where it begins and ends;
//   - the reading of a character stands in （）, raw HTML as it is shown;
//   - a picture is its alternative text.
//
// Emphasis, rules and the like say nothing that text can.
type plain struct {
	bytes.Buffer
	kept []Span
	// depth is how many elements that keep their text are open, start is where
	// the text of the outermost begins.
	depth, start int
	// open is where the texts of open elements begin that are written in
	// another way than what stands around them, the innermost last.
	open []int
	// numbered is the length of the text when the number of a list's item was
	// written: its first block stands on the same line.
	numbered int
	// bare leaves out all that marks say: the letters alone are left.
	bare bool
}

func plainText(n ast.Node, source []byte) string {
	var p plain
	p.write(n, source)
	return p.String()
}

// bareText is the letters of a node, which stay the same whatever marks stand
// around them.
func bareText(n ast.Node, source []byte) string {
	p := plain{bare: true}
	p.write(n, source)
	return p.String()
}

// write appends the text of a node.
func (p *plain) write(root ast.Node, source []byte) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeBlock && n != root && entering {
			p.part(n)
		}
		p.keep(n, entering)
		switch {
		case n.Kind() == east.KindStrikethrough && entering:
			p.begin()
		case n.Kind() == east.KindStrikethrough:
			p.end("del")
		case entering:
			p.text(n, source)
		case n.Kind() == ast.KindListItem:
			p.numbered = 0 // also of one without text
		}
		return ast.WalkContinue, nil
	})
}

// part divides a block from the text before it.
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
	case *ast.RawHTML:
		if tag, ok := n.Attribute(allowed); ok {
			p.tag(tag.(string))
		} else if !p.bare {
			p.oneLine(n.Segments.Value(source))
		}
	}
}

// oneLine writes text in which a line break is shown as a space.
func (p *plain) oneLine(text []byte) {
	p.Write(bytes.ReplaceAll(text, []byte("\n"), []byte(" ")))
}

// number writes the number of a list's item as the page shows it.
func (p *plain) number(item *ast.ListItem, source []byte) {
	list, ok := item.Parent().(*ast.List)
	if !ok || !list.IsOrdered() || p.bare {
		return
	}
	if p.Len() != p.numbered { // the item begins a line
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

// tag writes what an element says that authors may use.
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

// signs stand around the text of elements that is written in another way than
// what stands around it.
var signs = map[string]struct{ before, after string }{
	"sup": {"^(", ")"}, "sub": {"_(", ")"}, "del": {"【删去：", "】"}, "s": {"【删去：", "】"}, "rt": {"（", "）"},
	"rp": {}, // brackets around a reading, which has ours
}

// Written is what plain text says where an element has a text: 10⁶, CO₂,
// 【删去：8】. An element that says nothing of its own is its text.
func Written(element, text string) string {
	if short, ok := shifted(strings.TrimSpace(text), element); ok || element == "rp" {
		return short
	}
	return signs[element].before + text + signs[element].after
}

// begin opens an element of signs.
func (p *plain) begin() {
	if !p.bare {
		p.open = append(p.open, p.Len())
	}
}

// end writes the text of the innermost open element anew.
func (p *plain) end(name string) {
	if p.bare {
		return
	}
	start := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	first := len(p.kept) // of the parts inside that stay as they are
	for first > 0 && p.kept[first-1].Start >= start {
		first--
	}
	text := string(p.Bytes()[start:])
	p.Truncate(start)
	written := Written(name, text)
	p.WriteString(written)
	moved := strings.Index(written, text)
	if moved < 0 || text == "" { // it is written with other characters, or not at all
		p.kept = p.kept[:first]
		return
	}
	for i := first; i < len(p.kept); i++ {
		p.kept[i].Start += moved
		p.kept[i].End += moved
	}
}

// raised and lowered are the characters above and below the line that fonts
// have. A minus sign is written in two ways.
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

// shifted writes the text of <sup> or <sub> with characters above or below the
// line; ok is false if there is none for one of them. Without text, nothing is
// left of any element.
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
