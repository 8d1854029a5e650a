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
	"fmt"
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

// Fields of the warcinfo record beside those of the standard: the address of the site, how
// many files, Archive.summary.
const baseField, filesField, summaryField = "gongshi-base", "gongshi-files", "gongshi-summary"

// Archive is what an archive holds.
type Archive struct {
	Base   site.Base
	Title  string    // of the site
	Date   time.Time // of publication, in whole seconds
	Files  []File    // in the order of fs.WalkDir
	Kept   int       // how many of them an earlier archive holds
	Size   int       // in bytes
	Digest string    // SHA-256 in hex
}

// File is one file of a site.
type File struct {
	Path     string // in the site's folder
	URI      string // its address; file:///… for a file for servers
	Status   int    // of HTTP; 0 for a file for servers
	Location string // where a redirect leads
	Size     int
	Digest   string            // SHA-256 in hex
	Page     map[string]string // what a page says of itself, see facts; nil for other files
	Kept     bool              // an earlier archive holds the bytes
	Record   string            // id of the record that holds them
	Date     time.Time         // of that record

	offset, length int // of the record in the WARC file
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
