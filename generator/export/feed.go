package export

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/site"
)

// feedLength is the number of entries of the site's own feed; a report's feed
// has all its tasks.
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

// writer makes the feeds of one edition.
type writer struct{ site.Edition }

// feeds makes one feed of the site and one of each report, in one script.
func feeds(e site.Edition) []File {
	s, w := e.Site, writer{e}
	var all []atomEntry
	var files []File
	for _, r := range s.Reports {
		entries := []atomEntry{}
		for _, t := range r.Tasks {
			entries = append(entries, w.entry(&t.Document, r, w.summary(t)))
		}
		files = append(files, w.feed(r.Path, site.FeedName, r.Title, r.Date, entries))
		files = append(files, w.changes(r)...)
		all = append(all, w.entry(&r.Document, r, w.Prose(r.Intro)))
		all = append(all, entries...)
	}
	slices.SortStableFunc(all, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	return append(files, w.feed(site.HomePath, site.FeedName, s.Title, latest(s), all[:min(len(all), feedLength)]))
}

func (w writer) feed(path, name, title string, updated time.Time, entries []atomEntry) File {
	f := atomFeed{
		XMLNS: "http://www.w3.org/2005/Atom", Lang: w.Variant.Lang,
		ID: w.feedID(path, name), Title: w.Text(title), Updated: timestamp(updated), Author: atomAuthor{w.Text(w.Title)}, Entries: entries,
		Links: []atomLink{
			{"self", "application/atom+xml", w.Absolute(path + name)},
			{"alternate", "text/html", w.Absolute(path)},
		},
	}
	return File{w.Path(path + name), marshal(f)}
}

// feedID is the address of what a feed tells of; a second feed of the same page
// is named by its own.
func (w writer) feedID(path, name string) string {
	if name == site.FeedName {
		return w.Absolute(path)
	}
	return w.Absolute(path + name)
}

// changes is the feed of what the repository tells of a report's tasks: the
// latest feedLength changes. A report of which it tells nothing has none.
func (w writer) changes(r *site.Report) []File {
	var entries []atomEntry
	var last time.Time
	for _, t := range r.Tasks {
		for i, rev := range t.History {
			e := w.entry(&t.Document, r, w.Text(rev.Subject))
			e.Updated, e.Published = timestamp(rev.Date), timestamp(rev.Date)
			e.ID += "#revision-" + strconv.Itoa(len(t.History)-i) // counted from the first, which stays the first
			e.Link.Href += "#history"
			entries = append(entries, e)
			if rev.Date.After(last) {
				last = rev.Date
			}
		}
	}
	if len(entries) == 0 {
		return nil
	}
	slices.SortStableFunc(entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	return []File{w.feed(r.Path, site.ChangesName, r.Title, last, entries[:min(len(entries), feedLength)])}
}

// entry makes the entry of a document; the summary is in the script already.
func (w writer) entry(d *site.Document, r *site.Report, summary string) atomEntry {
	address := w.Absolute(d.Path)
	return atomEntry{
		ID: address, Title: w.Text(d.Title), Updated: timestamp(d.Date), Published: timestamp(d.Date),
		Link: atomLink{"alternate", "text/html", address}, Author: atomAuthor{w.Text(cmp.Or(r.From, w.Title))}, Summary: summary,
	}
}

// summary is the goals of a task, each on a line.
func (w writer) summary(t *site.Task) string {
	var goals []string
	for i := range t.Targets {
		goals = append(goals, w.Prose(t.Targets[i].Title))
	}
	return strings.Join(goals, "\n")
}

// timestamp is RFC 3339. Atom wants a date everywhere: without one it is the epoch.
func timestamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0).In(site.Beijing)
	}
	return t.Format(time.RFC3339)
}
