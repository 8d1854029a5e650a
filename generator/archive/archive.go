// Package archive writes a built site as a web archive, and reads it back: WARC 1.1 (ISO
// 28500, GB/T 33994) with one record a file, each compressed by itself, or WACZ 1.1.1, a
// ZIP file of that WARC file with an index, the list of pages and the digests of all.
//
// A file for readers is a response record with the HTTP head that the site's _headers and
// _redirects files ask for; a file for servers is a resource record under file:///. A page
// has a metadata record too. A file that an earlier archive holds with the same bytes at
// the same address is a revisit record, so each archive lists the whole site. The first
// record, a warcinfo, counts the files and has a digest of all their digests: a record
// that is missing, added or exchanged is found.
//
// One build, one time and the same earlier archives give the same bytes. Archives of
// other programs are refused. The package writes no files. Its errors are Chinese.
package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi/generator/export"
	"gongshi/generator/site"
)

const (
	marker  = ".gongshi" // identifies the folder of a built site, see package output
	maxFile = 512 << 20  // the largest file, in bytes
)

// Archive is what an archive holds.
type Archive struct {
	Base   site.Base
	Title  string    // of the site
	Date   time.Time // of publication, in whole seconds
	Files  []File    // in the order of fs.WalkDir
	Size   int64     // in bytes
	Digest string    // SHA-256 in hex
}

// File is one file of a site.
type File struct {
	Path     string // in the site's folder
	URI      string // its address; file:///… for a file for servers
	Status   int    // of HTTP; 0 for a file for servers
	Location string // where a redirect leads
	Size     int64
	Digest   string            // SHA-256 in hex
	Page     map[string]string // what a page says of itself, see facts; nil for other files
	Kept     bool              // an earlier archive holds the bytes
	Record   string            // id of the record that holds them
	Date     time.Time         // of that record
	head     []byte            // of HTTP
}

// Options of Write.
type Options struct {
	Date     time.Time // of publication
	Software string    // "gongshi/1.0"
	WACZ     bool
	Since    []*Archive // earlier archives, as Read has returned them
}

// Write archives the folder of a built site. It reads all files twice: the first record
// tells of all.
func Write(w io.Writer, public fs.FS, o Options) (*Archive, error) {
	a, out := &Archive{Date: o.Date.UTC().Truncate(time.Second)}, &meter{w, 0, sha256.New()}
	if err := a.survey(public); err != nil {
		return nil, err
	}
	held := map[[2]string]File{}
	for _, old := range o.Since {
		for _, f := range old.Files {
			held[[2]string{f.URI, f.Digest}] = f
		}
	}
	for i, f := range a.Files {
		if was, ok := held[[2]string{f.URI, f.Digest}]; ok && f.Status != 0 {
			a.Files[i].Kept, a.Files[i].Record, a.Files[i].Date = true, was.Record, was.Date
		}
	}
	write := a.writeRecords
	if o.WACZ {
		write = a.writeWACZ
	}
	_, err := write(out, public, o.Software)
	a.Size, a.Digest = out.size, hex.EncodeToString(out.hash.Sum(nil))
	return a, err
}

// survey lists the files of a built site, with their heads and digests.
func (a *Archive) survey(public fs.FS) error {
	if info, err := fs.Stat(public, marker); err != nil || !info.Mode().IsRegular() {
		return errors.New("不是生成好的网站的文件夹，里面没有 " + marker + "；先运行 gongshi build")
	}
	home, homeErr := fs.ReadFile(public, "index.html")
	headers, headersErr := fs.ReadFile(public, "_headers")
	redirects, redirectsErr := fs.ReadFile(public, "_redirects")
	page, err := readPage(home), errors.Join(homeErr, headersErr, redirectsErr)
	if err == nil {
		a.Base, err = site.ParseBase(page["canonical"])
	}
	if err != nil {
		return errors.New("里的网站缺少 index.html、_headers 或 _redirects，或者首页没有写明网址；在 content/site.toml 里写 base_url，再运行 gongshi build")
	}
	a.Title = page["SiteName"]
	moved := map[string]string{a.Base.URL(site.NotFoundPath): ""}
	for line := range strings.Lines(string(redirects)) {
		if f := strings.Fields(line); len(f) == 3 && f[2] == "404" {
			moved[f[1]] = ""
		} else if len(f) == 3 {
			moved[f[0]] = a.Base.AbsoluteLink(f[1])
		}
	}
	return fs.WalkDir(public, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path == marker {
			return err
		}
		data, err := fs.ReadFile(public, path)
		if err == nil && (len(data) > maxFile || !entry.Type().IsRegular()) {
			err = fmt.Errorf("里的 %s 不是普通的文件，或者超过 512 MiB，不能归档", path)
		}
		f := File{Path: path, URI: a.uri(path), Size: int64(len(data)), Digest: digest(data)}
		if !export.Unpublished(path) {
			a.answer(&f, moved, headers)
		}
		if f.Status != 0 && f.Location == "" && strings.HasSuffix(path, ".html") {
			f.Page = readPage(data)
		}
		a.Files = append(a.Files, f)
		return err
	})
}

