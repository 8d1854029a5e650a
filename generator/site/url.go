package site

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// Base is the address the site is published under. Every URL of the output
// is made by its methods.
type Base struct {
	origin string // "https://www.example.gov.cn"
	host   string
	prefix string // "" or "/path", without a slash at the end, escaped
}

// ParseBase reads an absolute http or https address. Path, if any, is the
// folder the site is published in. Query and fragment are refused.
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
	case strings.ContainsAny(u.Path, "$\"\\;{}"): // signs of the rule files made for servers
		return Base{}, fmt.Errorf("%q has a special character in its path", s)
	}
	return Base{
		origin: u.Scheme + "://" + strings.ToLower(u.Host),
		host:   strings.ToLower(u.Hostname()),
		prefix: strings.TrimRight(u.EscapedPath(), "/"),
	}, nil
}

// Host is the bare host name, "www.example.gov.cn".
func (b Base) Host() string { return b.host }

// URL turns a site path ("/2021/4/", not escaped) into what stands in an
// href: escaped, under the folder the site is published in.
func (b Base) URL(path string) string { return b.prefix + Escape(path) }

// Absolute is URL with scheme and host.
func (b Base) Absolute(path string) string { return b.origin + b.URL(path) }

// Folder is the folder of the host that the site is published in, not escaped
// and without a slash at its end; it is empty for a site at the root.
func (b Base) Folder() string {
	folder, err := url.PathUnescape(b.prefix)
	if err != nil {
		return b.prefix
	}
	return folder
}

// Split parts an href of this site into its site path and fragment, both
// unescaped. ok is false for addresses that are not of this site: other
// hosts, mailto: and the like.
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

// Escape percent-encodes a site path once. It takes the path unescaped, so
// that nothing is ever encoded twice.
func Escape(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// EscapeFragment percent-encodes what stands behind "#".
func EscapeFragment(id string) string { return (&url.URL{Fragment: id}).EscapedFragment() }

// OutputFile is the file that a web server reads for a site path:
// "/2021/4/" is "2021/4/index.html", "/a.html" is "a.html", and a path whose
// last part has no extension is a folder, too.
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

// What the path of a file may be long, in bytes of UTF-8: 255 a part is what
// common file systems take (ext4, XFS, APFS, NTFS); 1,024 in all is the longest
// key of object stores, less what a folder of the host adds.
const (
	maxPart = 255
	maxPath = 960
)

// TooLong returns the first part of a path that is too long, or all of a path
// that is too long as a whole; "" if it is not.
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

// Paths of the pages that no file of the content folder stands for.
const (
	HomePath     = "/"
	SitemapPath  = "/sitemap/"
	SearchPath   = "/search/"
	HelpPath     = "/help/"
	NotFoundPath = "/404.html"
	AdminPath    = "/admin/" // the page for writing in the browser
	FeedName     = "feed.xml"
	ChangesName  = "changes.xml" // the feed of a report's changes
	TwinName     = "index.md"    // the plain text of a page, beside it
	GuidePath    = "/llms.txt"   // the site in short, for language models (llmstxt.org)
	WorkerName   = "sw.js"       // the service worker
	DataPath     = "/data.json"  // all reports of the site
	// The JSON Schemas of a report's JSON and of data.json.
	ReportSchemaPath = "/schema/report.json"
	DataSchemaPath   = "/schema/data.json"
)

// Format is a kind of file that a report's table is published as.
type Format struct {
	Name      string // as readers know it: "Excel"
	Extension string
	MediaType string // IANA's
}

// The formats.
var (
	CSV  = Format{"CSV", "csv", "text/csv"}
	XLSX = Format{"Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	JSON = Format{"JSON", "json", "application/json"}

	// Formats are all of them, what most readers want first.
	Formats = []Format{XLSX, CSV, JSON}
)

// TablePath is the address of a report's table as a file.
func TablePath(r *Report, f Format) string { return r.Path + "table." + f.Extension }

// TaskPath is the address of a task of a report; slug is the editor's own
// name for it and may be empty.
func TaskPath(report string, number int, slug string) string {
	if slug == "" {
		slug = strconv.Itoa(number)
	}
	return report + slug + "/"
}

// TargetID is the anchor of the n-th target of a task, counted from 1.
func TargetID(n int) string { return "t" + strconv.Itoa(n) }

// GroupID is the anchor of a task on its report's page.
func GroupID(t *Task) string { return "task-" + strconv.Itoa(t.Number) }

// RowID is the anchor of a target on its report's page.
func RowID(t *Task, target *Target) string {
	if target.ID == "" {
		return GroupID(t) + "-stub"
	}
	return GroupID(t) + "-" + target.ID
}

// MeasureID is what stands behind a target's anchor for its n-th measure,
// counted from 1.
func MeasureID(n int) string { return "m" + strconv.Itoa(n) }

// Variant is a script the site is published in.
type Variant struct {
	Code   string // as in site.toml: "Hant"
	Lang   string // BCP 47: "zh-Hant"
	Folder string // of the site, "" for the first: "hant"
	Name   string // in its own script
	Locale string // of Open Graph
}

// Variants are all scripts a site can have. The first is the one the content
// is written in.
var Variants = []Variant{
	{"Hans", "zh-Hans", "", "简体", "zh_CN"},
	{"Hant", "zh-Hant", "hant", "繁體", "zh_TW"},
	{"Hant-HK", "zh-Hant-HK", "hant-hk", "繁體（香港）", "zh_HK"},
	{"Hant-TW", "zh-Hant-TW", "hant-tw", "繁體（臺灣）", "zh_TW"},
}

// Path is the address of a page in the variant, by its address in the first.
func (v Variant) Path(path string) string {
	if v.Folder == "" {
		return path
	}
	return "/" + v.Folder + path
}
