package export

import (
	"encoding/xml"
	"fmt"
	"time"

	"gongshi/generator/site"
)

// sitemapLimit is the number of addresses one file may hold (sitemaps.org).
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
	// Alternates are the same page in every script, itself included.
	Alternates []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Rel      string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Address  string `xml:"href,attr"`
}

// sitemaps lists every page in sitemap.xml, or, where there are too many, in
// numbered files that sitemap.xml leads to.
func sitemaps(s *site.Site) []File { return splitSitemap(s, sitemapLimit) }

func splitSitemap(s *site.Site, limit int) []File {
	urls := append(addresses(s, site.HomePath, latest(s)), addresses(s, site.SitemapPath, latest(s))...)
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
		return []File{{"/sitemap.xml", marshal(set)}}
	}
	index := sitemapindex{XMLNS: sitemapNamespace}
	var files []File
	for n := 1; len(urls) > 0; n++ {
		set.URLs = urls[:min(limit, len(urls))]
		urls = urls[len(set.URLs):]
		path := fmt.Sprintf("/sitemap-%d.xml", n)
		files = append(files, File{path, marshal(set)})
		index.Maps = append(index.Maps, sitemapURL{Location: s.Base.Absolute(path)})
	}
	return append(files, File{"/sitemap.xml", marshal(index)})
}

// addresses are the entries of one page: one in each script.
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
		urls = append(urls, sitemapURL{s.Base.Absolute(v.Path(path)), modified(date), alternates})
	}
	return urls
}

func modified(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// latest is the date of the newest document; zero if none has one.
func latest(s *site.Site) time.Time {
	var newest time.Time
	for d := range s.Documents() {
		if d.Date.After(newest) {
			newest = d.Date
		}
	}
	return newest
}

// marshal writes one of this package's own structs, which cannot fail.
func marshal(v any) []byte {
	data, err := xml.Marshal(v)
	if err != nil {
		panic(err)
	}
	return append([]byte(xml.Header), data...)
}

func robots(s *site.Site) File {
	return File{"/robots.txt", []byte("User-agent: *\nAllow: /\n\nSitemap: " + s.Base.Absolute("/sitemap.xml") + "\n")}
}
