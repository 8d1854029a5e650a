package generator_test

import (
	"archive/zip"
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"gongshi/generator"
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

// TestPrivateAttachments finds numbers of persons in office documents beside
// the Markdown, and refuses one that unpacks to more than is read.
func TestPrivateAttachments(t *testing.T) {
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
	} {
		source["content/2024/"+name] = &fstest.MapFile{Data: data}
	}
	result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS("..")})
	var got []string
	for _, d := range result.Diagnostics {
		got = append(got, d.Pos.File+" "+d.Rule+" "+d.Message)
		if strings.Contains(d.Message+d.Hint+d.Line, "19491231") || strings.Contains(d.Message+d.Hint+d.Line, "13800138000") {
			t.Errorf("a number is printed: %+v", d)
		}
	}
	want := []string{
		"content/2024/名单.xlsx privacy 附件里有手机号码 138****8000，不能公开",
		"content/2024/名单.xlsx privacy 附件里有身份证号码 11*************02X，不能公开",
		"content/2024/炸弹.xlsx attachment 这个附件解开以后太大，没有检查里面有没有个人信息",
		"content/2024/通知.docx privacy 附件里有手机号码 150****5678，不能公开",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
