package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongshi/generator/site"
)

// What of the search is measured, and on how many queries.
const (
	foundSize      = "1000"  // tasks of the site that queries must find
	costSize       = "10000" // tasks of the site whose queries are weighed
	queriesPerKind = 100
	costQueries    = 120
	recallRuns     = 500
)

// slowAnswer is added to each answer when trips are counted: what is asked for
// together then overlaps, also on a machine so busy that it comes apart, and what
// waits for an answer does not.
const slowAnswer = 200 * time.Millisecond

// quiet is how long after its results a page may still ask for files that are
// counted as the query's.
const quiet = 200 * time.Millisecond

// measureSearch measures the search of our site beside Pagefind's.
func (w workplace) measureSearch(sizes []string) error {
	if err := w.tools(); err != nil {
		return err
	}
	lang, err := newLanguage()
	if err != nil {
		return err
	}
	b, err := startBrowser()
	if err != nil {
		return err
	}
	defer b.close()
	w.printSearchHead()
	for _, part := range []struct {
		size    string
		measure func(*browser, string, []finder, *drawing) error
	}{{foundSize, w.measureFound}, {costSize, w.measureCosts}} {
		if !slices.Contains(sizes, part.size) {
			continue
		}
		if err := w.searchPart(part.size, lang, b, part.measure); err != nil {
			return fmt.Errorf("%s: %w", part.size, err)
		}
	}
	return nil
}

func (w workplace) searchPart(size string, lang *language, b *browser, measure func(*browser, string, []finder, *drawing) error) error {
	if err := w.prepareSearch(size); err != nil {
		return err
	}
	l, err := w.loadLibrary(size)
	if err != nil {
		return err
	}
	finders, stop, err := w.finders(size)
	if err != nil {
		return err
	}
	defer stop()
	return measure(b, size, finders, &drawing{l, lang})
}

// measureFound asks every drawn query of each search, then runs of characters
// of ours.
func (w workplace) measureFound(b *browser, size string, finders []finder, d *drawing) error {
	queries := d.queries(queriesPerKind)
	if err := w.writeQueries(size, d.library, queries); err != nil {
		return err
	}
	var answers [][]answer
	for _, f := range finders {
		list, err := f.answers(b, site.Variants[0], queries)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		answers = append(answers, list)
	}
	var runs []answer
	for i, v := range site.Variants[:2] {
		list, err := finders[0].answers(b, v, d.runs(recallRuns/2, i > 0))
		if err != nil {
			return err
		}
		runs = append(runs, list...)
	}
	scores := []score{
		judge("ours", answers[0], d.library.found),
		judge("Pagefind", answers[1], d.library.foundPage),
		judge("any of ten", answers[1], d.library.foundAny),
	}
	recall := judge("ours", runs, d.library.recalls)
	printFound(size, scores)
	later, err := finders[0].laterPages(b, d.library, runs)
	if err != nil {
		return err
	}
	printRecall(recall, later)
	return w.writeMisses(append(scores[:2:2], recall, later))
}

// answer is what a search has shown for a query: links to rows of the site's
// first edition.
type answer struct {
	query query
	links []string
}

// answers types queries into one page; the first stands in its address.
func (f finder) answers(b *browser, v site.Variant, queries []query) ([]answer, error) {
	t, err := b.tab()
	if err != nil {
		return nil, err
	}
	defer t.close()
	var list []answer
	for i, q := range queries {
		ask := t.enter
		if i == 0 {
			ask = func(text string) (shown, error) { return t.open(f.page(v), text) }
		}
		s, err := ask(q.text)
		if err != nil {
			return nil, err
		}
		list = append(list, answer{q, inFirstScript(s.Links, v)})
	}
	return list, nil
}

// laterPages opens, of each tenth run that fills several pages, one after the
// first: its rows hold the run as well.
func (f finder) laterPages(b *browser, l *library, runs []answer) (score, error) {
	var list []answer
	t, err := b.tab()
	if err != nil {
		return score{}, err
	}
	defer t.close()
	for i := 0; i < len(runs); i += 10 {
		full := len(l.rows(runs[i].query)) / resultsShown
		if full < 2 {
			continue
		}
		s, err := t.openPage(f.page(site.Variants[0]), runs[i].query.text, 2+i%(full-1))
		if err != nil {
			return score{}, err
		}
		list = append(list, answer{runs[i].query, s.Links})
	}
	return judge("later page", list, func(q query, links []string) bool { return l.fullPage(q, l.rows(q), links) }), nil
}

// score counts answered queries by kind.
type score struct {
	name         string
	asked, found map[string]int
	missed       []query
}

// judge counts the answers that a rule calls right.
func judge(name string, answers []answer, right func(query, []string) bool) score {
	s := score{name: name, asked: map[string]int{}, found: map[string]int{}}
	for _, a := range answers {
		s.asked[a.query.kind]++
		if right(a.query, a.links) {
			s.found[a.query.kind]++
		} else {
			s.missed = append(s.missed, a.query)
		}
	}
	return s
}

// inFirstScript leads links of an edition to the same rows of the first one.
func inFirstScript(links []string, v site.Variant) []string {
	var list []string
	for _, link := range links {
		list = append(list, "/"+strings.TrimPrefix(link, v.Path("/")))
	}
	return list
}

// writeQueries keeps the drawn queries for whoever wants to ask them again:
// kind, text, the passage's address, what is sought; parted by tabs.
func (w workplace) writeQueries(size string, l *library, queries []query) error {
	var b strings.Builder
	for _, q := range queries {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", q.kind, q.text, l.passages[q.passage].link, strings.Join(q.sought, "\t"))
	}
	return writeFile(w.cache(size, "queries.tsv"), []byte(b.String()))
}

// writeMisses keeps the queries that were not answered.
func (w workplace) writeMisses(scores []score) error {
	var b strings.Builder
	for _, s := range scores {
		for _, q := range s.missed {
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", s.name, q.kind, q.text, strings.Join(q.sought, "\t"))
		}
	}
	path := w.cache("search-misses.tsv")
	name, err := filepath.Rel(w.root, path)
	fmt.Printf("queries that missed stand in %s\n\n", name)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}
