package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tableParser passes goldmark the part of a paragraph that may be a table: one whose second
// line has a pipe. GFM also turns a line of text above a line of dashes into a table, in
// which the dashes would be lost.
type tableParser struct{ parser.ParagraphTransformer }

// delimiterRow matches the second line of a table.
var delimiterRow = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?\n?$`)

// Transform finds the first delimiter row and turns the paragraph into a table from
// the line above it.
func (p tableParser) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	head := -1
	for i := 1; i < lines.Len() && head < 0; i++ {
		line := lines.At(i)
		if row := line.Value(reader.Source()); bytes.IndexByte(row, '|') >= 0 && delimiterRow.Match(row) {
			head = i - 1
		}
	}
	if head < 0 {
		return
	}
	table := ast.NewParagraph()
	table.SetPos(lines.At(head).Start)
	for i := head; i < lines.Len(); i++ {
		table.Lines().Append(lines.At(i))
	}
	parent := node.Parent()
	parent.InsertAfter(parent, node, table)
	p.ParagraphTransformer.Transform(table, reader, pc)
	switch {
	case table.Parent() != nil: // goldmark has not made a table: the head has a different number of cells
		parent.RemoveChild(parent, table)
	case head == 0:
		parent.RemoveChild(parent, node)
	default:
		lines.SetSliced(0, head)
		last := lines.At(head - 1)
		lines.Set(head-1, last.TrimRightSpace(reader.Source()))
	}
}
