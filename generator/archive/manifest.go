package archive

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"time"

	"gongshi/generator/export"
	"gongshi/generator/xlsx"
)

// Retentions are the periods of documents of offices: 永久, or 定期 of 30 or 10 years
// (国家档案局令第8号, 2006).
var Retentions = []string{"永久", "30年", "10年"}

// Manifest returns the list for handing over, 归档清单, of an archive that has been written
// to a file of that name: an Excel workbook, and CSV. Row 0 is the archive itself. A
// retention of "" is left to the archivist.
func (a *Archive) Manifest(name, retention string) (workbook, table []byte) {
	head, first := []any{"序号"}, []any{0}
	for _, fact := range facts {
		head, first = append(head, fact.column), append(first, map[string]string{"title": a.Title, "date": stamp(a.Date)}[fact.term])
	}
	rows := [][]any{append(head, "网址", "文件", "格式", "字节数", "摘要（SHA-256）", "保管期限", "备注"),
		append(first, a.Base.Absolute("/"), name, "WARC 1.1", a.Size, a.Digest, retention, "归档文件，包括下面所有的文件")}
	for i, f := range a.Files {
		row := []any{i + 1}
		for _, fact := range facts {
			row = append(row, f.Page[fact.name])
		}
		if f.Page == nil {
			row[1] = path.Base(f.Path)
		}
		rows = append(rows, append(row, f.URI, f.Path, export.ContentType(f.Path), f.Size, f.Digest, retention, f.note()))
	}
	about := [][]any{{"归档清单", a.Title}, {"格式", "WARC 1.1（ISO 28500:2017，GB/T 33994—2017）；.wacz 是 WARC 文件和它的索引打成的包"}, {"核对", "gongshi archive --verify " + name}}
	var b bytes.Buffer
	b.WriteString("\uFEFF") // tells Excel that the file is UTF-8
	lines := make([][]string, len(rows))
	for i, row := range rows {
		for _, value := range row {
			lines[i] = append(lines[i], fmt.Sprint(value))
		}
	}
	_ = xlsx.WriteCSV(&b, lines, true) // to a buffer
	return xlsx.Write(xlsx.Book{Title: "归档清单", Creator: a.Title, Language: "zh-CN", Made: a.Date, Cut: "…", About: xlsx.Table{Name: "说明", Rows: about, Widths: []float64{12, 80}},
		Table: xlsx.Table{Name: "归档清单", Rows: rows, Widths: []float64{6, 40, 20, 16, 12, 20, 20, 14, 48, 32, 24, 10, 68, 10, 32}}}), b.Bytes()
}

// stamp is a time as people in China write it.
func stamp(t time.Time) string {
	return t.In(time.FixedZone("", 8*60*60)).Format("2006-01-02 15:04:05")
}

// note says what is unusual about a file.
func (f *File) note() string {
	note := map[int]string{0: "给服务器的规则，不公开", 301: "转到 " + f.Location, 404: "找不到网页时显示"}[f.Status]
	if f.Kept {
		note = strings.TrimPrefix(note+"；内容与 "+stamp(f.Date)+" 的归档相同，没有再存", "；")
	}
	return note
}

// CheckManifest compares an archive that was read with its list in CSV, in which only the
// archivist's own columns may have changed.
func (a *Archive) CheckManifest(table []byte) error {
	lines := bytes.Split(bytes.TrimSpace(table), []byte("\n"))
	if len(lines) != len(a.Files)+2 {
		return fmt.Errorf("有 %d 个文件，归档里有 %d 个", len(lines)-2, len(a.Files))
	}
	for i, f := range append([]File{{URI: a.Base.Absolute("/"), Digest: a.Digest}}, a.Files...) {
		if line := lines[i+1]; !bytes.Contains(line, []byte(f.URI)) || !bytes.Contains(line, []byte(f.Digest)) {
			return fmt.Errorf("第 %d 行是：%.300s；归档里 %s 的摘要是 %s", i+2, line, f.URI, f.Digest)
		}
	}
	return nil
}
