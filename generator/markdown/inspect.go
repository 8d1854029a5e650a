package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// inspect notes what a check has to look at and what would be lost or blocked.
// It reads the tree, so that nothing in code, addresses or HTML is taken for text.
func (d *Document) inspect(root ast.Node, source []byte) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n.Parent() != root {
				d.Nested = append(d.Nested, lineSpan(source, n))
			}
		case *east.TableRow:
			span := lineSpan(source, n)
			span.Start = max(span.Start, n.Pos()) // behind the mark of a quotation or list
			if cells(source[span.Start:span.End]) > n.ChildCount() {
				d.LostCells = append(d.LostCells, span)
			}
		case *ast.Image:
			if hasScheme(n.Destination) {
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
		return ast.WalkContinue, nil
	})
}

// inspectText looks for marks that did not become what they look like.
func (d *Document) inspectText(n *ast.Text, source []byte) {
	at, text := n.Segment.Start, source[n.Segment.Start:n.Segment.Stop]
	inParagraph := n.Parent().Kind() == ast.KindParagraph || n.Parent().Kind() == ast.KindTextBlock
	if inParagraph && (bytes.HasPrefix(text, []byte("#")) || bytes.HasPrefix(text, []byte("＃"))) {
		line := bytes.LastIndexByte(source[:at], '\n') + 1
		if len(bytes.TrimLeft(source[line:at], " ")) == 0 {
			d.HeadingMarks = append(d.HeadingMarks, at)
		}
	}
	for i := bytes.IndexByte(text, '<'); i >= 0; {
		if bytes.HasPrefix(source[at+i:], []byte("<!--")) && (at+i == 0 || source[at+i-1] != '\\') {
			d.Comments = append(d.Comments, Span{at + i, at + i + len("<!--")})
		}
		next := bytes.IndexByte(text[i+1:], '<')
		if next < 0 {
			break
		}
		i += 1 + next
	}
}

// neverEnds says whether a block of code goes on to the end of the file, since
// no line ends it.
func neverEnds(code *ast.FencedCodeBlock, source []byte) bool {
	end := lineSpan(source, code).End
	if n := code.Lines().Len(); n > 0 {
		end = code.Lines().At(n - 1).Stop
	}
	return len(bytes.TrimSpace(source[end:])) == 0
}

// betweenDigits finds italics that begin with an asterisk between two digits,
// as in 2*3*4: from the digit before to the asterisk at the end.
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

// textEnd is where the last text inside a node ends in the source.
func textEnd(n ast.Node) int {
	end := max(0, n.Pos())
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			end = max(end, t.Segment.Stop)
		}
		return ast.WalkContinue, nil
	})
	return end
}

// cells counts the cells of a table row as it is written.
func cells(line []byte) int {
	line = bytes.TrimSpace(line)
	line = bytes.TrimPrefix(line, []byte("|"))
	if bytes.HasSuffix(line, []byte("|")) && !bytes.HasSuffix(line, []byte(`\|`)) {
		line = line[:len(line)-1]
	}
	return bytes.Count(line, []byte("|")) - bytes.Count(line, []byte(`\|`)) + 1
}

// itemNumber is the number an ordered list's item is written with.
func itemNumber(item ast.Node, source []byte) (number int, ok bool) {
	for i := max(0, item.Pos()); i < len(source) && source[i] >= '0' && source[i] <= '9'; i++ {
		number, ok = number*10+int(source[i]-'0'), true
	}
	return number, ok
}
