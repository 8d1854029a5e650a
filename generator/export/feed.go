package export

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/site"
)

// feedLength limits the entries of the site's feed and of a report's feed of changes. A
// report's own feed has all its tasks.
const feedLength = 50

// The structs below are Atom (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"feed"`
	XMLNS   string      `xml:"xmlns,attr"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomAuthor  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID        string     `xml:"id"`
	Title     string     `xml:"title"`
	Updated   string     `xml:"updated"`
	Published string     `xml:"published"`
	Link      atomLink   `xml:"link"`
	Author    atomAuthor `xml:"author"`
	Summary   string     `xml:"summary"`
}

// feedWriter makes the feeds of a site.
type feedWriter struct{ *site.Site }

// feeds lists the feed of the site, and for each report one of its tasks and, if there
// are any, one of the changes of its tasks.
func feeds(s *site.Site) []File {
	files := []File{{"/" + site.FeedName, configFile, false, func(s *site.Site) []byte { return feedWriter{s}.site() }}}
	for i, r := range s.Reports {
		files = append(files, File{r.Path + site.FeedName, r.Source, false, func(s *site.Site) []byte {
			w, r := feedWriter{s}, s.Reports[i]
			return w.feed(r.Path, site.FeedName, r.Title, r.Date, w.tasks(r))
		}})
		if slices.ContainsFunc(r.Tasks, func(t *site.Task) bool { return len(t.History) > 0 }) {
			files = append(files, File{r.Path + site.ChangesName, r.Source, false, func(s *site.Site) []byte { return feedWriter{s}.changes(s.Reports[i]) }})
		}
	}
	return files
}

// site returns the feed of the latest reports and tasks.
func (w feedWriter) site() []byte {
	var all []atomEntry
	for _, r := range w.Reports {
		all = append(all, w.entry(&r.Document, r, r.Intro.Text))
		all = append(all, w.tasks(r)...)
	}
	return w.feed(w.Path(site.HomePath), site.FeedName, w.Title, latest(w.Site), newest(all))
}

// newest returns the newest entries, sorted, up to feedLength.
func newest(entries []atomEntry) []atomEntry {
	slices.SortStableFunc(entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	return entries[:min(len(entries), feedLength)]
}

// tasks returns an entry for each task of a report; its summary is the task's targets.
func (w feedWriter) tasks(r *site.Report) []atomEntry {
	var entries []atomEntry
	for _, t := range r.Tasks {
		targets := make([]string, len(t.Targets))
		for i := range t.Targets {
			targets[i] = t.Targets[i].Title.Text
		}
		e := w.entry(&t.Document, r, strings.Join(targets, "\n"))
		e.Updated = entryDate(t.Date, r, t.Number)
		entries = append(entries, e)
	}
	return entries
}

func (w feedWriter) feed(path, name, title string, updated time.Time, entries []atomEntry) []byte {
	id := path
	if name != site.FeedName { // a second feed of the same page
		id += name
	}
	return marshal(atomFeed{
		XMLNS: "http://www.w3.org/2005/Atom", Lang: w.Variant.Lang,
		ID: w.Base.Absolute(id), Title: title, Updated: atomDate(updated), Author: atomAuthor{w.Title}, Entries: entries,
		Links: []atomLink{
			{"self", "application/atom+xml", w.Base.Absolute(path + name)},
			{"alternate", "text/html", w.Base.Absolute(path)},
		},
	})
}

// changes returns the feed of the latest revisions of a report's tasks.
func (w feedWriter) changes(r *site.Report) []byte {
	var entries []atomEntry
	var last time.Time
	for _, t := range r.Tasks {
		for i, rev := range t.History {
			e := w.entry(&t.Document, r, rev.Subject)
			e.Updated, e.Published = entryDate(rev.Date, r, t.Number), atomDate(rev.Date)
			e.ID += "#revision-" + strconv.Itoa(len(t.History)-i) // counted from the oldest, so that ids are permanent
			e.Link.Href += "#history"
			entries = append(entries, e)
			if rev.Date.After(last) {
				last = rev.Date
			}
		}
	}
	return w.feed(r.Path, site.ChangesName, r.Title, last, newest(entries))
}

// entry returns the entry of a document.
func (w feedWriter) entry(d *site.Document, r *site.Report, summary string) atomEntry {
	address := w.Base.Absolute(d.Path)
	return atomEntry{
		ID: address, Title: d.Title, Updated: entryDate(d.Date, r, 0), Published: atomDate(d.Date),
		Link: atomLink{"alternate", "text/html", address}, Author: atomAuthor{cmp.Or(r.From, w.Title)},
		Summary: cmp.Or(strings.TrimSpace(summary), d.Description, d.Title), // never empty: some readers show nothing else
	}
}

// entryDate is the date of an entry for readers that sort by it and take entries of one
// time for one: its fraction of a second is larger for a report (number 0) and for tasks with
// a small number, and other in another report.
func entryDate(t time.Time, r *site.Report, number int) string {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(r.Path))
	date := atomDate(t)
	seconds := len("2006-01-02T15:04:05")
	return date[:seconds] + fmt.Sprintf(".%06d%03d", 999_999-number%1_000_000, hash.Sum32()%1000) + date[seconds:]
}

// atomDate formats a date as RFC 3339. Atom requires dates, so a missing one is the epoch.
func atomDate(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0).In(site.Beijing)
	}
	return t.Format(time.RFC3339)
}
