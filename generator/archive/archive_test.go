package archive

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/nlnwa/gowarc/v3"
)

var published = time.Date(2022, 1, 10, 15, 25, 0, 0, chinaZone)

var chinaZone = time.FixedZone("", 8*60*60)

const homePage = `<!DOCTYPE html><title>首页</title><meta name="SiteName" content="某区"><link rel="canonical" href="https://www.example.gov.cn/sub/">`

// newSite is a site in a folder of its host, with a file of every kind.
func newSite() fstest.MapFS {
	site := fstest.MapFS{}
	for name, text := range map[string]string{
		".gongshi": "", ".nojekyll": "", "index.html": homePage, "_nginx.conf": "#", "a%b 表.csv": "a,b\r\n", "CNAME": "x", "empty.txt": "",
		"2021/index.html": `<title>汇总表 - 某区</title><meta name="ArticleTitle" content="汇总 &amp; 表"><meta name="PubDate" content="2022-01-10 15:25"><dl><dt>索引号</dt><dd>A-1</dd></dl>`,
		"hant/index.html": `<title>首頁</title><dl><dt>索引號</dt><dd>A-1</dd></dl>`, "404.html": "<title>没有</title>", "hant/404.html": "<title>沒有</title>",
		"old.html": "<title>搬走了</title>", "assets/a.js": "1",
		"_headers": "/sub/*\n  X-A: 1\n/sub/assets/*\n  Cache-Control: immutable\n", "_redirects": "/sub/old.html /sub/2021/ 301!\n/sub/hant/* /sub/hant/404.html 404\n",
	} {
		site[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return site
}

func write(t testing.TB, site fstest.MapFS, o Options) ([]byte, *Archive) {
	t.Helper()
	if o.Date.IsZero() {
		o.Date = published
	}
	o.Software = "gongshi/test"
	data, a, err := Write(site, o)
	if err != nil {
		t.Fatal(err)
	}
	return data, a
}

// read returns the files of an archive as "path status text".
func read(data []byte) (files map[string]string, a *Archive, err error) {
	files = map[string]string{}
	a, err = Read(data, func(f File, text []byte) error {
		files[f.Path] = fmt.Sprint(f.Status, " ", string(text))
		return nil
	})
	return files, a, err
}

// records returns the plain records of an archive, and the bytes of each.
func records(t *testing.T, data []byte) (plain []string, members [][]byte) {
	t.Helper()
	in := bytes.NewReader(data)
	for in.Len() > 0 {
		start := len(data) - in.Len()
		z, err := gzip.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		z.Multistream(false)
		text, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		plain, members = append(plain, string(text)), append(members, data[start:len(data)-in.Len()])
	}
	return plain, members
}

// TestWhatIsWritten looks at the records of a small site.
func TestWhatIsWritten(t *testing.T) {
	t.Parallel()
	data, _ := write(t, newSite(), Options{})
	plain, _ := records(t, data)
	all := strings.Join(plain, "\n")
	for _, want := range []string{
		"WARC-Target-URI: https://www.example.gov.cn/sub/2021/\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n", "X-A: 1\r\nCache-Control: public, max-age=0, must-revalidate\r\n\r\n",
		"X-A: 1\r\nCache-Control: immutable\r\n\r\n1", "HTTP/1.1 301 Moved Permanently\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 24\r\nLocation: https://www.example.gov.cn/sub/2021/\r\n",
		"HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 21\r\n", "WARC-Target-URI: https://www.example.gov.cn/sub/a%25b%20%E8%A1%A8.csv\r\n",
		"WARC-Target-URI: file:///_nginx.conf\r\n", "title: 汇总 & 表\r\ndate: 2022-01-10 15:25\r\nidentifier: 索引号 A-1\r\n", "title: 首頁\r\nidentifier: 索引号 A-1\r\n", "WARC-Date: 2022-01-10T07:25:00Z\r\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Count(all, "HTTP/1.1 404") != 2 || strings.Count(all, "WARC-Type: metadata") != 5 {
		t.Error(all)
	}
	for _, r := range plain {
		if strings.Contains(r, "Target-URI: file:") && !strings.Contains(r, "WARC-Type: resource\r\n") {
			t.Error(r)
		}
	}
}

// TestSince archives a site that has changed: what is as it was refers to the first archive
// that holds it, and nothing of it is written again.
func TestSince(t *testing.T) {
	t.Parallel()
	site := newSite()
	_, old := mustRead(t, first(write(t, site, Options{})))
	site["about.html"] = &fstest.MapFile{Data: []byte("<title>新</title>")}
	delete(site, "CNAME")
	data, _ := write(t, site, Options{Date: published.AddDate(1, 0, 0), Since: []*Archive{old}})
	files, middle := mustRead(t, data)
	data, _ = write(t, site, Options{Date: published.AddDate(2, 0, 0), WACZ: true, Since: []*Archive{middle}})
	_, last := mustRead(t, data)
	if files["about.html"] != "200 <title>新</title>" || files["index.html"] != "200 " || files["CNAME"] != "" {
		t.Errorf("%q", files)
	}
	for _, f := range last.Files {
		want := published
		if f.Path == "about.html" {
			want = published.AddDate(1, 0, 0)
		}
		if (f.Status != 0) != f.Kept || f.Kept && !f.Date.Equal(want) {
			t.Errorf("%s: %+v", f.Path, f)
		}
	}
}

func first(data []byte, _ *Archive) []byte { return data }

func mustRead(t *testing.T, data []byte) (map[string]string, *Archive) {
	t.Helper()
	files, a, err := read(data)
	if err != nil {
		t.Fatal(err)
	}
	return files, a
}

// TestNoSite refuses folders that are no built sites.
func TestNoSite(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]struct {
		do   func(fstest.MapFS)
		want string
	}{
		"no marker":    {func(s fstest.MapFS) { delete(s, ".gongshi") }, "先运行 gongshi build"},
		"no home page": {func(s fstest.MapFS) { delete(s, "index.html") }, "缺少 index.html"},
		"no rules":     {func(s fstest.MapFS) { delete(s, "_headers") }, "_headers"},
		"no address":   {func(s fstest.MapFS) { s["index.html"] = &fstest.MapFile{Data: []byte("<title>x</title>")} }, "没有写明网址"},
		"a link":       {func(s fstest.MapFS) { s["b"] = &fstest.MapFile{Mode: 0o777 | 1<<27, Data: []byte("index.html")} }, "里的 b 不是普通的文件"},
	} {
		site := newSite()
		change.do(site)
		if _, _, err := Write(site, Options{Date: published}); err == nil || !strings.Contains(err.Error(), change.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCutAndChanged cuts an archive at many places and changes many bytes, all of them in
// make test-all: each is found, by the archive itself or, where only a mark of the packing
// changed, by the list beside it.
func TestCutAndChanged(t *testing.T) {
	t.Parallel()
	for _, wacz := range []bool{false, true} {
		data, a := write(t, newSite(), Options{WACZ: wacz})
		want, got := mustRead(t, data)
		_, list := a.Manifest("x", "永久")
		if err := got.CheckManifest(list); err != nil {
			t.Fatal(err)
		}
		quiet, step := 0, 41
		if os.Getenv("GONGSHI_TEST_ALL") != "" {
			step = 1
		}
		for i := 0; i < len(data); i += step {
			if _, _, err := read(data[:i]); err == nil {
				t.Fatalf("WACZ %v: cut after %d of %d bytes is read", wacz, i, len(data))
			}
			changed := slices.Clone(data)
			changed[i] ^= 1
			files, a, err := read(changed)
			if err != nil {
				continue
			}
			quiet++
			if a.CheckManifest(list) == nil || !maps.Equal(files, want) {
				t.Fatalf("WACZ %v: a change of byte %d is not seen", wacz, i)
			}
		}
		if quiet > len(data)/step/10 {
			t.Errorf("WACZ %v: %d of %d changes are seen by the list only", wacz, quiet, len(data))
		}
	}
}

// member is a record as a gzip member.
func member(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	z.Close()
	return b.Bytes()
}

// forged is an archive whose digests and counts are right, with one more record.
func forged(t *testing.T, uri string, kind gowarc.RecordType) []byte {
	t.Helper()
	w := &writer{Archive: &Archive{Date: published.UTC()}, moved: map[string]string{}}
	if err := w.readRules(newSite()); err != nil {
		t.Fatal(err)
	}
	block := func(fields ...field) []byte { return block(fields) }
	w.Files = []File{{URI: uri, Digest: digest([]byte("x")), Status: 200}}
	_, err := w.record(gowarc.Warcinfo, "", gowarc.ApplicationWarcFields, block(field{baseField, w.Base.Absolute("/")}, field{filesField, "1"}, field{summaryField, w.summary()}))
	if err == nil {
		_, err = w.record(kind, uri, httpResponse, []byte("HTTP/1.1 200 OK\r\n\r\nx"), field{gowarc.WarcPayloadDigest, "sha256:" + digest([]byte("x"))})
	}
	if err != nil {
		t.Fatal(err)
	}
	return w.records.Bytes()
}

// TestForgedAddresses reads archives whose records would lead out of the folder.
func TestForgedAddresses(t *testing.T) {
	t.Parallel()
	if _, _, err := read(forged(t, "https://www.example.gov.cn/sub/good.html", gowarc.Response)); err != nil {
		t.Fatal(err) // or else the others would prove nothing
	}
	for _, uri := range []string{
		"https://www.example.gov.cn/sub/../x", "https://www.example.gov.cn/sub/%2e%2e/x", "https://www.example.gov.cn/sub/a/../../x", "https://www.example.gov.cn/sub//etc/passwd", "https://www.example.gov.cn/x",
		"https://www.example.gov.cn/sub/a%5C..%5Cx", "https://www.example.gov.cn/sub/a%00", "https://www.example.gov.cn/sub/C:%5Cx", "https://other.example/sub/x", "file:///etc/passwd", "file:///../_headers", "file:///x",
		"https://www.example.gov.cn/sub/index.html", "https://www.example.gov.cn/sub/x?y", "https://www.example.gov.cn/sub/x#y", "https://www.example.gov.cn/sub/.gongshi", "https://www.example.gov.cn/sub/_headers", "urn:x",
	} {
		files, _, err := read(forged(t, uri, gowarc.Response))
		if err == nil || len(files) > 0 || !strings.Contains(err.Error(), "第 2 条记录的地址") && !strings.Contains(err.Error(), "被改过") {
			t.Errorf("%s: %v, %q", uri, err, files)
		}
	}
}

// TestDamagedArchives reads archives with a fault each.
func TestDamagedArchives(t *testing.T) {
	t.Parallel()
	data, _ := write(t, newSite(), Options{})
	plain, members := records(t, data)
	join := func(change func([][]byte) [][]byte) []byte { return bytes.Join(change(slices.Clone(members)), nil) }
	huge := strings.NewReplacer("Content-Length: 0", "Content-Length: 9223372036854775807").Replace(plain[1])
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":         {nil, "不是 gongshi archive 写的"},
		"a text":          {[]byte("# 归档"), "不是 gongshi archive 写的"},
		"not packed":      {[]byte(strings.Join(plain, "")), "不是 gongshi archive 写的"},
		"another gzip":    {member("hello, world"), "不是 gongshi archive 写的"},
		"one member":      {member(strings.Join(plain, "")), "不是 gongshi archive 写的"},
		"packed twice":    {member(string(data)), "不是 gongshi archive 写的"},
		"of another":      {member(strings.ReplaceAll(plain[1], "resource", "warcinfo")), "第 1 条记录"},
		"no warcinfo":     {join(func(m [][]byte) [][]byte { return m[1:] }), "不是 gongshi archive 写的"},
		"one file less":   {join(func(m [][]byte) [][]byte { return slices.Delete(m, 1, 2) }), "应当有 14 个文件，却有 13 个"},
		"end missing":     {join(func(m [][]byte) [][]byte { return m[:3] }), "不完整"},
		"another order":   {join(func(m [][]byte) [][]byte { m[1], m[2] = m[2], m[1]; return m }), "被改过"},
		"twice":           {join(func(m [][]byte) [][]byte { return append(m, m[1]) }), "有两条记录"},
		"rubbish behind":  {append(slices.Clone(data), "rubbish"...), "第 21 条记录"},
		"another text":    {join(func(m [][]byte) [][]byte { m[2] = member(strings.Replace(plain[2], "汇总", "汇纵", 1)); return m }), "被改过，与登记的摘要不符"},
		"huge length":     {join(func(m [][]byte) [][]byte { m[1] = member(huge); return m }), "被改过"},
		"negative length": {join(func(m [][]byte) [][]byte { m[1] = member(strings.Replace(huge, "92233", "-92233", 1)); return m }), "第 2 条记录"},
		"no digest": {join(func(m [][]byte) [][]byte {
			m[1] = member(strings.Replace(plain[1], "WARC-Payload-Digest", "X-Digest", 1))
			return m
		}), "没有登记摘要"},
		"no ZIP":           {[]byte("PK\x03\x04 not a ZIP file"), "在这里断了"},
		"another ZIP":      {zipped(t, zip.Store, map[string]string{"a": "b"}), "不是 gongshi archive 写的"},
		"a ZIP of a WARC":  {zipped(t, zip.Store, map[string]string{waczRecords: string(data), waczPackage: "{}", waczDigest: "{}"}), "被改过"},
		"a deflated ZIP":   {zipped(t, zip.Deflate, map[string]string{waczRecords: string(data)}), "不是 gongshi archive 写的"},
		"too many in it":   {zipped(t, zip.Store, map[string]string{"1": "", "2": "", "3": "", "4": "", "5": "", "6": ""}), "不是 gongshi archive 写的"},
		"a list too short": {zipped(t, zip.Store, map[string]string{waczRecords: string(data), waczPackage: "{}", waczDigest: `{"path":"datapackage.json","hash":"sha256:` + digest([]byte("{}")) + `"}`}), "不是 gongshi archive 写的"},
	} {
		if _, _, err := read(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func zipped(t *testing.T, method uint16, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = io.WriteString(w, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	z.Close()
	return b.Bytes()
}

// TestManifest looks at the list for handing over.
func TestManifest(t *testing.T) {
	t.Parallel()
	data, a := write(t, newSite(), Options{})
	workbook, list := a.Manifest("2022.warc.gz", "30年")
	if again, _ := a.Manifest("2022.warc.gz", "30年"); !bytes.Equal(again, workbook) {
		t.Error("two workbooks of one archive differ")
	}
	lines := strings.Split(string(list), "\r\n")
	for i, want := range map[int]string{
		0: "\uFEFF序号,题名,日期,来源,栏目,索引号,发文字号,网站标识码,网址,文件,格式,字节数,摘要（SHA-256）,保管期限,备注",
		1: "0,某区,2022-01-10 15:25:00,,,,,,https://www.example.gov.cn/sub/,2022.warc.gz,WARC 1.1," + fmt.Sprint(len(data)) + "," + digest(data) + ",30年,归档文件，包括下面所有的文件",
		3: "2,汇总 & 表,2022-01-10 15:25,,,A-1,,,https://www.example.gov.cn/sub/2021/,2021/index.html,text/html; charset=utf-8,",
	} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d is %s", i, lines[i])
		}
	}
	_, got := mustRead(t, data)
	for _, changed := range []string{"", "x", strings.Replace(string(list), a.Files[3].Digest, a.Files[4].Digest, 1), strings.Replace(string(list), "/sub/2021/", "/sub/2022/", 1), string(list) + "15,x\r\n"} {
		if got.CheckManifest([]byte(changed)) == nil {
			t.Errorf("a changed list is right: %.300s", changed)
		}
	}
	if err := got.CheckManifest([]byte(strings.ReplaceAll(string(list), "30年", "永久"))); err != nil {
		t.Error(err)
	}
}

// FuzzRead reads anything: an error or files of the site, never a file elsewhere.
func FuzzRead(f *testing.F) {
	site := newSite()
	maps.DeleteFunc(site, func(name string, _ *fstest.MapFile) bool {
		return !slices.Contains([]string{".gongshi", "_headers", "_redirects", "index.html"}, name)
	})
	for _, wacz := range []bool{false, true} {
		data, _ := write(f, site, Options{WACZ: wacz})
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		seen := map[string]bool{}
		_, err := Read(data, func(file File, _ []byte) error {
			if seen[file.Path] || strings.HasPrefix(file.Path, "/") || slices.Contains(strings.Split(file.Path, "/"), "..") {
				t.Errorf("%q", file.Path)
			}
			seen[file.Path] = true
			return nil
		})
		if err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Error("an error without a word")
		}
	})
}
