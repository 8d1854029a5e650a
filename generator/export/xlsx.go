package export

import (
	"time"

	"gongshi/generator/site"
	"gongshi/generator/xlsx"
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
	r := t.report
	b := xlsx.Book{
		Title: t.Text(r.Title), Creator: t.Text(publisher(t.Site, r)), Language: t.Variant.Lang, Made: r.Date, Cut: t.Text(cutShort),
		Table: xlsx.Table{Name: t.Text(sheetTable)},
		About: xlsx.Table{Name: t.Text(sheetAbout), Widths: []float64{plainColumn, resultColumn}},
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
			if n, ok := t.number(i, text); ok {
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
	for _, line := range append(lines, site.Field{Name: labelPage, Value: t.Absolute(r.Path)}) {
		b.About.Rows = append(b.About.Rows, []any{t.Text(line.Name), t.Text(line.Value)})
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
	return plainColumn
}
