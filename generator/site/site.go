// Package site is the model of a disclosure site: its configuration, reports, tasks,
// targets and ordinary pages, with the URL of each. It is plain data without I/O. Package
// content creates it; all other packages only read it.
package site

import (
	"iter"
	"time"

	"gongshi/generator/diag"
)

// Beijing is the time zone of dates that have none (UTC+8, no summer time).
var Beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// Site is a valid site with all URLs set.
type Site struct {
	Config
	Variant Variant `text:"-"` // of the texts, one of Variants
	// Convert converts a text of the program to the site's variant; nil for the first
	// variant. Use Site.Text.
	Convert func(text string) string
	Reports []*Report // the latest year first
	Pages   []*Page   // sorted by path
	// Files are the pictures and downloads in the content folder, sorted by path.
	Files []File `text:"-"`
	// Drafts are the files of content that are not published because they say that they
	// are drafts, sorted; the tasks of a draft report are not among them.
	Drafts []string `text:"-"`
	// Pictures counts the pictures and recordings in Files, in static files and inside
	// documents: nobody has looked for personal data in them.
	Pictures int
	// Links are the internal links, images and anchors in content and site.toml, for
	// package check.
	Links []Link `text:"-"`
}

// Config is site.toml: settings for the whole site.
type Config struct {
	Title       string
	Description string
	Base        Base `text:"-"`
	// Parent is the portal this site belongs to (首都之窗).
	Parent       Entry
	Identifiers  Identifiers `text:"-"`
	Organization Organization
	// Navigation, Tools, Footer and Social are lists of links on every page.
	Navigation, Tools, Footer, Social []Entry
	Home                              HomeText
	// Variants are the variants the site is published in; content is written in the first.
	Variants   []Variant  `text:"-"`
	Words      Words      `text:"-"`
	Vocabulary Vocabulary `text:"-"`
	Proof      Proof      `text:"-"`
	// SafeHTML are the HTML elements that are allowed in Markdown.
	SafeHTML []string `text:"-"`
	// Image is the site path of the picture that other programs show beside a link.
	Image string `text:"-"`
	// Labels are the site's labels of table columns, by column key.
	Labels map[string]string
	// Robots are the editor's lines of robots.txt.
	Robots string `text:"-"`
	// Admin is the page for editing in the browser; nil if the site has none.
	Admin *Admin `text:"-"`
	// Record configures the public log; nil if the site keeps none.
	Record *Record `text:"-"`
}

// Record configures the public log of what the site published.
type Record struct {
	// On is true if the log is kept in this build, and pages tell of it.
	On bool
	// Lost is the public key of an earlier log whose private key is lost.
	Lost       string
	Redactions []Redaction
}

// Redaction removes the text of an old version of a page.
type Redaction struct {
	Path       string // site path of the page
	Version    int
	Reason, By string
}

// HomeText is what an editor says at the top of the home page: one sentence, and
// examples of what can be searched for. Both may be empty.
type HomeText struct {
	Lead     string
	Examples []string
}

// Admin configures the page for editing in the browser: a content manager (Sveltia CMS,
// Decap CMS) that works on the repository.
type Admin struct {
	Script    string // URL of its script, on this or another host
	Integrity string // hash of the script (W3C Subresource Integrity); may be empty
	Backend   string // kind of host of the repository: "github"
	Repo      string // "owner/name"
	Branch    string
	Login     string // server for the login of editors; may be empty
}

// Proof configures proofreading.
type Proof struct {
	// Wrong maps a wrong word to the right one. Right are correct words that contain
	// a wrong one.
	Wrong map[string]string
	Right []string
	// Names maps persons of the organization to their positions.
	Names map[string][]string
	// Hosts are the other sites that may be linked; empty means any.
	Hosts []string
	// Levels maps rules to "off", "warning" or "error".
	Levels map[string]string
}

// Entry is a named link of site.toml. An entry without URL is printed as text.
type Entry struct {
	Name string
	// URL is absolute, or a site path that begins with "/".
	URL string `text:"link"`
}

// Words are the site's own rules for the conversion to other variants.
type Words struct {
	// Protect lists words that are the same in every variant.
	Protect []string
	// Phrases maps a word to its traditional form.
	Phrases map[string]string
}

// Vocabulary contains the site's words for search, in addition to the dictionary.
type Vocabulary struct {
	// Words are names and terms.
	Words []string
	// Synonyms maps words that readers use to words of the texts.
	Synonyms map[string][]string
}

// Identifiers are the registration numbers a government site has to show; each is optional.
type Identifiers struct {
	SiteCode string // 政府网站标识码
	ICP      string // ICP 备案号
	Police   string // 公安备案号
	// Emblem is the URL of the site's record of 党政机关网站标识 (中央编办〔2014〕69号).
	Emblem string
}

// Organization is responsible for the site; each field is optional.
type Organization struct {
	Host      string   // 主办单位
	Operators []string // 承办单位
	Address   string
	Postcode  string `text:"-"`
	// Hotline is a telephone number, HotlineLabel its purpose.
	HotlineLabel string
	Hotline      string `text:"-"`
}

// Document contains the fields that reports, tasks and pages have in common.
type Document struct {
	Path        string `text:"path"` // site path, not escaped: "/2021/4/"
	Source      string `text:"-"`    // its file: "content/2021/04.md"
	Title       string
	Description string
	Date        time.Time // of publication; zero if none is given
	// Aliases are earlier site paths of the document; folders end with "/".
	Aliases []string `text:"-"`
	Draft   bool
	Tags    []string
	// Extra is the [extra] table of the front matter.
	Extra map[string]any
	// Overrides are texts that an editor wrote for other variants, by variant code. They
	// replace the converted texts.
	Overrides map[string]*Override `text:"-"`
	// Versions are the texts that the public log knows, the first one first and the present
	// one last; nil without a log. Only tasks keep the earlier ones.
	Versions []Version
}

