package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestMaskFolder masks the texts of a folder, and names the cells of workbooks.
func TestMaskFolder(t *testing.T) {
	dir := t.TempDir()
	sheet := excelize.NewFile()
	_ = sheet.SetSheetName("Sheet1", "汇总表")
	_ = sheet.SetCellStr("汇总表", "B2", "张某 11010519491231002X")
	_ = sheet.SetCellInt("汇总表", "C17", 13800138000)
	var workbook bytes.Buffer
	if err := sheet.Write(&workbook); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"名单.xlsx": workbook.String(), "甲.md": "电话 13800138000，车牌苏E8K29C\n", "乙.txt": "没有", "丙.bin": "\xff\xfe\x00"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out, faults bytes.Buffer
	if err := mask(Environment{Stdout: &out, Stderr: &faults}, dir); err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(out.String(), dir+string(filepath.Separator), "")
	for _, want := range []string{
		"名单.xlsx 汇总表!B2：身份证号码，写成 11*************02X\n", "名单.xlsx 汇总表!C17：手机号码，写成 138****8000\n",
		"甲.md：遮掩了 1 处\n甲.md:1：车牌号 苏E***，请看能不能公开\n", "乙.txt 里没有要遮掩的\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not told in\n%s", want, got)
		}
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "甲.md")); string(text) != "电话 138****8000，车牌苏E8K29C\n" {
		t.Errorf("%s", text)
	}
	if !strings.Contains(faults.String(), "丙.bin 不是 UTF-8") {
		t.Error(faults.String())
	}
}
