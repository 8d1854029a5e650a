package importer

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"

	"gongshi/generator/office"
)

var updateShapes = flag.Bool("update", false, "write what was imported into the shapes as what is wanted")

// shape is a story of testdata/shapes: tables as an office draws them, and what has
// to come of them. The comment says what is special; a line "formats:" in it names
// the formats it can be written in, "map:" and "hidden" are options.
//
// A line of the file "tables" is a row, its cells parted by "|": "^" is joined with
// the cell above, "<" with the one to the left, "\n" is a line break, "#9" a number,
// "!" marks a hidden cell of a head (its column) or a hidden row. A line that begins
// with "=" begins a sheet or table ("=!": a hidden sheet), one with ">" is a paragraph
// above a table.
type shape struct {
	name    string
	archive *txtar.Archive
	formats []string
	options Options
	tables  []drawn
}

type drawn struct {
	name   string
	hidden bool
	above  []string
	rows   [][]string
}

var allFormats = []string{".xlsx", ".docx", ".html", ".csv"}

func readShape(t *testing.T, name string) shape {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := shape{name: strings.TrimSuffix(filepath.Base(name), ".txtar"), archive: archive, formats: allFormats, options: Options{Labels: Labels{}}}
	for line := range strings.Lines(string(archive.Comment)) {
		line = strings.TrimSpace(line)
		if list, ok := strings.CutPrefix(line, "formats:"); ok {
			s.formats = strings.Fields(list)
		}
		if list, ok := strings.CutPrefix(line, "map:"); ok {
			for pair := range strings.FieldsSeq(list) {
				label, key, _ := strings.Cut(pair, "=")
				s.options.Labels[label] = key
			}
		}
		s.options.Hidden = s.options.Hidden || line == "hidden"
	}
	for line := range strings.Lines(string(archive.Files[0].Data)) {
		line = strings.TrimSpace(line)
		last := len(s.tables) - 1
		switch {
		case strings.HasPrefix(line, "="):
			title, hidden := strings.CutPrefix(line, "=!")
			s.tables = append(s.tables, drawn{name: strings.TrimSpace(strings.TrimPrefix(title, "=")), hidden: hidden})
		case last < 0:
			t.Fatalf("%s: no table begins before %q", name, line)
		case strings.HasPrefix(line, ">"):
			s.tables[last].above = append(s.tables[last].above, strings.TrimSpace(line[1:]))
		default:
			var row []string
			for cell := range strings.SplitSeq(line, "|") {
				row = append(row, strings.ReplaceAll(strings.TrimSpace(cell), `\n`, "\n"))
			}
			s.tables[last].rows = append(s.tables[last].rows, row)
		}
	}
	return s
}

// at is a cell, and how many rows and columns it is joined over; joined says that it
// is part of another.
func (d drawn) at(row, column int) (text string, rows, columns int, joined bool) {
	in := func(r, c int) string {
		if r < len(d.rows) && c < len(d.rows[r]) {
			return d.rows[r][c]
		}
		return ""
	}
	text = in(row, column)
	if text == "^" || text == "<" {
		return "", 0, 0, true
	}
	columns, rows = 1, 1
	for in(row, column+columns) == "<" {
		columns++
	}
	for in(row+rows, column) == "^" {
		rows++
	}
	return text, rows, columns, false
}

