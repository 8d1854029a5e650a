package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/site"
	"gongshi/generator/words"
)

// Corpus is what an index is made of: the passages of a site and the words they are cut into.
type Corpus struct {
	passages []Passage
	words    *words.Words
}

// NewCorpus reads the texts of a site. w are the words of all of them, in every script.
func NewCorpus(s *site.Site, w *words.Words) *Corpus {
	return &Corpus{passages: Passages(s), words: w}
}

// The kinds of passage.
const (
	KindTarget = "target"
	KindTask   = "task"
	KindReport = "report"
	KindPage   = "page"
)

// Passage is what one result of a search leads to.
type Passage struct {
	// Path is the site path of its page in the first script, Fragment the anchor on it; it may be empty.
	Path, Fragment string
	Source         string // the file it came from
	Kind           string
	// Title is the name of its task, report or page, Report that of its report.
	Title, Report string
	// Name is what a report is named by: title, year and period.
	Name string
	Year int
	Date time.Time
	// Units are those that answer for it, the leading one first.
	Units  []string
	Status string
	// Outcome is that of its measures.
	Outcome string
	// Heading is the goal of a target or the heading of a section, Text what
	// stands under it, paragraphs parted by a line feed.
	Heading, Text string
	// Facts is what else can be sought: due date, leader, note and the like.
	Facts string
}

// Passages lists the passages of a site in the order in which equally good
// results are shown: the latest report first, ordinary pages last.
func Passages(s *site.Site) []Passage {
	var list []Passage
	for _, r := range s.Reports {
		report := Passage{
			Path: r.Path, Source: r.Source, Kind: KindReport, Title: r.Title, Report: r.Title, Year: r.Year, Date: r.Date,
			Name: join(r.Title, number(r.Year, "年"), r.Period), Text: r.Intro.Text, Facts: join(append(values(r.Head), r.Period, r.From)...),
		}
		list = append(list, report)
		for _, t := range r.Tasks {
			list = appendTask(list, report, s, t)
		}
	}
	for p := range s.Listed() {
		list = append(list, sections(p)...)
	}
	for i := range list {
		list[i].Path = s.Variant.Original(list[i].Path)
	}
	return list
}

func appendTask(list []Passage, report Passage, s *site.Site, t *site.Task) []Passage {
	p := Passage{
		Path: t.Path, Source: t.Source, Kind: KindTask, Title: t.Title, Report: report.Title, Year: report.Year, Date: t.Date,
		Text: t.Intro.Text,
	}
	about := func(target *site.Target) {
		value := func(key string) string { return cmp.Or(target.Value(key), t.Value(key)) }
		p.Status, p.Units = value("status"), slices.DeleteFunc(append([]string{value("lead")}, t.Support...), func(unit string) bool { return unit == "" })
		facts := []string{"第" + number(t.Number, "项"), join(t.Tags...)}
		for _, c := range site.Columns {
			if c.OfTask() {
				facts = append(facts, value(c.Key))
			}
		}
		p.Facts = join(facts...)
	}
	if p.Text != "" || len(t.Targets) == 0 {
		about(&site.Target{})
		list = append(list, p)
	}
	p.Kind = KindTarget
	for _, target := range t.Targets {
		about(&target)
		p.Fragment, p.Heading, p.Text = target.ID, target.Title.Text, target.Result.Text
		if p.Outcome = ""; len(target.Measures) > 0 {
			p.Outcome = s.Text(target.Outcome().Text())
		}
		list = append(list, p)
	}
	return list
}

// sections cuts an ordinary page at its headings. What stands before the first
// one belongs to the page itself.
func sections(page *site.Page) []Passage {
	p := Passage{Path: page.Path, Source: page.Source, Kind: KindPage, Title: page.Title, Date: page.Date}
	if len(page.Body.Parts) == 0 {
		p.Text = page.Body.Text
		return []Passage{p}
	}
	var list []Passage
	for _, part := range page.Body.Parts {
		p.Fragment, p.Heading, p.Text = part.ID, part.Heading, part.Text
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
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(part string) bool { return part == "" }), " | ")
}

// number is a number with what is counted, or "" for 0.
func number(n int, of string) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + of
}
