package office

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
)

// sheet is a worksheet (ECMA-376 part 1, 18.3) while it is read. Rows, and cells
// within a row, must be in ascending order, as the format asks; without a number
// each is the next one.
type sheet struct {
	*workbook
	table       Table
	row, column int    // of the current cell, counted from 1
	at          string // its name, for errors; if empty, by row and column
	hidden      [maxColumns]bool
	hiddenRows  bool // rows are hidden unless they say otherwise
	joined      []area
}

var errDisorder = errors.New("positions of rows, cells or merged cells contradict each other")

func (s *sheet) read(part string) error {
	err := s.root(part, func(r *reader, start xml.StartElement) error {
		switch start.Name.Local {
		case "sheetFormatPr":
			s.hiddenRows = isTrue(attribute(start, "zeroHeight"), false)
		case "cols":
			return r.each(s.readColumns)
		case "sheetData":
			return r.each(func(start xml.StartElement) error { return s.readRow(r, start) })
		case "mergeCells":
			return r.each(s.readMerged)
		case "headerFooter":
			return s.readMargins(r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range s.joined {
		if err := s.table.join(&s.space, m); err != nil {
			s.at = cellName(m.row, m.column)
			return errTooLarge
		}
	}
	return nil
}

func (s *sheet) readColumns(start xml.StartElement) error {
	if !isTrue(attribute(start, "hidden"), false) && attribute(start, "width") != "0" {
		return nil
	}
	for c := max(number(start, "min", 1), 1); c <= min(number(start, "max", 0), maxColumns); c++ {
		s.hidden[c-1] = true
	}
	return nil
}

func (s *sheet) readRow(r *reader, start xml.StartElement) error {
	s.row++
	if text := attribute(start, "r"); text != "" {
		row, err := strconv.Atoi(text)
		if s.at = "A" + text; err != nil || row > 1<<20 {
			return errTooLarge
		}
		if row < s.row {
			return errDisorder
		}
		s.row = row
	}
	s.column = 0
	hidden := isTrue(attribute(start, "hidden"), s.hiddenRows) || attribute(start, "ht") == "0"
	err := r.each(func(start xml.StartElement) error {
		if start.Name.Local != "c" {
			return nil
		}
		return s.readCell(r, start)
	})
	if s.row <= len(s.table.Rows) {
		s.table.Rows[s.row-1].Hidden = hidden
	}
	return err
}

func (s *sheet) readCell(r *reader, start xml.StartElement) error {
	s.column++
	if s.at = attribute(start, "r"); s.at != "" {
		row, column, ok := position(s.at)
		if !ok || row != s.row-1 || column < s.column-1 {
			return errDisorder
		}
		s.column = column + 1
	}
	var value string
	var runs []run
	formula, has := false, false
	kind, style := attribute(start, "t"), s.style(start)
	err := r.each(func(start xml.StartElement) (err error) {
		switch start.Name.Local {
		case "v":
			value, err = r.text()
			has = has || value != ""
		case "is":
			runs, err = richText(r)
			has = true
		case "f":
			formula = true
		}
		return err
	})
	if err != nil {
		return err
	}
	var c Cell
	switch {
	case kind == "e" && attribute(start, "vm") != "": // programs that do not know pictures in cells show a fault
		c = Cell{Notes: []string{"格子里的图片没有读入"}}
	case has:
		c = s.value(kind, value, runs, style)
	case formula && kind != "str":
		c = Cell{Kind: Fault, Notes: []string{"这一格是公式，文件里没有它的结果；请用 Excel 或 WPS 打开，保存以后再导入"}}
	}
	if c.Text == "" && len(c.Notes) == 0 {
		return nil
	}
	if s.row > maxRows || s.column > maxColumns {
		return errTooLarge
	}
	c.Hidden = s.hidden[s.column-1]
	if err := s.table.set(&s.space, s.row-1, s.column-1, c); err != nil {
		return errTooLarge
	}
	return nil
}

// readMerged reads a range of merged cells: "A1:D1".
func (s *sheet) readMerged(start xml.StartElement) error {
	first, last, ok := strings.Cut(attribute(start, "ref"), ":")
	if !ok {
		return nil // a single cell
	}
	row, column, ok := position(first)
	lastRow, lastColumn, lastOK := position(last)
	if s.at = first; !ok || !lastOK {
		return errDisorder
	}
	s.joined = append(s.joined, area{min(row, lastRow), min(column, lastColumn), max(row, lastRow), max(column, lastColumn)})
	return nil
}

// position reads the name of a cell: "B17", "$B$17" as row and column, counted from 0.
func position(name string) (row, column int, ok bool) {
	name = strings.ReplaceAll(name, "$", "")
	letters := strings.TrimRight(name, "0123456789")
	row, err := strconv.Atoi(name[len(letters):])
	if err != nil || row < 1 || row > 1<<20 || letters == "" || len(letters) > 3 {
		return 0, 0, false
	}
	for _, r := range strings.ToUpper(letters) {
		if r < 'A' || r > 'Z' {
			return 0, 0, false
		}
		column = column*26 + int(r-'A') + 1
	}
	return row - 1, column - 1, column <= 16_384
}

// readMargins notes what is printed above and below a sheet.
func (s *sheet) readMargins(r *reader) error {
	return r.each(func(start xml.StartElement) error {
		text, err := r.text()
		if text = tidy(marginCodes.ReplaceAllString(text, " ")); text != "" {
			s.note("", "打印的页眉或页脚"+quoted([]string{text})+"没有读入")
		}
		return err
	})
}

// note says what stands on a sheet beside its cells; cell is "B17" or empty.
func (s *sheet) note(cell, text string) {
	place := s.table.Name
	if cell != "" {
		place = s.table.Sheet + "!" + cell
	}
	s.document.note(place, text)
}
