package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// pipeTables are the tables of GFM whose second line has a pipe. GFM also makes
// a table of a line of text and a line of dashes, which then are seen no more.
var pipeTables goldmark.Extender = tableExtension{}

type tableExtension struct{}

func (tableExtension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithParagraphTransformers(util.Prioritized(tableParser{extension.NewTableParagraphTransformer()}, 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(
		util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), 500),
	))
}

// tableParser hands goldmark the part of a paragraph that may be a table.
type tableParser struct{ parser.ParagraphTransformer }

// delimiterRow is the second line of a table.
var delimiterRow = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?\n?$`)

// Transform looks for the first line under another one that divides the head of
// a table from its rows. From the head on, the paragraph becomes a table.
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
	case table.Parent() != nil: // the head has another number of cells
		parent.RemoveChild(parent, table)
	case head == 0:
		parent.RemoveChild(parent, node)
	default:
		lines.SetSliced(0, head)
		last := lines.At(head - 1)
		lines.Set(head-1, last.TrimRightSpace(reader.Source()))
	}
}