// Version is one text of a document.
type Version struct {
	Number  int
	Date    time.Time // of publication
	Reason  string
	Removed bool // its text was removed
}

// Override is the text of a document in another variant.
type Override struct {
	Title string // "" keeps the converted title
	Intro Prose  // of a page: its whole text
	// Targets are the targets of a task, in order. Only Title and Result are set.
	Targets []Target
}

// Report is one disclosure: a list of tasks, their targets and results.
type Report struct {
	Document
	// Year is the year reported on; 0 if unknown.
	Year   int
	Period string // as printed: "2021年度"
	From   string // 来源: the publisher
	Column Column
	Head   []Field // the optional head table, in its standard order
	// Columns of the table, in order.
	Columns []TableColumn
	Intro   Prose
	Tasks   []*Task
	Retired
}

// Column is the 栏目 of a government site that a report belongs to.
type Column struct {
	Name, Type, Description string
	Keywords                []string
	// Path contains the names of its parent columns, outermost first.
	Path []string
}

// Field is a named value of a head table.
type Field struct{ Name, Value string }

// TableColumn is one column of a report's table.
type TableColumn struct {
	Key   string `text:"-"` // a key of Columns, or "extra." and a key of [extra]
	Label string // printed in the head of the table
}

// Task is one task of a report, with one or more targets.
type Task struct {
	Document
	Report   *Report
	Number   int
	Category string
	Lead     string
	Support  []string
	Leader   string
	Due      string
	Status   string
	Note     string
	// Revision says what the last change of the text was, and why.
	Revision string
	Intro    Prose
	Targets  []Target
	// ID identifies the same task in the reports of several years; may be empty.
	ID string `text:"-"`
	// Years are the tasks of all reports with the same ID, including this one, the earliest
	// first; nil if there is no other.
	Years []*Task
	Retired
	// History lists the revisions of the task in the repository, the latest first.
	History []Revision
}

// Retired marks a report, task or target as withdrawn or superseded. Its URL is kept. An
// editor may remove its text: what remains is a stub, a report without tasks or a task
// without targets.
type Retired struct {
	Withdrawn    string // the reason; empty if it was not withdrawn
	SupersededBy string `text:"link"` // site path of the successor, with optional fragment
}

// Rows returns the targets of a task as rows of a table. A stub has one empty row.
func (t *Task) Rows() []*Target {
	if len(t.Targets) == 0 {
		return []*Target{{}}
	}
	rows := make([]*Target, len(t.Targets))
	for i := range rows {
		rows[i] = &t.Targets[i]
	}
	return rows
}

// Fragment returns the fragment of the target's URL on the task's page, with "#"; "" for
// the row of a stub.
func (t *Target) Fragment() string {
	if t.ID == "" {
		return ""
	}
	return "#" + EscapeFragment(t.ID)
}

// Target is one goal of a task and its result.
type Target struct {
	// ID is the anchor on the task's page: "t1", or chosen by the editor; empty for the
	// row of a stub.
	ID       string `text:"-"`
	Title    Prose  // the goal
	Result   Prose
	Status   string
	Due      string
	Lead     string
	Measures []Measure
	Retired
}

// Page is an ordinary page.
type Page struct {
	Document
	Body Prose
	// Unlisted excludes the page from search, lists and search engines.
	Unlisted bool
}

// Listed iterates over the pages that are not unlisted.
func (s *Site) Listed() iter.Seq[*Page] {
	return func(yield func(*Page) bool) {
		for _, p := range s.Pages {
			if !p.Unlisted && !yield(p) {
				return
			}
		}
	}
}

// Prose is formatted text, made from Markdown.
type Prose struct {
	// HTML is safe: raw HTML of the source is escaped unless it is allowed.
	HTML string
	// Text is plain text with one block per line.
	Text string
	// Source is the Markdown; its links to the site are hrefs. Inline is true for headings.
	Source string
	Inline bool
	// Markdown is Source for other programs: links are absolute, and the syntax for
	// verbatim text is removed.
	Markdown string
	// Parts are the text before the first heading and under each heading, if there are
	// headings.
	Parts []Part
}

// Part is the plain text under one heading of a page.
type Part struct {
	ID            string // the anchor of the heading
	Heading, Text string
}

// File is a picture or download of the content folder, published unchanged.
type File struct {
	Path   string // site path, not escaped
	Source string
	Data   []byte
}

// Link is a link of the content to this site.
type Link struct {
	// Path is a site path, Fragment the part after "#", both not escaped.
	Path, Fragment string
	// Where is a diagnostic with the position of the link, without a message.
	Where diag.Diagnostic
}

// Move is an earlier path of a document.
type Move struct {
	From string
	To   *Document
}

// Moved lists the earlier paths of all documents.
func (s *Site) Moved() []Move {
	var moves []Move
	for d := range s.Documents() {
		for _, alias := range d.Aliases {
			moves = append(moves, Move{alias, d})
		}
	}
	return moves
}

// Documents iterates over reports, each followed by its tasks, then pages.
func (s *Site) Documents() iter.Seq[*Document] {
	return func(yield func(*Document) bool) {
		for _, r := range s.Reports {
			if !yield(&r.Document) {
				return
			}
			for _, t := range r.Tasks {
				if !yield(&t.Document) {
					return
				}
			}
		}
		for _, p := range s.Pages {
			if !yield(&p.Document) {
				return
			}
		}
	}
}
