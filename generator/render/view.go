package render

import (
	"html/template"
	"time"

	"gongshi/generator/site"
)

// Page is the data of every layout. Kind decides which one of Home, Report, Task, Body,
// Sitemap and Stub is set; search, help, offline and 404 have none.
type Page struct {
	// Kind is the layout's name: home, report, task, page, sitemap, search, help, offline, 404, stub.
	Kind string
	Site *Site
	// Lang is the BCP 47 tag of the page's text, "zh-Hans".
	Lang string
	// Title is the heading of the page, TitleTag the text of <title>.
	Title, TitleTag string
	// URL is the page's href, Canonical its absolute URL.
	URL, Canonical string
	// Meta are all <meta name content> elements, in order.
	Meta []Meta
	// OpenGraph are all <meta property content> elements except og:locale.
	OpenGraph []Meta
	// LinkedData is the schema.org description of the page: a <script> with JSON-LD.
	LinkedData template.HTML
	// Variants links to the page in every variant, including this one; empty if the
	// site has one variant only.
	Variants []VariantLink
	// Locale is the value of og:locale, "zh_CN".
	Locale string
	// Header is shared by pages with the same current menu entry.
	Header *Header
	// Breadcrumb leads from the home page to this page; the last link has no URL.
	Breadcrumb []Link
	// MarkdownURL is the href of the page's Markdown copy; empty if there is none.
	MarkdownURL string
	Date        Date
	From        string // 来源; empty if not given
	Draft       bool
	Feed        Link   // the page's Atom feed
	Share       *Share // nil for pages that are not to be shared
	// Cite is how the page is cited by GB/T 7714; the script fills in {row} and {today}.
	// It is empty for pages that are no report or task.
	Cite string
	// Correction is the URL of 我为政府网站找错 for this page; empty if the site has no
	// identification code.
	Correction string

	// Record tells of the public log; nil if the site keeps none.
	Record *Record

	Home    *Home
	Report  *Report
	Task    *Task
	Body    template.HTML // kind page
	Sitemap *Sitemap
	Stub    string // kind stub: the href of the page at its new address
	// Version is set for the page of an old version; its text is in Task, which is nil if it
	// was removed.
	Version *Version
}

// Record tells of a page in the public log.
type Record struct {
	// Date and Version are those of the text; Version is 0 for a page without a text of its own.
	Date    Date
	Version int
	URL     string // the page that checks this one
}

// Version is one text of a task.
type Version struct {
	Number  int
	Date    Date
	Reason  string
	Removed bool // the text was removed
	URL     string
	Check   string // the page that checks it, and says how to quote it
}

// VariantLink links to the page in one variant.
type VariantLink struct {
	Name, Lang string
	// URL is an href, Absolute the same with scheme and host.
	URL, Absolute string
	Current       bool
}

// Header is the header of a page.
type Header struct {
	Site *Site
	// Navigation is the main menu with the current entry marked.
	Navigation []Link
}

// Site is the data that all pages of a variant share.
type Site struct {
	Title        string
	HomeURL      string // ends with "/"
	RootURL      string // the home page of the first variant, the folder of icons and other static files
	SitemapURL   string
	SearchURL    string
	Policy       string // the content security policy of the page
	DataURL      string // all reports as JSON
	SchemaURL    string // the JSON Schema of a report's JSON
	Parent       Link
	Tools        []Link
	Footer       []Link
	Social       []Social
	HelpURL      string
	OfflineURL   string
	HomeQR       template.HTML // a QR code of the home page
	Emblem       string        // URL of the record of 党政机关网站标识
	Organization site.Organization
	SiteCode     string
	ICP          string
	// Police is the text of 公安备案号, PoliceURL its page in the register; both may be
	// empty.
	Police, PoliceURL string
}

// Share contains the ways to share a page.
type Share struct {
	Weibo string // URL for sharing on 微博
	QR    template.HTML
}

// Social is an account of the site on another platform.
type Social struct {
	Link
	QR template.HTML // empty if the link is not external
}

// Link is a named link. A Link without URL is printed as text.
type Link struct {
	Name, URL string
	// Current is the value of aria-current: "page" for the page itself, "true" for an
	// ancestor of it, else "".
	Current string
}

// Meta is one <meta name="…" content="…">.
type Meta struct{ Name, Content string }

// Date formats a point in time; the zero value means that none is given.
type Date struct{ time.Time }

// Text formats the date for readers, "2022-01-10 15:25", without the time of day if none
// is given.
func (d Date) Text() string { return site.FormatTime(d.Time) }

// Day formats the date without the time of day, "2022-01-10".
func (d Date) Day() string { return d.Format(time.DateOnly) }

// Machine formats the date as RFC 3339, for <time datetime>. It is empty without a date.
func (d Date) Machine() string { return site.Timestamp(d.Time) }

// Home is the front page.
type Home struct {
	Lead     string // one sentence on what the site is
	Examples []Link // searches
	Reports  []ReportCard
	Changes  []Update // the latest first; empty without history
}

// Update is a revision of a task, in a list.
type Update struct {
	Date               Date
	Name, Subject, URL string
}

