package importer

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator/xlsx"
)

type realTask struct {
	Number int
	Name   string
	Items  []struct{ Target, Result string }
}

// realTable is the published table; runs of no-break spaces stand between the
// paragraphs of its cells.
func realTable(t *testing.T) []realTask {
	t.Helper()
	data, err := os.ReadFile("../content/testdata/dongcheng-2021.json")
	if err != nil {
		t.Fatal(err)
	}
	var table []realTask
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	return table
}

var heads = []string{"序号", "任务名称", "年度任务及目标", "全年完成情况"}

// Each format as a program of the time would have written it.
func asXLSX(t *testing.T, table []realTask) []byte {
	book := xlsx.Book{Table: xlsx.Table{Name: "汇总表", Rows: [][]any{{heads[0], heads[1], heads[2], heads[3]}}}, About: xlsx.Table{Name: "说明"}}
	for _, task := range table {
		first := len(book.Table.Rows)
		for _, item := range task.Items {
			book.Table.Rows = append(book.Table.Rows, []any{task.Number, task.Name, item.Target, item.Result})
		}
		for column := range 2 {
			if last := len(book.Table.Rows) - 1; last > first {
				book.Table.Merged = append(book.Table.Merged, xlsx.Range{Column: column, Row: first, LastColumn: column, LastRow: last})
			}
		}
	}
	return xlsx.Write(book)
}

func asCSV(t *testing.T, table []realTask) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(heads)
	for _, task := range table {
		for i, item := range task.Items {
			row := []string{"", "", item.Target, item.Result}
			if i == 0 {
				row[0], row[1] = fmt.Sprint(task.Number), task.Name
			}
			w.Write(row)
		}
	}
	w.Flush()
	return b.Bytes()
}

// asHTML repeats serial 4, whose cell a page break cut, as the page did; it is
// written in GBK.
func asHTML(t *testing.T, table []realTask) []byte {
	var b strings.Builder
	b.WriteString(`<html><head><meta charset="gb2312"></head><body><table><tr><td>导航</td></tr></table><table><tr>`)
	for _, h := range heads {
		b.WriteString("<td><p><strong>" + h + "</strong></p></td>")
	}
	b.WriteString("</tr>")
	for _, task := range table {
		cut := len(task.Items)
		if task.Number == 4 {
			cut = 3
		}
		for i, item := range task.Items {
			b.WriteString("<tr>")
			if i == 0 || i == cut {
				rows := cut
				if i == cut {
					rows = len(task.Items) - cut
				}
				name := task.Name
				if i == cut {
					name = ""
				}
				fmt.Fprintf(&b, `<td rowspan="%d">%d</td><td rowspan="%d">%s</td>`, rows, task.Number, rows, name)
			}
			var ps strings.Builder
			for _, p := range paragraphs(item.Result) {
				ps.WriteString("<p>&nbsp;&nbsp;&nbsp;&nbsp;" + html.EscapeString(p) + "</p>")
			}
			b.WriteString("<td>" + html.EscapeString(item.Target) + "</td><td>" + ps.String() + "</td></tr>")
		}
	}
	b.WriteString("</table></body></html>")
	data, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func asDOCX(t *testing.T, table []realTask) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl>`)
	cell := func(text, properties string) {
		b.WriteString(`<w:tc><w:tcPr>` + properties + `</w:tcPr>`)
		for _, p := range append(paragraphs(text), "")[:max(1, len(paragraphs(text)))] {
			middle := len([]rune(p)) / 2 // Word parts a paragraph into runs as it likes
			b.WriteString(`<w:p><w:r><w:t>` + html.EscapeString(string([]rune(p)[:middle])) + `</w:t></w:r><w:r><w:t xml:space="preserve">` + html.EscapeString(string([]rune(p)[middle:])) + `</w:t></w:r></w:p>`)
		}
		b.WriteString(`</w:tc>`)
	}
	b.WriteString(`<w:tr>`)
	for _, h := range heads {
		cell(h, "")
	}
	b.WriteString(`</w:tr>`)
	for _, task := range table {
		for i, item := range task.Items {
			b.WriteString(`<w:tr>`)
			merge, number, name := `<w:vMerge w:val="restart"/>`, fmt.Sprint(task.Number), task.Name
			if i > 0 {
				merge, number, name = `<w:vMerge/>`, "", ""
			}
			cell(number, merge)
			cell(name, merge)
			cell(item.Target, "")
			cell(item.Result, "")
			b.WriteString(`</w:tr>`)
		}
	}
	b.WriteString(`</w:tbl></w:body></w:document>`)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte(b.String()))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// asText is what copying the page gives.
func asText(t *testing.T, table []realTask) []byte {
	var b strings.Builder
	b.WriteString("某某区\n首页 > 正文\n\n字号: 大 中 小\n\n" + strings.Join(heads, "\n\n") + "\n\n")
	for _, task := range table {
		fmt.Fprintf(&b, "%d\n\n%s\n\n", task.Number, task.Name)
		for i, item := range task.Items {
			if task.Number == 4 && i == 3 {
				b.WriteString("4\n\n")
			}
			b.WriteString(item.Target + "\n\n")
			for _, p := range paragraphs(item.Result) {
				b.WriteString("    " + p + "\n\n")
			}
		}
	}
	b.WriteString("关于我们\n站点地图\n主办: 某某区\n")
	return []byte(b.String())
}

// carried is the part of a file of the report that a table can carry: not what
// an editor added to single targets.
var extra = regexp.MustCompile(`(?s)\n\[\[target\]\].*?\n\+\+\+\n`)

func carried(text string) string { return extra.ReplaceAllString(text, "+++\n") }

// TestRealTable imports the published table from every format and gets the
// sixteen files of the repository.
func TestRealTable(t *testing.T) {
	table := realTable(t)
	for name, make := range map[string]func(*testing.T, []realTask) []byte{
		"table.xlsx": asXLSX, "table.csv": asCSV, "table.html": asHTML, "table.docx": asDOCX, "page.txt": asText,
	} {
		t.Run(name, func(t *testing.T) {
			grids, err := Read(name, make(t, table))
			if err != nil {
				t.Fatal(err)
			}
			report, err := Understand(grids, Options{})
			if err != nil {
				t.Fatal(err)
			}
			files := report.Files()
			if len(files) != 16 {
				t.Fatalf("%d files", len(files))
			}
			for _, f := range files {
				want, err := os.ReadFile(filepath.Join("../../content/2021", f.Name))
				if err != nil {
					t.Fatal(err)
				}
				if f.Text != carried(string(want)) {
					t.Errorf("%s differs at %s", f.Name, difference(f.Text, carried(string(want))))
				}
			}
			for _, d := range report.Doubts {
				if !strings.Contains(d.Text, "序号 4 又出现一次") && !strings.Contains(d.Text, "“导航”") {
					t.Errorf("doubt %s: %s", d.Places, d.Text)
				}
			}
		})
	}
}

func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for i > 0 && i < len(a) && a[i]&0xc0 == 0x80 {
		i--
	}
	return fmt.Sprintf("%d:\n%q\n%q", i, a[max(0, i-20):min(len(a), i+80)], b[max(0, i-20):min(len(b), i+80)])
}
