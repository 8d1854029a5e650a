package render

import (
	"regexp"
	"strings"

	"gongshi/generator/site"
)

// The public security register of sites, by the 14 digits of a record.
const policeRegister = "https://www.beian.gov.cn/portal/registerSystemInfo?recordcode="

var policeDigits = regexp.MustCompile(`\d{14}`)

// sharedView returns the view that all pages share.
func (r *Renderer) sharedView() *Site {
	s := r.site
	view := &Site{
		Title: s.Title, Policy: r.files.Policy, HomeURL: r.url(site.HomePath), RootURL: s.Base.URL(site.HomePath), SitemapURL: r.url(site.SitemapPath), SearchURL: r.url(site.SearchPath),
		HelpURL: r.url(site.HelpPath), OfflineURL: r.url(site.OfflinePath), HomeQR: r.qrCode(s.Absolute(site.HomePath)), Emblem: s.Identifiers.Emblem, DataURL: r.url(site.DataPath), SchemaURL: s.Base.URL(site.ReportSchemaPath), Parent: r.entry(s.Parent),
		Tools: r.entries(s.Tools), Footer: r.entries(s.Footer), Social: r.social(s.Social),
		Organization: s.Organization, SiteCode: s.Identifiers.SiteCode, ICP: s.Identifiers.ICP, Police: s.Identifiers.Police,
	}
	if digits := policeDigits.FindString(view.Police); digits != "" {
		view.PoliceURL = policeRegister + digits
	}
	return view
}

// url returns the href of a page, by its path in the first variant.
func (r *Renderer) url(path string) string { return r.site.Base.URL(r.site.Path(path)) }

func (r *Renderer) entries(list []site.Entry) []Link {
	var links []Link
	for _, e := range list {
		links = append(links, r.entry(e))
	}
	return links
}

// entry converts a link of site.toml to one of the page.
func (r *Renderer) entry(e site.Entry) Link {
	if !strings.HasPrefix(e.URL, "/") || strings.HasPrefix(e.URL, "//") {
		return Link{Name: e.Name, URL: e.URL}
	}
	return Link{Name: e.Name, URL: r.site.Base.Link(e.URL)}
}

// currentEntry is the menu entry of a page: its own ("page") or that of its nearest
// ancestor ("true"). It is the zero value if there is none.
type currentEntry struct {
	entry   int    // index in the menu
	current string // value of aria-current
}

func (r *Renderer) currentEntry(path string) currentEntry {
	best, length := currentEntry{}, len(r.site.Path(site.HomePath))
	for i, e := range r.site.Navigation {
		if e.URL == path {
			return currentEntry{i, "page"}
		}
		if strings.HasSuffix(e.URL, "/") && strings.HasPrefix(path, e.URL) && len(e.URL) > length {
			best, length = currentEntry{i, "true"}, len(e.URL)
		}
	}
	return best
}

// sharedHeaders returns the header for each current entry that the menu can have.
func (r *Renderer) sharedHeaders() map[currentEntry]*Header {
	headers := map[currentEntry]*Header{{}: {r.shared, r.entries(r.site.Navigation)}}
	for i := range r.site.Navigation {
		for _, current := range []string{"page", "true"} {
			h := &Header{r.shared, r.entries(r.site.Navigation)}
			h.Navigation[i].Current = current
			headers[currentEntry{i, current}] = h
		}
	}
	return headers
}

// The <meta> elements that 国办发〔2017〕47号 requires: those of the site on every page,
// those of the column on column pages (name and type on articles as well), and those of
// the article on pages with content.

func (r *Renderer) siteMeta() []Meta {
	meta := []Meta{{"SiteName", r.site.Title}, {"SiteDomain", r.site.Base.Host()}}
	return appendMeta(meta, "SiteIDCode", r.site.Identifiers.SiteCode)
}

// columnMeta uses the name of a column as its type, too.
func (r *Renderer) columnMeta(name, description string) []Meta {
	meta := append(r.siteMeta(), Meta{"ColumnName", name}, Meta{"ColumnType", name})
	meta = appendMeta(meta, "ColumnDescription", description)
	return appendMeta(meta, "Description", description)
}

func (r *Renderer) articleMeta(d *site.Document, report *site.Report, from, summary string) []Meta {
	meta := r.siteMeta()
	if report != nil && report.Column.Name != "" {
		meta = append(meta, Meta{"ColumnName", report.Column.Name}, Meta{"ColumnType", report.Column.Type})
		meta = appendMeta(meta, "ColumnDescription", report.Column.Description)
		meta = appendMeta(meta, "ColumnKeywords", strings.Join(report.Column.Keywords, ","))
	}
	meta = append(meta, Meta{"ArticleTitle", d.Title})
	if !d.Date.IsZero() {
		meta = append(meta, Meta{"PubDate", d.Date.Format("2006-01-02 15:04")})
	}
	meta = appendMeta(meta, "ContentSource", from)
	meta = appendMeta(meta, "Keywords", strings.Join(d.Tags, ","))
	meta = appendMeta(meta, "Description", description(d, summary))
	return appendMeta(meta, "Url", r.site.Base.Absolute(d.Path))
}

// appendMeta appends an element unless its content is empty.
func appendMeta(meta []Meta, name, content string) []Meta {
	if content == "" {
		return meta
	}
	return append(meta, Meta{name, content})
}
