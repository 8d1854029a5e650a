package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi/generator/markdown"
)

// readHTML reads the tables of a web page; one inside another is read alone.
func readHTML(data []byte) ([]Grid, error) {
	r, err := htmlText(data)
	if err != nil {
		return nil, err
	}
	root, err := html.Parse(r)
	if err != nil {
		return nil, Error{"读不了这个网页"}
	}
	var grids []Grid
	space := &room{}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Table {
			number := len(grids) + 1
			g := Grid{Name: fmt.Sprintf("表 %d", number), Cell: numbered(number), room: space}
			if err := g.readTable(n); err != nil {
				return nil, err
			}
			grids = append(grids, g)
		}
	}
	return grids, nil
}

// span is a cell that reaches into rows below.
type span struct {
	text string
	left int // rows
}

// readTable lays the cells of a table out after HTML's rules of rowspan and colspan.
func (g *Grid) readTable(table *html.Node) error {
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
				if err := g.set(row, column, s.text, true); err != nil {
					return err
				}
				reaching[column] = span{s.text, s.left - 1}
				column++
			}
			return nil
		}
		if err := g.set(row, 0, "", false); err != nil {
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
			for range columns {
				if err := g.set(row, column, text, false); err != nil {
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
