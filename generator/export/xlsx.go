package export

import (
	"strconv"
	"time"

	"gongshi/generator/site"
	"gongshi/generator/xlsx"
)

// Widths of columns in an Excel sheet, in characters.
const (
	narrowColumn  = 8
	defaultColumn = 16
	goalColumn    = 40
	resultColumn  = 80
)

// xlsx returns the table as an Excel workbook, with cells merged as on the page. A second
// sheet gives the source. The bytes depend on the table only.
func (t table) xlsx() []byte {
	r := t.report
	b := xlsx.Book{
		Title: r.Title, Creator: publisher(t.Site, r), Language: t.Variant.Lang, Made: r.Date, Cut: t.Text(CutShort),
		Table: xlsx.Table{Name: t.Text(sheetTable)},
		About: xlsx.Table{Name: t.Text(sheetAbout), Widths: []float64{defaultColumn, resultColumn}},
	}
	head := make([]any, len(t.columns))
	for i, c := range t.columns {
		head[i] = c.Label
		b.Table.Widths = append(b.Table.Widths, columnWidth(c))
	}
	b.Table.Rows = append(b.Table.Rows, head)
	for _, texts := range t.rows {
		row := make([]any, len(texts))
		for i, text := range texts {
			row[i] = text
			if n, err := strconv.Atoi(text); err == nil && t.columns[i].Key == "number" {
				row[i] = n
			}
		}
		b.Table.Rows = append(b.Table.Rows, row)
	}
	for _, m := range t.merged {
		b.Table.Merged = append(b.Table.Merged, xlsx.Range{Column: m.column, Row: m.first + 1, LastColumn: m.column, LastRow: m.last + 1})
	}
	lines := []site.Field{{Name: labelTitle, Value: r.Title}, {Name: labelSource, Value: publisher(t.Site, r)}}
	if !r.Date.IsZero() {
		lines = append(lines, site.Field{Name: labelDate, Value: r.Date.Format(time.DateOnly)})
	}
	for _, line := range append(lines, site.Field{Name: labelPage, Value: t.Base.Absolute(r.Path)}) {
		b.About.Rows = append(b.About.Rows, []any{t.Text(line.Name), line.Value})
	}
	return xlsx.Write(b)
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
	return defaultColumn
}
