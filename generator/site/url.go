package site

import (
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Base is the URL the site is published at. Its methods make every URL of the output.
type Base struct {
	origin string // "https://www.example.gov.cn"
	host   string
	prefix string // "" or "/path", without a slash at the end, escaped
}

// ParseBase parses an absolute http or https URL; its path is the folder the site is
// published in. Queries and fragments are errors.
func ParseBase(s string) (Base, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil:
		return Base{}, err
	case u.Scheme != "http" && u.Scheme != "https":
		return Base{}, fmt.Errorf("scheme %q is not http or https", u.Scheme)
	case u.Host == "":
		return Base{}, fmt.Errorf("no host in %q", s)
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return Base{}, fmt.Errorf("%q has a query, fragment or user", s)
	case u.Path != "" && (strings.Contains(u.Path, "//") || path.Clean(u.Path) != "/"+strings.Trim(u.Path, "/")):
		return Base{}, fmt.Errorf("%q has a path with empty parts or dots", s)
	case strings.ContainsAny(u.Path, "$\"\\;{}*:") || strings.Contains(u.Path, "/.") || strings.ContainsFunc(u.Path, func(r rune) bool { return !unicode.IsGraphic(r) }):
		return Base{}, fmt.Errorf("%q has a special character in its path", s) // special in the rule files for servers, or on the disk
	case !GoodHost(u.Host):
		return Base{}, fmt.Errorf("%q is no host", u.Host)
	}
	return Base{
		origin: u.Scheme + "://" + strings.ToLower(u.Host),
		host:   strings.ToLower(u.Hostname()),
		prefix: strings.TrimRight(u.EscapedPath(), "/"),
	}, nil
}

// hostForm matches a host name, in whatever script, or an IP address.
var hostForm = regexp.MustCompile(`^([\p{L}\p{M}\p{N}_]([\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?(\.|$))+$|^\[[0-9A-Fa-f:.]+\]$`)

// GoodHost reports whether the host of a URL is a host name or an IP address, and its port, if
// any, is one.
func GoodHost(host string) bool {
	name := host
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		name = host[:i]
		if n, err := strconv.ParseUint(host[i+1:], 10, 16); err != nil || n == 0 {
			return false
		}
	}
	if last := name[strings.LastIndexByte(name, '.')+1:]; last != "" && strings.Trim(last, "0123456789") == "" {
		_, err := netip.ParseAddr(name)
		return err == nil
	}
	return hostForm.MatchString(name) && len(name) <= 253
}

// Host returns the host name without port, "www.example.gov.cn".
func (b Base) Host() string { return b.host }

// URL returns the href of a site path ("/2021/4/", not escaped): escaped, and below the
// folder the site is published in.
func (b Base) URL(path string) string { return b.prefix + Escape(path) }

// Absolute is URL with scheme and host.
func (b Base) Absolute(path string) string { return b.origin + b.URL(path) }

// Link returns the href of an address in front matter or site.toml: a site path, which may
// have a query and a fragment, not escaped.
func (b Base) Link(address string) string {
	address, fragment, toPart := strings.Cut(address, "#")
	path, query, asks := strings.Cut(address, "?")
	href := b.URL(path)
	if asks {
		href += "?" + EscapeFragment(query) // in both the same characters may stand (RFC 3986)
	}
	if toPart {
		href += "#" + EscapeFragment(fragment)
	}
	return href
}

// AbsoluteLink adds scheme and host to an href of this site. It returns others unchanged.
func (b Base) AbsoluteLink(href string) string {
	if path, _, ok := b.Split(href); ok && strings.HasPrefix(href, "/") {
		if i := strings.IndexAny(href, "?#"); i >= 0 {
			return b.Absolute(path) + href[i:]
		}
		return b.Absolute(path)
	}
	return href
}

// Folder returns the folder the site is published in, not escaped and without a slash at
// the end; "" for a site at the root of its host.
func (b Base) Folder() string {
	folder, err := url.PathUnescape(b.prefix)
	if err != nil {
		return b.prefix
	}
	return folder
}

