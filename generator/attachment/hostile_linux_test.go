package attachment

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongshi/generator/privacy"
)

// bomb is a zip archive of a part that repeats a text until it has some megabytes.
func bomb(name, text string, megabytes int) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.Create(name)
	chunk := bytes.Repeat([]byte(text), 1<<20/len(text))
	for range megabytes {
		f.Write(chunk)
	}
	w.Close()
	return b.Bytes()
}

// hostile makes files that ask for much work or memory.
var hostile = map[string]func() []byte{
	"炸弹.xlsx": func() []byte { return bomb("xl/worksheets/sheet1.xml", "0", 2000) },
	"炸弹.pptx": func() []byte { return bomb("ppt/slides/slide1.xml", "<a:p>", 2000) },
	"标记.pptx": func() []byte { return bomb("ppt/slides/slide1.xml", "<a:p><a:t>1</a:t></a:p>", 31) },
	"标记.docx": func() []byte { return bomb("word/document.xml", "<w:tbl><w:tr><w:tc>", 31) },
	"格子.odt": func() []byte {
		return bomb("content.xml", "<table:table-cell table:number-columns-repeated='9999999'/>", 60)
	},
	"多列.ods": func() []byte {
		return bomb("content.xml", `<table:table><table:table-row><table:table-cell table:number-columns-repeated="99"/>`, 11)
	},
	"深表.ods":  func() []byte { return bomb("content.xml", "<table:table><table:table-row><table:table-cell>", 11) },
	"长行.ods":  func() []byte { return bomb("content.xml", "<table:table-cell>1</table:table-cell><table:table/>", 11) },
	"属性.odt":  func() []byte { return bomb("content.xml", "<a title='13800138000'>", 31) },
	"号码.zip":  func() []byte { return bomb("a.txt", "13800138000 ", 31) },
	"一行.zip":  func() []byte { return bomb("a.txt", "住址身份证@微信1", 31) },
	"日期.zip":  func() []byte { return bomb("a.txt", "张三，男，1990年1月1日生", 31) },
	"号牌.zip":  func() []byte { return bomb("a.csv", "姓名,车牌,苏E12345,手机,1\n", 11) },
	"网页.html": func() []byte { return bytes.Repeat([]byte("<table><tr><td>"), 1<<17) },
	"深.docx":  func() []byte { return bomb("word/document.xml", "<w:tbl><w:tr><w:tc>", 11) },
	"网页.zip":  func() []byte { return bomb("a.html", "<table><tr><td>", 11) },
	"许多.zip":  func() []byte { return []byte(packed(slices.Repeat([]string{"a.xml", ""}, maxFiles+1)...)) },
	"邮件.eml": func() []byte {
		return []byte(strings.Repeat("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", 1e5))
	},
	"表格.csv":   func() []byte { return bytes.Repeat([]byte("手机,"), 15e5) },
	"全是数字.txt": func() []byte { return bytes.Repeat([]byte("1 3-"), 5e6) },
}

// TestHostile reads each hostile file in a process of its own, within five seconds and
// 500 MB.
func TestHostile(t *testing.T) {
	const variable = "GONGSHI_HOSTILE"
	if name := os.Getenv(variable); name != "" {
		data := hostile[name]()
		began := cpuTime()
		a := Read(name, data, documents)
		count := 0
		finder := privacy.Finder{Work: 16 << 20} // as package content
		for _, text := range a.Texts {
			for range finder.Find(text) {
				count++
			}
		}
		for _, rows := range a.Tables {
			for range finder.Unmasked(rows) {
				count++
			}
		}
		fmt.Printf("%d bytes, %v, %d found, %s\n", len(data), cpuTime()-began, count, a.Unread)
		if cpuTime()-began > 5*time.Second {
			t.Error("too slow")
		}
		return
	}
	names := []string{"一行.zip", "深.docx", "炸弹.pptx"}
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		names = slices.Sorted(maps.Keys(hostile))
	}
	for _, name := range names {
		cmd := exec.Command(os.Args[0], "-test.run=^TestHostile$")
		cmd.Env = append(os.Environ(), variable+"="+name)
		out, err := cmd.CombinedOutput()
		memory := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
		t.Logf("%s: %d MB, %s", name, memory, out)
		if err != nil || memory > 500 {
			t.Errorf("%s: %v, %d MB\n%s", name, err, memory, out)
		}
	}
}

// cpuTime is the time that this process has used of processors: other processes do not
// count.
func cpuTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
