package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// loneMarks replaces lists without any text by paragraphs with their marks. A line
// with only "-" means "none" in a disclosure; as a list, it would be an empty bullet.
func loneMarks(root ast.Node, source []byte) {
	var lists []*ast.List
	for n := range nodes(root) {
		if list, ok := n.(*ast.List); ok && isEmpty(list) {
			lists = append(lists, list)
		}
	}
	for _, list := range lists {
		parent := list.Parent()
		var block ast.Node = ast.NewParagraph()
		if parent.Kind() == ast.KindListItem && parent.ChildCount() == 1 {
			block = ast.NewTextBlock()
		}
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			line, _, _ := bytes.Cut(source[item.Pos():], []byte("\n"))
			mark := ast.NewTextSegment(text.NewSegment(item.Pos(), item.Pos()+len(bytes.TrimSpace(line))))
			mark.SetSoftLineBreak(item.NextSibling() != nil)
			block.AppendChild(block, mark)
		}
		parent.ReplaceChild(parent, list, block)
	}
}

// isEmpty reports whether no item of a list has content.
func isEmpty(list *ast.List) bool {
	return !slices.ContainsFunc(children(list), ast.Node.HasChildren)
}
