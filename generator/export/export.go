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

// Edition is the site in one script.
type Edition struct {
	Site    *site.Site
	Variant site.Variant
	// Convert writes text in the script; it may be nil for the first variant.
	Convert func(text string) string
}

// Files returns all files this package makes. bundles is the site path of the
// folder whose files never change under their name.
func Files(s *site.Site, bundles string, editions []Edition) []File {
	files := sitemaps(s)
	files = append(files, robots(s))
	for _, e := range editions {
		files = append(files, feeds(e)...)
	}
	rules := serverRules(s, bundles)
	return append(files,
		File{"/_redirects", redirects(s)},
		File{"/_headers", netlifyHeaders(s.Base, rules)},
		File{"/_nginx.conf", nginx(s, rules)})
}
