package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

func (w workplace) printSearchHead() {
	fmt.Printf("search against Pagefind %s · %d cores · Chromium · HTTP/2 on the loopback, load %s\n", pagefindVersion, runtime.NumCPU(), load())
	fmt.Printf("Bodies on the wire are counted, headers are not; KB are 1,000 bytes. %s are brotli at quality %d, all else goes out as it is.\n",
		strings.Join(packedTypes, " "), brotliQuality)
	fmt.Println("Of a cold query all counts but the page itself (HTML, style sheet, icon), which has a line of its own.")
	fmt.Println("Pagefind has the simplified pages of the tasks (--force-language zh, main only); a page counts for each of its passages.")
	fmt.Println("Found: the passage is among the first ten, or ten and more hold the words and all of the first ten do. Any of ten: one of Pagefind's holds them.")
	fmt.Println("Traditional queries are typed into the simplified page of both; recall is measured in both editions.")
	fmt.Println()
}

// row is a line of a table: a measure, its goal, and what each search has.
type row struct {
	name   string
	goal   float64 // 0: none
	least  bool    // the goal is the least that is wanted, not the most
	unit   string
	digits int
	values []float64
}

func (r row) print() {
	goal := ""
	if r.goal != 0 {
		sign := "≤ "
		if r.least {
			sign = "≥ "
		}
		goal = sign + r.number(r.goal)
	}
	fmt.Printf("  %-48s%12s", r.name, goal)
	for _, v := range r.values {
		fmt.Printf("%14s", r.number(v))
	}
	if r.goal != 0 && !r.meets() {
		fmt.Print("  missed")
	}
	fmt.Println()
}

func (r row) number(v float64) string { return fmt.Sprintf("%.*f%s", r.digits, v, r.unit) }

// meets says whether ours, the first value, reaches the goal.
func (r row) meets() bool {
	if r.least {
		return r.values[0] >= r.goal
	}
	return r.values[0] <= r.goal
}

func printTitle(title string, names ...string) {
	fmt.Printf("%-50s%12s", title, "goal")
	for _, name := range names {
		fmt.Printf("%14s", name)
	}
	fmt.Println()
}

func printFound(size string, scores []score) {
	var names []string
	for _, s := range scores {
		names = append(names, s.name)
	}
	printTitle("found in the first ten, "+size+" tasks", names...)
	for _, k := range kinds {
		r := row{name: fmt.Sprintf("%s (%d queries)", k.name, scores[0].asked[k.name]), goal: k.goal, least: true, digits: 3}
		for _, s := range scores {
			r.values = append(r.values, part(s.found[k.name], s.asked[k.name]))
		}
		r.print()
	}
	fmt.Println()
}

func part(some, all int) float64 { return float64(some) / float64(max(all, 1)) }

func printRecall(recall, later score) {
	printTitle("runs of 1 to 12 characters, half of them traditional", "ours")
	for _, s := range []score{recall, later} {
		asked, found := 0, 0
		for k, n := range s.asked {
			asked += n
			found += s.found[k]
		}
		name := map[string]string{recall.name: "recall", later.name: "later pages hold them, too"}[s.name]
		row{name: fmt.Sprintf("%s (%d)", name, asked), goal: 1, least: true, digits: 3, values: []float64{part(found, asked)}}.print()
	}
}

func printCosts(size string, list []costs) {
	var names []string
	for _, c := range list {
		names = append(names, c.finder.name)
	}
	line := func(name string, goal float64, unit string, digits int, of func(costs) float64) {
		r := row{name: name, goal: goal, unit: unit, digits: digits}
		for _, c := range list {
			r.values = append(r.values, of(c))
		}
		r.print()
	}
	cold := func(p float64, of func(cost) float64) func(costs) float64 {
		return func(c costs) float64 { return quantile(each(c.cold, of), p) }
	}
	kilobytes := func(c cost) float64 { return float64(c.bytes) / 1000 }
	printTitle(fmt.Sprintf("cold query, %s tasks (%d queries)", size, len(list[0].cold)), names...)
	line("fetched, median", 60, " KB", 1, cold(0.5, kilobytes))
	line("fetched, p95", 120, " KB", 1, cold(0.95, kilobytes))
	line("fetched, most", 0, " KB", 1, cold(1, kilobytes))
	for _, p := range parts {
		line("  of it "+p.name+", mean", 0, " KB", 1, func(c costs) float64 {
			return mean(each(c.cold, func(c cost) float64 { return float64(c.parts[p.name]) / 1000 }))
		})
	}
	line("the page itself", 0, " KB", 1, cold(0.5, func(c cost) float64 { return float64(c.pageBytes) / 1000 }))
	line("requests, median", 0, "", 0, cold(0.5, func(c cost) float64 { return float64(c.requests) }))
	line("trips one after the other, median", 0, "", 0, cold(0.5, func(c cost) float64 { return float64(c.trips) }))
	line("trips one after the other, most", 3, "", 0, cold(1, func(c cost) float64 { return float64(c.trips) }))
	since := func(c cost) float64 { return c.since }
	line("document there to ten results, median", 150, " ms", 1, cold(0.5, since))
	line("document there to ten results, p95", 0, " ms", 1, cold(0.95, since))
	line("navigation to ten results, median", 0, " ms", 1, cold(0.5, func(c cost) float64 { return c.total }))
	line(fmt.Sprintf("document to ten results, answers %s late, median", slowAnswer), 0, " ms", 1, cold(0.5, func(c cost) float64 { return c.slow }))
	typed := func(c cost) float64 { return c.typed }
	line("typed into the empty page, from Enter, median", 150, " ms", 1, cold(0.5, typed))
	line("typed into the empty page, from Enter, p95", 0, " ms", 1, cold(0.95, typed))
	fmt.Println()
	printByKind(list)
	printTitle("warm query on an open page, from Enter", names...)
	line("new to the page, its blocks fetched, median", 0, " ms", 1, func(c costs) float64 { return quantile(c.new, 0.5) })
	line("new to the page, its blocks fetched, p95", 16, " ms", 1, func(c costs) float64 { return quantile(c.new, 0.95) })
	line("asked before, median", 0, " ms", 1, func(c costs) float64 { return quantile(c.again, 0.5) })
	line("asked before, p95", 16, " ms", 1, func(c costs) float64 { return quantile(c.again, 0.95) })
	fmt.Println()
}

