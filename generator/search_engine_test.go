package generator_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/txtar"

	"gongshi/generator/assets"
	bare "gongshi/generator/engine"
	"gongshi/generator/output"
	"gongshi/generator/search"
	"gongshi/generator/site"
)

// engineModule is the browser's search engine, bundled as it is published, but
// by itself.
func engineModule(t *testing.T) assets.File {
	t.Helper()
	source := fstest.MapFS{"static/js/engine.ts": &fstest.MapFile{Data: []byte(`export * from "./_search/engine.ts";`)}}
	modules, err := fs.Glob(os.DirFS(".."), "static/js/_search/*.ts")
	must(t, err)
	for _, name := range modules {
		data, err := os.ReadFile(path.Join("..", name))
		must(t, err)
		source[name] = &fstest.MapFile{Data: data}
	}
	result, found := assets.Bundle(source)
	if len(found) > 0 || len(result.Files) != 1 {
		t.Fatalf("the engine is not one bundle: %d files, %+v", len(result.Files), found)
	}
	return result.Files[0]
}

// tab is a page of the browser in which the engine is loaded.
type tab struct {
	*visit
	t            *testing.T
	page, module string
}

// openTab serves the files of an index with the engine and opens a page there.
func openTab(t *testing.T, set *output.Set) tab {
	t.Helper()
	set = copyOf(t, set)
	module := engineModule(t)
	must(t, set.Add(module.Path[1:], module.Data, "test"))
	x := tab{newVisit(t), t, strictServer(t, set) + "/404.html", module.Path}
	x.fresh()
	return x
}

// fresh loads the page anew; nothing is known to it.
func (x tab) fresh() {
	x.t.Helper()
	must(x.t, chromedp.Do(x.ctx, chromedp.Navigate(x.page)))
	eval[bool](x.t, x.visit, fmt.Sprintf(`import(%q).then(m => { globalThis.search = m; return true })`, x.module))
}

// ask evaluates the body of an asynchronous function with the engine of a
// script and a list of texts.
func ask[T any](x tab, v site.Variant, texts []string, body string) T {
	x.t.Helper()
	list, err := json.Marshal(texts)
	must(x.t, err)
	return eval[T](x.t, x.visit, fmt.Sprintf(`(async (address, texts) => {
		const all = (globalThis.engines ??= {}), engine = await (all[address] ??= search.open(address));
		%s
	})(new URL(%q, location).href, %s)`, body, search.EntryPath(v), list))
}

// answered is what the engine says to a query, and what it marks in the texts
// of the first hit.
type answered struct {
	Query, Answered string
	Suggestions     []string
	Question        bool
	Dropped         []string
	Hits            []hit
	Total           int
	Truncated       bool
	State           *bare.State
	Column          string
	Card            *bare.Card
	Texts           []marked
}

type hit struct {
	ID      int
	Exact   bool
	Missing []string
}

type marked struct {
	Text    string
	Marks   []bare.Span
	Snippet bare.Snippet
}

// snippetSize is as long as snippets on the page of results are, about.
const snippetSize = 60

// answers asks the engine in the browser.
func (x tab) answers(v site.Variant, queries []string) []answered {
	x.t.Helper()
	return ask[[]answered](x, v, queries, fmt.Sprintf(`const list = [];
		for (const query of texts) {
			const result = await engine.search(query);
			const found = await engine.passages(result.hits.slice(0, 1).map((hit) => hit.id));
			const shown = found.flatMap((p) => [p.title, p.heading, p.text]);
			list.push({ ...result, card: await engine.card(result), hits: result.hits.slice(0), texts: shown.map((text) => ({ text, marks: engine.marks(text, result), snippet: engine.snippet(text, result, %d) })) });
		}
		return list;`, snippetSize))
}

