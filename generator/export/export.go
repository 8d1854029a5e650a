// Package export makes the files beside the pages that programs read: site
// maps, feeds, robots.txt, and the rules for web servers (headers and
// redirects), each in the form of its own standard. It writes nothing.
package export

import (
	"gongshi/generator/site"
)

// File is one file of the site.
type File struct {
	Path string // site path: "/sitemap.xml"
	Data []byte
}

// Files returns all files this package makes. bundles is the site path of the
// folder whose files never change under their name.
func Files(s *site.Site, bundles string) []File {
	files := sitemaps(s)
	files = append(files, robots(s))
	files = append(files, feeds(s)...)
	rules := serverRules(s, bundles)
	return append(files,
		File{"/_redirects", redirects(s)},
		File{"/_headers", netlifyHeaders(rules)},
		File{"/_nginx.conf", nginx(s, rules)})
}
