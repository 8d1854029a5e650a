package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gongshi/generator/content"
	"gongshi/generator/diag"
)

// queriesPerRound is how many queries of each kind are asked in a round. Of all
// it is judged what they find; of one it is counted what it fetches.
const queriesPerRound = 20

// slowAnswer is added to each answer when trips are counted: what is asked for
// together then overlaps, also on a busy machine, and what waits for an answer
// does not.
const slowAnswer = 200 * time.Millisecond

// quiet is for how long after its results a page may still ask for files that
// are counted as the query's.
const quiet = 200 * time.Millisecond

// pagefindPage searches with Pagefind as its documentation says, and shows what
// it finds as our page does.
//
//go:embed pagefind.html
var pagefindPage string

// measureSearch asks the same queries of our search and of Pagefind's, in turn.
// Pagefind has the simplified pages of the tasks. Ours is in both scripts, as
// sites are. Traditional queries are typed into the simplified page of both.
func (w workplace) measureSearch(tasks, rounds int, folder string) error {
	d, finders, err := w.prepareSearch(tasks, folder)
	if err != nil {
		return err
	}
	for _, f := range finders {
		f.server = serveFolder(f.folder)
		defer f.server.web.Close()
	}
	b, err := startBrowser(finders[0].server.trust())
	defer b.close()
	if err != nil {
		return fmt.Errorf("%w; make browser installs Chromium", err)
	}
	queries := d.queries(rounds * queriesPerRound)
	for _, f := range finders {
		if err := f.open(b, queries[0].text); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	for i, q := range queries {
		for _, f := range finders {
			if err := f.ask(d.library, q); err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
			if i%queriesPerRound == 0 {
				if err := f.weigh(b, q); err != nil {
					return fmt.Errorf("%s: %w", f.name, err)
				}
			}
		}
	}
	printSearch(tasks, finders)
	return nil
}

// prepareSearch builds the site in both scripts, and Pagefind's index of it.
func (w workplace) prepareSearch(tasks int, folder string) (*drawing, []*finder, error) {
	source, built, index := filepath.Join(folder, "source"), filepath.Join(folder, "ours"), filepath.Join(folder, "pagefind")
	if err := os.CopyFS(source, os.DirFS(w.site(tasks))); err != nil {
		return nil, nil, err
	}
	inBoth := strings.Replace(corpusSite, `variants = ["Hans"]`, `variants = ["Hans", "Hant"]`, 1)
	if err := os.WriteFile(filepath.Join(source, "content", "site.toml"), []byte(inBoth), 0o666); err != nil {
		return nil, nil, err
	}
	if out, err := w.ours(source, built).CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("%w\n%s", err, out)
	}
	if out, err := w.pagefind(built, filepath.Join(index, "pagefind")).CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("pagefind: %w; make tools installs it\n%s", err, out)
	}
	if err := writeFile(filepath.Join(index, "search", "index.html"), pagefindPage); err != nil {
		return nil, nil, err
	}
	s, found := content.Load(os.DirFS(source), content.Options{})
	if errors, _ := diag.Count(found); errors > 0 {
		return nil, nil, fmt.Errorf("%s has %d faults", source, errors)
	}
	language, err := newLanguage()
	finders := []*finder{{name: "ours", folder: built, scores: map[string]score{}}, {name: "Pagefind", folder: index, pages: true, scores: map[string]score{}}}
	return &drawing{newLibrary(s), language}, finders, err
}

// finder is a search that is measured.
type finder struct {
	name   string
	folder string // what its server hands out
	pages  bool   // its results are pages, not passages
	server *server
	tab    *tab             // an open page, into which queries are typed
	scores map[string]score // by kind of query
}

// score is what a search has done with queries of one kind.
type score struct {
	asked, found int
	reciprocal   float64 // the sum of 1 / the rank of the first right result
	costs        []cost
}

// cost is what one query takes on a page with an empty cache. slow is
// milliseconds to the results when each answer takes slowAnswer longer.
type cost struct {
	bytes, trips int
	slow         float64
}

// page is the address of the search page.
func (f *finder) page() string { return f.server.web.URL + "/search/" }

// open opens the page into which queries are typed, and wakes the browser.
func (f *finder) open(b *browser, text string) (err error) {
	if f.tab, err = b.tab(); err != nil {
		return err
	}
	_, err = f.tab.open(f.page(), text)
	return err
}

