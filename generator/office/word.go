package office

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
)

// word is a Word document (ECMA-376 part 1, 17) while it is read.
type word struct {
	*archive
	document Document
	styles   map[string]wordStyle
	lists    lists
	asides   map[string]string // quotations of footnotes, endnotes and comments: "footnote 3"
	fields   []field           // that are open
	nested   int               // tables that stand in each other here
	lines    []string          // since the last table
	count    int               // paragraphs outside of tables
	tracked  bool              // there are changes that nobody has accepted yet
}

func readWord(a *archive, part string) (Document, error) {
	w := &word{archive: a, styles: map[string]wordStyle{}, asides: map[string]string{}}
	for _, r := range a.relations(part) {
		if err := w.readAside(r); err != nil && !errors.Is(err, errMissing) {
			return Document{}, err
		}
	}
	err := a.read(part, func(r *reader, _ element) {
		for e := range r.children() {
			if e.name == "body" {
				for e := range r.through(blockHolders) {
					w.block(r, e, nil, "")
				}
			}
		}
	})
	w.document.Below = w.lines
	if w.tracked {
		w.document.note("修订", "有没有接受的修订，按全部接受以后的样子读入")
	}
	return w.document, err
}

// readAside reads a part beside the text: styles, lists, notes. Of headers and
// footers it says what they are.
func (w *word) readAside(a relation) error {
	switch a.kind {
	case "styles":
		return w.readStyles(a.target)
	case "numbering":
		return w.lists.read(w.archive, a.target)
	case "footnotes", "endnotes", "comments":
		return w.read(a.target, func(r *reader, _ element) {
			for e := range r.children() {
				if text := paragraphsText(r); text != "" {
					w.asides[strings.TrimSuffix(a.kind, "s")+" "+e.get("id")] = quoted(text)
				}
			}
		})
	case "header", "footer":
		return w.read(a.target, func(r *reader, _ element) {
			if text := paragraphsText(r); strings.Trim(text, "0123456789-—－ \n") != "" {
				w.document.note(map[string]string{"header": "页眉", "footer": "页脚"}[a.kind], quoted(text)+"没有读入")
			}
		})
	case "aFChunk":
		w.document.note("正文", "里面嵌入的另一个文件没有读入；请用 Word 打开，另存一份再导入")
	}
	return nil
}

// block reads a paragraph or table into a cell at a place, or outside of tables.
func (w *word) block(r *reader, e element, cell *written, place string) {
	switch {
	case e.name == "p" && cell != nil:
		w.paragraph(r, cell)
	case e.name == "p":
		w.outside(r)
	case e.name == "tbl":
		t := w.tableIn(r, place)
		if cell != nil && w.err == nil {
			cell.note("这一格里还有一张表，它的文字并在这一格里")
			t.into(cell)
		}
	}
}

// Elements that hold what could stand in their place: content controls, tracked
// changes, choices, links.
var (
	blockHolders  = strings.Fields("sdt sdtContent customXml ins moveTo AlternateContent Choice Fallback")
	inlineHolders = strings.Fields("sdtContent customXml ins moveTo AlternateContent Choice Fallback hyperlink smartTag fldSimple dir bdo")
)

// outside reads a paragraph outside of tables.
func (w *word) outside(r *reader) {
	w.count++
	var text written
	w.paragraph(r, &text)
	c := text.cell()
	if c.Text != "" {
		w.lines = append(w.lines, strings.Split(c.Text, "\n")...)
	}
	for _, n := range c.Notes {
		w.document.note(fmt.Sprintf("正文第 %d 段", w.count), n)
	}
}

// wordTable is a table while it is read.
type wordTable struct {
	*word
	table       Table
	open        []bool // columns whose cell may go on below
	row, column int    // of the next cell
	deleted     bool   // the row was deleted
}

// tableIn reads a table; within is the place of the cell that it stands in.
func (w *word) tableIn(r *reader, within string) *Table {
	w.nested++
	defer func() { w.nested-- }()
	t, index, err := w.document.begin(within)
	if w.nested > maxNested {
		err = errTooLarge
	}
	if err != nil {
		w.fail(err)
		return &t
	}
	t.Above, w.lines = w.lines, nil
	x := &wordTable{word: w, table: t}
	for e := range r.through(blockHolders) {
		if e.name == "tr" {
			x.readRow(r)
		}
	}
	w.document.Tables[index] = x.table
	return &x.table
}

func (x *wordTable) readRow(r *reader) {
	x.row, x.column, x.deleted = len(x.table.Rows), 0, false
	if x.row >= maxRows {
		x.fail(x.table.tooLarge())
		return
	}
	x.table.Rows = append(x.table.Rows, Row{})
	for e := range r.through(blockHolders) {
		switch e.name {
		case "trPr":
			for e := range r.children() {
				x.property(e)
			}
		case "tc":
			x.cell(r)
		}
	}
	if x.deleted {
		x.table.Rows = x.table.Rows[:x.row]
	}
}

func (x *wordTable) property(e element) {
	switch e.name {
	case "gridBefore":
		for i := 0; i < e.number("val", 0) && x.err == nil; i++ {
			x.put(Cell{}, false)
		}
	case "hidden":
		x.table.Rows[x.row].Hidden = e.isOn()
	case "del":
		x.deleted, x.tracked = true, true
	}
}

// put sets the next cell of the row; goesOn says whether one below may go on with it.
func (x *wordTable) put(c Cell, goesOn bool) {
	x.set(&x.table, x.row, x.column, c)
	if x.column == len(x.open) {
		x.open = append(x.open, false)
	}
	x.open[x.column] = goesOn
	x.column++
}

// isOpen reports whether a cell above may go on in the next one.
func (x *wordTable) isOpen() bool {
	return x.row > 0 && x.column < len(x.open) && x.open[x.column] && x.column < len(x.table.Rows[x.row-1].Cells)
}

func (x *wordTable) cell(r *reader) {
	var text written
	span, merge, left, deleted := 1, "", false, x.deleted
	place := x.table.Place(x.row, x.column)
	for e := range r.through(blockHolders) {
		if e.name != "tcPr" {
			x.block(r, e, &text, place)
			continue
		}
		for e := range r.children() {
			switch e.name {
			case "gridSpan":
				span = max(e.number("val", 1), 1)
			case "vMerge":
				merge = cmp.Or(e.get("val"), "continue")
			case "hMerge":
				left = e.get("val") != "restart"
			case "cellDel":
				deleted, x.tracked = true, true
			}
		}
	}
	if deleted || x.err != nil {
		return
	}
	c := text.cell()
	switch {
	case merge == "continue" && x.isOpen():
		if c.Text != "" {
			c.Notes = append(c.Notes, covers(c.Text))
		}
		c.Text, c.Above = x.table.Rows[x.row-1].Cells[x.column].Text, true
	case left && x.column > 0 && c.Text == "":
		before := x.table.Rows[x.row].Cells[x.column-1]
		c.Text, c.Above, c.Left = before.Text, before.Above, true
	}
	for i := 0; i < span && x.err == nil; i++ {
		x.put(c, merge != "")
		c.Left, c.Notes = true, nil
	}
}

// into adds the texts of a table to the cell that it stands in, a row on each line,
// and what its own cells leave out.
func (t *Table) into(cell *written) {
	for _, row := range t.Rows {
		for _, c := range row.Cells {
			if c.Text != "" && !c.Above && !c.Left {
				cell.add(strings.ReplaceAll(c.Text, "\n", " ")+" ", look{})
			}
			for _, note := range c.Notes {
				cell.note("%s", note)
			}
		}
		cell.add("\n", look{})
	}
}