func (s shape) build(t *testing.T, format string) []byte {
	t.Helper()
	switch format {
	case ".xlsx":
		return s.xlsx(t)
	case ".docx":
		return s.docx(t)
	case ".html":
		return s.html()
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for r, row := range s.tables[0].rows {
		texts := make([]string, len(row))
		for c := range row { // joined cells are empty, as where Excel saves them
			texts[c], _, _, _ = s.tables[0].at(r, c)
			texts[c] = plainNumber(texts[c])
		}
		if err := w.Write(texts); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}

// plainNumber is the text of a number in a file that knows only texts.
func plainNumber(text string) string {
	if number := strings.TrimPrefix(text, "#"); isNumber(strings.ReplaceAll(number, ".", "")) {
		return number
	}
	return text
}

func (s shape) xlsx(t *testing.T) []byte {
	book := excelize.NewFile()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, d := range s.tables {
		if i == 0 {
			check(book.SetSheetName("Sheet1", d.name))
		} else {
			_, err := book.NewSheet(d.name)
			check(err)
		}
		for r, row := range d.rows {
			for c := range row {
				text, rows, columns, joined := d.at(r, c)
				if joined || text == "" {
					continue
				}
				if c == len(row)-1 && text == "!" {
					check(book.SetRowVisible(d.name, r+1, false))
					continue
				}
				column, err := excelize.ColumnNumberToName(c + 1)
				check(err)
				if shown, hidden := strings.CutPrefix(text, "!"); hidden {
					check(book.SetColVisible(d.name, column, false))
					text = shown
				}
				cell := column + strconv.Itoa(r+1)
				if value, err := strconv.ParseFloat(strings.TrimPrefix(text, "#"), 64); err == nil && text[0] == '#' {
					check(book.SetCellValue(d.name, cell, value))
				} else {
					check(book.SetCellStr(d.name, cell, text))
				}
				if rows > 1 || columns > 1 {
					last, err := excelize.CoordinatesToCellName(c+columns, r+rows)
					check(err)
					check(book.MergeCell(d.name, cell, last))
				}
			}
		}
		if d.hidden {
			check(book.SetSheetVisible(d.name, false))
		}
	}
	data, err := book.WriteToBuffer()
	check(err)
	return data.Bytes()
}

func (s shape) docx(t *testing.T) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	paragraph := func(text string) {
		for part := range strings.SplitSeq(plainNumber(text), "\n") {
			b.WriteString(`<w:p><w:r><w:t xml:space="preserve">` + html.EscapeString(part) + `</w:t></w:r></w:p>`)
		}
	}
	for _, d := range s.tables {
		for _, line := range d.above {
			paragraph(line)
		}
		b.WriteString("<w:tbl>")
		for r, row := range d.rows {
			b.WriteString("<w:tr>")
			for c, text := range row {
				if text == "<" {
					continue
				}
				merge := ""
				_, rows, columns, joined := d.at(r, c)
				switch {
				case joined:
					merge, columns = "<w:vMerge/>", 1
				case rows > 1:
					merge = `<w:vMerge w:val="restart"/>`
				}
				fmt.Fprintf(&b, `<w:tc><w:tcPr><w:gridSpan w:val="%d"/>%s</w:tcPr>`, columns, merge)
				if joined {
					text = ""
				}
				paragraph(text)
				b.WriteString("</w:tc>")
			}
			b.WriteString("</w:tr>")
		}
		b.WriteString("</w:tbl>")
	}
	b.WriteString("</w:body></w:document>")
	return packed(t, map[string][]byte{"word/document.xml": []byte(b.String())})
}

func (s shape) html() []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><meta charset="utf-8">`)
	for _, d := range s.tables {
		for _, line := range d.above {
			b.WriteString("<p>" + html.EscapeString(line) + "</p>")
		}
		b.WriteString("<table>")
		for r, row := range d.rows {
			b.WriteString("<tr>")
			for c := range row {
				if text, rows, columns, joined := d.at(r, c); !joined {
					fmt.Fprintf(&b, `<td rowspan="%d" colspan="%d">%s</td>`, rows, columns, strings.ReplaceAll(html.EscapeString(plainNumber(text)), "\n", "<br>"))
				}
			}
			b.WriteString("</tr>")
		}
		b.WriteString("</table>")
	}
	return []byte(b.String())
}

// TestShapes imports every shape in every format: the files are the same in all of
// them, no word is lost, and importing again changes nothing.
func TestShapes(t *testing.T) {
	names, err := filepath.Glob("testdata/shapes/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, name := range names {
		s := readShape(t, name)
		t.Run(s.name, func(t *testing.T) {
			for i, format := range s.formats {
				files++
				doc, err := Read("a"+format, s.build(t, format))
				if err != nil {
					t.Fatal(err)
				}
				r, err := Understand(doc, s.options)
				got := told(r, err, i == 0)
				if i == 0 {
					if *updateShapes {
						s.archive.Files = append(s.archive.Files[:1:1], got...)
						if err := os.WriteFile(name, txtar.Format(s.archive), 0o644); err != nil {
							t.Fatal(err)
						}
						continue
					}
				}
				compare(t, format, got, s.archive.Files[1:])
				for _, text := range lost(doc, r, s.options) {
					t.Errorf("%s: lost: %s", format, text)
				}
				for name, changes := range again(t, r) {
					t.Errorf("%s: importing again changes %s: %+v", format, name, changes)
				}
			}
		})
	}
	if t.Logf("%d files", files); files < 120 {
		t.Error("too few")
	}
}

// told is the report as the files of a story: with places in the first format only,
// since each has its own.
func told(r Report, err error, places bool) (list []txtar.File) {
	var doubts strings.Builder
	for _, d := range r.Doubts {
		if places {
			doubts.WriteString(strings.Join(d.Places, "、") + "：")
		}
		doubts.WriteString(d.Text + "\n")
	}
	if err != nil {
		text := err.Error() + "\n"
		var u Unsure
		if unsure, ok := err.(Unsure); ok {
			u = unsure
		}
		for _, g := range u.Guess {
			text += g[0] + "=" + g[1] + "\n"
		}
		list = append(list, txtar.File{Name: "refused", Data: []byte(text)})
	} else {
		c := r.Count
		about := fmt.Sprintf("%d 张表、%d 行；导入 %d 张表、%d 行\n", c.Tables, c.Rows, c.UsedTables, c.UsedRows)
		if r.Title != "" {
			about = "标题：" + r.Title + "\n" + about
		}
		list = append(list, txtar.File{Name: "about", Data: []byte(about)})
	}
	if doubts.Len() > 0 {
		list = append(list, txtar.File{Name: "doubts", Data: []byte(doubts.String())})
	}
	for _, f := range r.Files() {
		list = append(list, txtar.File{Name: f.Name, Data: []byte(f.Text)})
	}
	return list
}

func compare(t *testing.T, format string, got, want []txtar.File) {
	t.Helper()
	texts := func(list []txtar.File) map[string]string {
		m := map[string]string{}
		for _, f := range list {
			m[f.Name] = string(f.Data)
		}
		return m
	}
	g, w := texts(got), texts(want)
	for _, name := range slices.Compact(slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(g)), slices.Collect(maps.Keys(w))...)))) {
		wanted := w[name]
		if format != ".xlsx" { // places and names of tables are those of a workbook
			if name == "doubts" {
				if strings.Count(g[name], "\n") != strings.Count(wanted, "\n") {
					t.Errorf("%s: doubts:\n%s\nwant\n%s", format, g[name], wanted)
				}
				continue
			}
			if name == "refused" {
				_, wanted, _ = strings.Cut(wanted, "：")
				_, g[name], _ = strings.Cut(g[name], "：")
			}
		}
		if g[name] != wanted {
			t.Errorf("%s: %s:\n%s\nwant\n%s", format, name, g[name], wanted)
		}
	}
}

// lost are the texts of a document that are neither in the files nor told: by a
// doubt with the text, or by one about the cell, its row, column or table.
func lost(doc office.Document, r Report, o Options) (list []string) {
	if len(r.Tasks) == 0 {
		return nil // refused
	}
	squeeze := func(text string) string { return strings.Join(strings.Fields(strings.ReplaceAll(text, `\`, "")), "") }
	var all strings.Builder
	for _, f := range r.Files() {
		all.WriteString(strings.ReplaceAll(f.Text, `\`, "") + "\n")
	}
	all.WriteString(r.Title + "\n" + fmt.Sprint(r.About))
	covers := map[string]bool{}
	for _, d := range r.Doubts {
		all.WriteString(d.Text + "\n")
		for _, place := range d.Places {
			what := ""
			for _, w := range []string{"这一行", "这一列", "这张", "从这里起"} {
				if strings.HasPrefix(d.Text, w) {
					what = w
				}
			}
			covers[what+place] = true
		}
	}
	for _, c := range r.Columns {
		all.WriteString(c.Label + " ")
	}
	found := squeeze(all.String())
	for i := range doc.Tables {
		p := piece{Table: &doc.Tables[i]}
		rest := false
		for row := range p.Rows {
			ownRow := p.own(row)
			rest = rest || covers["从这里起"+p.place(row, 0)]
			for _, column := range ownRow {
				text := p.cell(row, column).Text
				told := rest || covers["这张"+p.Name] || covers[p.place(row, column)] || covers["这一行"+p.place(row, ownRow[0])]
				for above := row; above >= 0 && !told; above-- {
					told = covers["这一列"+p.place(above, column)]
				}
				if column < len(r.Columns) {
					told = told || r.Columns[column].Key == noKey || r.Columns[column].Derived()
				}
				for _, part := range paragraphs(text) {
					_, isSerial := parseSerial(part)
					names := field("support", part)
					if !told && !isSerial && !strings.Contains(found, squeeze(part)) && !containsAll(found, units(names)) {
						list = append(list, p.place(row, column)+" "+text)
					}
				}
			}
		}
	}
	return list
}

func containsAll(text string, names []string) bool {
	return len(names) > 1 && !slices.ContainsFunc(names, func(name string) bool { return !strings.Contains(text, name) })
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
