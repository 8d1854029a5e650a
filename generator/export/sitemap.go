package export

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"gongshi/generator/site"
)

// sitemapLimit is the maximum number of URLs per file (sitemaps.org).
const sitemapLimit = 50_000

const sitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type urlset struct {
	XMLName xml.Name     `xml:"urlset"`
	XMLNS   string       `xml:"xmlns,attr"`
	XHTML   string       `xml:"xmlns:xhtml,attr,omitempty"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapindex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	XMLNS   string       `xml:"xmlns,attr"`
	Maps    []sitemapURL `xml:"sitemap"`
}

type sitemapURL struct {
	Location string `xml:"loc"`
	Modified string `xml:"lastmod,omitempty"`
	// Alternates are all variants of the page, including itself.
	Alternates []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Rel      string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Address  string `xml:"href,attr"`
}

// sitemaps returns sitemap.xml with all pages. If there are too many for one file, they
// are in numbered files, of which sitemap.xml is the index.
func sitemaps(s *site.Site) []File { return splitSitemap(s, sitemapLimit) }

func splitSitemap(s *site.Site, limit int) []File {
	urls := append(addresses(s, site.HomePath, latest(s)), addresses(s, site.SitemapPath, latest(s))...)
	urls = append(urls, addresses(s, site.SearchPath, time.Time{})...)
	urls = append(urls, addresses(s, site.HelpPath, time.Time{})...)
	for _, r := range s.Reports {
		urls = append(urls, addresses(s, r.Path, r.Date)...)
		for _, t := range r.Tasks {
			urls = append(urls, addresses(s, t.Path, t.Date)...)
		}
	}
	for p := range s.Listed() {
		urls = append(urls, addresses(s, p.Path, p.Date)...)
	}
	set := urlset{XMLNS: sitemapNamespace, URLs: urls}
	if len(s.Variants) > 1 {
		set.XHTML = "http://www.w3.org/1999/xhtml"
	}
	if len(urls) <= limit {
		return []File{data("/sitemap.xml", marshal(set))}
	}
	index := sitemapindex{XMLNS: sitemapNamespace}
	var files []File
	for n := 1; len(urls) > 0; n++ {
		set.URLs = urls[:min(limit, len(urls))]
		urls = urls[len(set.URLs):]
		path := fmt.Sprintf("/sitemap-%d.xml", n)
		files = append(files, data(path, marshal(set)))
		index.Maps = append(index.Maps, sitemapURL{Location: s.Base.Absolute(path)})
	}
	return append(files, data("/sitemap.xml", marshal(index)))
}

// addresses returns the entries of one page in all variants.
func addresses(s *site.Site, path string, date time.Time) []sitemapURL {
	var alternates []alternate
	if len(s.Variants) > 1 {
		for _, v := range s.Variants {
			alternates = append(alternates, alternate{"alternate", v.Lang, s.Base.Absolute(v.Path(path))})
		}
		alternates = append(alternates, alternate{"alternate", "x-default", s.Base.Absolute(path)})
	}
	var urls []sitemapURL
	for _, v := range s.Variants {
		urls = append(urls, sitemapURL{s.Base.Absolute(v.Path(path)), site.Timestamp(date), alternates})
	}
	return urls
}

// latest returns the date of the newest document; zero if no document has a date.
func latest(s *site.Site) time.Time {
	var newest time.Time
	for d := range s.Documents() {
		if d.Date.After(newest) {
			newest = d.Date
		}
	}
	return newest
}

// marshal encodes a struct of this package as XML. It panics on errors, which such
// structs cannot cause.
func marshal(v any) []byte {
	data, err := xml.Marshal(v)
	if err != nil {
		panic(err)
	}
	return append([]byte(xml.Header), data...)
}

// robots allows all search engines all pages; what an editor adds comes next, so that it may
// begin with rules for all of them.
func robots(s *site.Site) []byte {
	return []byte("User-agent: *\nAllow: /\n" + strings.TrimLeft(s.Robots+"\n", "\n") + "\nSitemap: " + s.Base.Absolute("/sitemap.xml") + "\n")
}
