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
	budget
	document Document
	classes  map[string]look // by its style sheets
	nested   int
}

// readHTML reads the tables of a web page, in the encoding that it declares.
func readHTML(data []byte) (Document, error) {
	text, err := decoded(data)
	if err != nil {
		return Document{}, err
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return Document{}, Error("读不了这个网页：标签套得太深；请用浏览器打开，把表格复制到 Excel 再导入")
	}
	p := &page{classes: classLooks(root)}
	out := &pageText{split: true}
	p.text(root, out, look{})
	p.document.Below = p.lines(out)
	return p.document, p.err
}

// decoded decodes a web page. One that declares nothing is not taken for the West
// European that browsers fall back to.
func decoded(data []byte) (string, error) {
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

// lines are the lines of a text outside of tables. What it leaves out is noted,
// unless it stands in a cell, which has the notes.
func (p *page) lines(out *pageText) []string {
	c := out.cell()
	for _, note := range c.Notes {
		if out.within == "" {
			p.document.note("表格以外的文字", note)
		}
	}
	out.written = written{}
	if c.Text == "" {
		return nil
	}
	return strings.Split(c.Text, "\n")
}

// table reads a table that looks so, and those in its cells; out is the text above it.
func (p *page) table(n *html.Node, out *pageText, l look) {
	p.nested++
	defer func() { p.nested-- }()
	above := p.lines(out)
	t, index, err := p.document.begin(out.within)
	if err != nil {
		p.fail(err)
		return
	}
	t.Above, t.Hidden = above, l.hidden
	rows := tableRows{page: p, table: &t, hidden: p.hiddenColumns(n)}
	for _, group := range children(n, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot) {
		if group.DataAtom == atom.Caption {
			caption := &pageText{within: out.within}
			p.text(group, caption, look{struck: l.struck})
			t.Above = append(t.Above, p.lines(caption)...)
			continue
		}
		rows.reaching, rows.width = map[int]span{}, 0
		rows.group = p.look(group, look{struck: l.struck})
		list := children(group, atom.Tr)
		for i, tr := range list {
			rows.row(tr, len(list)-i)
		}
	}
	p.document.Tables[index] = t
}

// children are the children of a node of some kinds, in the order of the kinds: so
// browsers show the groups of rows of a table.
func children(n *html.Node, kinds ...atom.Atom) (list []*html.Node) {
	for child := range n.ChildNodes() {
		if slices.Contains(kinds, child.DataAtom) {
			list = append(list, child)
		}
	}
	slices.SortStableFunc(list, func(a, b *html.Node) int {
		return slices.Index(kinds, a.DataAtom) - slices.Index(kinds, b.DataAtom)
	})
	return list
}

// tableRows lays the cells of a table out after HTML's rules of rowspan and colspan.
type tableRows struct {
	*page
	table    *Table
	hidden   map[int]bool
	group    look         // of all its rows
	reaching map[int]span // by column
	width    int          // columns that have been reached
	column   int          // the next of the row
}

// span is a cell that reaches into rows below.
type span struct {
	cell Cell
	left int // rows
}

// row reads a row, below which there are left-1 more in its group.
func (r *tableRows) row(tr *html.Node, left int) {
	row := len(r.table.Rows)
	if row >= maxRows {
		r.fail(r.table.tooLarge())
	}
	if r.err != nil {
		return
	}
	around := r.look(tr, r.group)
	r.table.Rows = append(r.table.Rows, Row{Hidden: around.hidden})
	r.column = 0
	for td := range tr.ChildNodes() {
		if td.DataAtom != atom.Td && td.DataAtom != atom.Th || r.err != nil {
			continue
		}
		r.reach()
		place, l := r.table.Place(row, r.column), r.look(td, look{struck: around.struck})
		c := r.cell(td, place, l)
		if l.hidden { // a browser leaves no place for it
			if c.Text != "" {
				c.Notes = append(c.Notes, "隐藏的格子"+quoted(c.Text)+"没有读入")
			}
			for _, n := range c.Notes {
				r.document.note(place, n)
			}
			continue
		}
		rows := min(spanOf(td, "rowspan", 65534), left) // at most as browsers do
		if rows == 0 {
			rows = left
		}
		for i := range max(spanOf(td, "colspan", 1000), 1) {
			c.Left = i > 0
			delete(r.reaching, r.column)
			if rows > 1 {
				r.width = max(r.width, r.column+1)
				r.reaching[r.column] = span{Cell{Text: c.Text, Kind: c.Kind, Above: true, Left: c.Left}, rows - 1}
			}
			r.put(c)
			c.Notes = nil
		}
	}
	for ; r.column < r.width; r.column++ { // cells above that reach beyond the last of this row
		r.reach()
	}
}

// put sets the next cell of the row.
func (r *tableRows) put(c Cell) {
	c.Hidden = c.Hidden || r.hidden[r.column]
	r.set(r.table, len(r.table.Rows)-1, r.column, c)
	r.column++
}

// reach sets the next cells to those above that reach into this row.
func (r *tableRows) reach() {
	for s, ok := r.reaching[r.column]; ok; s, ok = r.reaching[r.column] {
		if s.left--; s.left == 0 {
			delete(r.reaching, r.column)
		} else {
			r.reaching[r.column] = s
		}
		r.put(s.cell)
	}
}

// cell reads a cell, and the tables in it.
func (r *tableRows) cell(td *html.Node, place string, l look) Cell {
	text := &pageText{}
	r.texts(td, text, look{struck: l.struck})
	if text.tables {
		text.note("这一格里还有表，它的文字并在这一格里")
		l.hidden = l.hidden || r.table.Hidden || r.table.Rows[len(r.table.Rows)-1].Hidden
		r.texts(td, &pageText{split: true, within: place}, l)
	}
	return text.cell()
}

// spanOf is a number of rows or columns up to most; 0 rows are up to the end of the group.
func spanOf(n *html.Node, name string, most int) int {
	if v, err := strconv.Atoi(attributeOf(n, name)); err == nil && v >= 0 {
		return min(v, most)
	}
	return 1
}
