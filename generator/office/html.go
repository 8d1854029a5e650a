package office

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// page is a web page while it is read.
type page struct {
	document Document
	space    room
	rules    map[string]string   // declarations of classes in its style sheets
	around   map[*html.Node]bool // nodes with a table inside
	nested   int
}

// readHTML reads the tables of a web page, in the encoding that it declares.
func readHTML(data []byte) (Document, error) {
	text, err := pageText(data)
	if err != nil {
		return Document{}, err
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return Document{}, Error("读不了这个网页：标签套得太深；请用浏览器打开，把表格复制到 Excel 再导入")
	}
	p := &page{rules: classRules(root), around: map[*html.Node]bool{}}
	for n := range root.Descendants() {
		for up := n.Parent; n.DataAtom == atom.Table && up != nil && !p.around[up]; up = up.Parent {
			p.around[up] = true
		}
	}
	out := &written{}
	if err := p.flow(root, out, "", look{}); err != nil {
		return Document{}, err
	}
	p.document.Below = p.textLines(out, "")
	return p.document, nil
}

// pageText decodes a web page. One that declares nothing is not taken for the West
// European that browsers fall back to.
func pageText(data []byte) (string, error) {
	encoding, name, _ := charset.DetermineEncoding(data, "text/html")
	if name == "windows-1252" {
		return Decode(data)
	}
	text, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return "", Error("网页的编码认不出来；请用浏览器打开，另存为 UTF-8 再导入")
	}
	return string(text), nil
}

// textLines are the lines of a text outside of tables. What it leaves out is noted,
// unless it stands in a cell, which has the notes.
func (p *page) textLines(out *written, within string) []string {
	c := out.cell()
	for _, note := range c.Notes {
		if within == "" {
			p.document.note("表格以外的文字", note)
		}
	}
	*out = written{}
	if c.Text == "" {
		return nil
	}
	return strings.Split(c.Text, "\n")
}