// wanted is what the engine answers without a page; the texts are those shown with one.
func wanted(t *testing.T, x *bare.Engine, query string, texts []marked) answered {
	t.Helper()
	a, err := x.Search(query, nil)
	must(t, err)
	w := answered{
		Query: a.Query, Answered: a.Answered, Suggestions: a.Suggestions, Question: a.Question, Dropped: a.Dropped,
		Hits: []hit{}, Total: a.Total, Truncated: a.Truncated, State: a.State, Column: a.Column, Texts: []marked{},
	}
	w.Card, err = x.Card(a)
	must(t, err)
	for _, h := range a.Hits {
		w.Hits = append(w.Hits, hit{h.ID, h.Exact, h.Missing})
	}
	for _, shown := range texts {
		m := marked{Text: shown.Text}
		m.Marks, err = x.Marks(shown.Text, a)
		must(t, err)
		m.Snippet, err = x.Snippet(shown.Text, a, snippetSize)
		must(t, err)
		w.Texts = append(w.Texts, m)
	}
	return w
}

// openEngine opens an index of a set without a page.
func openEngine(t *testing.T, set *output.Set, v site.Variant) *bare.Engine {
	t.Helper()
	script, err := assets.Script(os.DirFS(".."), bare.Module, bare.Name)
	must(t, err)
	x, err := bare.New(script, search.EntryPath(v), func(path string) ([]byte, error) {
		data, ok := set.Get(path[1:])
		if !ok {
			return nil, fmt.Errorf("no file %s", path)
		}
		return data, nil
	})
	must(t, err)
	return x
}

// find answers a query.
func find(t *testing.T, x *bare.Engine, query string, options map[string]any) *bare.Answer {
	t.Helper()
	a, err := x.Search(query, options)
	must(t, err)
	return a
}

// queries are those of the tests of package search.
func queries(t *testing.T) []string {
	t.Helper()
	var list []string
	archive, err := txtar.ParseFile("search/testdata/queries.txtar")
	must(t, err)
	for _, f := range archive.Files {
		list = append(list, strings.Split(strings.TrimSuffix(string(f.Data), "\n"), "\n")...)
	}
	data, err := os.ReadFile("search/testdata/questions.txt")
	must(t, err)
	for line := range strings.Lines(string(data)) {
		if text, _, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			list = append(list, text)
		}
	}
	return list
}

// compare asks the engine with and without a page the same and names every query
// that is not answered alike.
func compare(t *testing.T, x tab, set *output.Set, v site.Variant, queries []string) {
	t.Helper()
	pageless := openEngine(t, set, v)
	for i, got := range x.answers(v, queries) {
		if want := wanted(t, pageless, queries[i], got.Texts); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q has another answer in a page:\n%s", v.Code, queries[i], difference(got, want))
		}
	}
	completed := ask[[][]bare.Suggestion](x, v, queries, `const list = [];
		for (const text of texts) list.push(await engine.suggest(text.slice(0, 2), 8));
		return list;`)
	for i, got := range completed {
		begun := utf16.Encode([]rune(queries[i]))
		want, err := pageless.Suggest(string(utf16.Decode(begun[:min(len(begun), 2)])), 8)
		must(t, err)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %.2q is completed in a page by %v, not %v", v.Code, queries[i], got, want)
		}
	}
}

// every are each n-th of a list.
func every(n int, list []string) (some []string) {
	for i := 0; i < len(list); i += n {
		some = append(some, list[i])
	}
	return some
}

// difference shows the fields in which two answers differ.
func difference(got, want answered) string {
	var b strings.Builder
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			fmt.Fprintf(&b, "\t%s\n\t\tgot  %.300v\n\t\twant %.300v\n", g.Type().Field(i).Name, fmt.Sprint(g.Field(i).Interface()), fmt.Sprint(w.Field(i).Interface()))
		}
	}
	return b.String()
}

