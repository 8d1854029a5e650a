package generator_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	bare "gongshi/generator/engine"
	"gongshi/generator/search"
	"gongshi/generator/site"
)

// largeSource is the repository's content with reports of further years: those
// of 2021 with other numbers. Its index is too large for one file.
func largeSource(t *testing.T) fstest.MapFS {
	t.Helper()
	source := fstest.MapFS{}
	must(t, fs.WalkDir(os.DirFS(".."), "content", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile("../" + name)
		source[name] = &fstest.MapFile{Data: data}
		return err
	}))
	reports, err := fs.Glob(source, "content/2021/*.md")
	must(t, err)
	for year := 2001; year <= 2016; year++ {
		for _, name := range reports {
			other := otherYear(string(source[name].Data), year)
			source[strings.Replace(name, "2021", strconv.Itoa(year), 1)] = &fstest.MapFile{Data: []byte(other)}
		}
	}
	source["content/doubt.md"] = &fstest.MapFile{Data: []byte(doubtful(40))}
	return source
}

// doubtful is a page whose sections hold the pairs of 城市更新 near each other;
// only the last two hold it as it is.
func doubtful(sections int) string {
	var b strings.Builder
	b.WriteString("+++\ntitle = \"城市更好，都市更新\"\n+++\n")
	for i := range sections {
		fmt.Fprintf(&b, "\n## 第%d节\n\n城市更好，都市更新。", i)
		if i >= sections-2 {
			b.WriteString("年年都在说城市更新。")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// otherYear is a file of the report of 2021 as of another year.
func otherYear(text string, year int) string {
	_, rest, _ := strings.Cut(text, "+++\n")
	head, body, _ := strings.Cut(rest, "+++\n")
	head = strings.NewReplacer("2021", strconv.Itoa(year), "2022", strconv.Itoa(year+1), "c11476944", "c"+strconv.Itoa(year)).Replace(head)
	body = strings.Map(func(c rune) rune {
		if c >= '1' && c <= '9' {
			return '1' + (c-'1'+rune(year))%9
		}
		return c
	}, body)
	return "+++\n" + head + "+++\n" + body
}

// large is the large site, built once for all tests: none may change it.
var large struct {
	once sync.Once
	generator.Result
}

func buildLarge(t *testing.T) generator.Result {
	t.Helper()
	large.once.Do(func() { large.Result = build(t, largeSource(t)) })
	if large.Set == nil {
		t.Fatal("the large site has faults")
	}
	if !slices.ContainsFunc(large.Set.Paths(), func(name string) bool { return strings.HasSuffix(name, "/b0.bin") }) {
		t.Fatal("the index of the large site is in one file")
	}
	return large.Result
}

// TestEngineOfLargeSite asks a part of the queries where the files of the index
// are apart: a page has the answers that the engine has without one, and no file is
// fetched twice.
func TestEngineOfLargeSite(t *testing.T) {
	t.Parallel()
	set := buildLarge(t).Set
	x := openTab(t, set)
	x.watch()
	step := 20
	if complete() {
		step = 2
	}
	some := append(every(step, queries(t)), "城市更新", "都市更新", "城市更 新", "城市 更新")
	for _, v := range site.Variants[:2] {
		compare(t, x, set, v, some)
		fetched := eval[map[string]int](t, x.visit, `((list) => { fetched = {}; return list })(fetched)`)
		for name, n := range fetched {
			if n > 1 {
				t.Errorf("%s: %s is fetched %d times", v.Code, name, n)
			}
		}
		if len(fetched) < 50 {
			t.Errorf("%s: only %d files were fetched", v.Code, len(fetched))
		}
	}
}

// watch notes which files are fetched and how many trips after one another
// that takes.
func (x tab) watch() {
	x.t.Helper()
	eval[bool](x.t, x.visit, `(() => {
		globalThis.fetched = {};
		globalThis.trips = 0;
		const real = fetch;
		let open = 0;
		globalThis.fetch = async (...request) => {
			fetched[request[0]] = (fetched[request[0]] ?? 0) + 1;
			if (open++ === 0) trips++;
			const response = await real(...request);
			open--;
			return response;
		};
		return true;
	})()`)
}

// TestAtOnce asks many queries at the same time, as somebody who types does:
// the answers are those to one query after the other.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	x := openTab(t, buildLarge(t).Set)
	v := site.Variants[0]
	list := queries(t)[:120]
	each := `async (query) => { const { hits, answered, total } = await engine.search(query); return JSON.stringify([answered, total, hits.slice(0)]) }`
	together := ask[[]string](x, v, list, `return Promise.all(texts.map(`+each+`))`)
	x.fresh()
	apart := ask[[]string](x, v, list, `const list = []; for (const text of texts) list.push(await (`+each+`)(text)); return list`)
	if !reflect.DeepEqual(together, apart) {
		t.Error("queries asked at once disturb each other")
	}
}

// TestTrips counts how often the engine waits for the network: for the entry
// file, then for what the query needs, then for the texts of its first results.
func TestTrips(t *testing.T) {
	t.Parallel()
	x := openTab(t, buildLarge(t).Set)
	for name, test := range map[string]struct {
		do   string
		most int
	}{
		"a word":           {`const r = await engine.search("王府井"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 2},
		"two words":        {`const r = await engine.search("疫情 防控"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 2},
		"a copied text":    {`const r = await engine.search("深化大气污染综合治理精细化街道"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 2},
		"pinyin":           {`const r = await engine.search("wangfujing"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 4},
		"initials":         {`const r = await engine.search("wfj"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 4},
		"a seeming run":    {`const r = await engine.search("城市更新"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 3},
		"seeming words":    {`const r = await engine.search("城市更 新"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 3},
		"letters to words": {`await engine.suggest("wang", 8)`, 2},
		"signs to words":   {`await engine.suggest("王", 8)`, 2},
		"a slip":           {`const r = await engine.search("王府景"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 5},
	} {
		x.fresh()
		ask[bool](x, site.Variants[0], nil, `return true`)
		x.watch()
		if trips := ask[int](x, site.Variants[0], nil, test.do+`; return trips`); trips == 0 || trips > test.most {
			t.Errorf("%s takes %d trips", name, trips)
		}
	}
}

// TestFilters holds filters and counts against the passages of the site.
func TestFilters(t *testing.T) {
	t.Parallel()
	x := openEngine(t, buildLarge(t).Set, site.Variants[0])
	passages := search.Passages(buildLarge(t).Site)
	for _, filters := range []map[string][]string{
		{},
		{"year": {"2003"}},
		{"year": {"2003", "2021"}, "kind": {"target"}},
		{"report": {passages[0].Report}, "year": {"2003"}},
		{"kind": {"page"}, "year": {"2003"}},
		{"status": {"nothing has this status"}},
	} {
		for _, query := range []string{"王府井", "疫情 防控", "停车"} {
			checkFilters(t, x, passages, query, filters)
		}
	}
}

func checkFilters(t *testing.T, x *bare.Engine, passages []search.Passage, query string, filters map[string][]string) {
	t.Helper()
	full := func(a *bare.Answer) []int {
		list := []int{}
		for _, h := range a.Hits[:a.Total] {
			list = append(list, h.ID)
		}
		return list
	}
	wanted, wantedCounts := []int{}, map[string]map[string]int{}
	for name := range valuesOf(passages[0]) {
		wantedCounts[name] = map[string]int{}
	}
	for _, id := range full(find(t, x, query, nil)) {
		failed := failures(passages[id], filters)
		if len(failed) == 0 {
			wanted = append(wanted, id)
		}
		for name, values := range valuesOf(passages[id]) {
			if len(failed) == 0 || len(failed) == 1 && failed[0] == name {
				for _, value := range values {
					wantedCounts[name][value]++
				}
			}
		}
	}
	a := find(t, x, query, map[string]any{"filters": filters})
	if got := full(a); !slices.Equal(got, wanted) {
		t.Errorf("%s with %v: found %v, want %v", query, filters, got, wanted)
	}
	slices.Sort(wanted)
	if got := full(find(t, x, query, map[string]any{"filters": filters, "sort": "time"})); !slices.Equal(got, wanted) {
		t.Errorf("%s with %v by time: found %v, want %v", query, filters, got, wanted)
	}
	facets, err := x.Facets(a)
	must(t, err)
	counts := map[string]map[string]int{}
	for name, values := range facets {
		counts[name] = map[string]int{}
		for _, v := range values {
			counts[name][v.Value] = v.Count
		}
	}
	if !maps.EqualFunc(counts, wantedCounts, maps.Equal) {
		t.Errorf("%s with %v: counts %v, want %v", query, filters, counts, wantedCounts)
	}
}

// valuesOf are the values by which a passage can be filtered, each once.
func valuesOf(p search.Passage) map[string][]string {
	year := ""
	if p.Year > 0 {
		year = strconv.Itoa(p.Year)
	}
	values := map[string][]string{
		"report": {p.Report}, "year": {year}, "unit": slices.Clone(p.Units),
		"status": {p.Status, p.Outcome}, "kind": {p.Kind},
	}
	for name, list := range values {
		slices.Sort(list)
		values[name] = slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
	}
	return values
}

// failures are the groups of filters that a passage does not pass.
func failures(p search.Passage, filters map[string][]string) []string {
	var list []string
	values := valuesOf(p)
	for name, wanted := range filters {
		if !slices.ContainsFunc(wanted, func(value string) bool { return slices.Contains(values[name], value) }) {
			list = append(list, name)
		}
	}
	return list
}
