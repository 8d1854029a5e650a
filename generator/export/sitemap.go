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
}

// sitemaps lists every page in sitemap.xml, or, where there are too many, in
// numbered files that sitemap.xml leads to.
func sitemaps(s *site.Site) []File { return splitSitemap(s, sitemapLimit) }

func splitSitemap(s *site.Site, limit int) []File {
	urls := []sitemapURL{{s.Base.Absolute(site.HomePath), modified(latest(s))}, {s.Base.Absolute(site.SitemapPath), modified(latest(s))}}
	for d := range s.Documents() {
		urls = append(urls, sitemapURL{s.Base.Absolute(d.Path), modified(d.Date)})
	}
	if len(urls) <= limit {
		return []File{{"/sitemap.xml", marshal(urlset{XMLNS: sitemapNamespace, URLs: urls})}}
	}
	index := sitemapindex{XMLNS: sitemapNamespace}
	var files []File
	for n := 1; len(urls) > 0; n++ {
		part := urls[:min(limit, len(urls))]
		urls = urls[len(part):]
		path := fmt.Sprintf("/sitemap-%d.xml", n)
		files = append(files, File{path, marshal(urlset{XMLNS: sitemapNamespace, URLs: part})})
		index.Maps = append(index.Maps, sitemapURL{Location: s.Base.Absolute(path)})
	}
	return append(files, File{"/sitemap.xml", marshal(index)})
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
