package generator_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/output"
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

func buildLarge(t *testing.T) *output.Set {
	t.Helper()
	result := generator.Build(generator.Options{Source: largeSource(t), Defaults: os.DirFS("..")})
	if len(result.Diagnostics) > 0 {
		t.Fatalf("the large site has faults: %+v", result.Diagnostics)
	}
	for _, name := range result.Set.Paths() {
		if strings.HasSuffix(name, "/b0.bin") {
			return result.Set
		}
	}
	t.Fatal("the index of the large site is in one file")
	return nil
}

// TestEngineOfLargeSite asks a part of the queries where the files of the index
// are apart: the answers are those of the reference, no file is fetched twice,
// and what is needed at the same time is fetched at the same time.
func TestEngineOfLargeSite(t *testing.T) {
	set := buildLarge(t)
	x := openTab(t, set)
	x.watch()
	var some []string
	for i, query := range queries(t) {
		if i%3 == 0 {
			some = append(some, query)
		}
	}
	some = append(some, "城市更新", "都市更新", "城市更 新", "城市 更新")
	for _, v := range site.Variants[:2] {
		ref := reference(t, set, v)
		compare(t, x, ref, v, some)
		compareSuggestions(t, x, ref, v, beginnings(some[:20]))
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

// TestTrips counts how often the engine waits for the network: for the entry
// file, then for what the query needs, then for the texts of its first results.
func TestTrips(t *testing.T) {
	x := openTab(t, buildLarge(t))
	for name, test := range map[string]struct {
		do   string
		most int
	}{
		"a word":           {`const r = await engine.search("王府井"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 2},
		"two words":        {`const r = await engine.search("疫情 防控"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 2},
		"a copied text":    {`const r = await engine.search("深化大气污染综合治理精细化街道"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 2},
		"pinyin":           {`const r = await engine.search("wangfujing"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 3},
		"initials":         {`const r = await engine.search("wfj"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 3},
		"a seeming run":    {`const r = await engine.search("城市更新"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 3},
		"seeming words":    {`const r = await engine.search("城市更 新"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 3},
		"letters to words": {`await engine.suggest("wang", 8)`, 1},
		"signs to words":   {`await engine.suggest("王", 8)`, 1},
		"a slip":           {`const r = await engine.search("王府景"); await engine.passages(r.hits.slice(0, 10).map((hit) => hit.id))`, 4}, // three where it is asked for early
	} {
		x.fresh()
		ask[bool](x, site.Variants[0], nil, `return true`)
		x.watch()
		if trips := ask[int](x, site.Variants[0], nil, test.do+`; return trips`); trips == 0 || trips > test.most {
			t.Errorf("%s takes %d trips", name, trips)
		}
	}
}

// TestGuessedSounds compares the sounds by the browser's own order with the
// table of syllables: where they agree, correcting takes a trip less.
func TestGuessedSounds(t *testing.T) {
	x := openTab(t, buildLarge(t))
	counts := eval[[2]int](t, x.visit, `(async () => {
		const read = async (address) => (await fetch(address)).json(), url = new URL("/search/entry.json", location);
		const { own, lists } = await read(url);
		let seen = 0, wrong = 0;
		for (const [i, names] of lists.entries()) {
			const bundle = await read(new URL(own + "l" + i + ".json", url));
			for (const [at, name] of names.split(" ").entries()) {
				if (!name.startsWith("s-")) continue;
				for (const [syllable, chars] of Object.entries(bundle[at][0])) {
					for (const c of chars) {
						seen++;
						if (search.soundOf(search.guessed.get(c)[0]) !== search.soundOf(syllable)) wrong++;
					}
				}
			}
		}
		return [seen, wrong];
	})()`)
	if seen, wrong := counts[0], counts[1]; seen < 3000 || wrong*33 > seen {
		t.Errorf("of %d sounds %d are guessed wrong", seen, wrong)
	}
}

// TestFilters holds filters and counts against the passages of the site.
func TestFilters(t *testing.T) {
	set := buildLarge(t)
	x := openTab(t, set)
	v := site.Variants[0]
	passages := search.Passages(generator.Build(generator.Options{Source: largeSource(t), Defaults: os.DirFS("..")}).Site)
	for _, filters := range []map[string][]string{
		{},
		{"year": {"2003"}},
		{"year": {"2003", "2021"}, "kind": {"target"}},
		{"report": {passages[0].Report}, "year": {"2003"}},
		{"kind": {"page"}, "year": {"2003"}},
		{"status": {"nothing has this status"}},
	} {
		for _, query := range []string{"王府井", "疫情 防控", "停车"} {
			checkFilters(t, x, reference(t, set, v), passages, query, filters)
		}
	}
}

func checkFilters(t *testing.T, x tab, ref *search.Index, passages []search.Passage, query string, filters map[string][]string) {
	t.Helper()
	list, err := json.Marshal(filters)
	must(t, err)
	got := ask[struct {
		Hits, ByTime []int
		Counts       map[string]map[string]int
	}](x, site.Variants[0], []string{query}, fmt.Sprintf(`
		const filters = %s, result = await engine.search(texts[0], { filters });
		const counts = Object.entries(await engine.facets(result)).map(([name, list]) => [name, Object.fromEntries(list.map(({ value, count }) => [value, count]))]);
		const full = ({ hits, total }) => hits.slice(0, total).map((hit) => hit.id);
		return { hits: full(result), byTime: full(await engine.search(texts[0], { filters, sort: "time" })), counts: Object.fromEntries(counts) }`, list))
	a, err := ref.Query(query, false)
	must(t, err)
	hits := []int{}
	counts := map[string]map[string]int{}
	for name := range valuesOf(passages[0]) {
		counts[name] = map[string]int{}
	}
	for _, h := range a.Hits[:a.Total] {
		failed := failures(passages[h.Passage], filters)
		if len(failed) == 0 {
			hits = append(hits, h.Passage)
		}
		for name, values := range valuesOf(passages[h.Passage]) {
			if len(failed) == 0 || len(failed) == 1 && failed[0] == name {
				for _, value := range values {
					counts[name][value]++
				}
			}
		}
	}
	if !slices.Equal(got.Hits, hits) {
		t.Errorf("%s with %v: found %v, want %v", query, filters, got.Hits, hits)
	}
	slices.Sort(hits)
	if !slices.Equal(got.ByTime, hits) {
		t.Errorf("%s with %v by time: found %v, want %v", query, filters, got.ByTime, hits)
	}
	if !maps.EqualFunc(got.Counts, counts, maps.Equal) {
		t.Errorf("%s with %v: counts %v, want %v", query, filters, got.Counts, counts)
	}
}

// valuesOf are the values by which a passage can be filtered, each once.
func valuesOf(p search.Passage) map[string][]string {
	year := ""
	if p.Year > 0 {
		year = strconv.Itoa(p.Year)
	}
	values := map[string][]string{
		search.FacetReport: {p.Report}, search.FacetYear: {year}, search.FacetUnit: slices.Clone(p.Units),
		search.FacetStatus: {p.Status}, search.FacetKind: {p.Kind},
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
