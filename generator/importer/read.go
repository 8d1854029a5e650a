package importer

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

// maxUnpacked is how much a document may unpack to, in bytes: no table of an
// office is longer, and a small file can be made to unpack to more than memory
// holds.
const maxUnpacked = 64 << 20

func readXLSX(data []byte) ([]Grid, error) {
	sheets, err := xlsx.Read(data)
	if err != nil {
		return nil, workbookError(err)
	}
	var grids []Grid
	space := &room{}
	for _, sheet := range sheets {
		g := Grid{Name: "工作表“" + sheet.Name + "”", room: space, Cell: func(row, column int) string { return xlsx.CellName(column, row) }}
		for _, row := range sheet.Rows {
			texts := make([]string, len(row))
			for i, value := range row {
				texts[i], _ = value.(string)
				space.take(1, texts[i])
			}
			g.Rows = append(g.Rows, texts)
		}
		for _, m := range sheet.Merged {
			if err := g.join(m); err != nil {
				return nil, err
			}
		}
		grids = append(grids, g)
	}
	return grids, nil
}

// workbookError says why a workbook is not read, and where.
func workbookError(err error) error {
	var sheet *xlsx.SheetError
	if !errors.As(err, &sheet) {
		return Error{"读不了这个 Excel 文件：它损坏了、加了密码，或者解开以后太大；请另存一份再试"}
	}
	where := "工作表“" + sheet.Sheet + "”"
	switch {
	case errors.Is(err, xlsx.ErrTooLarge):
		return Error{fmt.Sprintf("%s太大（到 %s）：最多读 %d 行、%d 列、%d 个格子；请删去没有用的行和列再导入", where, sheet.Cell, xlsx.MaxRows, xlsx.MaxColumns, xlsx.MaxCells)}
	case errors.Is(err, xlsx.ErrNumber):
		return Error{fmt.Sprintf("%s的 %s 里不是数字（NaN 或无穷大）；请改正这一格再导入", where, sheet.Cell)}
	case errors.Is(err, xlsx.ErrDisorder):
		return Error{fmt.Sprintf("%s在 %s 的地方格子次序乱了，读下去会错位；请用 Excel 或 WPS 打开，另存一份再导入", where, sheet.Cell)}
	}
	return Error{where + "读不了，文件也许损坏了；请用 Excel 或 WPS 打开，另存一份再导入"}
}

// numbered names the cells of a table by row and column, counted from 1.
func numbered(table int) func(row, column int) string {
	return func(row, column int) string {
		return fmt.Sprintf("表 %d 第 %d 行第 %d 列", table, row+1, column+1)
	}
}

func readCSV(data []byte, comma rune) ([]Grid, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	rows, err := r.ReadAll()
	var fault *csv.ParseError
	if errors.As(err, &fault) {
		return nil, Error{fmt.Sprintf("第 %d 行的引号不成对；请用 Excel 打开，另存为 .xlsx 再导入", fault.Line)}
	} else if err != nil {
		return nil, Error{"读不了这个文件"}
	}
	g := Grid{Name: "表格", Rows: rows, Cell: func(row, column int) string { return xlsx.CellName(column, row) }}
	cells := 0
	for _, row := range rows {
		if cells += len(row); cells > maxCells || len(row) > maxColumns {
			return nil, g.tooLarge()
		}
	}
	return []Grid{g}, nil
}

// decode reads UTF-8, with or without its mark, or GB 18030, which Excel
// writes in China.
func decode(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(data) {
		return string(data), nil
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", Error{"文字的编码认不出来；请另存为 UTF-8 再导入"}
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
func readDOCX(data []byte) ([]Grid, error) {
	broken := Error{"读不了这个 Word 文件：它损坏了，或者不是 .docx；请用 Word 或 WPS 另存一份再试"}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, broken
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		return nil, broken
	}
	defer part.Close()
	text, err := io.ReadAll(io.LimitReader(part, maxUnpacked+1))
	if err != nil {
		return nil, broken
	}
	if len(text) > maxUnpacked {
		return nil, Error{"这个 Word 文件解开以后太大，没有读"}
	}
	var grids []Grid
	space := &room{}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return grids, nil
		} else if err != nil {
			return nil, broken
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "tbl" {
			var t wordTable
			if err := decoder.DecodeElement(&t, &start); err != nil {
				return nil, broken
			}
			g, err := t.grid(len(grids)+1, space)
			if err != nil {
				return nil, err
			}
			grids = append(grids, g)
		}
	}
}

func (t wordTable) grid(number int, space *room) (Grid, error) {
	g := Grid{Name: fmt.Sprintf("表 %d", number), Cell: numbered(number), room: space}
	for row, r := range t.Rows {
		column := 0
		for _, c := range r.Cells {
			text, joined := c.text(), false
			if m := c.Properties.Merge; m != nil && m.Value != "restart" && row > 0 {
				joined = true
				if column < len(g.Rows[row-1]) {
					text = g.Rows[row-1][column]
				}
			}
			span, err := strconv.Atoi(c.Properties.Span.Value)
			if err != nil || span < 1 {
				span = 1
			}
			for range span {
				if err := g.set(row, column, text, joined); err != nil {
					return g, err
				}
				column++
			}
		}
		if len(g.Rows) <= row { // a row without cells
			g.Rows = append(g.Rows, nil)
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
		return nil, Error{"网页的编码认不出来；请用浏览器打开，另存为 UTF-8 再导入"}
	}
	return r, nil
}