var reasons = map[int]string{200: "OK", 301: "Moved Permanently", 404: "Not Found"}

// answer sets what a server answers for a file. moved has the addresses to which escaped
// paths lead, "" for 404 pages.
func (a *Archive) answer(f *File, moved map[string]string, headers []byte) {
	path, _, _ := a.Base.Split(f.URI)
	path = a.Base.URL(path)
	to, special := moved[path]
	switch f.Status, f.Location = 200, to; {
	case to != "":
		f.Status = 301
	case special:
		f.Status = 404
	}
	f.head = fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n", f.Status, reasons[f.Status], export.ContentType(f.Path), f.Size)
	if to != "" {
		f.head = fmt.Appendf(f.head, "Location: %s\r\n", to)
	}
	for name, value := range export.Headers(headers, path) {
		f.head = fmt.Appendf(f.head, "%s: %s\r\n", name, value)
	}
	f.head = append(f.head, "\r\n"...)
}

// uri returns the address of a file; an index page has that of its folder.
func (a *Archive) uri(path string) string {
	if export.Unpublished(path) {
		return "file:///" + path
	}
	if folder, ok := strings.CutSuffix("/"+path, "/index.html"); ok {
		return a.Base.Absolute(folder + "/")
	}
	return a.Base.Absolute("/" + path)
}

// path is the inverse of uri. It refuses an address that uri never gives: of another site,
// or out of the folder.
func (a *Archive) path(uri string) (string, error) {
	path, ok := strings.CutPrefix(uri, "file:///")
	if !ok {
		path, _, _ = a.Base.Split(uri)
		if path = strings.TrimPrefix(path, "/"); path == "" || strings.HasSuffix(path, "/") {
			path += "index.html"
		}
	}
	if !fs.ValidPath(path) || strings.ContainsAny(path, "\\\x00") || a.uri(path) != uri || path == marker {
		return "", fmt.Errorf("地址 %.200q 不是这个网站里的文件", uri)
	}
	return path, nil
}

// summary is a digest of the addresses, answers and digests of all files.
func (a *Archive) summary() string {
	var b bytes.Buffer
	for _, f := range a.Files {
		fmt.Fprintf(&b, "%s %s %d\n", f.Digest, f.URI, f.Status)
	}
	return digest(b.Bytes())
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// facts are what a page says of itself, in the meta elements that the guideline for
// government websites asks for (国办发〔2017〕47号) and in its head table; with the terms of
// Dublin Core, and the columns of the list for handing over.
var facts = []struct{ name, term, column string }{
	{"ArticleTitle", "title", "题名"}, {"PubDate", "date", "日期"}, {"ContentSource", "source", "来源"}, {"ColumnName", "subject", "栏目"},
	{"索引号", "identifier", "索引号"}, {"发文字号", "identifier", "发文字号"}, {"SiteIDCode", "identifier", "网站标识码"},
}

// simplified are the names of facts in traditional script.
var simplified = strings.NewReplacer("索引號", "索引号", "發文字號", "发文字号")

// readPage returns the facts and the canonical address of a page.
func readPage(data []byte) map[string]string {
	p := map[string]string{}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil { // nested too deeply
		return p
	}
	for n := range root.Descendants() {
		attribute, text := map[string]string{}, ""
		for _, at := range n.Attr {
			attribute[at.Key] = at.Val
		}
		if n.FirstChild != nil {
			text = n.FirstChild.Data
		}
		switch {
		case n.DataAtom == atom.Title && n.Parent.DataAtom == atom.Head && p["ArticleTitle"] == "":
			p["ArticleTitle"] = text
		case n.DataAtom == atom.Meta:
			p[attribute["name"]] = attribute["content"]
		case n.DataAtom == atom.Link && attribute["rel"] == "canonical":
			p["canonical"] = attribute["href"]
		case n.DataAtom == atom.Dt && n.NextSibling != nil && n.NextSibling.FirstChild != nil:
			p[simplified.Replace(text)] = n.NextSibling.FirstChild.Data
		}
	}
	return p
}
