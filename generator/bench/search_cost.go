package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"gongshi/generator/site"
)

// cost is what one query takes.
type cost struct {
	query            query
	bytes, pageBytes int // bodies on the wire: of the search, and of the page itself
	requests, trips  int
	since, total     float64        // milliseconds to the results: since the document was there, and in all
	slow             float64        // since, when each answer takes longer
	typed            float64        // milliseconds from Enter on a page at rest that has been asked nothing yet
	parts            map[string]int // bytes by the names of parts
	chain            []request      // what was asked for until the results of slow were shown
}

// parts are what a search fetches, by names of ours and of Pagefind's.
var parts = []struct {
	name  string
	files *regexp.Regexp
}{
	{"script", regexp.MustCompile(`\.js$|/wasm\.[^/]*$`)},
	{"entry", regexp.MustCompile(`/search/[^/]*\.json$|entry\.json$|\.pf_meta$`)},
	{"index", regexp.MustCompile(`\.bin$|\.pf_index$`)},
	{"texts", regexp.MustCompile(`/t[0-9]+\.json$|\.pf_fragment$`)},
	{"other", regexp.MustCompile(``)},
}

func partOf(path string) string {
	for _, p := range parts {
		if p.files.MatchString(path) {
			return p.name
		}
	}
	return ""
}

// costs are those of a search: cold one for each query; warm milliseconds of
// a query not asked before on an open page, and of the same one again.
type costs struct {
	finder     finder
	cold       []cost
	new, again []float64
}

// measureCosts weighs the same queries at each search, in turn.
func (w workplace) measureCosts(b *browser, size string, finders []finder, d *drawing) error {
	queries := mixture(d.queries(costQueries/len(kinds)), costQueries)
	list := make([]costs, len(finders))
	for i, f := range finders {
		list[i].finder = f
		if _, err := f.coldCost(b, queries[0]); err != nil { // wakes the browser
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	for _, q := range queries {
		for i, f := range finders {
			c, err := f.coldCost(b, q)
			if err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
			list[i].cold = append(list[i].cold, c)
		}
	}
	for i, f := range finders {
		var err error
		if list[i].new, list[i].again, err = f.warmTimes(b, queries); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	printCosts(size, list)
	if err := w.writeRequests(list); err != nil {
		return err
	}
	return w.printIndexes(size)
}

// writeRequests keeps what was asked for, with slow answers, up to the results:
// the search, the query, the file, its bytes, begin and end in milliseconds.
func (w workplace) writeRequests(list []costs) error {
	var b strings.Builder
	for _, of := range list {
		for _, c := range of.cold {
			for _, r := range c.chain {
				begin := c.chain[0].start
				fmt.Fprintf(&b, "%s\t%s\t%s\t%d\t%d\t%d\n", of.finder.name, c.query.text, r.path, r.bytes, r.start.Sub(begin).Milliseconds(), r.end.Sub(begin).Milliseconds())
			}
		}
	}
	return writeFile(w.cache("search-requests.tsv"), []byte(b.String()))
}

// coldCost opens the page of a query twice, each time with an empty cache: as
// fast as it goes, and with slow answers. Then it types the query into the empty
// page, whose cache has but what the page fetches by itself.
func (f finder) coldCost(b *browser, q query) (cost, error) {
	fast, asked, err := f.cold(b, q.text, quiet)
	if err != nil {
		return cost{}, err
	}
	f.server.after(slowAnswer)
	slow, chain, err := f.cold(b, q.text, 0)
	f.server.after(0)
	if err != nil {
		return cost{}, err
	}
	typed, err := f.typed(b, q.text)
	if err != nil {
		return cost{}, err
	}
	chain = slices.DeleteFunc(chain, request.isPage)
	c := cost{query: q, since: fast.Since, total: fast.Total, slow: slow.Since, typed: typed.Total, trips: trips(chain), parts: map[string]int{}, chain: chain}
	for _, r := range asked {
		if r.isPage() {
			c.pageBytes += r.bytes
			continue
		}
		c.bytes += r.bytes
		c.parts[partOf(r.path)] += r.bytes
		c.requests++
	}
	return c, nil
}

// cold opens the page of a query with an empty cache and returns what it asked
// for until its results were shown, and for some time after.
func (f finder) cold(b *browser, text string, after time.Duration) (shown, []request, error) {
	t, err := b.tab()
	if err != nil {
		return shown{}, nil, err
	}
	defer t.close()
	f.server.asked()
	s, err := t.open(f.page(site.Variants[0]), text)
	time.Sleep(after)
	asked := f.server.asked()
	for _, r := range asked {
		if r.missing && err == nil {
			err = fmt.Errorf("%q: %s is missing", text, r.path)
		}
	}
	return s, asked, err
}

// typed opens the page without a query and types one when it has come to rest.
func (f finder) typed(b *browser, text string) (shown, error) {
	t, err := b.tab()
	if err != nil {
		return shown{}, err
	}
	defer t.close()
	if err := t.visit(f.page(site.Variants[0])); err != nil {
		return shown{}, err
	}
	time.Sleep(quiet)
	return t.enter(text)
}

// warmTimes types all queries into one page, then all of them again.
func (f finder) warmTimes(b *browser, queries []query) (first, again []float64, err error) {
	t, err := b.tab()
	if err != nil {
		return nil, nil, err
	}
	defer t.close()
	if _, err := t.open(f.page(site.Variants[0]), "工作"); err != nil {
		return nil, nil, err
	}
	for _, times := range []*[]float64{&first, &again} {
		for _, q := range queries {
			s, err := t.enter(q.text)
			if err != nil {
				return nil, nil, err
			}
			*times = append(*times, s.Total)
		}
	}
	return first, again, nil
}

// quantile is the value that the part p of all values does not exceed.
func quantile[V cmp.Ordered](values []V, p float64) V {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, min(len(sorted)-1, int(p*float64(len(sorted))+0.999999)-1))]
}

// each collects one measure of all costs.
func each[V any](list []cost, of func(cost) V) []V {
	var values []V
	for _, c := range list {
		values = append(values, of(c))
	}
	return values
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(max(len(values), 1))
}
