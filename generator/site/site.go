// Package site is the model of a disclosure site: what it is called, its
// reports, their tasks and targets, its ordinary pages, and the address of
// each. It is plain data: it reads and writes nothing, knows no template and
// no search index. Package content makes it, everything after only reads it.
package site

import (
	"iter"
	"time"

	"gongshi/generator/diag"
)

// Beijing is the zone of every date that names none (UTC+8, no summer time).
var Beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// Site is a whole site, checked and with all addresses set.
type Site struct {
	Config
	// Reports, the latest year first; drafts are left out unless asked for.
	Reports []*Report
	// Pages are the ordinary pages, sorted by path.
	Pages []*Page
	// Files are pictures and downloads that lie beside the Markdown, by path.
	Files []File
	// Links are the internal links, images and anchors that the content and
	// site.toml use, for the check that each of them leads somewhere.
	Links []Link
}

// Config is site.toml: what every page of the site shares.
type Config struct {
	Title       string
	Description string
	Base        Base
	// Parent is the portal this site belongs to (首都之窗).
	Parent       Entry
	Identifiers  Identifiers
	Organization Organization
	// Navigation, Tools, Footer and Social are the lists of links of the
	// page's chrome, in their published order.
	Navigation, Tools, Footer, Social []Entry
	// Variants are the scripts the site is published in; the first is the one
	// the content is written in.
	Variants []Variant
	// Words are the site's own rules for writing its text in other scripts.
	Words Words
	// Vocabulary is what the site's search knows of words.
	Vocabulary Vocabulary
	// Proof is how the texts are proofread.
	Proof Proof
	// Labels replaces the words of table columns, by column key.
	Labels map[string]string
	// Admin is the page for writing in the browser; nil if the site has none.
	Admin *Admin
}

// Admin is the page on which editors write in the browser: a content manager
// (Sveltia CMS, Decap CMS) that works on the repository.
type Admin struct {
	Script    string // its address; of another host or of this site
	Integrity string // its digest (W3C Subresource Integrity); may be empty
	Backend   string // the kind of the repository's host: "github"
	Repo      string // "owner/name"
	Branch    string
	Login     string // the server that signs editors in; may be empty
}

// Proof is what a proofreader goes by.
type Proof struct {
	// Wrong leads from a wrong word to the right one; Right are words in which
	// what looks wrong is not.
	Wrong map[string]string
	Right []string
	// Names are persons of the office and the offices they hold.
	Names map[string][]string
	// Hosts are the other sites that may be linked; empty: any.
	Hosts []string
	// Levels are those rules that the site has set: "off", "warning" or "error".
	Levels map[string]string
}

// Entry is a named link of site.toml. An entry without URL is printed as text.
type Entry struct {
	Name string
	// URL is absolute, or a site path that begins with "/".
	URL string
}

// Words are the site's own rules for other scripts.
type Words struct {
	// Protect lists words that are written the same in every script.
	Protect []string
	// Phrases leads from a word to its traditional form.
	Phrases map[string]string
}

// Vocabulary is what the site's search knows of words beyond a dictionary.
type Vocabulary struct {
	// Words are the site's own words: names and terms.
	Words []string
	// Synonyms lead from what people say to what the texts say.
	Synonyms map[string][]string
}

// Identifiers are the numbers a government site has to show; each is optional.
type Identifiers struct {
	SiteCode string // 政府网站标识码
	ICP      string // ICP 备案号
	Police   string // 公安备案号
	// Emblem is the address of the site's record at the register of
	// 党政机关网站标识 (中央编办〔2014〕69号).
	Emblem string
}

// Organization says who answers for the site; each field is optional.
type Organization struct {
	Host      string   // 主办单位
	Operators []string // 承办单位
	Address   string
	Postcode  string
	// HotlineLabel and Hotline are a telephone number and what it is for.
	HotlineLabel, Hotline string
}

// Document is what reports, tasks and pages have in common.
type Document struct {
	// Path is the site path, not escaped: "/2021/4/".
	Path string
	// Source is the file it came from: "content/2021/04.md".
	Source      string
	Title       string
	Description string
	// Date is the publication date; zero if none is given.
	Date time.Time
	// Aliases are earlier site paths that lead here; one that names a folder
	// ends with "/".
	Aliases []string
	Draft   bool
	Tags    []string
	// Extra holds the front matter's [extra] table as it stands.
	Extra map[string]any
	// Overrides are texts that an editor wrote for another script, by the code
	// of the variant; they replace what conversion would make.
	Overrides map[string]*Override
}

