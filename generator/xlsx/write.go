// Package xlsx writes and reads Excel workbooks as plain tables. It is the one
// place that knows the library they are made with. They are packed by
// klauspost/compress, which takes half the time of the standard library.
package xlsx

import (
	"io"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/klauspost/compress/zip"
	"github.com/xuri/excelize/v2"
)

// Book is a workbook of two sheets: a table, and what is said of it.
type Book struct {
	Title, Creator, Language string
	Made                     time.Time // zero for the epoch
	Table                    Table
	About                    Table
	// Cut ends a text that does not fit into a cell.
	Cut string
}

// Table is one sheet. The first row of the book's Table is its head.
type Table struct {
	Name string
	// Widths of the columns, in characters.
	Widths []float64
	// Rows hold texts and whole numbers.
	Rows [][]any
	// Merged are the cells that are one.
	Merged []Range
}

// Range is a rectangle of cells; rows and columns count from 0, the last ones
// belong to it.
type Range struct{ Column, Row, LastColumn, LastRow int }

// Write makes the bytes of a workbook; the same book gives the same bytes.
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
				value = b.fitting(text)
			}
			cells[j] = excelize.Cell{StyleID: style, Value: value}
		}
		check(w.SetRow("A"+strconv.Itoa(i+1), cells))
	}
	for _, m := range b.Table.Merged {
		check(w.MergeCell(CellName(m.Column, m.Row), CellName(m.LastColumn, m.LastRow)))
	}
	check(w.Flush())
}

// writeAbout writes cell by cell: the library writes streamed sheets in no
// fixed order, so that there may be only one.
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

// fitting is a text as long as a cell can hold, and says so where it is cut.
func (b Book) fitting(text string) string {
	if len(text) <= excelize.TotalCellChars { // bytes are at least as many as units
		return text
	}
	units := 0
	for at, r := range text {
		if units += utf16.RuneLen(r); units > excelize.TotalCellChars-32 {
			if len(utf16.Encode([]rune(text))) > excelize.TotalCellChars {
				return text[:at] + b.Cut
			}
			break
		}
	}
	return text
}

func newStyle(f *excelize.File, bold bool) int {
	id, err := f.NewStyle(&excelize.Style{
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, Font: &excelize.Font{Bold: bold},
	})
	check(err)
	return id
}

// CellName is the name of a cell by column and row, both counted from 0: B17.
func CellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	check(err)
	return name
}

// check stops at an error that only a mistake of this package can cause:
// nothing is read or written outside memory.
func check(err error) {
	if err != nil {
		panic(err)
	}
}
