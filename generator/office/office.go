// Package office reads the tables of office files (Excel, Word, web pages, CSV)
// as a person sees them in the program that made them: numbers and dates as
// they are formatted, 10⁵ with its raised figure, texts in the state that
// tracked changes lead to.
//
// What is in a file is in the result, or a note says what it is and where:
// struck text, pictures, hidden sheets, text boxes, comments. Nothing is
// understood here: which row is a head, what a goal is, says package importer.
//
// Every file that can be uploaded may be hostile. A file is read within the
// limits of limits.go or refused, whatever it unpacks to.
package office

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Document is what a file holds.
type Document struct {
	Tables []Table
	// Notes are what the file holds and no table shows, with its place, and what
	// could not be read.
	Notes []Note
	// Sheets is the number of worksheets of a workbook, hidden ones and those
	// without a table included; 0 for other files.
	Sheets int
}

// Note is a sentence for an editor about a place of the file: "工作表“说明”".
type Note struct{ Place, Text string }

// Table is one table, or all cells of a worksheet. The first row is row 1 of the
// file, so empty rows of a worksheet are there, without cells.
type Table struct {
	Name   string // in words of an editor: "工作表“汇总表”", "表 2"
	Sheet  string // name of the worksheet; empty if the file is no workbook
	Hidden bool   // a worksheet that its program does not show
	// Above are the lines of text between the table above and this one: its title, 责任单位：….
	Above []string
	Rows  []Row

	number int // of a table in a document, counted from 1
}

// Row is a row; the first cell is that of the first column.
type Row struct {
	Cells  []Cell
	Hidden bool // hidden by hand, or by a filter
}

// Cell is one place of the grid. One that is joined with others has the text of
// them all.
type Cell struct {
	Text   string // as shown, with line breaks
	Kind   Kind
	Above  bool // repeats the cell above, with which it is joined
	Left   bool // repeats the cell to the left, with which it is joined
	Hidden bool // its column is hidden
	// Notes are sentences about what is not in the text, or may be wrong: "划掉的“8”没有读入".
	Notes []string
}

// Kind is what a cell holds, as far as the file says.
type Kind uint8

const (
	Text    Kind = iota
	Number       // also a number that is to be read as a date, but has no such format: 44742
	Date         // a number that is shown as a date or time
	Boolean      // TRUE
	Fault        // #DIV/0!
)

// Place names a cell by row and column, counted from 0: "汇总表!B17" in a
// workbook, "B17" in CSV, "表 2 第 5 行第 3 列" elsewhere.
func (t *Table) Place(row, column int) string {
	switch {
	case t.Sheet != "":
		return t.Sheet + "!" + cellName(row, column)
	case t.number == 0:
		return cellName(row, column)
	}
	return fmt.Sprintf("表 %d 第 %d 行第 %d 列", t.number, row+1, column+1)
}

// cellName is a column in letters and a row: "B17".
func cellName(row, column int) string {
	letters := ""
	for c := column + 1; c > 0; c = (c - 1) / 26 {
		letters = string(rune('A'+(c-1)%26)) + letters
	}
	return fmt.Sprint(letters, row+1)
}

// Error is why a file is not read, and what to do, in Chinese.
type Error string

func (e Error) Error() string { return string(e) }

// Formats are the endings of file names that can be read.
var Formats = []string{".xlsx", ".docx", ".html", ".htm", ".csv", ".tsv"}

// Read reads the tables of a file, by the ending of its name. A fault is an
// Error.
func Read(name string, data []byte) (Document, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx":
		return readXLSX(data)
	case ".docx":
		return readDOCX(data)
	case ".html", ".htm":
		return readHTML(data)
	case ".csv":
		return readCSV(data, ',')
	case ".tsv":
		return readCSV(data, '\t')
	case ".xls", ".doc", ".et", ".wps":
		return Document{}, Error("读不了旧格式的文件；请用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx")
	}
	return Document{}, Error("只能读这些文件：" + strings.Join(slices.Concat(Formats, []string{".txt"}), " "))
}
