package office

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzRead reads any text as a sheet, a document, a web page, CSV or another part:
// no panic, within the budget, and what is made of text is text. The packing is
// sound, as random bytes would not survive it.
func FuzzRead(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.txtar")
	for kind, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			f.Add(uint8(kind), string(file.Data))
			if name, ok := strings.CutPrefix(file.Name, "part word/"); ok {
				f.Add(uint8(4+len(name)%2), string(file.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, text string) {
		name, data := "a.csv", []byte(text)
		switch kind % 7 {
		case 1:
			name, data = made(t, "docx.txtar", text, nil)
		case 2:
			name = "a.html"
		case 3:
			name, data = made(t, "xlsx.txtar", text, nil)
		case 4:
			name, data = made(t, "docx.txtar", `<p><pPr><pStyle val="a"/><numPr><numId val="1"/></numPr></pPr></p><tbl/>`, map[string]string{"word/styles.xml": text, "word/numbering.xml": text, "word/comments.xml": text})
		case 5:
			name, data = made(t, "xlsx.txtar", `<row><c t="s" s="1"><v>0</v></c></row>`, map[string]string{"xl/styles.xml": text, "xl/sharedStrings.xml": text})
		case 6:
			name, data = made(t, "xlsx.txtar", "", map[string]string{"xl/worksheets/_rels/sheet1.xml.rels": `<r><Relationship Type="/drawing" Target="d"/></r>`, "xl/worksheets/d": text})
		}
		start := time.Now()
		d, err := Read(name, data)
		if took := time.Since(start); took > maxTime {
			t.Errorf("%s: %v", name, took)
		}
		if _, ok := err.(Error); err != nil && !ok {
			t.Errorf("%v is no message for editors", err)
		}
		if shown := show(d, nil); !utf8.ValidString(shown) && utf8.ValidString(text) {
			t.Errorf("%q", shown)
		}
	})
}

// FuzzBytes reads any bytes under any name.
func FuzzBytes(f *testing.F) {
	f.Add("a.xlsx", []byte("PK\x03\x04"))
	f.Add("a.xls", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	f.Add("a.csv", []byte("\xFF\xFEa\x00,\x00"))
	f.Add("a.xls", []byte("<table><tr><td>a"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if _, err := Read(name, data); err != nil {
			if _, ok := err.(Error); !ok {
				t.Errorf("%v is no message for editors", err)
			}
		}
	})
}

// TestForms tells files by what they hold, whatever their name is.
func TestForms(t *testing.T) {
	book := pack(t, bookParts("<sheetData><row><c><v>1</v></c></row></sheetData>"))
	parts := bookParts("<sheetData><row><c><v>1</v></c></row></sheetData>")
	parts["xl/workbook.xml"] = `<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"><x:sheets><x:sheet name="汇总表" r:id="rId1"/></x:sheets></x:workbook>`
	parts["_rels/.rels"] = strings.ReplaceAll(parts["_rels/.rels"], "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
	strict := pack(t, parts)
	other := pack(t, map[string]string{
		"_rels/.rels": `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/Word\Document2.xml"/></Relationships>`, "word/document2.xml": "<document><body><tbl><tr><tc><p><r><t>甲</t></r></p></tc></tr></tbl></body></document>",
	})
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	utf16 := "\xFF\xFE" + strings.Join(strings.Split("1,2,3\n", ""), "\x00") + "\x00"
	for _, c := range []struct{ name, data, want string }{
		{"a.xlsm", string(book), "| #1"}, {"a.xls", string(book), "| #1"}, {"a.docx", string(book), "| #1"}, {"strict.xlsx", string(strict), "| #1"}, {"a.docx", string(other), "| 甲"}, {"a.doc", string(other), "| 甲"},
		{"a.xls", "<html><table><tr><td>甲</table>", "| 甲"}, {"a.xls", "\xEF\xBB\xBF<meta charset=utf-8><table><tr><td>甲</table>", "| 甲"}, {"a.html", strings.Repeat(" ", 2_000) + "<table><tr><td>甲</table>", "| 甲"}, {"a.html", "<table><tr><td>\xbc\xd7</table>", "| 甲"}, {"a.html", "<meta charset=gb2312><table><tr><td>\xbc\xd7</table>", "| 甲"}, {"a.xls", "甲\t乙\t丙\n", "| 甲 | 乙 | 丙"},
		{"a.xls", ole + strings.Repeat("\x00", 600), "旧格式"}, {"a.xlsx", ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "加了密码"}, {"a.doc", ole, "旧格式"},
		{"a.xls", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, "XML 电子表格 2003"}, {"a.doc", "MIME-Version: 1.0\n", "单个文件网页"}, {"a.doc", `{\rtf1`, "RTF"}, {"a.pdf", "%PDF-1.7", "PDF"},
		{"a.xlsb", string(pack(t, map[string]string{"_rels/.rels": `<r><Relationship Type="/officeDocument" Target="xl/workbook.bin"/></r>`, "xl/workbook.bin": "\x00"})), "xlsb"},
		{"a.ods", string(pack(t, map[string]string{"mimetype": "application/vnd.oasis", "content.xml": "<a/>"})), "OpenDocument"},
		{"a.xlsx", "PK\x03\x04", "损坏"}, {"a.xlsx", string(book[:len(book)/2]), "损坏"}, {"a.docx", string(pack(t, map[string]string{"word/document.xml": "<document><body><tbl>"})), "损坏"}, {"a.jpg", "x", "只能读这些文件"},
		{"a.csv", utf16, "| 1 | 2 | 3"}, {"a.csv", "\xFE\xFF\x00a", "| a"}, {"a.csv", "\xEF\xBB\xBF甲", "| 甲"}, {"a.csv", "\xbc\xd7", "| 甲"}, {"a.csv", "\xff", "编码"}, {"a.tsv", "甲,\t乙", "| 甲, | 乙"},
	} {
		if got := show(Read(c.name, []byte(c.data))); !strings.Contains(got, c.want) {
			t.Errorf("%s %.30q: %s, want %s", c.name, c.data, got, c.want)
		}
	}
}
