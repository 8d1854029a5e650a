package importer

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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
	for n := range root.Descendants() {
		if n.DataAtom == atom.Table {
			number := len(grids) + 1
			g := Grid{Name: fmt.Sprintf("表 %d", number), Cell: numbered(number)}
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
	for _, a := range n.Attr {
		if a.Key == name {
			if v, err := strconv.Atoi(strings.TrimSpace(a.Val)); err == nil && v > 0 {
				return min(v, 1000) // as browsers do
			}
		}
	}
	return 1
}

// cellText is the text of a cell, blocks and line breaks on lines of their own.
func cellText(cell *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(strings.NewReplacer("\r", " ", "\n", " ", "\t", " ").Replace(n.Data))
			return
		case n.DataAtom == atom.Script || n.DataAtom == atom.Style:
			return
		case n.DataAtom == atom.Br:
			b.WriteByte('\n')
		}
		block := n.DataAtom == atom.P || n.DataAtom == atom.Div || n.DataAtom == atom.Li
		if block {
			b.WriteByte('\n')
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if block {
			b.WriteByte('\n')
		}
	}
	walk(cell)
	return b.String()
}
