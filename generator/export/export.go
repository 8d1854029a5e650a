// Package export makes the files beside the pages that programs read: site
// maps, feeds, robots.txt, the tables as data, and the rules for web servers
// (headers and redirects), each in the form of its own standard. It writes
// nothing.
package export

import (
	"gongshi/generator/site"
)

// File is one file of the site.
type File struct {
	Path string // site path: "/sitemap.xml"
	Data []byte
}

// Files returns all files this package makes but those of Tables and
// Catalogue. bundles is the site path of the folder whose files never change
// under their name, inline the code that stands in pages, by the name of its
// script or style sheet.
func Files(s *site.Site, bundles string, inline map[string]string, editions []site.Edition) []File {
	files := sitemaps(s)
	files = append(append(files, robots(s)), schemas()...)
	for _, e := range editions {
		files = append(files, feeds(e)...)
	}
	rules := serverRules(s, bundles, inline)
	return append(files,
		File{"/_redirects", redirects(s)},
		File{"/_headers", netlifyHeaders(s, rules)},
		File{"/_nginx.conf", nginx(s, rules)})
}
