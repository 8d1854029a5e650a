package office

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

// word is a Word document (ECMA-376 part 1, 17) while it is read.
type word struct {
	*archive
	document Document
	space    room
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
	err := a.root(part, func(r *reader, start xml.StartElement) error {
		if start.Name.Local != "body" {
			return nil
		}
		return r.each(func(start xml.StartElement) error { return w.block(r, start, nil, "") })
	})
	w.document.Below = w.lines
	if w.tracked {
		w.document.note("修订", "有没有接受的修订，按全部接受以后的样子读入")
	}
	return w.document, err
}

// readAside reads a part beside the text: styles, lists, notes. Of headers and
// footers it says what they are.
func (w *word) readAside(r relation) error {
	switch r.kind {
	case "styles":
		return w.readStyles(r.target)
	case "numbering":
		return w.lists.read(w.archive, r.target)
	case "footnotes", "endnotes", "comments":
		return w.root(r.target, func(x *reader, start xml.StartElement) error {
			text, err := paragraphsText(x)
			if text != "" {
				w.asides[strings.TrimSuffix(r.kind, "s")+" "+attribute(start, "id")] = quoted([]string{text})
			}
			return err
		})
	case "header", "footer":
		return w.read(r.target, func(x *reader) error {
			text, err := paragraphsText(x)
			if strings.Trim(text, "0123456789-—－ \n") != "" {
				w.document.note(map[string]string{"header": "页眉", "footer": "页脚"}[r.kind], quoted([]string{text})+"没有读入")
			}
			return err
		})
	case "aFChunk":
		w.document.note("正文", "里面嵌入的另一个文件没有读入；请用 Word 打开，另存一份再导入")
	}
	return nil
}

// block reads a paragraph or table, or what holds such: into a cell at a place,
// or outside of tables.
func (w *word) block(r *reader, start xml.StartElement, cell *written, place string) error {
	switch start.Name.Local {
	case "p":
		if cell != nil {
			return w.paragraph(r, cell)
		}
		return w.outside(r)
	case "tbl":
		t, err := w.table(r, place)
		if err == nil && cell != nil {
			cell.note("这一格里还有一张表，它的文字并在这一格里")
			t.into(cell)
		}
		return err
	case "sdt", "sdtContent", "customXml", "ins", "moveTo":
		return r.each(func(start xml.StartElement) error { return w.block(r, start, cell, place) })
	case "AlternateContent":
		return alternative(r, func(start xml.StartElement) error { return w.block(r, start, cell, place) })
	}
	return nil
}

// through calls do for each child, and for those inside of content controls.
func through(r *reader, do func(xml.StartElement) error) error {
	return r.each(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "sdt", "sdtContent", "customXml":
			return through(r, do)
		}
		return do(start)
	})
}

// alternative reads the first choice of several (ECMA-376 part 3, 7.6): all say the same.
func alternative(r *reader, do func(xml.StartElement) error) error {
	taken := false
	return r.each(func(start xml.StartElement) error {
		if taken || start.Name.Local != "Choice" && start.Name.Local != "Fallback" {
			return nil
		}
		taken = true
		return r.each(do)
	})
}

// outside reads a paragraph outside of tables.
func (w *word) outside(r *reader) error {
	w.count++
	var text written
	err := w.paragraph(r, &text)
	c := text.cell()
	if c.Text != "" {
		w.lines = append(w.lines, strings.Split(c.Text, "\n")...)
	}
	for _, n := range c.Notes {
		w.document.note(fmt.Sprintf("正文第 %d 段", w.count), n)
	}
	return err
}

// table reads a table; within is the place of the cell that it stands in.
func (w *word) table(r *reader, within string) (*Table, error) {
	if w.nested++; w.nested > maxNested {
		return nil, errTooLarge
	}
	t, index, err := w.document.begin(within)
	if err != nil {
		return nil, err
	}
	t.Above, w.lines = w.lines, nil
	var open []bool // columns whose cell may go on below
	err = through(r, func(start xml.StartElement) error {
		if start.Name.Local != "tr" {
			return nil
		}
		return w.row(r, &t, &open)
	})
	w.document.Tables[index] = t
	w.nested--
	return &t, err
}

// wordRow is a row of a table while it is read.
type wordRow struct {
	*word
	table   *Table
	open    *[]bool
	row     int
	column  int
	deleted bool
}

func (w *word) row(r *reader, t *Table, open *[]bool) error {
	x := &wordRow{word: w, table: t, open: open, row: len(t.Rows)}
	if x.row >= maxRows {
		return t.tooLarge()
	}
	t.Rows = append(t.Rows, Row{})
	err := through(r, func(start xml.StartElement) error {
		switch start.Name.Local {
		case "trPr":
			return r.each(x.property)
		case "tc":
			return x.cell(r)
		}
		return nil
	})
	if x.deleted {
		t.Rows = t.Rows[:x.row]
	}
	return err
}

func (x *wordRow) property(start xml.StartElement) error {
	switch start.Name.Local {
	case "gridBefore":
		for range number(start, "val", 0) {
			if err := x.put(Cell{}, false); err != nil {
				return err
			}
		}
	case "hidden":
		x.table.Rows[x.row].Hidden = isOn(start)
	case "del":
		x.deleted, x.tracked = true, true
	}
	return nil
}

// put sets the next cell of the row; goesOn says whether one below may go on with it.
func (x *wordRow) put(c Cell, goesOn bool) error {
	err := x.table.set(&x.space, x.row, x.column, c)
	for len(*x.open) <= x.column {
		*x.open = append(*x.open, false)
	}
	(*x.open)[x.column] = goesOn
	x.column++
	return err
}

func (x *wordRow) cell(r *reader) error {
	var text written
	span, merge, left, deleted := 1, "", false, x.deleted
	place := x.table.Place(x.row, x.column)
	err := r.each(func(start xml.StartElement) error {
		if start.Name.Local != "tcPr" {
			return x.block(r, start, &text, place)
		}
		return r.each(func(start xml.StartElement) error {
			switch value := attribute(start, "val"); start.Name.Local {
			case "gridSpan":
				span = max(number(start, "val", 1), 1)
			case "vMerge":
				merge = value
				if merge == "" {
					merge = "continue"
				}
			case "hMerge":
				left = value != "restart"
			case "cellDel":
				deleted, x.tracked = true, true
			}
			return nil
		})
	})
	if err != nil || deleted {
		return err
	}
	c := text.cell()
	cells := x.table.Rows[x.row].Cells
	switch {
	case merge == "continue" && x.row > 0 && x.column < len(*x.open) && (*x.open)[x.column] && x.column < len(x.table.Rows[x.row-1].Cells):
		if c.Text != "" {
			c.Notes = append(c.Notes, "合并的格子盖住了"+quoted([]string{c.Text})+"，没有读入")
		}
		c.Text, c.Above = x.table.Rows[x.row-1].Cells[x.column].Text, true
	case left && x.column > 0 && c.Text == "":
		before := cells[x.column-1]
		c.Text, c.Above, c.Left = before.Text, before.Above, true
	}
	for range span {
		if err := x.put(c, merge != ""); err != nil {
			return err
		}
		c.Left, c.Notes = true, nil
	}
	return nil
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
