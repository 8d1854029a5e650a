package render

import (
	"html/template"
	"time"

	"gongshi/generator/site"
)

// Page is what every layout is given. Exactly one of Home, Report, Task,
// Body, Sitemap and Stub is set, by Kind; the kinds search, help and 404 have none.
type Page struct {
	// Kind is the layout's name: home, report, task, page, sitemap, search, help, 404, stub.
	Kind string
	Site *Site
	// Lang is the BCP 47 tag of the page's text, "zh-Hans".
	Lang string
	// Title is the page's own heading; TitleTag what stands in <title>.
	Title, TitleTag string
	// URL is the page's path as an href, Canonical its absolute address.
	URL, Canonical string
	// Meta is the whole set of <meta name content> in its order.
	Meta []Meta
	// OpenGraph is the set of <meta property content>, but for og:locale.
	OpenGraph []Meta
	// LinkedData is the page's schema.org description, a whole <script> of JSON-LD.
	LinkedData template.HTML
	// Editions are the page in every script, this one included; empty if there
	// is only one.
	Editions []EditionLink
	// Locale is the language of Open Graph, "zh_CN".
	Locale string
	// Header is the head of the page; pages with the same menu share it.
	Header *Header
	// Breadcrumb leads from the home page to this page; the last one has no URL.
	Breadcrumb []Link
	// Twin is the page's plain text, as an href; empty where it has none.
	Twin  string
	Date  Date
	From  string // 来源; empty if not given
	Draft bool
	Feed  Link // the Atom feed that belongs to the page
	// Share is how the page is passed on; nil where it has no address of its own.
	Share *Share
	// Correction is the address of 我为政府网站找错 for this page; empty
	// where the site has no identification code.
	Correction string

	Home    *Home
	Report  *Report
	Task    *Task
	Body    template.HTML // kind page
	Sitemap *Sitemap
	Stub    string // kind stub: where the page has moved, as an href
}

// EditionLink leads to the page in one script.
type EditionLink struct {
	Name, Lang string
	// URL is an href, Absolute the same with scheme and host.
	URL, Absolute string
	Current       bool
}

// Header is what stands at the head of every page.
type Header struct {
	Site *Site
	// Navigation is the main menu with the current entry marked.
	Navigation []Link
}

// Site is what all pages share.
type Site struct {
	Title        string
	HomeURL      string // ends with "/"
	SitemapURL   string
	SearchURL    string
	DataURL      string // all reports as JSON
	SchemaURL    string // the JSON Schema of a report's JSON
	Parent       Link
	Tools        []Link
	Footer       []Link
	Social       []Social
	HelpURL      string
	HomeQR       template.HTML // a QR code of the home page
	Emblem       string        // 党政机关网站标识: the address of its record
	Organization site.Organization
	SiteCode     string
	ICP          string
	// Police is the text, PoliceURL the register's page; both may be empty.
	Police, PoliceURL string
}

// Share is how a page is passed on.
type Share struct {
	Weibo string // the page of 微博 that takes it
	QR    template.HTML
}

// Social is an account of the site elsewhere.
type Social struct {
	Link
	QR template.HTML // empty without an address
}

// Link is a named address. A Link without URL is printed as text.
type Link struct {
	Name, URL string
	// Current marks the entry of the page itself ("page") or of a page above
	// it ("true"); it is the value of aria-current.
	Current string
	// External is true for an address on another host.
	External bool
}

// Meta is one <meta name="…" content="…">.
type Meta struct{ Name, Content string }

// Date prints a point in time the ways a page needs it.
type Date struct{ time.Time }

// Text is the date as a reader sees it: 2022-01-10 15:25, without the time
// where none was given.
func (d Date) Text() string {
	if h, m, s := d.Clock(); h+m+s == 0 {
		return d.Day()
	}
	return d.Format("2006-01-02 15:04")
}

// Day is the date alone: 2022-01-10.
func (d Date) Day() string { return d.Format(time.DateOnly) }

// Machine is RFC 3339, for <time datetime>.
func (d Date) Machine() string { return d.Format(time.RFC3339) }

// Home is the front page.
type Home struct {
	Reports []ReportCard
}

// ReportCard is a report in a list.
type ReportCard struct {
	Title, URL, Period, From string
	Date                     Date
	// TaskCount and TargetCount are how many of each the report holds.
	TaskCount, TargetCount int
	// Tasks is set for the first card of the home page and, on small sites,
	// on the sitemap page.
	Tasks []NumberedLink
	// Overview is set for the first card of the home page.
	Overview *Overview
	Feed     string
}

