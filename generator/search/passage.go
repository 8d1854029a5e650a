package search

import (
	"strings"
	"time"

	"gongshi/generator/site"
)

// The kinds of passage.
const (
	KindTarget = "target"
	KindTask   = "task"
	KindReport = "report"
	KindPage   = "page"
)

// Passage is what one result of a search leads to.
type Passage struct {
	// Path is the site path of its page, Fragment the anchor on it; it may be empty.
	Path, Fragment string
	Source         string // the file it came from
	Kind           string
	// Title is the name of its task, report or page, Report that of its report.
	Title, Report string
	Year          int
	Date          time.Time
	// Units are those that answer for it, the leading one first.
	Units  []string
	Status string
	// Heading is the goal of a target or the heading of a section, Text what
	// stands under it, paragraphs parted by a line feed.
	Heading, Text string
	// Facts is what else can be sought: due date, leader, note and the like.
	Facts string
}

// Passages lists the passages of a site in the order in which equally good
// results are shown: the latest report first, ordinary pages last.
func Passages(s *site.Site) []Passage {
	return passages(s, func(p site.Prose) string { return p.Text })
}

// passages lists the passages; text says how prose is read.
func passages(s *site.Site, text func(site.Prose) string) []Passage {
	var list []Passage
	for _, r := range s.Reports {
		report := Passage{
			Path: r.Path, Source: r.Source, Kind: KindReport, Title: r.Title, Report: r.Title, Year: r.Year, Date: r.Date,
			Text: text(r.Intro), Facts: join(append(values(r.Head), r.Period, r.From)...),
		}
		list = append(list, report)
		for _, t := range r.Tasks {
			list = appendTask(list, report, t, text)
		}
	}
	for p := range s.Listed() {
		list = append(list, sections(p, text)...)
	}
	return list
}

func appendTask(list []Passage, report Passage, t *site.Task, text func(site.Prose) string) []Passage {
	p := Passage{
		Path: t.Path, Source: t.Source, Kind: KindTask, Title: t.Title, Report: report.Title, Year: report.Year, Date: t.Date,
		Text: text(t.Intro),
	}
	about := func(lead, due, status string) {
		p.Status, p.Units = status, nil
		for _, unit := range append([]string{lead}, t.Support...) {
			if unit != "" {
				p.Units = append(p.Units, unit)
			}
		}
		p.Facts = join(lead, join(t.Support...), t.Leader, due, status, t.Category, t.Note, join(t.Tags...))
	}
	if p.Text != "" || len(t.Targets) == 0 {
		about(t.Lead, t.Due, t.Status)
		list = append(list, p)
	}
	p.Kind = KindTarget
	for _, target := range t.Targets {
		about(or(target.Lead, t.Lead), or(target.Due, t.Due), or(target.Status, t.Status))
		p.Fragment, p.Heading, p.Text = target.ID, text(target.Title), text(target.Result)
		list = append(list, p)
	}
	return list
}

// sections cuts an ordinary page at its headings. What stands before the first
// one belongs to the page itself.
func sections(page *site.Page, text func(site.Prose) string) []Passage {
	p := Passage{Path: page.Path, Source: page.Source, Kind: KindPage, Title: page.Title, Date: page.Date}
	if len(page.Body.Parts) == 0 {
		p.Text = text(page.Body)
		return []Passage{p}
	}
	var list []Passage
	for _, part := range page.Body.Parts {
		p.Fragment, p.Heading, p.Text = part.ID, text(part.Heading), text(part.Text)
		if p.Heading != "" || p.Text != "" {
			list = append(list, p)
		}
	}
	return list
}

func values(fields []site.Field) []string {
	var list []string
	for _, f := range fields {
		list = append(list, f.Value)
	}
	return list
}

// join lists the parts that are not empty, so that none runs into the next.
func join(parts ...string) string {
	var list []string
	for _, part := range parts {
		if part != "" {
			list = append(list, part)
		}
	}
	return strings.Join(list, " | ")
}

func or(own, general string) string {
	if own != "" {
		return own
	}
	return general
}