// TestEngine asks the engine in a browser and without a page the same, in both
// scripts: hits, their order, what is missing, what was understood, marks, snippets
// and completions are the same. What they should be is held by package search.
// `make test` asks one query of six.
func TestEngine(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	x := openTab(t, set)
	step := 6
	if complete() {
		step = 1
	}
	for _, v := range site.Variants[:2] {
		compare(t, x, set, v, every(step, queries(t)))
	}
	if said := x.said(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// TestSearchInEngines asks all queries in every browser and without a page: hits and
// their order, cards and what else is said are the same.
func TestSearchInEngines(t *testing.T) {
	t.Parallel()
	if !complete() {
		t.Skip("takes long")
	}
	set := copyOf(t, buildReal(t).Set)
	module := engineModule(t)
	must(t, set.Add(module.Path[1:], module.Data, "test"))
	v, list := site.Variants[0], queries(t)
	pageless := openEngine(t, set, v)
	texts, err := json.Marshal(list)
	must(t, err)
	for name, start := range engines() {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			e.open(strictServer(t, set) + "/404.html")
			got := valueOf[[]answered](t, e, fmt.Sprintf(`(async (texts) => {
				const engine = await (await import(%q)).open(new URL(%q, location).href), list = [];
				for (const query of texts) {
					const result = await engine.search(query);
					list.push({ ...result, card: await engine.card(result), hits: result.hits.slice(0), texts: [] });
				}
				return list;
			})(%s)`, module.Path, search.EntryPath(v), texts))
			for i, answer := range got {
				if want := wanted(t, pageless, list[i], answer.Texts); !reflect.DeepEqual(answer, want) {
					t.Errorf("%q has another answer:\n%s", list[i], difference(answer, want))
				}
			}
		})
	}
}

// TestEngineLiterally asks for queries as they are typed: slips stay slips.
func TestEngineLiterally(t *testing.T) {
	t.Parallel()
	x := openEngine(t, buildReal(t).Set, site.Variants[0])
	for query, near := range map[string]bool{"行政复义": true, "wangfujing": false, "火矩接力": true, "挥发姓有机物": true} {
		a, corrected := find(t, x, query, map[string]any{"literal": true}), find(t, x, query, nil)
		if a.Answered != query || a.Total > 0 || len(a.Hits) > 0 != near || corrected.Answered == query {
			t.Errorf("%q: %q with %d and %d near, corrected %q", query, a.Answered, a.Total, len(a.Hits), corrected.Answered)
		}
	}
}

// TestLatinSynonym asks for letters that are a word people say and could be
// pinyin, too: the word is meant. A word people say may have a sound that no text
// has.
func TestLatinSynonym(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	source["content/synonyms.toml"] = &fstest.MapFile{Data: []byte("[synonyms]\n\"AI\" = [\"人工智能\"]\n\"覅动\" = [\"不要\"]\n")}
	source["content/ai.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"说明\"\n+++\n\n## 一\n\n人人都爱。爱。爱心捐助。\n\n## 二\n\n发展人工智能。\n")}
	x := openEngine(t, build(t, source).Set, site.Variants[0])
	for query, want := range map[string]string{"ai": "ai 1", "爱心": "爱心 1", "aixin": "爱心 1", "ax": "爱心 1"} {
		a := find(t, x, query, nil)
		if got := fmt.Sprint(a.Answered, " ", a.Total); got != want {
			t.Errorf("%q is answered as %s, want %s", query, got, want)
		}
	}
}

// TestAboveAndBelow asks for formulas as people type them, without characters
// above and below the line. What is found is shown as it is written.
func TestAboveAndBelow(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	config := source["content/site.toml"]
	config.Data = append([]byte("safe_html = [\"sub\", \"sup\", \"br\"]\n"), config.Data...)
	source["content/air.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"说明\"\n+++\n\n## 减排CO<sub>2</sub>\n\n减排10<sup>6</sup>吨<br>植树20m²，~~8~~9棵。\n\n3. 修路\n")}
	x := openEngine(t, build(t, source).Set, site.Variants[0])
	for _, query := range []string{"减排CO2", "co₂", "106吨", "10⁶吨", "20m2", "20m²", "删去8", "3.修路"} {
		a := find(t, x, query, nil)
		if a.Total != 1 || a.Answered != query {
			t.Errorf("%q is answered as %q with %d", query, a.Answered, a.Total)
			continue
		}
		shown, err := x.Passages(a.Hits[0].ID)
		must(t, err)
		if want := "减排10⁶吨 植树20m²，【删去：8】9棵。\n3. 修路"; shown[0].Heading != "减排CO₂" || shown[0].Text != want {
			t.Errorf("%q shows %q, %q", query, shown[0].Heading, shown[0].Text)
		}
	}
}
