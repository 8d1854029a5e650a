package render

import (
	"net/url"
	"regexp"
	"strings"

	"gongshi/generator/site"
)

// The public security register of sites, by the 14 digits of a record.
const policeRegister = "https://www.beian.gov.cn/portal/registerSystemInfo?recordcode="

var policeDigits = regexp.MustCompile(`\d{14}`)

// sharedView fills what every page prints around its text.
func (r *Renderer) sharedView() *Site {
	s := r.site
	view := &Site{
		Title: s.Title, HomeURL: s.Base.URL(site.HomePath), SitemapURL: s.Base.URL(site.SitemapPath), SearchURL: s.Base.URL(site.SearchPath), HelpURL: s.Base.URL(site.HelpPath), HomeQR: qrCode(s.Base.Absolute(site.HomePath), qrName), Emblem: s.Identifiers.Emblem,
		DataURL: s.Base.URL(site.DataPath), SchemaURL: s.Base.URL(site.ReportSchemaPath), Parent: r.entry(s.Parent),
		Tools: r.entries(s.Tools), Footer: r.entries(s.Footer), Social: r.social(s.Social),
		Organization: s.Organization, SiteCode: s.Identifiers.SiteCode, ICP: s.Identifiers.ICP, Police: s.Identifiers.Police,
	}
	if digits := policeDigits.FindString(view.Police); digits != "" {
		view.PoliceURL = policeRegister + digits
	}
	return view
}

func (r *Renderer) entries(list []site.Entry) []Link {
	var links []Link
	for _, e := range list {
		links = append(links, r.entry(e))
	}
	return links
}

// entry turns a link of site.toml into one of the page.
func (r *Renderer) entry(e site.Entry) Link {
	if !strings.HasPrefix(e.URL, "/") || strings.HasPrefix(e.URL, "//") {
		u, err := url.Parse(e.URL)
		return Link{Name: e.Name, URL: e.URL, External: err == nil && u.Host != "" && u.Hostname() != r.site.Base.Host()}
	}
	path, fragment, found := strings.Cut(e.URL, "#")
	link := Link{Name: e.Name, URL: r.site.Base.URL(path)}
	if found {
		link.URL += "#" + site.EscapeFragment(fragment)
	}
	return link
}

// mark is the menu entry that stands for a page: its own ("page"), or that of
// the nearest page above it ("true"). Without one, current is "".
type mark struct {
	entry   int
	current string
}

func (r *Renderer) mark(path string) mark {
	best, length := mark{}, len("/")
	for i, e := range r.site.Navigation {
		if e.URL == path {
			return mark{i, "page"}
		}
		if strings.HasSuffix(e.URL, "/") && strings.HasPrefix(path, e.URL) && len(e.URL) > length {
			best, length = mark{i, "true"}, len(e.URL)
		}
	}
	return best
}

// headers makes the head of the page for every mark the menu can have.
func (r *Renderer) sharedHeaders() map[mark]*Header {
	headers := map[mark]*Header{{}: {r.shared, r.entries(r.site.Navigation)}}
	for i := range r.site.Navigation {
		for _, current := range []string{"page", "true"} {
			h := &Header{r.shared, r.entries(r.site.Navigation)}
			h.Navigation[i].Current = current
			headers[mark{i, current}] = h
		}
	}
	return headers
}

func (r *Renderer) header(path string) *Header { return r.headers[r.mark(path)] }

// The <meta> set of government sites after 国办发〔2017〕47号: site on every
// page, column on column pages (name and type on articles, too), article on
// the pages that carry content.

func (r *Renderer) siteMeta() []Meta {
	meta := []Meta{{"SiteName", r.site.Title}, {"SiteDomain", r.site.Base.Host()}}
	return appendMeta(meta, "SiteIDCode", r.site.Identifiers.SiteCode)
}

func (r *Renderer) columnMeta(name, kind, description string, keywords []string) []Meta {
	meta := append(r.siteMeta(), Meta{"ColumnName", name}, Meta{"ColumnType", kind})
	meta = appendMeta(meta, "ColumnDescription", description)
	meta = appendMeta(meta, "ColumnKeywords", strings.Join(keywords, ","))
	return appendMeta(meta, "Description", description)
}

func (r *Renderer) articleMeta(d *site.Document, report *site.Report, from, summary string) []Meta {
	meta := r.siteMeta()
	keywords := d.Tags
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
	meta = appendMeta(meta, "Keywords", strings.Join(keywords, ","))
	meta = appendMeta(meta, "Description", description(d, summary))
	return appendMeta(meta, "Url", r.site.Base.Absolute(d.Path))
}

func appendMeta(meta []Meta, name, content string) []Meta {
	if content == "" {
		return meta
	}
	return append(meta, Meta{name, content})
}
