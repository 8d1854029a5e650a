// Package export makes the files of a site that programs read: site maps, feeds,
// robots.txt, the tables as data, Markdown copies of the pages, and rules for web servers
// (headers and redirects), each in its standard format. It writes no files.
package export

import (
	"cmp"

	"gongshi/generator/site"
)

// File is one file of the site.
type File struct {
	Path   string // site path in the first variant: "/sitemap.xml"
	Source string // the file it is made from
	// IsTable marks a report's table, whose size the pages print.
	IsTable bool
	// Make returns the file for one variant of the site.
	Make func(s *site.Site) []byte
}

// configFile is the source of files about the site as a whole.
const configFile = "content/site.toml"

// Files lists the files that every variant has: tables, Markdown copies and feeds. s is
// the first variant.
func Files(s *site.Site) []File {
	var files []File
	for i, r := range s.Reports {
		if len(r.Tasks) > 0 {
			files = append(files, tables(r, i)...)
		}
	}
	files = append(files, File{Path: site.DataPath, Source: configFile, Make: catalogue})
	files = append(files, markdownCopies(s)...)
	return append(files, feeds(s)...)
}

// Shared lists the files that the site has only once. bundles is the site path of the
// folder of immutable files. inline is the code of inline scripts and style sheets, by
// file name.
func Shared(s *site.Site, bundles string, inline map[string]string) []File {
	files := append(sitemaps(s), data("/robots.txt", robots(s)))
	files = append(files, data(site.ReportSchemaPath, reportSchema), data(site.DataSchemaPath, dataSchema), data(site.CatalogPath, dcat(s)))
	rules := serverRules(s, bundles, inline)
	return append(files, data("/_redirects", redirects(s)), data("/_headers", netlifyHeaders(s, rules)),
		data("/_nginx.conf", nginx(s, rules)), data("/_Caddyfile", caddy(s, rules)), data("/.nojekyll", nil)) // else GitHub Pages drops files with "_"
}

// data is a file whose content is known.
func data(path string, bytes []byte) File {
	return File{Path: path, Source: configFile, Make: func(*site.Site) []byte { return bytes }}
}

// tables lists the table of the i-th report in all formats.
func tables(r *site.Report, i int) []File {
	file := func(path string, write func(table) []byte) File {
		return File{path, r.Source, true, func(s *site.Site) []byte { return write(newTable(s, s.Reports[i])) }}
	}
	files := []File{file(site.TablePath(r, site.CSV)+"-metadata.json", table.csvw)}
	for _, f := range site.Formats {
		files = append(files, file(site.TablePath(r, f), writers[f]))
	}
	return files
}

// writers write a table in each of site.Formats.
var writers = map[site.Format]func(table) []byte{site.CSV: table.csv, site.XLSX: table.xlsx, site.JSON: table.json}

// publisher returns who published a report.
func publisher(s *site.Site, r *site.Report) string { return cmp.Or(r.From, s.Title) }
