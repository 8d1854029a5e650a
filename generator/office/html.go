package office

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi/generator/markdown"
)

// readHTML reads the tables of a web page; one inside another is read alone.
func readHTML(data []byte) (Document, error) {
	r, err := htmlText(data)
	if err != nil {
		return Document{}, err
	}
	root, err := html.Parse(r)
	if err != nil {
		return Document{}, Error("读不了这个网页")
	}
	var d Document
	space := &room{}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Table {
			t := numbered(len(d.Tables) + 1)
			if err := t.readTable(n, space); err != nil {
				return Document{}, err
			}
			d.Tables = append(d.Tables, t)
		}
	}
	return d, nil
}

// span is a cell that reaches into rows below.
type span struct {
	text string
	left int // rows
}

// readTable lays the cells of a table out after HTML's rules of rowspan and colspan.
func (t *Table) readTable(table *html.Node, space *room) error {
	reaching := map[int]span{}
	row := -1
	for tr := range table.Descendants() {
		if tr.DataAtom != atom.Tr || ownerOf(tr) != table {
			continue
		}
		row++
		column := 0
		reach := func() error {
			for s, ok := reaching[column]; ok && s.left > 0; s, ok = reaching[column] {
				if err := t.set(space, row, column, Cell{Text: s.text, Above: true}); err != nil {
					return err
				}
				reaching[column] = span{s.text, s.left - 1}
				column++
			}
			return nil
		}
		if err := t.set(space, row, 0, Cell{}); err != nil {
			return err
		}
		for td := range tr.ChildNodes() {
			if td.DataAtom != atom.Td && td.DataAtom != atom.Th {
				continue
			}
			if err := reach(); err != nil {
				return err
			}
			text := cellText(td)
			rows, columns := spanOf(td, "rowspan"), spanOf(td, "colspan")
			for i := range columns {
				if err := t.set(space, row, column, Cell{Text: text, Left: i > 0}); err != nil {
					return err
				}
				delete(reaching, column)
				if rows > 1 {
					reaching[column] = span{text, rows - 1}
				}
				column++
			}
		}
		if err := reach(); err != nil {
			return err
		}
	}
	return nil
}

// ownerOf is the table a row belongs to.
func ownerOf(n *html.Node) *html.Node {
	for n != nil && n.DataAtom != atom.Table {
		n = n.Parent
	}
	return n
}

func spanOf(n *html.Node, name string) int {
	if v, err := strconv.Atoi(attribute(n, name)); err == nil && v > 0 {
		return min(v, 1000) // as browsers do
	}
	return 1
}

// cellText is the text of a cell as plain text of Markdown says it: blocks and
// line breaks on lines of their own, lists with their numbers, 10⁶ and what is
// struck out as markdown.Written has it.
func cellText(cell *html.Node) string {
	var b strings.Builder
	for n := range cell.ChildNodes() {
		b.WriteString(nodeText(n))
	}
	return b.String()
}

func nodeText(n *html.Node) string {
	switch {
	case n.Type == html.TextNode:
		return strings.NewReplacer("\r", " ", "\n", " ", "\t", " ").Replace(n.Data)
	case n.Type != html.ElementNode || n.DataAtom == atom.Script || n.DataAtom == atom.Style:
		return ""
	case n.DataAtom == atom.Br:
		return "\n"
	case n.DataAtom == atom.Strike:
		return markdown.Written("del", cellText(n))
	case n.DataAtom == atom.Ol:
		return listText(n)
	case isBlock[n.DataAtom]:
		return "\n" + cellText(n) + "\n"
	}
	return markdown.Written(n.Data, cellText(n))
}

// isBlock are the elements that begin on a line of their own.
var isBlock = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Li: true, atom.Ol: true, atom.Ul: true, atom.Blockquote: true, atom.Pre: true, atom.Hr: true, atom.Section: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Tr: true,
}

// listText is an ordered list as a browser numbers it, each item on a line.
func listText(ol *html.Node) string {
	var b strings.Builder
	number, step := 1, 1
	if hasAttribute(ol, "reversed") {
		step, number = -1, 0
		for li := range ol.ChildNodes() {
			if li.DataAtom == atom.Li {
				number++
			}
		}
	}
	if start, err := strconv.Atoi(attribute(ol, "start")); err == nil {
		number = start
	}
	for li := range ol.ChildNodes() {
		if li.DataAtom != atom.Li {
			b.WriteString(nodeText(li))
			continue
		}
		if value, err := strconv.Atoi(attribute(li, "value")); err == nil {
			number = value
		}
		b.WriteString("\n" + strconv.Itoa(number) + ". " + strings.TrimSpace(cellText(li)) + "\n")
		number += step
	}
	return "\n" + b.String() + "\n"
}

func hasAttribute(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