// NumberedLink is a task in a list.
type NumberedLink struct {
	Number    int
	Name, URL string
}

// Report is a disclosure with its whole table.
type Report struct {
	Notices []Notice // that it was withdrawn or superseded
	Caption string
	Head    []site.Field
	Intro   template.HTML
	// Columns are the table's heads; Key is a CSS-safe name of the column.
	Columns []Column
	// Groups are the tasks, each a <tbody>.
	Groups                 []Group
	TaskCount, TargetCount int
	Overview               *Overview // nil if there is nothing to count
	Downloads              []Download
	Changes                string // the feed of the report's changes; empty if none are known
}

// Download is the report's table as a file.
type Download struct {
	Format string // "Excel"
	URL    string
	Type   string // media type
	// FileName is what the file is called once it is saved.
	FileName string
	Size     string // about: "38 KB"
}

// Column is the head of a table column.
type Column struct{ Key, Label string }

// Group is the rows of one task.
type Group struct {
	// ID is the anchor of the task on the report's page, "task-4".
	ID     string
	Number int
	Name   string
	Rows   []Row
}

// Row is one target. Cells that span the task's rows stand in its first row.
type Row struct {
	// ID is the row's anchor on the report's page, "task-4-t1".
	ID string
	// Permalink is the target's own address, "/2021/4/#t1"; Name says in
	// words what it leads to.
	Permalink, Name string
	Cells           []Cell
}

// Cell is one cell of the table.
type Cell struct {
	Key, Label string
	// Scope is "rowgroup" or "row" for a head cell, empty for a data cell.
	Scope string
	Span  int // rowspan; 1 for none
	// URL makes the cell's text a link; it may be empty.
	URL  string
	HTML template.HTML
	// Permalink is true in the cell that carries the row's permalink.
	Permalink bool
	// Measures and notices stand in the cell of the result.
	Measures []Measure
	Notices  []Notice
}

// Task is a task's page.
type Task struct {
	Number int
	Report Link // leads to the task's place in the table
	// Facts are category, units, due date, status and the like, in the
	// report's words; only those that are given.
	Facts   []site.Field
	Intro   template.HTML
	Targets []Target
	// TargetLabel and ResultLabel are the report's words for the two.
	TargetLabel, ResultLabel string
	Previous, Next           *NumberedLink
	Notices                  []Notice
	Years                    *Years   // nil if the task stands in one report only
	History                  *History // nil if the repository tells nothing
}

// Notice is what a reader has to know before reading. Link may be empty.
type Notice struct {
	Label, Text string
	Link        Link
}

// Years is the same task in the reports of several years.
type Years struct {
	Tasks    []Link
	Measures []Series
	// Wordings are the goals that were worded differently from one year to the next.
	Wordings []Change
}

// Series is a measure over the years.
type Series struct {
	Name  string
	Years []YearMeasure
}

// YearMeasure is a measure in one year.
type YearMeasure struct {
	Year string
	Measure
}

// History is when a task was published and changed.
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

// Change is a text before and after, with <del> and <ins>.
type Change struct {
	Label string
	HTML  template.HTML
}

// Target is one goal and what became of it.
type Target struct {
	ID        string
	Permalink string
	Title     template.HTML
	Result    template.HTML
	Facts     []site.Field
	Measures  []Measure
	Notices   []Notice
}

// Measure is a goal as a number and what was reached.
type Measure struct {
	Name         string
	Goal, Actual string // with direction and unit: "≥ 15%", "52.9%"
	// Outcome is "met", "missed" or "pending", Verdict the same in words.
	Outcome, Verdict string
	Chart            template.HTML
}

// Overview counts what the measures of a report and the states of its tasks
// say; its lists are empty where nothing is given.
type Overview struct {
	// Measured is how many targets have measures, MeasureCount how many these are.
	Measured, MeasureCount int
	Outcomes, States       []Count
	OutcomeChart           template.HTML
	StateChart             template.HTML
}

// Count is one line of an overview. Class is that of its bar in the chart.
type Count struct {
	Name, Class string
	Count       int
}

// Sitemap is the page 站点地图.
type Sitemap struct {
	Reports []ReportCard
	Pages   []Link
	Feeds   []Link
}
