package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// inspect collects the places in the document that package content reports as faults.
// It reads the tree rather than lines, so that code, URLs and HTML are not mistaken
// for text.
func (d *Document) inspect(root ast.Node, source []byte) {
	d.Leftovers = append(d.Leftovers, leftovers(root, source)...)
	for n := range nodes(root) {
		switch n := n.(type) {
		case *ast.Heading:
			if n.Parent() != root {
				d.Nested = append(d.Nested, lineSpan(source, n))
			}
		case *east.TableRow:
			span := lineSpan(source, n)
			span.Start = max(span.Start, n.Pos()) // skip the prefix of a quotation or list
			if cells(source[span.Start:span.End]) > n.ChildCount() {
				d.LostCells = append(d.LostCells, span)
			}
		case *ast.Image:
			if elsewhere.Match(n.Destination) {
				at := max(0, min(n.Pos(), len(source)))
				d.ForeignImages = append(d.ForeignImages, Span{at, at + max(1, bytes.IndexByte(source[at:], ')')+1)})
			}
		case *ast.FencedCodeBlock:
			if neverEnds(n, source) {
				d.OpenCode = append(d.OpenCode, Span{n.Pos(), lineSpan(source, n).End})
			}
		case *ast.Emphasis:
			if span, ok := betweenDigits(n, source); ok {
				d.Products = append(d.Products, span)
			}
		case *ast.Text:
			if n.Parent().Kind() != ast.KindCodeSpan {
				d.inspectText(n, source)
			}
		}
	}
}

// inspectText collects marks that look like a heading or a comment but are text.
func (d *Document) inspectText(n *ast.Text, source []byte) {
	at, text := n.Segment.Start, source[n.Segment.Start:n.Segment.Stop]
	inParagraph := n.Parent().Kind() == ast.KindParagraph || n.Parent().Kind() == ast.KindTextBlock
	if inParagraph && (bytes.HasPrefix(text, []byte("#")) || bytes.HasPrefix(text, []byte("＃"))) {
		line := bytes.LastIndexByte(source[:at], '\n') + 1
		if len(bytes.TrimLeft(source[line:at], " ")) == 0 {
			d.HeadingMarks = append(d.HeadingMarks, at)
		}
	}
	for i, c := range text { // the rest of "<!--" may be in another node
		escaped := at+i > 0 && source[at+i-1] == '\\'
		if c == '<' && !escaped && bytes.HasPrefix(source[at+i:], []byte("<!--")) {
			d.Comments = append(d.Comments, Span{at + i, at + i + len("<!--")})
		}
	}
}

// neverEnds reports whether a code block has no closing fence and so extends to the
// end of the file.
func neverEnds(code *ast.FencedCodeBlock, source []byte) bool {
	end := lineSpan(source, code).End
	if n := code.Lines().Len(); n > 0 {
		end = code.Lines().At(n - 1).Stop
	}
	return len(bytes.TrimSpace(source[end:])) == 0
}

// betweenDigits finds italics that start with an asterisk between two digits, as in
// 2*3*4. The span is from the first digit to the last asterisk.
func betweenDigits(n *ast.Emphasis, source []byte) (Span, bool) {
	first, ok := n.FirstChild().(*ast.Text)
	if !ok || n.Level != 1 || first.Segment.Start < 2 {
		return Span{}, false
	}
	start := first.Segment.Start - 2
	if !isDigit(source[start]) || source[start+1] != '*' || !isDigit(source[start+2]) {
		return Span{}, false
	}
	end := textEnd(n)
	return Span{start, end + bytes.IndexByte(source[end:], '*') + 1}, true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// textEnd returns the offset in the source at which the last text in a node ends.
func textEnd(n ast.Node) int {
	end := max(0, n.Pos())
	for below := range nodes(n) {
		if t, ok := below.(*ast.Text); ok {
			end = max(end, t.Segment.Stop)
		}
	}
	return end
}

// cells counts the cells of a table row in the source.
func cells(line []byte) int {
	line = bytes.TrimPrefix(bytes.TrimSpace(line), []byte("|"))
	if bytes.HasSuffix(line, []byte("|")) && !bytes.HasSuffix(line, []byte(`\|`)) {
		line = line[:len(line)-1]
	}
	return bytes.Count(line, []byte("|")) - bytes.Count(line, []byte(`\|`)) + 1
}

// itemNumber returns the number of an item of an ordered list, as written in the source.
func itemNumber(item ast.Node, source []byte) (number int, ok bool) {
	for i := max(0, item.Pos()); i < len(source) && isDigit(source[i]); i++ {
		number, ok = number*10+int(source[i]-'0'), true
	}
	return number, ok
}