// ReportCard is a report in a list.
type ReportCard struct {
	Title, URL, Period, From string
	Date                     Date
	TaskCount, TargetCount   int
	// Tasks is set for the first card of the home page and, if the site is small, on the
	// sitemap page.
	Tasks []NumberedLink
	// Overview is set for the first card of the home page.
	Overview *Overview
	Feed     string
}

// NumberedLink is a task in a list.
type NumberedLink struct {
	Number    int
	Name, URL string
	Results   *Results // set on the home page
}

// Report is a report's page with its table.
type Report struct {
	Notices                []Notice // that it was withdrawn or superseded
	Caption                string
	Head                   []site.Field
	Intro                  template.HTML
	Columns                []Column
	Groups                 []Group // one per task, each a <tbody>
	Scrolls                bool    // it has more columns than a screen is wide
	TaskCount, TargetCount int
	Unnamed                bool      // no task says who is responsible
	Overview               *Overview // nil if there is nothing to count
	Downloads              []Download
	Versions               []Update // later texts of its tasks in the public log, the latest first
	Changes                string   // URL of the feed of changes; empty if there are none
}

// Download is the report's table in one file format.
type Download struct {
	Format   string // "Excel"
	URL      string
	Type     string // media type
	FileName string // suggested name for saving
	Size     string // rounded up: "38 KB"
}

// Column is the head of a table column. Key is a valid CSS class name.
//
// Width is the number of characters that its values need in a line, 2 to 8; 0 for number,
// title, target and result, whose widths the style sheet knows.
type Column struct {
	Key, Label string
	Width      int
}

// Group contains the rows of one task.
type Group struct {
	// ID is the anchor of the task on the report's page, "task-4".
	ID      string
	Number  int
	Name    string
	Results *Results
	Rows    []Row
}

// Row is one target. The first row of a task also has the cells that span all its rows.
type Row struct {
	// ID is the row's anchor on the report's page, "task-4-t1".
	ID string
	// Permalink is the href of the target, "/2021/4/#t1", Name the text of that link.
	Permalink, Name string
	Cells           []Cell
}

// Cell is one cell of the table.
type Cell struct {
	Key, Label string
	// Scope is "rowgroup" or "row" for a head cell, empty for a data cell.
	Scope string
	Span  int // rowspan; 1 for none
	// URL, if not empty, makes the text of the cell a link.
	URL  string
	HTML template.HTML
	// Permalink is true for the cell that contains the row's permalink.
	Permalink bool
	// Measures and Notices are set in the cell of the result.
	Measures []Measure
	Notices  []Notice
}

// Task is a task's page.
type Task struct {
	Number int
	Report Link // to the task's rows in the table
	// Facts are category, units, due date, status and so on, with the report's labels;
	// only those that have a value.
	Facts   []site.Field
	Intro   template.HTML
	Targets []Target
	// TargetLabel and ResultLabel are the report's labels of these columns.
	TargetLabel, ResultLabel string
	Previous, Next           *NumberedLink
	Notices                  []Notice
	Years                    *Years   // nil if only one report has the task
	History                  *History // nil if there are no revisions
	// Versions are those in the public log, the latest first; History is then nil.
	Versions []Version
}

// Notice is a notice above the content. Link may be empty.
type Notice struct {
	Label, Text string
	Link        Link
}

// Years compares the same task in the reports of several years.
type Years struct {
	Tasks    []Link
	Measures []Series
	// Wordings are the targets whose text changed from one year to the next.
	Wordings []Change
}

// Series is one measure over the years.
type Series struct {
	Name  string
	Years []YearMeasure
}

// YearMeasure is the value of a measure in one year.
type YearMeasure struct {
	Year string
	Measure
}

// History lists the revisions of a task.
type History struct {
	Published, Revised Date
	Revisions          []Revision // the latest first
}

// Revision is one change of a task.
type Revision struct {
	Date    Date
	Subject string
	Changes []Change
}

// Change compares two versions of a text with <del> and <ins>.
type Change struct {
	Label string
	HTML  template.HTML
}

// Target is one target with its result.
type Target struct {
	ID string
	// Permalink is the href of the target, Name the text that tells it from others.
	Permalink, Name string
	Title           template.HTML
	Result          template.HTML
	Facts           []site.Field
	Measures        []Measure
	Notices         []Notice
}

// Measure is a numeric goal and the value reached.
type Measure struct {
	Name         string
	Goal, Actual string // with direction and unit: "≥ 15%", "52.9%"
	// Outcome is "met", "missed" or "pending", Verdict the same in Chinese.
	Outcome, Verdict string
	Chart            template.HTML
}

// Overview counts the targets of a report by result. Told are those of which only a text
// tells.
type Overview struct {
	TargetCount int
	Results     []Count // from best to worst
	Told        Count
	Chart       template.HTML
}

// Results is what became of the targets of a task. Those of which only a text tells are
// in TargetCount alone.
type Results struct {
	TargetCount int
	Counts      []Count // from best to worst
}

// Count is a number of targets with one result. Class tells its mark ("met", "met-2",
// "other", "pending", "missed", "told"), URL is the table with these targets only.
type Count struct {
	Name, Class, URL string
	Count            int
	rank             int // from best to worst
}

// Sitemap is the page 站点地图.
type Sitemap struct {
	Reports []ReportCard
	Pages   []Link
	Feeds   []Link
}
