package export

import (
	"bytes"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"gongshi/generator/site"
)

// Widths of columns in an Excel sheet, in characters.
const (
	narrowColumn = 8
	plainColumn  = 16
	goalColumn   = 40
	resultColumn = 80
)

// xlsx is the table as an Excel workbook, its cells joined as on the page; a
// second sheet says where it comes from. Its bytes depend on the table alone.
func (t table) xlsx() []byte {
	f := excelize.NewFile()
	defer f.Close()
	sheet, about := t.Text(sheetTable), t.Text(sheetAbout)
	check(f.SetSheetName("Sheet1", sheet))
	_, err := f.NewSheet(about)
	check(err)
	t.tableSheet(f, sheet)
	t.aboutSheet(f, about)
	made := t.report.Date
	if made.IsZero() {
		made = time.Unix(0, 0)
	}
	check(f.SetDocProps(&excelize.DocProperties{
		Title: t.Text(t.report.Title), Creator: t.Text(publisher(t.Site, t.report)), Language: t.Variant.Lang,
		Created: made.UTC().Format(time.RFC3339), Modified: made.UTC().Format(time.RFC3339),
	}))
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

func (t table) tableSheet(f *excelize.File, sheet string) {
	head := newStyle(f, true)
	body := newStyle(f, false)
	w, err := f.NewStreamWriter(sheet)
	check(err)
	for i, c := range t.columns {
		check(w.SetColWidth(i+1, i+1, columnWidth(c)))
	}
	check(w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	cells := make([]any, len(t.columns))
	for i, c := range t.columns {
		cells[i] = excelize.Cell{StyleID: head, Value: c.Label}
	}
	check(w.SetRow("A1", cells))
	for i, row := range t.rows {
		for j, text := range row {
			cells[j] = excelize.Cell{StyleID: body, Value: t.fitting(text)}
			if n, ok := t.number(j, text); ok {
				cells[j] = excelize.Cell{StyleID: body, Value: n}
			}
		}
		check(w.SetRow("A"+strconv.Itoa(i+2), cells))
	}
	for _, m := range t.merged {
		check(w.MergeCell(cellName(m.column, m.first+1), cellName(m.column, m.last+1)))
	}
	check(w.Flush())
}

// aboutSheet is written cell by cell: the library writes streamed sheets in no
// fixed order, so that there may be only one.
func (t table) aboutSheet(f *excelize.File, sheet string) {
	check(f.SetColWidth(sheet, "A", "A", plainColumn))
	check(f.SetColWidth(sheet, "B", "B", resultColumn))
	r := t.report
	lines := []site.Field{{Name: labelTitle, Value: r.Title}, {Name: labelSource, Value: publisher(t.Site, r)}}
	if !r.Date.IsZero() {
		lines = append(lines, site.Field{Name: labelDate, Value: r.Date.Format(time.DateOnly)})
	}
	for i, line := range append(lines, site.Field{Name: labelPage, Value: t.Absolute(r.Path)}) {
		check(f.SetSheetRow(sheet, "A"+strconv.Itoa(i+1), &[]any{t.Text(line.Name), t.Text(line.Value)}))
	}
}

// fitting is a text as long as a cell can hold, and says so where it is cut.
func (t table) fitting(text string) string {
	units := 0
	for at, r := range text {
		if units += len(utf16.AppendRune(nil, r)); units > excelize.TotalCellChars-32 {
			if len(utf16.Encode([]rune(text))) > excelize.TotalCellChars {
				return text[:at] + t.Text(cutShort)
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

func columnWidth(c site.TableColumn) float64 {
	switch c.Key {
	case "number":
		return narrowColumn
	case "target", measuresColumn:
		return goalColumn
	case "result":
		return resultColumn
	}
	return plainColumn
}

// cellName is the name of a cell by column and row, both counted from 0.
func cellName(column, row int) string {
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
