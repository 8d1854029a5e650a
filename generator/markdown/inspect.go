package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// inspect notes what a check has to look at and what would be lost or blocked.
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
			if span := lineSpan(source, n); cells(source[span.Start:span.End]) > n.ChildCount() {
				d.LostCells = append(d.LostCells, span)
			}
		case *ast.Image:
			if hasScheme(n.Destination) {
				at := max(0, min(n.Pos(), len(source)))
				d.ForeignImages = append(d.ForeignImages, Span{at, at + max(1, bytes.IndexByte(source[at:], ')')+1)})
			}
		}
		return ast.WalkContinue, nil
	})
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
