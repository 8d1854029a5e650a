package attachment

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator/content"
	"gongshi/generator/pdf"
)

var documents = func() *pdf.Reader {
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		return &pdf.Reader{}
	}
	return &pdf.Reader{Cache: "../../.cache/pdf"}
}()

// packed is a zip archive of files: a name, its content, and so on.
func packed(files ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, _ := w.Create(files[i])
		f.Write([]byte(files[i+1]))
	}
	w.Close()
	return b.String()
}

const (
	number = "13800138000"
	ole    = "\xd0\xcf\x11\xe0\x00\x01\x00\x02\x03\x00\x81\x02\x00\x00\x04"
)

// sheet, page and slide are office documents with parts of a number in runs of text.
var (
	sheet    = packed("xl/workbook.xml", "<workbook/>", "xl/sharedStrings.xml", "<sst><si><r><t>138</t></r><r><rPr><b/></rPr><t>00138000</t></r></si></sst>")
	page     = packed("word/document.xml", "<w:document><w:p><w:r><w:t>138</w:t></w:r><w:proofErr/><w:r><w:t>00138000</w:t></w:r></w:p></w:document>")
	slide    = packed("ppt/slides/slide1.xml", "<p:sld><a:p><a:r><a:t>138</a:t></a:r><a:r><a:t>00138000</a:t></a:r></a:p></p:sld>")
	openText = packed("content.xml", "<office:body><text:p>138<text:span>00138000</text:span></text:p></office:body>")
	letter   = "From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nMTM4MDAxMzgwMDA=\r\n--x--\r\n"
	pdfPage  = "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Count 1 /Kids [3 0 R]>> endobj\n" +
		"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources <</Font <</F 4 0 R>>>> /Contents 5 0 R>> endobj\n" +
		"4 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n5 0 obj <</Length 44>> stream\nBT /F 12 Tf 72 700 Td (Tel 13800138000) Tj ET\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
)

// forms are files of all kinds by what becomes of them: texts are read, others are said
// not to be, or are counted as pictures.
var forms = map[string]map[string]string{
	"read": {
		".xlsx": sheet, ".xlsm": sheet, ".xltx": sheet, ".docx": page, ".docm": page, ".dotx": page, ".pptx": slide, ".pptm": slide, ".ppsx": slide,
		".odt": openText, ".ods": openText, ".odp": openText,
		".ofd":  packed("Doc_0/Pages/Page_0/Content.xml", "<ofd:TextObject><ofd:TextCode>138</ofd:TextCode><ofd:TextCode>00138000</ofd:TextCode></ofd:TextObject>"),
		".epub": packed("a.xhtml", "<p>138<b>00138000</b>"), ".zip": packed("甲/名单.txt", "电话"+number), ".kmz": packed("doc.kml", "<description>13800138000</description>"),
		".pdf": pdfPage, ".eml": letter, ".mht": strings.Replace(letter, "text/plain", "text/html", 1),
		".rtf": `{\rtf1 138{\b 00138000}\par}`, ".html": "<p>138<b>00</b>138000<!-- -->", ".htm": "<!-- 13800138000 -->", ".xhtml": "<p>138&#48;0138000", ".svg": "<svg><text>138<tspan>00138000</tspan></text></svg>",
		".xml": "<a><![CDATA[13800138000]]></a>", ".rss": "<title>13800138000</title>", ".fodt": "<text:p>13800138000</text:p>", ".kml": "<name>13800138000</name>",
		".csv": "甲,13800138000", ".tsv": "甲\t13800138000", ".txt": "138\u200b00138000", ".md": number, ".vcf": "BEGIN:VCARD\nTEL;CELL:13800138000", ".ics": "CONTACT:13800138000",
		".json": `{"\u7535\u8bdd": 13800138000}`, ".geojson": `{"tel":"\u0031\u00338\u00300138000"}`, ".sql": "INSERT INTO p VALUES ('甲', '13800138000');", ".log": "GET 电话 13800138000 200",
		".yaml": "tel: 13800138000", ".toml": `tel = "13800138000"`, ".ini": "tel = 13800138000", ".srt": number, ".bib": number, ".js": `const tel = "13800138000"`, ".unknown": number, "": number,
	},
	"said": {
		".xls": ole, ".doc": ole, ".ppt": ole, ".wps": ole, ".et": ole, ".dps": ole, ".mdb": ole, ".msg": ole, ".dbf": "\x03\x7a\x01\x00\x00\x00", ".rar": "Rar!\x1a\x07\x00\x00\x01",
		".7z": "7z\xbc\xaf\x27\x1c\x00\x04", ".gz": "\x1f\x8b\x08\x00\x00\x00", ".tar": "a\x00\x00\x00\x00\x00", ".exe": "MZ\x90\x00\x03\x00", ".dwg": "AC1027\x00\x00\x00", ".caj": "CAJ\x00\x00\x00", ".sqlite": "SQLite format 3\x00\x10",
		".bin": ole, ".xlsb": packed("xl/worksheets/sheet1.bin", ole),
	},
	"picture": {".png": "\x89PNG", ".jpg": "\xff\xd8\xff", ".tiff": "II*\x00", ".webp": "RIFF", ".mp4": "\x00\x00\x00\x18ftyp", ".mp3": "ID3"},
}

