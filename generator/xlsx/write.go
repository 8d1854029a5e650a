// Package xlsx writes Excel workbooks and CSV, and shows numbers as they are formatted, with excelize.
// It compresses with klauspost/compress, which takes half the time of the
// standard library.
package xlsx

import (
	"io"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/klauspost/compress/zip"
	"github.com/xuri/excelize/v2"
)

// Book is a workbook of two sheets: a table and a description.
type Book struct {
	Title, Creator, Language string
	Made                     time.Time // zero: the Unix epoch
	Table                    Table
	About                    Table
	// Cut is appended to texts that are shortened to the limit of a cell.
	Cut string
}

// Table is one sheet. The first row of Book.Table is its head.
type Table struct {
	Name string
	// Widths of the columns, in characters.
	Widths []float64
	// Rows hold strings and integers.
	Rows [][]any
	// Merged are the ranges of merged cells.
	Merged []Range
}

// Range is a rectangle of cells, counted from 0, with its last column and row.
type Range struct{ Column, Row, LastColumn, LastRow int }

// Write returns a workbook as bytes; the same book gives the same bytes.
func Write(b Book) []byte {
	f := excelize.NewFile().SetZipWriter(func(w io.Writer) excelize.ZipWriter { return zip.NewWriter(w) })
	defer f.Close()
	check(f.SetSheetName("Sheet1", b.Table.Name))
	_, err := f.NewSheet(b.About.Name)
	check(err)
	b.writeTable(f)
	b.writeAbout(f)
	if b.Made.IsZero() {
		b.Made = time.Unix(0, 0)
	}
	made := b.Made.UTC().Format(time.RFC3339)
	check(f.SetDocProps(&excelize.DocProperties{Title: b.Title, Creator: b.Creator, Language: b.Language, Created: made, Modified: made}))
	out, err := f.WriteToBuffer()
	check(err)
	return out.Bytes()
}

func (b Book) writeTable(f *excelize.File) {
	head, body := newStyle(f, true), newStyle(f, false)
	w, err := f.NewStreamWriter(b.Table.Name)
	check(err)
	for i, width := range b.Table.Widths {
		check(w.SetColWidth(i+1, i+1, width))
	}
	check(w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	for i, row := range b.Table.Rows {
		cells := make([]any, len(row))
		for j, value := range row {
			style := body
			if i == 0 {
				style = head
			}
			if text, ok := value.(string); ok {
				value = b.fit(text)
			}
			cells[j] = excelize.Cell{StyleID: style, Value: value}
		}
		check(w.SetRow("A"+strconv.Itoa(i+1), cells))
	}
	for _, m := range b.Table.Merged {
		check(w.MergeCell(CellName(m.Row, m.Column), CellName(m.LastRow, m.LastColumn)))
	}
	check(w.Flush())
}

// writeAbout writes without streaming: the library writes streamed sheets in
// random order, so only one sheet can be streamed.
func (b Book) writeAbout(f *excelize.File) {
	for i, width := range b.About.Widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		check(err)
		check(f.SetColWidth(b.About.Name, name, name, width))
	}
	for i, row := range b.About.Rows {
		check(f.SetSheetRow(b.About.Name, "A"+strconv.Itoa(i+1), &row))
	}
}

// fit shortens a text to the limit of a cell, in UTF-16 units, and appends b.Cut.
func (b Book) fit(text string) string {
	if len(text) <= excelize.TotalCellChars { // there are never more units than bytes
		return text
	}
	units, cut := 0, 0
	for at, r := range text {
		if units <= excelize.TotalCellChars-32 { // leaves room for b.Cut
			cut = at
		}
		units += utf16.RuneLen(r)
	}
	if units <= excelize.TotalCellChars {
		return text
	}
	return text[:cut] + b.Cut
}

func newStyle(f *excelize.File, bold bool) int {
	id, err := f.NewStyle(&excelize.Style{
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, Font: &excelize.Font{Bold: bold},
	})
	check(err)
	return id
}

// CellName is the name of a cell, "B17"; row and column count from 0. It is empty
// beyond the limits of workbooks.
func CellName(row, column int) string {
	name, _ := excelize.CoordinatesToCellName(column+1, row+1)
	return name
}

// Position returns the row and column of a name, "B17" or "$B$17", counted from 0; ok is
// false if no workbook has such a cell.
func Position(name string) (row, column int, ok bool) {
	column, row, err := excelize.CellNameToCoordinates(name)
	return row - 1, column - 1, err == nil && row <= excelize.TotalRows && column <= excelize.MaxColumns
}

// check panics on an error: as all input is in memory, only a mistake in this
// package can cause one.
func check(err error) {
	if err != nil {
		panic(err)
	}
}
