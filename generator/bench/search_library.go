package main

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"

	"gongshi/generator/site"
	"gongshi/generator/zh"
)

// library is what can be found on a site, read from its Markdown and not from
// its index: it decides whether an answer is right.
type library struct {
	passages []passage
	// byLink leads from a path with its fragment to a passage, documents from
	// a path to all that stands there: pages, reports, tasks.
	byLink    map[string]int
	documents map[string]shelf
}

// passage is a target with its result. Its task's title stands beside it
// wherever it is shown, so a reader may look for that, too.
type passage struct {
	page, link            string
	heading, text         string
	hantHeading, hantText string
	shelf
	report shelf // the title of its report, which every result tells
}

// shelf is text as it is looked through: folded, in both scripts. White space
// parts what must not run together, and no query has any.
type shelf struct{ hans, hant string }

// sought is what a text has to hold, folded.
type sought []string

func seek(parts ...string) sought {
	var s sought
	for _, part := range parts {
		s = append(s, folded(part))
	}
	return s
}

// holds says whether all that is sought stands in the text.
func (s shelf) holds(all sought) bool {
	for _, part := range all {
		if !strings.Contains(s.hans, part) && !strings.Contains(s.hant, part) {
			return false
		}
	}
	return true
}

// newLibrary reads the passages of a site in their order.
func newLibrary(s *site.Site) *library {
	l := &library{byLink: map[string]int{}, documents: map[string]shelf{}}
	hant := zh.New(zh.Hant, zh.Options{}).Convert
	shelve := func(parts ...string) shelf {
		var b, c strings.Builder
		for _, part := range parts {
			b.WriteString(folded(part) + " ")
			c.WriteString(folded(hant(part)) + " ")
		}
		return shelf{b.String(), c.String()}
	}
	for _, r := range s.Reports {
		report := shelve(r.Title)
		l.documents[r.Path] = shelve(r.Title, r.Intro.Text, r.Period, r.From)
		for _, t := range r.Tasks {
			parts := []string{t.Title, t.Intro.Text}
			for i := range t.Targets {
				heading, text := t.Targets[i].Title.Text, t.Targets[i].Result.Text
				p := passage{page: t.Path, link: t.Path + "#" + t.Targets[i].ID, heading: heading, text: text,
					hantHeading: hant(heading), hantText: hant(text), shelf: shelve(t.Title, heading, text), report: report}
				l.byLink[p.link] = len(l.passages)
				l.passages = append(l.passages, p)
				parts = append(parts, heading, text)
			}
			l.documents[t.Path] = shelve(parts...)
		}
	}
	for _, p := range s.Pages {
		l.documents[p.Path] = shelve(p.Title, p.Body.Text)
	}
	return l
}

// shelfOf is the text a link leads to: the passage, or all of the page.
func (l *library) shelfOf(link string) shelf {
	if i, found := l.byLink[link]; found {
		return l.passages[i].shelf
	}
	path, _, _ := strings.Cut(link, "#")
	return l.documents[path]
}

// resultsShown is how many results a page of results shows.
const resultsShown = 10

// found says whether a query was answered: the passage it was drawn from is
// among the first ten results, or ten and more passages hold what is sought
// and so does each of the first ten.
func (l *library) found(q query, links []string) bool {
	links = links[:min(len(links), resultsShown)]
	return slices.Contains(links, l.passages[q.passage].link) || l.allHold(q, links) && l.holding(q.folded(), l.shelves()) >= resultsShown
}

// foundPage is found for a search whose results are pages: it is enough that
// the passage's page is among them.
func (l *library) foundPage(q query, links []string) bool {
	links = links[:min(len(links), resultsShown)]
	return slices.Contains(links, l.passages[q.passage].page) || l.allHold(q, links) && l.holding(q.folded(), l.pages()) >= resultsShown
}

// foundAny is the mildest rule: one of the pages holds what is sought.
func (l *library) foundAny(q query, links []string) bool {
	all := q.folded()
	return slices.ContainsFunc(links[:min(len(links), resultsShown)], func(link string) bool { return l.shelfOf(link).holds(all) })
}

// recalls holds the results of a run of characters against its rule: each
// passage that holds it is among the first ten when fewer than ten do;
// otherwise each of the first ten holds it.
func (l *library) recalls(q query, links []string) bool {
	rows := l.rows(q)
	links = links[:min(len(links), resultsShown)]
	if len(rows) >= resultsShown {
		return l.fullPage(q, rows, links)
	}
	return !slices.ContainsFunc(rows, func(row string) bool { return !slices.Contains(links, row) })
}

// rows are the links of all passages that hold what is sought. Here the title
// of the report counts, too: by it alone hundreds of passages hold 绩效任务.
func (l *library) rows(q query) []string {
	var rows []string
	all := q.folded()
	for i := range l.passages {
		if p := &l.passages[i]; p.holds(all) || p.report.holds(all) {
			rows = append(rows, p.link)
		}
	}
	return rows
}

// fullPage says whether a page of results shows ten that hold what is sought.
func (l *library) fullPage(q query, rows, links []string) bool {
	all := q.folded()
	return len(links) == resultsShown && !slices.ContainsFunc(links, func(link string) bool {
		return !slices.Contains(rows, link) && !l.shelfOf(link).holds(all)
	})
}

func (l *library) allHold(q query, links []string) bool {
	all := q.folded()
	for _, link := range links {
		if !l.shelfOf(link).holds(all) {
			return false
		}
	}
	return len(links) == resultsShown
}

// holding counts what holds all that is sought; ten are as good as more.
func (l *library) holding(all sought, shelves iter.Seq[shelf]) int {
	n := 0
	for s := range shelves {
		if s.holds(all) {
			if n++; n >= resultsShown {
				break
			}
		}
	}
	return n
}

// shelves are the passages, one by one.
func (l *library) shelves() iter.Seq[shelf] {
	return func(yield func(shelf) bool) {
		for i := range l.passages {
			if !yield(l.passages[i].shelf) {
				return
			}
		}
	}
}

// pages are the pages with passages, one by one.
func (l *library) pages() iter.Seq[shelf] {
	return func(yield func(shelf) bool) {
		last := ""
		for i := range l.passages {
			if page := l.passages[i].page; page != last {
				last = page
				if !yield(l.documents[page]) {
					return
				}
			}
		}
	}
}

// stands says whether a text occurs in any passage.
func (l *library) stands(text string) bool { return l.holding(seek(text), l.shelves()) > 0 }

// folded is text as one looks for it: without white space, half-width, in
// small letters, each character in its simplified form.
func folded(text string) string {
	forms := simpleForms()
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFF01 - '!'
		}
		r = unicode.ToLower(r)
		if to, form := forms[r]; form {
			return to
		}
		return r
	}, text)
}

// longestWay is more steps than any form is away from its simplified one.
const longestWay = 8

// simpleForms leads from each form of a character to the simplified one.
var simpleForms = sync.OnceValue(func() map[rune]rune {
	steps := map[rune]rune{}
	for from, to := range zh.Forms() {
		steps[from] = to
	}
	ends := map[rune]rune{}
	for from := range steps {
		ends[from] = from
		for range longestWay {
			if next, more := steps[ends[from]]; more {
				ends[from] = next
			}
		}
	}
	return ends
})