func find(a content.Attached) bool {
	return slices.ContainsFunc(a.Texts, func(text string) bool { return strings.Contains(strings.ReplaceAll(text, "\u200b", ""), number) })
}

// TestForms reads files of all kinds, or says that it does not.
func TestForms(t *testing.T) {
	count := 0
	for want, files := range forms {
		for ext, data := range files {
			count++
			a := Read("附件"+ext, []byte(data), documents)
			got := ""
			switch {
			case find(a): // perhaps without the tables: the documents are of a few parts only
				got = "read"
			case a.Unread != "":
				got = "said"
			case a.Pictures > 0:
				got = "picture"
			}
			if got != want || a.Unsafe {
				t.Errorf("%s: %q, want %q: %+v", ext, got, want, a)
			}
		}
	}
	if count < 60 {
		t.Errorf("only %d forms", count)
	}
}

// TestFaulty says what could not be read of documents with faults, and of files inside
// others, and reads the rest.
func TestFaulty(t *testing.T) {
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String("家庭电话" + number)
	locked := []byte(packed("word/document.xml", "x"))
	locked[6] |= 1 // flag of encryption, in both headers
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	for _, c := range []struct {
		name, data, said string
		read             bool
	}{
		{"加密.xlsx", ole, "这个文件有密码，或者是旧格式改的名字", false},
		{"加密.docx", string(locked), "里面的“word/document.xml”有密码", false},
		{"截断.docx", page[:len(page)/2], "这个文件读不了，也许损坏了", false},
		{"截断.pdf", pdfPage[:40], "这个 PDF 读不了，也许损坏了", false},
		{"截断.eml", letter[:len(letter)-9], "里面的“正文”损坏了", true},
		{"引.eml", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n138=\r\n00138000\r\n--x--\r\n", "", true},
		{"转.eml", "Content-Type: message/rfc822\r\n\r\n" + letter, "", true},
		{"附.eml", "Content-Type: application/octet-stream; name=\"=?utf-8?B?6KGoLmRvYw==?=\"\r\n\r\n" + ole, "里面的“表.doc”没有读：这种格式（.doc）读不出文字", false},
		{"图.eml", "Content-Type: image/png\r\n\r\n\x89PNG", "", false},
		{"坏.eml", number, "这个文件读不了，也许损坏了", true},
		{"缩略.odt", packed("Thumbnails/a.xml", "<p>13800138000</p>", "content.xml", "<text:p>甲</text:p>"), "", false},
		{"万国.rtf", `{\rtf1 \u30005?\'b5\'e7 138\'30\u48?\u49?38000}`, "", true},
		{"空.docx", packed("word/document.xml", ""), "这个文件里没有文字", false},
		{"图.docx", packed("word/media/a.png", "\x89PNG"), "", false},
		{"嵌.docx", packed("word/document.xml", "<w:p>甲</w:p>", "word/embeddings/表.xlsx", sheet), "这个附件的表格读不全", true},
		{"嵌.pptx", packed("ppt/slides/slide1.xml", "<a:p>甲</a:p>", "ppt/embeddings/oleObject1.bin", ole), "里面的“oleObject1.bin”没有读：这种格式（.bin）读不出文字", false},
		{"包.zip", packed("甲.doc", ole, "乙.txt", number), "里面的“甲.doc”没有读：这种格式（.doc）读不出文字", true},
		{"包.zip", packed(number+".txt", "甲"), "", true},
		{"改名.txt", pdfPage, "", true},
		{"国标.txt", gb, "", true},
		{"链接.docx", packed("word/_rels/document.xml.rels", `<Relationship Target="tel:13800138000"/>`), "这个附件的表格读不全", true},
		{"公式.xlsx", packed("xl/worksheets/sheet1.xml", "<c><f>B2</f><v>13800138000</v></c>"), "这个附件的表格读不全", true},
	} {
		if a := Read(c.name, []byte(c.data), documents); a.Unread != c.said || find(a) != c.read {
			t.Errorf("%s: %+v", c.name, a)
		}
	}
}

// TestSheets reads the columns of an OpenDocument sheet.
func TestSheets(t *testing.T) {
	cell := "<table:table-cell><text:p>%s</text:p></table:table-cell>"
	rows := "<table:table-row>" + fmt.Sprintf(cell+`<table:table-cell table:number-columns-repeated="2"/>`+cell, "姓名", "身份证号") + "</table:table-row>"
	next := "<table:table-row>" + fmt.Sprintf(cell, "张某") + "</table:table-row>"
	around := "<table:table-column table:number-columns-repeated=\"4\"/><table:table-column/><table:table-header-rows>" + rows + "</table:table-header-rows>" +
		strings.Replace(next, "</table:table-row>", `<table:covered-table-cell/><table:table-cell office:value="1"><text:p>1<text:s/>2</text:p><office:annotation><text:p>注</text:p></office:annotation></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>`, 1) +
		`<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`
	for sheet, want := range map[string]string{
		rows + next: "[[[姓名   身份证号] [张某]]]",
		around:      "[[[姓名   身份证号] [张某  12注 ] []]]",
	} {
		a := Read("名单.ods", []byte(packed("content.xml", "<office:fonts>"+strings.Repeat("<font/>", 600)+"</office:fonts><table:table>"+sheet+"</table:table>")), nil)
		if got := fmt.Sprint(a.Tables); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
