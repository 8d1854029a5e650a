package importer

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

func imported(t *testing.T, name, data string, labels map[string]string) Report {
	t.Helper()
	grids, err := Read(name, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Understand(grids, Options{Labels: labels})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// loaded is a site with files below content/2024.
func loaded(t testing.TB, files map[string]string) (*site.Site, []diag.Diagnostic) {
	t.Helper()
	fsys := fstest.MapFS{
		"content/site.toml":      {Data: []byte("title = \"某某区\"\nbase_url = \"https://www.example.gov.cn/\"\nsafe_html = [\"sub\", \"sup\", \"br\", \"u\"]\n")},
		"content/2024/_index.md": {Data: []byte("+++\ntitle = \"汇总表\"\ndate = 2024-12-31\nsource = \"某某区\"\n+++\n")},
	}
	for name, text := range files {
		fsys["content/2024/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, found := content.Load(fsys, content.Options{Drafts: true})
	if s == nil || len(s.Reports) != 1 {
		t.Fatalf("no site: %v", found)
	}
	return s, found
}

// again imports a report into the files it has made, and returns the changes by file.
// A task that the program cannot read is left out.
func again(t testing.TB, r Report) map[string][]Change {
	t.Helper()
	files := map[string]string{}
	for _, f := range r.Files() {
		files[f.Name] = f.Text
	}
	s, _ := loaded(t, files)
	changed := map[string][]Change{}
	tasks := s.Reports[0].Tasks
	for i, at := range r.Match(s, tasks) {
		if at == none {
			continue
		}
		name := path.Base(tasks[at].Source)
		if text, changes := r.Update(s, files[name], tasks[at], r.Tasks[i], false); len(changes) > 0 || text != files[name] {
			changed[name] = changes
		}
	}
	return changed
}

// TestHeadsOfSeveralRows reads a head of three rows, whose lowest words name
// the columns, in another order than ours, with cells joined both ways.
func TestHeadsOfSeveralRows(t *testing.T) {
	r := imported(t, "a.html", `<table>
		<tr><td colspan=6>2024年重点任务清单</td></tr>
		<tr><th rowspan=2>完成情况</th><th colspan=2>任务</th><th colspan=2>责任</th><th rowspan=2>序号</th></tr>
		<tr><th>任务名称</th><th>年度目标</th><th>牵头单位</th><th>协办单位</th></tr>
		<tr><td>种了<br>十棵</td><td rowspan=2>绿化</td><td>种树</td><td rowspan=2>园林局</td><td rowspan=2>住建委、财政局</td><td rowspan=2>1</td></tr>
		<tr><td><p>种了</p></td><td>种花</td></tr>
		</table>`, nil)
	if len(r.Doubts) > 0 || len(r.Tasks) != 1 {
		t.Fatalf("%+v", r)
	}
	want := "+++\ntitle = \"绿化\"\nnumber = 1\nlead = \"园林局\"\nsupport = [\"住建委\", \"财政局\"]\n+++\n\n## 种树\n\n种了\n\n十棵\n\n## 种花\n\n种了\n"
	if got := r.Files()[0].Text; got != want {
		t.Errorf("%s", got)
	}
}

// TestDoubts tells where a table may be wrong.
func TestDoubts(t *testing.T) {
	r := imported(t, "a.csv", "序号,任务名称,目标,完成情况\n一,甲,做甲,做了\n1,乙,做乙,做了\n,,,又做了\n3,,做丙,做了\n", nil)
	var got []string
	for _, d := range r.Doubts {
		got = append(got, strings.Join(d.Places, "、")+" "+d.Text)
	}
	want := []string{
		"A3 序号 1 已经有了，写作 2", "C4 没有目标，完成情况并入上一个目标", "B5 没有任务名称，写作“第3项”",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestSame reads every way to write a text and gets what a reader would.
func TestParagraphs(t *testing.T) {
	for text, want := range map[string]string{
		"一\n二": "一|二",
		"\u3000\u3000一\u3000\u3000\u3000\u3000二": "一|二",
		"一\u00a0\u00a0\u00a0\u00a0\u00a0二":       "一|二",
		"一 二  three  four":                       "一二 three four",
		" \u00a0 ":                               "",
	} {
		if got := strings.Join(paragraphs(text), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// maxMemory is what a refused file may take all in all, in bytes: more than at
// any one time.
const maxMemory = 512 << 20

// TestBombs refuses files that unpack to more than memory should hold.
func TestBombs(t *testing.T) {
	bomb := func(names ...string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, name := range names {
			f, err := w.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			zeros := bytes.Repeat([]byte(" "), 1<<20)
			for range 80 {
				f.Write(zeros)
			}
		}
		w.Close()
		return b.Bytes()
	}
	for name, data := range map[string][]byte{
		"a.xlsx": bomb("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"), "a.docx": bomb("word/document.xml"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Read(name, data); err == nil {
			t.Errorf("%s of %d bytes is read", name, len(data))
		}
		runtime.ReadMemStats(&after)
		if all := after.TotalAlloc - before.TotalAlloc; all > maxMemory {
			t.Errorf("%s: %d MiB taken", name, all>>20)
		}
	}
	deep := strings.Repeat(`<table><tr><td rowspan=60000 colspan=60000>x`, 3)
	if _, err := Read("a.html", []byte(deep)); err != nil {
		t.Error(err)
	}
}

// packed packs the parts of an office document.
func packed(t testing.TB, parts map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSignsStayText writes texts that look like Markdown as a goal and as its result,
// and reads both again.
func TestSignsStayText(t *testing.T) {
	for _, text := range strings.Split("＃1机组投产|#1 机组|3~5月，7~9月|~~8~~10|*甲*_乙_|1. 甲|2) 甲|+ 甲|- 甲|> 甲|---|===|```|~~~|- [x] 甲|[^1]: 甲|![甲](乙)|<b>甲</b>|甲\\乙|a & b|http://a.b/c_d|甲 ##", "|") {
		source := "\n## " + heading(text) + "\n\n" + escaped(text) + "\n"
		doc := markdown.New(markdown.SafeElements).Parse(diag.NewSource("", []byte(source)), 0, 2)
		if len(doc.Sections) != 1 || doc.Sections[0].Title.Text != text || doc.Sections[0].Body.Text != text {
			t.Errorf("%q is read again as %+v", text, doc.Sections)
		}
	}
}

// FuzzOffice mends the packing, which random bytes would not survive, and reads
// any text as the sheet of a workbook and as a Word document.
func FuzzOffice(f *testing.F) {
	book := excelize.NewFile()
	for cell, text := range map[string]string{"A1": "序号", "B1": "任务名称", "C1": "目标", "D1": "完成情况", "A2": "1", "B2": "甲", "C2": "做甲", "D2": "做了"} {
		if err := book.SetCellStr("Sheet1", cell, text); err != nil {
			f.Fatal(err)
		}
	}
	data, err := book.WriteToBuffer()
	if err != nil {
		f.Fatal(err)
	}
	parts := map[string][]byte{}
	archive, err := zip.NewReader(bytes.NewReader(data.Bytes()), int64(data.Len()))
	if err != nil {
		f.Fatal(err)
	}
	for _, part := range archive.File {
		if parts[part.Name], err = fs.ReadFile(archive, part.Name); err != nil {
			f.Fatal(err)
		}
	}
	const sheet = "xl/worksheets/sheet1.xml"
	f.Add(parts[sheet])
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="B1" t="inlineStr"><is><t>任务名称</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B900"/></mergeCells></worksheet>`))
	f.Add([]byte(`<w:document><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>任务名称</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		workbook := maps.Clone(parts)
		workbook[sheet] = data
		for _, file := range []struct {
			name string
			data []byte
		}{{"a.xlsx", packed(t, workbook)}, {"a.docx", packed(t, map[string][]byte{"word/document.xml": data})}} {
			if grids, err := Read(file.name, file.data); err == nil {
				if r, err := Understand(grids, Options{}); err == nil {
					r.Files()
				}
			}
		}
	})
}

// FuzzRead holds that no file makes an importer panic, and that what it makes
// is text.
func FuzzRead(f *testing.F) {
	formats := []string{".xlsx", ".docx", ".html", ".csv", ".tsv", ".txt"}
	data, err := os.ReadFile("../content/testdata/dongcheng-2021.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"序号,任务名称,目标,完成情况\n1,甲,做甲,做了\n", "<table><tr><th>任务名称<th>目标<th>完成情况<tr><td rowspan=2>甲<td>乙<td>丙</table>",
		"序号\n\n任务名称\n\n年度任务及目标\n\n全年完成情况\n\n1\n\n甲\n\n乙\n\n    丙\n", string(data[:200]),
	} {
		for i := range formats {
			f.Add(uint8(i), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, format uint8, data []byte) {
		grids, err := Read("a"+formats[int(format)%len(formats)], data)
		if err != nil {
			return
		}
		r, err := Understand(grids, Options{})
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, file := range r.Files() {
			if !utf8.ValidString(file.Text) && utf8.Valid(data) || seen[file.Name] {
				t.Errorf("%s: %q", file.Name, file.Text)
			}
			seen[file.Name] = true
		}
		for name, changes := range again(t, r) {
			t.Errorf("importing again changes %s: %+v", name, changes)
		}
	})
}