// ask types a query into the open page and judges the answer.
func (f *finder) ask(l *library, q query) error {
	answer, err := f.tab.enter(q.text)
	if err != nil {
		return err
	}
	s := f.scores[q.kind]
	s.asked++
	links := answer.Links[:min(len(answer.Links), resultsShown)]
	if l.found(q, links, f.pages) {
		s.found++
	}
	if rank := l.rank(q, links); rank > 0 {
		s.reciprocal += 1 / float64(rank)
	}
	f.scores[q.kind] = s
	return nil
}

// weigh opens the page of a query twice, each time with an empty cache: as fast
// as it goes, which counts bytes, and with slow answers, which counts trips.
func (f *finder) weigh(b *browser, q query) error {
	var c cost
	_, asked, err := f.visit(b, q.text, 0)
	if err != nil {
		return err
	}
	for _, r := range asked {
		c.bytes += r.bytes
	}
	answer, asked, err := f.visit(b, q.text, slowAnswer)
	c.trips, c.slow = trips(asked), answer.Total
	s := f.scores[q.kind]
	s.costs = append(s.costs, c)
	f.scores[q.kind] = s
	return err
}

// visit opens the page of a query with an empty cache and returns what the
// search asked for: until its results were shown, and if answers are not slow,
// for some time after.
func (f *finder) visit(b *browser, text string, delay time.Duration) (shown, []request, error) {
	t, err := b.tab()
	if err != nil {
		return shown{}, nil, err
	}
	defer t.close()
	f.server.begin(delay)
	defer f.server.begin(0)
	answer, err := t.open(f.page(), text)
	if delay == 0 {
		time.Sleep(quiet)
	}
	asked, missing := f.server.asked()
	if err == nil && missing != "" {
		err = fmt.Errorf("%q: %s is missing", text, missing)
	}
	return answer, asked, err
}

// printSearch prints a line for each kind of query and one for all.
func printSearch(tasks int, finders []*finder) {
	fmt.Printf("\nsearch, %d tasks; left ours, right Pagefind. An answer is found if the passage is among the first ten, or all ten hold what is sought.\n", tasks)
	fmt.Printf("KB: what the search of a cold page fetches, on the wire: median, and what 95 of 100 stay below. trips: one after the other, most. ms: to the results when each answer takes %d ms, median.\n", slowAnswer.Milliseconds())
	fmt.Printf("%-25s%14s%14s%16s%16s%10s%14s\n", "", "found@10", "MRR", "KB", "KB 95%", "trips", "ms")
	var all [2]score
	for _, k := range kinds {
		for i, f := range finders {
			s := f.scores[k.name]
			all[i].asked += s.asked
			all[i].found += s.found
			all[i].reciprocal += s.reciprocal
			all[i].costs = append(all[i].costs, s.costs...)
		}
		printScores(k.name, finders[0].scores[k.name], finders[1].scores[k.name])
	}
	a, b := printScores("all", all[0], all[1])
	fmt.Printf("%-25s%14.2f%14.2f%16.2f%16.2f%10.2f%14.2f\n", "ratio", a[0]/b[0], a[1]/b[1], a[2]/b[2], a[3]/b[3], a[4]/b[4], a[5]/b[5])
}

func printScores(name string, ours, peer score) (a, b [6]float64) {
	a, b = ours.figures(), peer.figures()
	fmt.Printf("%-25s%7.2f%7.2f%7.2f%7.2f%8.0f%8.0f%8.0f%8.0f%5.0f%5.0f%7.0f%7.0f\n", fmt.Sprintf("%s (%d)", name, ours.asked),
		a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3], a[4], b[4], a[5], b[5])
	return a, b
}

// figures are the numbers of a line: found, rank, kilobytes twice, trips, milliseconds.
func (s score) figures() [6]float64 {
	if len(s.costs) == 0 {
		return [6]float64{}
	}
	most := 0
	for _, c := range s.costs {
		most = max(most, c.trips)
	}
	kilobytes := func(share float64) float64 {
		return quantile(s.costs, share, func(c cost) float64 { return float64(c.bytes) / 1000 })
	}
	return [6]float64{
		float64(s.found) / float64(s.asked), s.reciprocal / float64(s.asked), kilobytes(.5), kilobytes(.95), float64(most),
		median(s.costs, func(c cost) float64 { return c.slow }),
	}
}
