package main

import (
	"slices"
	"strings"

	"gongshi/generator/site"
)

// library is what can be found on a site, read from its Markdown and not from
// an index: it decides whether an answer is right.
type library struct {
	passages []passage
	// texts leads from a path, with a fragment or without, to all that stands
	// there.
	texts map[string]string
	pages []string // the paths of pages with passages
}

// passage is a target with its result.
type passage struct{ page, link, heading, text string }

// resultsShown is how many results a page of results shows.
const resultsShown = 10

// newLibrary reads the passages of a site in their order.
func newLibrary(s *site.Site) *library {
	l := &library{texts: map[string]string{}}
	for _, r := range s.Reports {
		l.shelve(r.Path, r.Title, r.Intro.Text, r.Period, r.From)
		for _, t := range r.Tasks {
			parts := []string{t.Title, t.Intro.Text}
			for i := range t.Targets {
				p := passage{t.Path, t.Path + "#" + t.Targets[i].ID, t.Targets[i].Title.Text, t.Targets[i].Result.Text}
				// The title of the task stands beside each of its passages.
				l.shelve(p.link, t.Title, p.heading, p.text)
				l.passages = append(l.passages, p)
				parts = append(parts, p.heading, p.text)
			}
			l.shelve(t.Path, parts...)
			l.pages = append(l.pages, t.Path)
		}
	}
	for _, p := range s.Pages {
		l.shelve(p.Path, p.Title, p.Body.Text)
	}
	return l
}

func (l *library) shelve(link string, parts ...string) {
	for i, part := range parts {
		parts[i] = folded(part)
	}
	l.texts[link] = strings.Join(parts, "\n")
}

// folded is text without white space and in small letters.
func folded(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), "")) }

// holds says whether all that a query seeks stands where a link leads to: in
// the passage, or on the page.
func (l *library) holds(link string, sought []string) bool {
	text, known := l.texts[link]
	if !known {
		path, _, _ := strings.Cut(link, "#")
		text = l.texts[path]
	}
	return !slices.ContainsFunc(sought, func(part string) bool { return !strings.Contains(text, folded(part)) })
}

// found says whether the first results answer a query: the passage it was drawn
// from is among them, or there are ten, each of which holds what is sought. A
// page counts for its passages.
func (l *library) found(q query, links []string, pages bool) bool {
	p := l.passages[q.passage]
	if slices.Contains(links, p.link) || pages && slices.Contains(links, p.page) {
		return true
	}
	return len(links) == resultsShown && !slices.ContainsFunc(links, func(link string) bool { return !l.holds(link, q.sought) })
}

// rank is the place of the first result that holds what is sought, from 1; 0 if
// none does.
func (l *library) rank(q query, links []string) int {
	return 1 + slices.IndexFunc(links, func(link string) bool { return l.holds(link, q.sought) })
}

// stands says whether a text occurs in any passage.
func (l *library) stands(text string) bool {
	return slices.ContainsFunc(l.passages, func(p passage) bool { return l.holds(p.link, []string{text}) })
}