// printByKind tells which kinds of query are dear: what is fetched, median, and
// the most trips.
func printByKind(list []costs) {
	fmt.Printf("%-50s%12s", "cold query by kind: fetched, median; most trips", "")
	for _, of := range list {
		fmt.Printf("%14s", of.finder.name)
	}
	fmt.Println()
	for _, k := range kinds {
		fmt.Printf("  %-48s%12s", k.name, "")
		for _, of := range list {
			some := slices.DeleteFunc(slices.Clone(of.cold), func(c cost) bool { return c.query.kind != k.name })
			if len(some) > 0 {
				fmt.Printf("%14s", fmt.Sprintf("%.1f KB; %d", float64(quantile(each(some, func(c cost) int { return c.bytes }), 0.5))/1000,
					quantile(each(some, func(c cost) int { return c.trips }), 1)))
			}
		}
		fmt.Println()
	}
	fmt.Println()
}

// printIndexes weighs the files of the indexes against the Markdown.
func (w workplace) printIndexes(size string) error {
	markdown, err := filesBelow(filepath.Join(w.searchSite(size), "content"))
	if err != nil {
		return err
	}
	ours, err := filesBelow(w.built(size, "search"))
	if err != nil {
		return err
	}
	pagefind, err := filesBelow(filepath.Join(w.pagefindFolder(size), "pagefind"))
	if err != nil {
		return err
	}
	text := megabytes(markdown, func(p string) bool { return path.Ext(p) == ".md" })
	anything := func(string) bool { return true }
	snippet := func(p string) bool { return path.Ext(p) == ".pf_fragment" }
	printTitle("index, "+size+" tasks, as it lies on disk", "ours", "Pagefind")
	weights := func(name string, goal float64, unit string, digits int, a, b float64) {
		row{name: name, goal: goal, unit: unit, digits: digits, values: []float64{a, b}}.print()
	}
	all, texts := megabytes(ours, isIndex), megabytes(ours, isText)
	allPagefind, textsPagefind := megabytes(pagefind, anything), megabytes(pagefind, snippet)
	weights("Markdown", 0, " MB", 1, text, text)
	weights("index besides the texts of results", 0, " MB", 1, all-texts, allPagefind-textsPagefind)
	weights("… : Markdown", 1, "", 2, (all-texts)/text, (allPagefind-textsPagefind)/text)
	weights("texts of results, ours in both scripts", 0, " MB", 1, texts, textsPagefind)
	weights("files besides the texts", 3000, "", 0, count(ours, func(p string) bool { return isIndex(p) && !isText(p) }),
		count(pagefind, func(p string) bool { return !snippet(p) }))
	weights("files with texts", 0, "", 0, count(ours, isText), count(pagefind, snippet))
	return nil
}

// isIndex says whether a file is part of our index, by its path in the site.
func isIndex(p string) bool {
	return path.Base(path.Dir(p)) == "search" && path.Ext(p) == ".json" || strings.HasPrefix(p, "assets/search-")
}

// isText says whether a file holds passages as they are shown.
func isText(p string) bool {
	name := path.Base(p)
	return isIndex(p) && path.Ext(p) == ".json" && len(name) > 1 && name[0] == 't' && name[1] >= '0' && name[1] <= '9'
}

func megabytes(files []fileSize, of func(path string) bool) float64 {
	sum := int64(0)
	for _, f := range files {
		if of(f.path) {
			sum += f.bytes
		}
	}
	return float64(sum) / 1e6
}

func count(files []fileSize, of func(path string) bool) float64 {
	n := 0
	for _, f := range files {
		if of(f.path) {
			n++
		}
	}
	return float64(n)
}

// load is the load of the machine in the last 1, 5 and 15 minutes; empty where
// the system does not tell.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(text))
	return strings.Join(fields[:min(3, len(fields))], " ")
}
