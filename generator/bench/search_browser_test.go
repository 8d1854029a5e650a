package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongshi/generator/site"
)

// fakePage is a search page that asks for its files in four steps: script,
// entry, two blocks, texts. It finds as many rows as the query has characters.
var fakePage = map[string]string{
	"search/index.html": `<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css"></head><body><main><form><input name="q"></form>
<ol id="search-results" data-query="" aria-busy="false"></ol></main><script type="module" src="/assets/client.js"></script></body></html>`,
	"style.css": "li { color: #333 }",
	"assets/client.js": `const list = document.getElementById("search-results"), input = document.querySelector("input");
const get = (path) => fetch(path).then((answer) => answer.arrayBuffer());
async function show(query) {
  list.setAttribute("aria-busy", "true");
  await get("/search/entry.json");
  await Promise.all([get("/assets/b0.bin"), get("/assets/b1.bin")]);
  await get("/assets/t0.json");
  list.replaceChildren(...[...query].map((c, i) => {
    const row = document.createElement("li"), link = document.createElement("a");
    link.href = "/2021/" + i + "/#t1";
    row.append(link);
    return row;
  }));
  list.dataset.query = query;
  list.setAttribute("aria-busy", "false");
}
input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(input.value);
});
show(new URLSearchParams(location.search).get("q"));`,
	"search/entry.json": `{"size":` + strings.Repeat("1", 4000) + `}`,
	"assets/b0.bin":     strings.Repeat("b", 1000),
	"assets/b1.bin":     strings.Repeat("c", 500),
	"assets/t0.json":    "[]",
}

// fakeFinder serves the fake page, but for the files left out.
func fakeFinder(t *testing.T, leftOut ...string) finder {
	t.Helper()
	root := t.TempDir()
	for name, text := range fakePage {
		if err := writeFile(filepath.Join(root, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range leftOut {
		if err := os.Remove(filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	s, stop, err := serveFolder(root, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return finder{"fake", s}
}

func chromium(t *testing.T) *browser {
	t.Helper()
	b, err := startBrowser()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.close)
	return b
}

// TestCostOfAQuery opens the fake page: what it fetches is counted as it goes
// over the wire, script and index apart from the page, in four trips.
func TestCostOfAQuery(t *testing.T) {
	f := fakeFinder(t)
	c, err := f.coldCost(chromium(t), query{text: "蓝天 保卫"})
	if err != nil {
		t.Fatal(err)
	}
	want, page := 0, 0
	for name, text := range fakePage {
		size := len(text)
		if filepath.Ext(name) != ".bin" {
			size = len(packBrotli([]byte(text)))
		}
		if ext := filepath.Ext(name); ext == ".html" || ext == ".css" {
			page += size
		} else {
			want += size
		}
	}
	if c.bytes != want || c.pageBytes != page {
		t.Errorf("%d bytes of search and %d of the page, want %d and %d", c.bytes, c.pageBytes, want, page)
	}
	if c.requests != 5 || c.trips != 4 {
		t.Errorf("%d requests in %d trips, want 5 in 4", c.requests, c.trips)
	}
	if c.since <= 0 || c.since > c.total || c.slow < 3*float64(slowAnswer.Milliseconds()) {
		t.Errorf("results after %v of %v ms, with slow answers %v", c.since, c.total, c.slow)
	}
	if c.typed <= 0 || f.server.delay != 0 {
		t.Errorf("results %v ms after a query was typed, answers %v late", c.typed, f.server.delay)
	}
}

// TestTypedQueries types into the open page: the results are those of the
// query just typed, in their order.
func TestTypedQueries(t *testing.T) {
	f, b := fakeFinder(t), chromium(t)
	first, again, err := f.warmTimes(b, []query{{text: "甲"}, {text: "乙丙"}})
	if err != nil || len(first) != 2 || len(again) != 2 {
		t.Fatalf("times %v and %v, %v", first, again, err)
	}
	answers, err := f.answers(b, site.Variants[0], []query{{text: "甲乙"}, {text: "丙"}})
	if err != nil || len(answers) != 2 {
		t.Fatalf("answers %v, %v", answers, err)
	}
	for i, want := range []string{"/2021/0/#t1 /2021/1/#t1", "/2021/0/#t1"} {
		if got := strings.Join(answers[i].links, " "); got != want {
			t.Errorf("%s: results %q, want %q", answers[i].query.text, got, want)
		}
	}
}

// TestMissingFile: a page that asks in vain is not measured.
func TestMissingFile(t *testing.T) {
	f := fakeFinder(t, "assets/b1.bin")
	if _, err := f.coldCost(chromium(t), query{text: "蓝天"}); err == nil || !strings.Contains(err.Error(), "b1.bin") {
		t.Errorf("the missing file is told as %v", err)
	}
}

// TestTrips: what overlaps is one trip, what waits is the next.
func TestTrips(t *testing.T) {
	at := func(start, end int) request {
		zero := time.Unix(0, 0)
		return request{start: zero.Add(time.Duration(start)), end: zero.Add(time.Duration(end))}
	}
	for _, c := range []struct {
		name     string
		requests []request
		want     int
	}{
		{"nothing", nil, 0},
		{"two together", []request{at(0, 10), at(1, 9)}, 1},
		{"three in a row, told in any order", []request{at(22, 30), at(0, 10), at(11, 20)}, 3},
		{"a long one beside two short ones", []request{at(0, 50), at(0, 10), at(12, 20)}, 2},
	} {
		if got := trips(c.requests); got != c.want {
			t.Errorf("%s: %d trips, want %d", c.name, got, c.want)
		}
	}
}

// TestQuantile takes values that were measured, none between them.
func TestQuantile(t *testing.T) {
	values := []int{50, 10, 40, 20, 30, 60, 70, 80, 90, 100}
	for p, want := range map[float64]int{0.5: 50, 0.95: 100, 0.9: 90, 1: 100} {
		if got := quantile(values, p); got != want {
			t.Errorf("the %v quantile is %d, want %d", p, got, want)
		}
	}
}

// TestInFirstScript leads links of the other edition to the same rows.
func TestInFirstScript(t *testing.T) {
	got := strings.Join(inFirstScript([]string{"/hant/2021/4/#t3", "/hant/"}, site.Variants[1]), " ")
	if want := "/2021/4/#t3 /"; got != want {
		t.Errorf("links are %q, want %q", got, want)
	}
}
