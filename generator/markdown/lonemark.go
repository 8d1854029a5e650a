package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// loneMarks makes text of lists without any text: a line that is only "-" is
// what somebody wrote for "none", and a page would show a bullet without text.
func loneMarks(root ast.Node, source []byte) {
	var lists []*ast.List
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if list, ok := n.(*ast.List); ok && entering && isEmpty(list) {
			lists = append(lists, list)
		}
		return ast.WalkContinue, nil
	})
	for _, list := range lists {
		var block ast.Node = ast.NewParagraph()
		if list.Parent().Kind() == ast.KindListItem && list.Parent().ChildCount() == 1 {
			block = ast.NewTextBlock()
		}
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			line := source[item.Pos():]
			if end := bytes.IndexByte(line, '\n'); end >= 0 {
				line = line[:end]
			}
			mark := ast.NewTextSegment(text.NewSegment(item.Pos(), item.Pos()+len(bytes.TrimSpace(line))))
			mark.SetSoftLineBreak(item.NextSibling() != nil)
			block.AppendChild(block, mark)
		}
		list.Parent().ReplaceChild(list.Parent(), list, block)
	}
}

func isEmpty(list *ast.List) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if item.HasChildren() {
			return false
		}
	}
	return true
}