// Override is the text of a document in another script.
type Override struct {
	Title string // empty: the converted title
	Intro Prose  // the whole text of a page
	// Targets are the targets of a task, in order, by title and result only.
	Targets []Target
}

// Report is one disclosure: a list of tasks, their targets and results.
type Report struct {
	Document
	// Year is the year reported on; 0 if unknown.
	Year   int
	Period string // what it covers, as printed: "2021年度"
	From   string // 来源: the body that published it
	Column Column
	Head   []Field // the optional head table, in its standard order
	// Columns of the table, in order.
	Columns []TableColumn
	Intro   Prose
	Tasks   []*Task
	Retired
}

// Column is the 栏目 of a government site that a report stands in.
type Column struct {
	Name, Type, Description string
	Keywords                []string
	// Path names the columns above it, outermost first.
	Path []string
}

// Field is a named value of a head table.
type Field struct{ Name, Value string }

// TableColumn is one column of a report's table.
type TableColumn struct {
	Key   string // a key of Columns, or "extra." and a key of [extra]
	Label string // the words in the table's head
}

// Task is one promise of a report, with one or more targets.
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
	Intro    Prose
	Targets  []Target
	// ID names the promise in the reports of several years; it may be empty.
	ID string
	// Years are the tasks of all reports with the same ID, this one included,
	// the earliest first; nil if there is no other.
	Years []*Task
	Retired
	// History is what the repository tells of the task, the latest first.
	History []Revision
}

// Retired says that a report, task or target no longer holds. Its address
// stays, and its text unless the editor took it away: a report without tasks
// and a task without targets are stubs that say why.
type Retired struct {
	Withdrawn    string // why it was withdrawn; empty if it was not
	SupersededBy string // site path, with a fragment, of what took its place
}

// Rows are the targets of a task as rows of a table. What is left of a task
// without targets, a stub, is one row without a goal.
func (t *Task) Rows() []Target {
	if len(t.Targets) == 0 {
		return []Target{{}}
	}
	return t.Targets
}

// Fragment is what leads from the task's address to the target: "#" and its
// anchor; nothing in the row of a stub.
func (t *Target) Fragment() string {
	if t.ID == "" {
		return ""
	}
	return "#" + EscapeFragment(t.ID)
}

// Target is one goal of a task and what became of it.
type Target struct {
	// ID is the anchor on the task's page: "t1", or the editor's own; empty only
	// in the row of a stub.
	ID     string
	Title  Prose // the goal
	Result Prose
	Status string
	Due    string
	Lead   string
	// Measures are what of the goal a number decides.
	Measures []Measure
	Retired
}

// Page is an ordinary page.
type Page struct {
	Document
	Body Prose
	// Unlisted is true for a page that is published, but found neither by the
	// search nor in lists nor by search engines: it is not for the public.
	Unlisted bool
}

// Listed are the pages that are not unlisted.
func (s *Site) Listed() iter.Seq[*Page] {
	return func(yield func(*Page) bool) {
		for _, p := range s.Pages {
			if !p.Unlisted && !yield(p) {
				return
			}
		}
	}
}

// Prose is text with inline markup, made from Markdown.
type Prose struct {
	// HTML is a safe fragment: raw HTML of the source is shown as text.
	HTML string
	// Text says the same without markup, paragraphs parted by a line feed.
	Text string
	// Markdown is the source, in which links of the site are hrefs.
	Markdown string
	// Marked is Text with the marks of Keep around what no conversion may
	// touch; empty where there is no such part.
	Marked string
	// Parts are the texts under the headings of a page, after what stands before
	// the first; none without headings.
	Parts []Part
}

// Part is the text under one heading of a page.
type Part struct {
	// ID is the anchor of the heading.
	ID string
	// Heading and Text have no HTML and no Markdown.
	Heading, Text Prose
}

// File is a picture or download of the content folder, published unchanged.
type File struct {
	Path   string // site path, not escaped
	Source string
	Data   []byte
}

// Link is a use of an address of this site.
type Link struct {
	// Path is a site path, not escaped, Fragment what follows "#".
	Path, Fragment string
	// Where is a diagnostic that already knows its place; the check adds
	// what is wrong.
	Where diag.Diagnostic
}

// Move is an earlier address and the document that is there now.
type Move struct {
	From string
	To   *Document
}

// Moved lists all earlier addresses, in the order of the documents.
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
