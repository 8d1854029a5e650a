package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongshi/generator/xlsx"
)

// madeSheet is a worksheet as a file may hold it, sound or not.
type madeSheet struct {
	rows   []sheetRow
	merges []string
}

type sheetRow struct {
	number string // its attribute r; none if empty
	cells  []sheetCell
}

type sheetCell struct{ name, text string }

// workbook packs a sheet.
func (s madeSheet) workbook(t *testing.T) []byte {
	t.Helper()
	parts := workbookParts()
	parts["xl/worksheets/sheet1.xml"] = s.sheetXML()
	return pack(t, parts)
}

// sheetXML is the part of a sheet. Texts stand in the cells themselves.
func (s madeSheet) sheetXML() string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for _, row := range s.rows {
		b.WriteString("<row" + named(row.number) + ">")
		for _, c := range row.cells {
			switch c.text {
			case "":
				b.WriteString("<c" + named(c.name) + ` s="0"/>`)
			case "NaN":
				b.WriteString("<c" + named(c.name) + "><v>NaN</v></c>")
			default:
				b.WriteString("<c" + named(c.name) + ` t="inlineStr"><is><t>` + c.text + "</t></is></c>")
			}
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData>")
	if len(s.merges) > 0 {
		b.WriteString("<mergeCells>")
		for _, m := range s.merges {
			b.WriteString(`<mergeCell ref="` + m + `"/>`)
		}
		b.WriteString("</mergeCells>")
	}
	b.WriteString("</worksheet>")
	return b.String()
}

// workbookParts are the parts of a workbook but its one sheet.
func workbookParts() map[string]string {
	const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relationships + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + relationships + `"><sheets><sheet name="汇总表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relationships + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	}
}

// pack makes the archive of a document.
func pack(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for name, text := range parts {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func named(name string) string {
	if name == "" {
		return ""
	}
	return ` r="` + name + `"`
}

// table is a sound sheet: rows of texts from row first on, counted from 1.
func table(first int, rows ...[]string) madeSheet {
	var s madeSheet
	for i, texts := range rows {
		row := sheetRow{number: strconv.Itoa(first + i)}
		for column, text := range texts {
			row.cells = append(row.cells, sheetCell{xlsx.CellName(first+i-1, column), text})
		}
		s.rows = append(s.rows, row)
	}
	return s
}

var head = []string{"序号", "任务名称", "目标", "完成情况"}

// TestLimitsOfWorkbooks refuses what no office has made, and says where.
func TestLimitsOfWorkbooks(t *testing.T) {
	body := table(1, head, []string{"1", "绿化", "种树十棵", "种了十棵"})
	merged := func(n int, ref func(i int) string) madeSheet {
		s := body
		for i := range n {
			s.merges = append(s.merges, ref(i))
		}
		return s
	}
	with := func(rows ...sheetRow) madeSheet {
		return madeSheet{rows: append(append([]sheetRow(nil), body.rows...), rows...)}
	}
	for _, c := range []struct {
		name  string
		sheet madeSheet
		want  string // part of the message; empty if it is read
	}{
		{"row number beyond every sheet", with(sheetRow{"231999999999940", []sheetCell{{"", "字"}}}), "太大（到 A231999999999940）"},
		{"row number beyond every integer", with(sheetRow{"99999999999999999999", nil}), "太大（到 A99999999999999999999）"},
		{"a value in the last row of a sheet", with(sheetRow{"1048576", []sheetCell{{"A1048576", "字"}}}), "太大（到 A1048576）"},
		{"a format in the last row of a sheet", with(sheetRow{"1048576", []sheetCell{{"A1048576", ""}}}), ""},
		{"a value in the last column", with(sheetRow{"3", []sheetCell{{"XFD3", "字"}}}), "太大（到 XFD3）"},
		{"a format in the last column", with(sheetRow{"3", []sheetCell{{"XFD3", ""}}}), ""},
		{"a column beyond every sheet", with(sheetRow{"3", []sheetCell{{"ZZZZ3", "字"}}}), "在 ZZZZ3 的地方格子次序乱了"},
		{"rows out of order", with(sheetRow{"1", []sheetCell{{"A1", "字"}}}), "在 A1 的地方格子次序乱了"},
		{"row number below one", with(sheetRow{"-5", nil}), "次序乱了"},
		{"cells out of order", with(sheetRow{"3", []sheetCell{{"B3", "字"}, {"A3", "字"}}}), "在 A3 的地方格子次序乱了"},
		{"a cell of another row", with(sheetRow{"3", []sheetCell{{"A9", "字"}}}), "在 A9 的地方格子次序乱了"},
		{"rows without numbers", with(sheetRow{"", []sheetCell{{"", "2"}, {"", "修路"}, {"", "修一条"}, {"", "修了"}}}), ""},
		{"50,000 joined cells below the table", merged(50_000, func(i int) string { return fmt.Sprintf("A%d:D%d", i+3, i+3) }), ""},
		{"50,000 joined cells, one upon the other", merged(50_000, func(int) string { return "A1:D2" }), ""},
		{"joined over the whole sheet", merged(1, func(int) string { return "A1:XFD1048576" }), ""},
		{"joined over the whole sheet, many times", merged(2_000, func(int) string { return "A1:XFD1048576" }), "太大"},
		{"NaN in a cell shown as a fraction", with(sheetRow{"3", []sheetCell{{"A3", "NaN"}}}), ""},
		{"joined cells without a name", merged(1, func(int) string { return "甲:乙" }), "次序乱了"},
	} {
		data := c.sheet.workbook(t)
		_, err := within(t, c.name, data)
		switch {
		case err == nil && c.want != "":
			t.Errorf("%s: was read", c.name)
		case err != nil && (c.want == "" || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "工作表“汇总表”")):
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// within reads a workbook, which must take no more than a second at one of two
// tries.
func within(t *testing.T, name string, data []byte) (d Document, err error) {
	t.Helper()
	for range 2 {
		start := time.Now()
		if d, err = Read("a.xlsx", data); time.Since(start) < time.Second {
			return d, err
		}
	}
	t.Errorf("%s: more than a second", name)
	return d, err
}

// TestGeneratedSheets reads 500 sheets (2,000 in `make test-all`), sound and not. None may stop
// the program; of one that is read, each text is where the sheet has it.
func TestGeneratedSheets(t *testing.T) {
	sheets, read, refused := 500, 0, 0
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		sheets = 2_000
	}
	for seed := range uint64(sheets) {
		r := rand.New(rand.NewPCG(seed, 27))
		s, want := generated(r)
		d, err := within(t, fmt.Sprint("sheet ", seed), s.workbook(t))
		var told Error
		switch {
		case err == nil:
			read++
			for at, text := range want {
				if got := at.in(d); got != text {
					t.Fatalf("sheet %d: %q at %v, want %q", seed, got, at, text)
				}
			}
		case errors.As(err, &told):
			refused++
		default:
			t.Fatalf("sheet %d: %v is no message for editors", seed, err)
		}
	}
	if t.Logf("%d read, %d refused", read, refused); read < sheets/2 || refused < sheets*3/20 {
		t.Error("the sheets are not mixed")
	}
}

// place is a cell by row and column, both counted from 0.
type place struct{ row, column int }

func (p place) in(d Document) string {
	if len(d.Tables) == 0 || p.row >= len(d.Tables[0].Rows) || p.column >= len(d.Tables[0].Rows[p.row].Cells) {
		return ""
	}
	return d.Tables[0].Rows[p.row].Cells[p.column].Text
}

// generated is a sheet, and the texts that must be found in it: those that no
// joined cells cover.
func generated(r *rand.Rand) (madeSheet, map[place]string) {
	s, want := madeSheet{}, map[place]string{}
	number, broken := 0, r.IntN(3) == 0
	for range r.IntN(12) {
		step := 1 + r.IntN(1+r.IntN(4))
		if broken && r.IntN(12) == 0 {
			step = []int{0, -1, 90_000, 1_000_000, 1 << 40, 231999999999940}[r.IntN(6)]
		}
		number += step
		row := sheetRow{number: strconv.Itoa(number)}
		if step == 1 && r.IntN(4) == 0 {
			row.number = ""
		}
		for column := 0; column < 8; column += 1 + r.IntN(2) {
			at := column
			if broken && r.IntN(40) == 0 {
				at = r.IntN(16_384)
			}
			c := sheetCell{text: []string{"", "1", "2", "３", "（一）", "序号", "任务名称", "年度目标", "完成情况", "牵头单位", "修路", "合计", "一、经济发展"}[r.IntN(13)]}
			if number > 0 && number <= 1_048_576 {
				c.name = xlsx.CellName(number-1, at)
			}
			row.cells = append(row.cells, c)
			want[place{number - 1, at}] = c.text
		}
		s.rows = append(s.rows, row)
	}
	for range r.IntN(6) {
		m := xlsx.Range{Column: r.IntN(6), Row: r.IntN(12)}
		m.LastColumn, m.LastRow = m.Column+r.IntN(8), m.Row+r.IntN(4)
		if r.IntN(20) == 0 {
			m.LastColumn, m.LastRow = r.IntN(16_384), r.IntN(1_048_576)
		}
		s.merges = append(s.merges, xlsx.CellName(m.Row, m.Column)+":"+xlsx.CellName(m.LastRow, m.LastColumn))
		for at := range want {
			if between(at.row, m.Row, m.LastRow) && between(at.column, m.Column, m.LastColumn) {
				delete(want, at)
			}
		}
	}
	return s, want
}

func between(value, one, other int) bool { return value >= min(one, other) && value <= max(one, other) }

// TestWorkbooksOfOffices reads workbooks that are sound, though rare.
func TestWorkbooksOfOffices(t *testing.T) {
	sheet := table(1, head, []string{"1", "绿化", "种树十棵", "种了十棵"}).sheetXML()
	change := func(what string, f func(parts map[string]string)) {
		t.Helper()
		parts := workbookParts()
		parts["xl/worksheets/sheet1.xml"] = sheet
		f(parts)
		d, err := within(t, what, pack(t, parts))
		if err != nil || len(d.Tables) != 1 || d.Tables[0].Rows[1].Cells[1].Text != "绿化" {
			t.Errorf("%s: %v, %v", what, d, err)
		}
	}
	replace := func(parts map[string]string, name, old, new string) {
		t.Helper()
		if !strings.Contains(parts[name], old) {
			t.Fatalf("%s has no %s", name, old)
		}
		parts[name] = strings.ReplaceAll(parts[name], old, new)
	}
	change("a choice from another sheet, and a format down to the last row", func(parts map[string]string) {
		replace(parts, "xl/worksheets/sheet1.xml", "</sheetData>", `<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>`)
		replace(parts, "xl/worksheets/sheet1.xml", "</worksheet>", `<extLst><ext><dataValidation><formula1><f>Sheet2!$A$1:$A$9</f></formula1></dataValidation></ext></extLst></worksheet>`)
	})
	change("formulas without a result below the table", func(parts map[string]string) {
		replace(parts, "xl/worksheets/sheet1.xml", "</sheetData>", `<row r="200001"><c r="A200001" t="str"><f>IF(B1="","","")</f><v></v></c></row></sheetData>`)
	})
	change("another name of the workbook, as some programs write it", func(parts map[string]string) {
		parts["xl/workbook2.xml"], parts["xl/_rels/workbook2.xml.rels"] = parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
		delete(parts, "xl/workbook.xml")
		delete(parts, "xl/_rels/workbook.xml.rels")
		replace(parts, "_rels/.rels", "xl/workbook.xml", "xl/workbook2.xml")
		replace(parts, "[Content_Types].xml", "/xl/workbook.xml", "/xl/workbook2.xml")
	})
	change("an address from the root", func(parts map[string]string) {
		replace(parts, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml")
	})
	change("an encoding that is declared", func(parts map[string]string) {
		parts["xl/_rels/workbook.xml.rels"] = `<?xml version="1.0" encoding="us-ascii"?>` + parts["xl/_rels/workbook.xml.rels"]
	})
	change("a sheet that is listed only", func(parts map[string]string) {
		replace(parts, "xl/workbook.xml", "<sheets>", `<sheets><sheet name="空" sheetId="9" r:id="rId9"/>`)
	})
}

// TestRepeatedTexts refuses small files that say a long text thousands of times.
func TestRepeatedTexts(t *testing.T) {
	parts := workbookParts()
	parts["xl/worksheets/sheet1.xml"] = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 100)+`</row>`, 30) + `</sheetData></worksheet>`
	parts["xl/_rels/workbook.xml.rels"] = strings.Replace(parts["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, 1)
	parts["xl/sharedStrings.xml"] = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>` + strings.Repeat("字", 300_000) + `</t></r></si></sst>`
	if _, err := within(t, "one text in 3,000 cells", pack(t, parts)); err == nil || !strings.Contains(err.Error(), "太大") {
		t.Errorf("one text in 3,000 cells: %v", err)
	}
	for name, text := range map[string]string{
		"a.html": strings.Repeat("<table>"+strings.Repeat("<tr><td colspan=1000>x", 1_900)+"</table>", 20),
		"b.html": "<table><tr><td rowspan=1000>" + strings.Repeat("字", 60_000) + strings.Repeat("<tr><td>x", 999) + "</table>",
	} {
		if _, err := Read(name, []byte(text)); err == nil || !strings.Contains(err.Error(), "太大") {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := "<table><tr><td><ol>" + strings.Repeat("<li>x", 60_000) + "</ol></table>"
	if d, err := Read("c.html", []byte(long)); err != nil || !strings.HasSuffix(d.Tables[0].Rows[0].Cells[0].Text, "60000. x") {
		t.Errorf("a long list: %v", err)
	}
}
