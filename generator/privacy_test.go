package generator_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator"
	"gongshi/generator/pdf"
	"gongshi/generator/proof"
)

// office packs parts as an office document does.
func office(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range parts {
		f, err := w.Create(name)
		must(t, err)
		_, err = f.Write([]byte(text))
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// onePage is a PDF document of one line.
func onePage(text string) []byte {
	stream := "BT /F 12 Tf 72 700 Td (" + text + ") Tj ET"
	return []byte("%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Count 1 /Kids [3 0 R]>> endobj\n" +
		"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources <</Font <</F 4 0 R>>>> /Contents 5 0 R>> endobj\n" +
		"4 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n" +
		fmt.Sprintf("5 0 obj <</Length %d>> stream\n%s\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%%%EOF\n", len(stream), stream))
}

func gbk(t *testing.T, text string) []byte {
	t.Helper()
	data, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	must(t, err)
	return data
}

func littleEndian(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.Write([]byte{byte(r), byte(r >> 8)})
	}
	return b.String()
}

// TestPrivateAttachments finds numbers, addresses and unmasked columns of
// persons in files that are published as they are, and says which it cannot read.
func TestPrivateAttachments(t *testing.T) {
	t.Parallel()
	sheet := excelize.NewFile()
	must(t, sheet.SetCellStr("Sheet1", "B2", "11010519491231002X"))
	must(t, sheet.SetCellInt("Sheet1", "C2", 13800138000))
	var xlsx bytes.Buffer
	must(t, sheet.Write(&xlsx))
	source := threeYears()
	for name, data := range map[string][]byte{
		"名单.xlsx": xlsx.Bytes(),
		"通知.docx": office(t, map[string]string{"word/document.xml": `<w:document><w:p><w:r><w:t>联系人：张某 1501</w:t></w:r><w:r><w:t>2345678</w:t></w:r></w:p></w:document>`}),
		"干净.docx": office(t, map[string]string{"word/document.xml": `<w:document><w:p><w:t>网站标识码 1101010020</w:t></w:p></w:document>`}),
		"炸弹.xlsx": office(t, map[string]string{"xl/a.xml": strings.Repeat("0", 65<<20)}),
		"坏的.xlsx": []byte("这不是压缩文件"),

		"补贴.csv":  gbk(t, "2021年补贴发放名单,,\n姓名,身份证号,住址\n张某,430104,东直门街道\n"),
		"电话.txt":  []byte("\xff\xfe" + littleEndian("电话：13800138000")),
		"图.svg":   []byte(`<svg><path d="M15 327 412 901 1 2"/><title>联系 13800138000</title></svg>`),
		"网页.html": []byte(`<a href="tel:13800138000">电话</a><table><tr><th>住址<tr><td>东直门街道3号楼501室</table>`),
		"公告.pdf":  onePage("ID 11010519491231002X"),
		"扫描.pdf":  onePage(""),
		"坏的.pdf":  []byte("%PDF-1.4"),
		"旧的.doc":  []byte("\xd0\xcf\x11\xe0"),
	} {
		source["content/2024/"+name] = &fstest.MapFile{Data: data}
	}
	source["static/名单.txt"] = &fstest.MapFile{Data: []byte("家庭住址：东直门街道3号楼501室")}
	// PDFium is compiled once for all runs of the test.
	documents := &pdf.Reader{Cache: "../.cache/pdf"}
	result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS(".."), Review: true, PDF: documents})
	var got []string
	for _, d := range result.Diagnostics {
		if proof.Known(d.Rule) {
			continue
		}
		got = append(got, d.Pos.File+" "+d.Rule+" "+d.Message)
		edited := slices.Contains([]string{"图.svg", "网页.html", "公告.pdf", "名单.txt"}, path.Base(d.Pos.File)) // UTF-8, the number as it is
		if d.Rule == "privacy" && strings.Contains(d.Hint, "gongshi mask") != edited {
			t.Errorf("%s: %s", d.Pos.File, d.Hint)
		}
		if strings.Contains(d.Message+d.Hint+d.Line, "19491231") || strings.Contains(d.Message+d.Hint+d.Line, "501室") || strings.Contains(d.Message+d.Hint+d.Line, "13800138000") {
			t.Errorf("a number is printed: %+v", d)
		}
	}
	want := []string{
		"content/2024/公告.pdf privacy 附件里有身份证号码 11*************02X，不能公开",
		"content/2024/名单.xlsx privacy 附件里有手机号码 138****8000，不能公开",
		"content/2024/名单.xlsx privacy 附件里有身份证号码 11*************02X，不能公开",
		"content/2024/图.svg active-file 浏览器会运行这种文件，里面的程序能冒充本网站",
		"content/2024/图.svg privacy 附件里有手机号码 138****8000，不能公开",
		"content/2024/坏的.pdf attachment 这个 PDF 读不了，也许损坏了，没有检查里面有没有个人信息",
		"content/2024/坏的.xlsx attachment 这个文件读不了，也许损坏了，没有检查里面有没有个人信息",
		"content/2024/扫描.pdf attachment 这个 PDF 里没有文字，也许是扫描件，没有检查里面有没有个人信息",
		"content/2024/旧的.doc attachment 这种格式（.doc）读不出文字，没有检查里面有没有个人信息",
		"content/2024/炸弹.xlsx attachment 这个附件解开以后太大，没有检查里面有没有个人信息",
		"content/2024/电话.txt privacy 附件里有手机号码 138****8000，不能公开",
		"content/2024/网页.html active-file 浏览器会运行这种文件，里面的程序能冒充本网站",
		"content/2024/网页.html privacy 附件里有手机号码 138****8000，不能公开",
		"content/2024/网页.html privacy-table 附件的表格里“住址”这一列没有遮掩，不能公开",
		"content/2024/补贴.csv privacy-table 附件的表格里“身份证号”这一列没有遮掩，不能公开",
		"content/2024/通知.docx privacy 附件里有手机号码 150****5678，不能公开",
		"static/名单.txt privacy 附件里有住址 东直门街道***，不能公开",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	// What was not read is told on every build: some files by name, the others as a number,
	// pictures in the summary alone.
	source = threeYears()
	for i := range 7 {
		source[fmt.Sprintf("content/2024/扫描%d.pdf", i)] = &fstest.MapFile{Data: onePage("")}
		source[fmt.Sprintf("content/2024/照片%d.jpg", i)] = &fstest.MapFile{Data: []byte("\xff\xd8\xff")}
	}
	result = generator.Build(generator.Options{Source: source, Defaults: os.DirFS(".."), PDF: documents})
	if n := len(result.Diagnostics); n != 4 || result.Site.Pictures != 7 || result.Diagnostics[0].Message != "另有 4 个附件也读不出文字，没有检查里面有没有个人信息" {
		t.Errorf("%d pictures, %v", result.Site.Pictures, result.Diagnostics)
	}
}
