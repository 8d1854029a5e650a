package office

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator/xlsx"
)

func readXLSX(data []byte) (Document, error) {
	sheets, err := xlsx.Read(data)
	if err != nil {
		return Document{}, workbookError(err)
	}
	d := Document{Sheets: len(sheets)}
	space := &room{}
	for _, sheet := range sheets {
		t := Table{Name: "工作表“" + sheet.Name + "”", Sheet: sheet.Name}
		for _, row := range sheet.Rows {
			cells := make([]Cell, len(row))
			for i, value := range row {
				cells[i].Text, _ = value.(string)
				space.take(1, cells[i].Text)
			}
			t.Rows = append(t.Rows, Row{Cells: cells})
		}
		for _, m := range sheet.Merged {
			if err := t.join(space, m); err != nil {
				return Document{}, err
			}
		}
		d.Tables = append(d.Tables, t)
	}
	return d, nil
}

// workbookError says why a workbook is not read, and where.
func workbookError(err error) error {
	var sheet *xlsx.SheetError
	if !errors.As(err, &sheet) {
		return Error("读不了这个 Excel 文件：它损坏了、加了密码，或者解开以后太大；请另存一份再试")
	}
	where := "工作表“" + sheet.Sheet + "”"
	switch {
	case errors.Is(err, xlsx.ErrTooLarge):
		return Error(fmt.Sprintf("%s太大（到 %s）：最多读 %d 行、%d 列、%d 个格子；请删去没有用的行和列再导入", where, sheet.Cell, xlsx.MaxRows, xlsx.MaxColumns, xlsx.MaxCells))
	case errors.Is(err, xlsx.ErrNumber):
		return Error(fmt.Sprintf("%s的 %s 里不是数字（NaN 或无穷大）；请改正这一格再导入", where, sheet.Cell))
	case errors.Is(err, xlsx.ErrDisorder):
		return Error(fmt.Sprintf("%s在 %s 的地方格子次序乱了，读下去会错位；请用 Excel 或 WPS 打开，另存一份再导入", where, sheet.Cell))
	}
	return Error(where + "读不了，文件也许损坏了；请用 Excel 或 WPS 打开，另存一份再导入")
}

// numbered is an empty table of a document, counted from 1.
func numbered(table int) Table { return Table{Name: fmt.Sprintf("表 %d", table), number: table} }

func readCSV(data []byte, comma rune) (Document, error) {
	text, err := Decode(data)
	if err != nil {
		return Document{}, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	rows, err := r.ReadAll()
	var fault *csv.ParseError
	if errors.As(err, &fault) {
		return Document{}, Error(fmt.Sprintf("第 %d 行的引号不成对；请用 Excel 打开，另存为 .xlsx 再导入", fault.Line))
	} else if err != nil {
		return Document{}, Error("读不了这个文件")
	}
	t, space := Table{Name: "表格"}, &room{}
	for i, row := range rows {
		for k, text := range row {
			if err := t.set(space, i, k, Cell{Text: text}); err != nil {
				return Document{}, err
			}
		}
	}
	return Document{Tables: []Table{t}}, nil
}

// Decode reads UTF-8, with or without its mark, or GB 18030, which Excel
// writes in China.
func Decode(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(data) {
		return string(data), nil
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", Error("文字的编码认不出来；请另存为 UTF-8 再导入")
	}
	return string(text), nil
}

// The parts of a Word document that hold tables (ECMA-376, WordprocessingML).
type (
	wordTable struct {
		Rows []wordRow `xml:"tr"`
	}
	wordRow struct {
		Cells []wordCell `xml:"tc"`
	}
	wordCell struct {
		Properties struct {
			Span  wordValue  `xml:"gridSpan"`
			Merge *wordValue `xml:"vMerge"`
		} `xml:"tcPr"`
		Paragraphs []wordParagraph `xml:"p"`
	}
	wordValue struct {
		Value string `xml:"val,attr"`
	}
	wordParagraph struct {
		Inner []byte `xml:",innerxml"`
	}
)

// readDOCX reads the tables of a Word document.
func readDOCX(data []byte) (Document, error) {
	broken := Error("读不了这个 Word 文件：它损坏了，或者不是 .docx；请用 Word 或 WPS 另存一份再试")
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Document{}, broken
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		return Document{}, broken
	}
	defer part.Close()
	text, err := io.ReadAll(io.LimitReader(part, maxUnpacked+1))
	if err != nil {
		return Document{}, broken
	}
	if len(text) > maxUnpacked {
		return Document{}, Error("这个 Word 文件解开以后太大，没有读")
	}
	var d Document
	space := &room{}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return d, nil
		} else if err != nil {
			return Document{}, broken
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "tbl" {
			var t wordTable
			if err := decoder.DecodeElement(&t, &start); err != nil {
				return Document{}, broken
			}
			table, err := t.table(len(d.Tables)+1, space)
			if err != nil {
				return Document{}, err
			}
			d.Tables = append(d.Tables, table)
		}
	}
}

func (t wordTable) table(number int, space *room) (Table, error) {
	g := numbered(number)
	for row, r := range t.Rows {
		column := 0
		for _, c := range r.Cells {
			cell := Cell{Text: c.text()}
			if m := c.Properties.Merge; m != nil && m.Value != "restart" && row > 0 {
				cell.Above = true
				if above := g.Rows[row-1].Cells; column < len(above) {
					cell.Text = above[column].Text
				}
			}
			span, err := strconv.Atoi(c.Properties.Span.Value)
			if err != nil || span < 1 {
				span = 1
			}
			for i := range span {
				cell.Left = i > 0
				if err := g.set(space, row, column, cell); err != nil {
					return g, err
				}
				column++
			}
		}
		if len(g.Rows) <= row { // a row without cells
			g.Rows = append(g.Rows, Row{})
		}
	}
	return g, nil
}

// text is a cell's paragraphs, each on a line.
func (c wordCell) text() string {
	var lines []string
	for _, p := range c.Paragraphs {
		lines = append(lines, wordText(p.Inner))
	}
	return strings.Join(lines, "\n")
}

// wordText is the text of a paragraph: that of its runs, with line breaks, but
// without what was deleted.
func wordText(inner []byte) string {
	var b strings.Builder
	decoder := xml.NewDecoder(bytes.NewReader(inner))
	decoder.Strict = false
	inText := false
	for {
		token, err := decoder.Token()
		if err != nil {
			return b.String()
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				inText = true
			case "br", "cr":
				b.WriteByte('\n')
			case "tab":
				b.WriteByte(' ')
			}
		case xml.EndElement:
			if t.Name.Local == "t" {
				inText = false
			}
		case xml.CharData:
			if inText {
				b.Write(t)
			}
		}
	}
}

// htmlText decodes a web page by its own declaration, GBK among them.
func htmlText(data []byte) (io.Reader, error) {
	r, err := charset.NewReader(bytes.NewReader(data), "text/html")
	if err != nil {
		return nil, Error("网页的编码认不出来；请用浏览器打开，另存为 UTF-8 再导入")
	}
	return r, nil
}
