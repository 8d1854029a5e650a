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
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"gongshi/generator/xlsx"
)

// Document is what a file holds.
type Document struct {
	Tables []Table
	// Notes are what the file holds and no table shows, with its place, and what
	// could not be read.
	Notes []Note
	// Below are the lines of text after the last table, of documents and web pages.
	Below []string
	// Sheets is the number of worksheets of a workbook, hidden ones and those
	// without a table included; 0 for other files.
	Sheets int
}

// Note is a sentence for an editor about a place of the file: "工作表“说明”".
type Note struct{ Place, Text string }

// note adds a note.
func (d *Document) note(place, text string) {
	if len(d.Notes) < maxNotes {
		d.Notes = append(d.Notes, Note{place, text})
	} else if len(d.Notes) == maxNotes {
		d.Notes = append(d.Notes, Note{place, "这里和后面还有更多没有读入的东西，不再一一列出"})
	}
}

// Table is one table, or all cells of a worksheet. The first row is row 1 of the
// file, so empty rows of a worksheet are there, without cells.
type Table struct {
	Name   string // in words of an editor: "工作表“汇总表”", "表 2"
	Sheet  string // name of the worksheet; empty if the file is no workbook
	Hidden bool   // a worksheet that its program does not show
	Lines  bool   // a text, whose rows are its lines
	// Within is the place of the cell that a table stands in; that cell has its text, too.
	Within string
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
// workbook, "B17" in CSV, "第 5 行" in a text, "表 2 第 5 行第 3 列" elsewhere.
func (t *Table) Place(row, column int) string {
	switch {
	case t.Sheet != "":
		return t.Sheet + "!" + xlsx.CellName(row, column)
	case t.Lines:
		return fmt.Sprintf("第 %d 行", row+1)
	case t.number == 0:
		return xlsx.CellName(row, column)
	}
	return fmt.Sprintf("表 %d 第 %d 行第 %d 列", t.number, row+1, column+1)
}

// begin makes room for the next table of a document or web page, which are counted
// from 1 in the order of their beginnings. It returns the empty table and its index.
func (d *Document) begin(within string) (Table, int, error) {
	number := len(d.Tables) + 1
	if number > maxTables {
		return Table{}, 0, Error(fmt.Sprintf("文件里的表太多：最多读 %d 张；"+copyElse, maxTables))
	}
	t := Table{Name: fmt.Sprintf("表 %d", number), Within: within, number: number}
	if within != "" {
		t.Name += "（在" + within + "里）"
	}
	d.Tables = append(d.Tables, t)
	return t, number - 1, nil
}

// Error is why a file is not read, and what to do, in Chinese.
type Error string

func (e Error) Error() string { return string(e) }

const (
	compound  = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" // begins OLE files: old formats, and new ones with a password
	anyOffice = "请用 Excel、Word 或 WPS 打开，"
	saveAs    = anyOffice + "另存为 .xlsx 或 .docx 再导入"
	copyElse  = "请把要导入的表格复制到一个新的文件再导入"
)

// refused are the forms that are not read, by what a file begins with and what it, or its
// beginning, holds.
var refused = []struct{ begins, holds, why string }{
	{compound, "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e", "这个文件加了密码，读不了；" + anyOffice + "去掉密码以后另存一份再导入"},
	{compound, "", "这是旧格式（.xls、.doc、.et、.wps）的文件，读不了；" + saveAs},
	{"%PDF", "", "这是 PDF，读不出表格；请找它原来的 Word 或 Excel 文件导入"},
	{`{\rtf`, "", "这是 RTF 文件，读不了；请用 Word 或 WPS 打开，另存为 .docx 再导入"},
	{"", "urn:schemas-microsoft-com:office:spreadsheet", "这是“XML 电子表格 2003”，读不了；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入"},
	{"", "MIME-Version:", "这是“单个文件网页”（MHTML），读不了；" + saveAs},
}

// Read reads the tables of a file. What it holds counts more than its name: an .xls that
// is a web page is read as one. The error is an Error; the document is then what was
// read before the fault: nothing to import, but to be searched for numbers of persons.
func Read(name string, data []byte) (Document, error) {
	ext := strings.ToLower(path.Ext(name))
	start := data[:min(len(data), 4<<10)]
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readArchive(data, ext)
	}
	for _, r := range refused {
		within := start
		if r.begins != "" {
			within = data
		}
		if bytes.HasPrefix(data, []byte(r.begins)) && bytes.Contains(within, []byte(r.holds)) {
			return Document{}, Error(r.why)
		}
	}
	switch ext {
	case ".xlsx", ".xlsm", ".docx":
		return readArchive(data, ext)
	case ".html", ".htm":
		return readHTML(data)
	case ".csv":
		return readCSV(data, ',')
	case ".tsv":
		return readCSV(data, '\t')
	case ".xls", ".doc", ".et", ".wps": // what systems of offices write under these names
		if pageStart.Match(start) {
			return readHTML(data)
		}
		if ext == ".xls" && bytes.IndexByte(start, '\t') >= 0 && !bytes.Contains(start, []byte{0, 0}) {
			return readCSV(data, '\t')
		}
		return Document{}, Error("读不了这个文件；" + saveAs)
	}
	return Document{}, Error("只能读这些文件：.xlsx .xlsm .docx .html .htm .csv .tsv .txt")
}

var pageStart = regexp.MustCompile(`(?i)<(?:!doctype html|html|head|body|table|meta)\b`)

// readArchive reads an Excel or Word file by its main part; ext is the ending of its name.
func readArchive(data []byte, ext string) (d Document, err error) {
	program := map[string]string{".xlsx": " Excel ", ".xlsm": " Excel ", ".docx": " Word "}[ext]
	a, err := openArchive(data)
	if err != nil {
		return d, fault(err, program)
	}
	main, root := a.mainPart(), ""
	err = a.read(main, func(r *reader, e element) {
		root = e.name
		r.fail(io.EOF) // the rest is read by the readers
	})
	switch {
	case root == "workbook":
		d, err = readWorkbook(a, main)
		return d, fault(err, " Excel ")
	case root == "document":
		d, err = readWord(a, main)
		return d, fault(err, " Word ")
	case strings.HasSuffix(main, ".bin"):
		err = Error("这是二进制的 Excel 文件（.xlsb），读不了；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入")
	case a.has("mimetype"):
		err = Error("这是 OpenDocument 文件，读不了；请打开它，另存为 .xlsx 或 .docx 再导入")
	case root == "presentation":
		err = Error("这是演示文稿，读不出表格；请把表格复制到 Excel 或 Word 再导入")
	case !errors.Is(err, errTooLarge):
		err = Error("读不了这个" + program + "文件：里面没有 Excel 工作簿或 Word 文档；" + saveAs)
	}
	return d, fault(err, program)
}

// fault says in Chinese why a file of a program is not read.
func fault(err error, program string) error {
	switch {
	case err == nil || errors.As(err, new(Error)):
		return err
	case errors.Is(err, errTooLarge):
		return Error("这个" + program + "文件解开以后太大，没有读；" + copyElse)
	}
	return Error("读不了这个" + program + "文件：它损坏了，或者没有传完整；" + saveAs)
}