// flow reads the tables below a node, with the text above each; within is the
// place of the cell that the node is, out its text so far.
func (p *page) flow(n *html.Node, out *written, within string, l look) error {
	for child := range n.ChildNodes() {
		var err error
		switch {
		case child.DataAtom == atom.Table && p.nested < maxNested:
			err = p.table(child, p.textLines(out, within), within, l)
		case p.around[child]:
			err = p.flow(child, out, within, p.look(child, l))
			out.add("\n", look{})
		default:
			p.text(child, out, l)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// table reads a table and those in its cells.
func (p *page) table(n *html.Node, above []string, within string, l look) error {
	p.nested++
	defer func() { p.nested-- }()
	t, index, err := p.document.begin(within)
	if err != nil {
		return err
	}
	l = p.look(n, l)
	t.Above, t.Hidden = above, l.hidden
	rows := tableRows{page: p, table: &t, hidden: p.hiddenColumns(n)}
	for _, group := range groups(n) {
		if group[0].DataAtom == atom.Caption {
			var caption written
			p.text(group[0], &caption, look{struck: l.struck})
			t.Above = append(t.Above, p.textLines(&caption, within)...)
			continue
		}
		rows.reaching, rows.width = map[int]span{}, 0
		rows.group = p.look(group[0].Parent, look{struck: l.struck})
		for i, tr := range group {
			if err := rows.row(tr, len(group)-i); err != nil {
				return err
			}
		}
	}
	p.document.Tables[index] = t
	return nil
}

// groups are the rows of a table as a browser shows them: those of its head first,
// those of its foot last. A caption is a group by itself.
func groups(table *html.Node) (list [][]*html.Node) {
	var foot [][]*html.Node
	var loose []*html.Node
	for child := range table.ChildNodes() {
		if child.DataAtom == atom.Tr { // only what a program made stands outside of a group
			loose = append(loose, child)
			continue
		}
		var rows []*html.Node
		for tr := range child.ChildNodes() {
			if tr.DataAtom == atom.Tr {
				rows = append(rows, tr)
			}
		}
		switch {
		case child.DataAtom == atom.Caption:
			list = append(list, []*html.Node{child})
		case len(rows) == 0:
		case child.DataAtom == atom.Thead:
			list = slices.Insert(list, headEnd(list), rows)
		case child.DataAtom == atom.Tfoot:
			foot = append(foot, rows)
		default:
			list = append(list, rows)
		}
	}
	if len(loose) > 0 {
		list = append(list, loose)
	}
	return append(list, foot...)
}

// headEnd is where a head belongs: after captions and other heads.
func headEnd(list [][]*html.Node) int {
	i := 0
	for i < len(list) && (list[i][0].DataAtom == atom.Caption || list[i][0].Parent.DataAtom == atom.Thead) {
		i++
	}
	return i
}

// tableRows lays the cells of a table out after HTML's rules of rowspan and colspan.
type tableRows struct {
	*page
	table    *Table
	hidden   map[int]bool
	group    look         // of all its rows
	reaching map[int]span // by column
	width    int          // columns that have been reached
}

// span is a cell that reaches into rows below.
type span struct {
	cell Cell
	left int // rows
}

// row reads a row, below which there are left-1 more in its group.
func (r *tableRows) row(tr *html.Node, left int) error {
	row, column := len(r.table.Rows), 0
	if row >= maxRows {
		return r.table.tooLarge()
	}
	around := r.look(tr, r.group)
	r.table.Rows = append(r.table.Rows, Row{Hidden: around.hidden})
	put := func(c Cell) error {
		c.Hidden = c.Hidden || r.hidden[column]
		err := r.table.set(&r.space, row, column, c)
		column++
		return err
	}
	reach := func() error {
		for s, ok := r.reaching[column]; ok; s, ok = r.reaching[column] {
			if s.left--; s.left == 0 {
				delete(r.reaching, column)
			} else {
				r.reaching[column] = s
			}
			if err := put(s.cell); err != nil {
				return err
			}
		}
		return nil
	}
	for td := range tr.ChildNodes() {
		if td.DataAtom != atom.Td && td.DataAtom != atom.Th {
			continue
		}
		if err := reach(); err != nil {
			return err
		}
		l := r.look(td, look{struck: around.struck})
		c, err := r.cell(td, r.table.Place(row, column), l)
		if err != nil {
			return err
		}
		if l.hidden { // a browser leaves no place for it
			if c.Text != "" {
				c.Notes = append(c.Notes, "隐藏的格子"+quoted([]string{c.Text})+"没有读入")
			}
			for _, n := range c.Notes {
				r.document.note(r.table.Place(row, column), n)
			}
			continue
		}
		rows := min(spanOf(td, "rowspan"), left)
		if rows == 0 {
			rows = left
		}
		for i := range max(spanOf(td, "colspan"), 1) {
			c.Left = i > 0
			if rows > 1 {
				r.width = max(r.width, column+1)
				r.reaching[column] = span{Cell{Text: c.Text, Kind: c.Kind, Above: true, Left: c.Left}, rows - 1}
			} else {
				delete(r.reaching, column)
			}
			if err := put(c); err != nil {
				return err
			}
			c.Notes = nil
		}
	}
	for ; column < r.width; column++ { // cells above that reach beyond the last of this row
		if err := reach(); err != nil {
			return err
		}
	}
	return nil
}

// cell reads a cell, and the tables in it.
func (r *tableRows) cell(td *html.Node, place string, l look) (Cell, error) {
	var text written
	r.texts(td, &text, look{struck: l.struck})
	if r.around[td] {
		text.note("这一格里还有表，它的文字并在这一格里")
		l.hidden = l.hidden || r.table.Hidden || r.table.Rows[len(r.table.Rows)-1].Hidden
		if err := r.flow(td, &written{}, place, l); err != nil {
			return Cell{}, err
		}
	}
	return text.cell(), nil
}

// spanOf is how many rows or columns a cell has; 0 is up to the end of its group.
func spanOf(n *html.Node, name string) int {
	if v, err := strconv.Atoi(attributeOf(n, name)); err == nil && v >= 0 {
		return min(v, map[string]int{"colspan": 1000, "rowspan": 65534}[name]) // as browsers do
	}
	return 1
}
