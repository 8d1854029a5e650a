package office

import (
	"errors"
	"strconv"
	"strings"

	"gongshi/generator/xlsx"
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
	return s.archive.read(part, func(r *reader, _ element) {
		for e := range r.children() {
			switch e.name {
			case "sheetFormatPr":
				s.hiddenRows = isTrue(e.get("zeroHeight"), false)
			case "cols":
				for e := range r.children() {
					s.readColumns(e)
				}
			case "sheetData":
				for e := range r.children() {
					s.readRow(r, e)
				}
			case "mergeCells":
				for e := range r.children() {
					s.readMerged(e)
				}
			case "headerFooter": // what is printed above and below the sheet
				for range r.children() {
					if text := tidy(marginCodes.ReplaceAllString(r.text(), " ")); text != "" {
						s.note("", "打印的页眉或页脚"+quoted(text)+"没有读入")
					}
				}
			}
		}
		for i := 0; i < len(s.joined) && s.err == nil; i++ {
			m := s.joined[i]
			s.at = xlsx.CellName(m.row, m.column)
			s.join(&s.table, m)
		}
	})
}

func (s *sheet) readColumns(e element) {
	if isTrue(e.get("hidden"), false) || e.get("width") == "0" {
		for c := max(e.number("min", 1), 1); c <= min(e.number("max", 0), maxColumns); c++ {
			s.hidden[c-1] = true
		}
	}
}

func (s *sheet) readRow(r *reader, e element) {
	s.row++
	if text := e.get("r"); text != "" {
		row, err := strconv.Atoi(text)
		switch s.at = "A" + text; {
		case err != nil || row > 1<<20:
			s.fail(errTooLarge)
		case row < s.row:
			s.fail(errDisorder)
		}
		s.row = row
	}
	s.column = 0
	for e := range r.children() {
		if e.name == "c" {
			s.readCell(r, e)
		}
	}
	if s.err == nil && s.row <= len(s.table.Rows) {
		s.table.Rows[s.row-1].Hidden = isTrue(e.get("hidden"), s.hiddenRows) || e.get("ht") == "0"
	}
}

func (s *sheet) readCell(r *reader, e element) {
	s.column++
	if s.at = e.get("r"); s.at != "" {
		row, column, ok := xlsx.Position(s.at)
		if !ok || row != s.row-1 || column < s.column-1 {
			s.fail(errDisorder)
			return
		}
		s.column = column + 1
	}
	var value string
	var runs []run
	formula, has := false, false
	for e := range r.children() {
		switch e.name {
		case "v":
			value = r.text()
			has = has || value != ""
		case "is":
			runs, has = richText(r), true
		case "f":
			formula = true
		}
	}
	var c Cell
	kind := e.get("t")
	switch {
	case kind == "e" && e.get("vm") != "": // programs that do not know pictures in cells show a fault
		c = Cell{Notes: []string{"格子里的图片没有读入"}}
	case has:
		c = s.value(kind, value, runs, at(s.styles, e.number("s", 0)))
	case formula && kind != "str":
		c = Cell{Kind: Fault, Notes: []string{"这一格是公式，文件里没有它的结果；请用 Excel 或 WPS 打开，保存以后再导入"}}
	}
	switch {
	case c.Text == "" && len(c.Notes) == 0 || s.err != nil:
	case s.row > maxRows || s.column > maxColumns:
		s.fail(errTooLarge)
	default:
		c.Hidden = s.hidden[s.column-1]
		s.set(&s.table, s.row-1, s.column-1, c)
	}
}

// readMerged reads a range of merged cells: "A1:D1".
func (s *sheet) readMerged(e element) {
	first, last, ok := strings.Cut(e.get("ref"), ":")
	if !ok {
		return // a single cell
	}
	row, column, ok := xlsx.Position(first)
	lastRow, lastColumn, lastOK := xlsx.Position(last)
	if s.at = first; !ok || !lastOK {
		s.fail(errDisorder)
	}
	s.joined = append(s.joined, area{min(row, lastRow), min(column, lastColumn), max(row, lastRow), max(column, lastColumn)})
}

// note says what stands on a sheet beside its cells; cell is "B17" or empty.
func (s *sheet) note(cell, text string) {
	place := s.table.Name
	if cell != "" {
		place = s.table.Sheet + "!" + cell
	}
	s.document.note(place, text)
}