// Split splits an href of this site into site path and fragment, both unescaped. ok is
// false for other hosts, mailto: and so on.
func (b Base) Split(href string) (path, fragment string, ok bool) {
	href = strings.TrimPrefix(href, b.origin)
	href, fragment, _ = strings.Cut(href, "#")
	href, _, _ = strings.Cut(href, "?")
	rest, under := strings.CutPrefix(href, b.prefix)
	if !under || !strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "//") {
		return "", "", false
	}
	path, err := url.PathUnescape(rest)
	if err != nil {
		return "", "", false
	}
	if f, err := url.PathUnescape(fragment); err == nil {
		fragment = f
	}
	return path, fragment, true
}

var schemeForm = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*):`)

// HasScheme reports whether an href is that of another place than this site: "mailto:…".
func HasScheme(href string) bool { return schemeForm.MatchString(href) }

// BadLink says in Chinese why an href must not stand on a page, "" if it may: it has another
// scheme than http, https, mailto and tel, or it leads elsewhere than it seems to, as browsers
// take \ for / and drop control characters, and what stands before @ is no host.
func BadLink(href string) string {
	scheme := schemeForm.FindStringSubmatch(href)
	switch {
	case strings.ContainsFunc(href, unicode.IsControl) || strings.TrimSpace(href) != href:
		return "链接里有看不见的字符"
	case scheme == nil && (strings.HasPrefix(href, "//") || strings.Contains(href, "\\")):
		return "链接的网址没有写全：" + href
	case scheme == nil:
		return ""
	}
	switch name := strings.ToLower(scheme[1]); name {
	case "mailto", "tel":
		return ""
	case "http", "https":
		u, err := url.Parse(href)
		switch {
		case err != nil || !strings.HasPrefix(href[len(scheme[0]):], "//") || strings.Contains(href, "\\") || !GoodHost(u.Host):
			return "链接的网址写法不对：" + href
		case u.User != nil:
			return fmt.Sprintf("链接看着是 %s，其实指向 %s", u.User.Username(), u.Host)
		}
		return ""
	default:
		return "不能链接到 " + name + ": 开头的地址"
	}
}

// Escape percent-encodes a site path. The path must not be escaped already.
func Escape(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// EscapeFragment percent-encodes the part of a URL after "#".
func EscapeFragment(id string) string { return (&url.URL{Fragment: id}).EscapedFragment() }

// OutputFile returns the file that a web server sends for a site path: "/2021/4/" is
// "2021/4/index.html", "/a.html" is "a.html". A path whose last part has no extension is
// a folder.
func OutputFile(path string) string {
	path = strings.TrimPrefix(path, "/")
	last := path[strings.LastIndexByte(path, '/')+1:]
	switch {
	case last == "" && path == "":
		return "index.html"
	case last == "":
		return path + "index.html"
	case !strings.Contains(last, "."):
		return path + "/index.html"
	}
	return path
}

// Maximum length of a file path and its parts, in bytes of UTF-8. Common file systems
// (ext4, XFS, APFS, NTFS) allow 255 per part; object stores allow keys of 1,024, of which
// the folder the site is published in needs some.
const (
	maxPart = 255
	maxPath = 960
)

// TooLong returns the first part of a path that is too long, or the path if only its
// whole length is too long, or "".
func TooLong(path string) string {
	for part := range strings.SplitSeq(path, "/") {
		if len(part) > maxPart {
			return part
		}
	}
	if len(path) > maxPath {
		return path
	}
	return ""
}

// Paths and names of the files that are not made from one file of the content folder.
const (
	HomePath     = "/"
	SitemapPath  = "/sitemap/"
	SearchPath   = "/search/"
	HelpPath     = "/help/"
	OfflinePath  = "/offline/" // what a reader without network comes to
	NotFoundPath = "/404.html"
	RecordPath   = "/record/" // the page that checks a page against the public log, and the folder of the log
	AdminPath    = "/admin/"  // the page for writing in the browser
	FeedName     = "feed.xml"
	ChangesName  = "changes.xml"          // the feed of a report's changes
	MarkdownName = "index.md"             // the Markdown copy of a page, in its folder
	GuidePath    = "/llms.txt"            // overview of the site for language models (llmstxt.org)
	WorkerName   = "sw.js"                // the service worker
	DataPath     = "/data.json"           // all reports of the site
	CatalogPath  = "/data/catalog.jsonld" // all tables of the site, as DCAT
	ImagePath    = "/share.png"           // a static file
	// The JSON Schemas of a report's JSON and of data.json.
	ReportSchemaPath = "/schema/report.json"
	DataSchemaPath   = "/schema/data.json"
)

// OwnPages are the paths of the pages that every variant has.
var OwnPages = []string{HomePath, SitemapPath, SearchPath, HelpPath, OfflinePath, NotFoundPath}

// Format is a file format of a report's table.
type Format struct {
	Name      string // for readers: "Excel"
	Extension string
	MediaType string
}

// The formats.
var (
	CSV  = Format{"CSV", "csv", "text/csv"}
	XLSX = Format{"Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	JSON = Format{"JSON", "json", "application/json"}

	// Formats are all formats, the most useful to readers first.
	Formats = []Format{XLSX, CSV, JSON}
)

// TablePath returns the site path of a report's table in a format.
func TablePath(r *Report, f Format) string { return r.Path + "table." + f.Extension }

// TaskPath returns the site path of a task. slug, if not empty, replaces its number.
func TaskPath(report string, number int, slug string) string {
	if slug == "" {
		slug = strconv.Itoa(number)
	}
	return report + slug + "/"
}

// VersionPath returns the site path of a version of a document.
func VersionPath(document string, version int) string {
	return document + "v/" + strconv.Itoa(version) + "/"
}

// TargetID returns the default anchor of the n-th target of a task, counted from 1.
func TargetID(n int) string { return "t" + strconv.Itoa(n) }

// GroupID returns the anchor of a task on its report's page.
func GroupID(t *Task) string { return "task-" + strconv.Itoa(t.Number) }

// RowID returns the anchor of a target on its report's page.
func RowID(t *Task, target *Target) string {
	if target.ID == "" {
		return GroupID(t) + "-stub"
	}
	return GroupID(t) + "-" + target.ID
}

// Variant is a script and region in which the site is published.
type Variant struct {
	Code   string // in site.toml: "Hant"
	Lang   string // BCP 47: "zh-Hant"
	Folder string // top folder of its pages, "hant"; "" for the first variant
	Name   string // in the variant itself
	Locale string // of Open Graph
}

// Variants are all variants a site can have. Content is written in the first.
var Variants = []Variant{
	{"Hans", "zh-Hans", "", "简体", "zh_CN"},
	{"Hant", "zh-Hant", "hant", "繁體", "zh_TW"},
	{"Hant-HK", "zh-Hant-HK", "hant-hk", "繁體（香港）", "zh_HK"},
	{"Hant-TW", "zh-Hant-TW", "hant-tw", "繁體（臺灣）", "zh_TW"},
}

// Path returns the site path of a page in the variant, by its path in the first variant.
func (v Variant) Path(path string) string {
	if v.Folder == "" {
		return path
	}
	return "/" + v.Folder + path
}

// Original returns the path of a page in the first variant, by its path in this one.
func (v Variant) Original(path string) string {
	if v.Folder == "" {
		return path
	}
	return strings.TrimPrefix(path, "/"+v.Folder)
}

// Path returns the site path of a page in the site's variant, by its path in the first.
func (s *Site) Path(path string) string { return s.Variant.Path(path) }

// Absolute returns the absolute URL of a page in the site's variant, by its path in the
// first.
func (s *Site) Absolute(path string) string { return s.Base.Absolute(s.Path(path)) }

// Text returns a text of the program in the site's variant.
func (s *Site) Text(text string) string {
	if s.Convert == nil {
		return text
	}
	return s.Convert(text)
}
