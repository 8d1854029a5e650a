package generator_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/txtar"

	"gongshi/generator"
	"gongshi/generator/assets"
	"gongshi/generator/output"
	"gongshi/generator/search"
	"gongshi/generator/site"
)

// engineModule is the browser's search engine, bundled as it is published, but
// by itself.
func engineModule(t *testing.T) assets.File {
	t.Helper()
	source := fstest.MapFS{"static/js/engine.js": &fstest.MapFile{Data: []byte(`export * from "./_search/engine.js"; export { guessed, soundOf } from "./_search/sound.js";`)}}
	modules, err := fs.Glob(os.DirFS(".."), "static/js/_search/*.js")
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
	Texts           []marked
}

type hit struct {
	ID      int
	Exact   bool
	Missing []string
}

type marked struct {
	Text    string
	Marks   [][2]int
	Snippet struct {
		Text                string
		Marks               [][2]int
		CutBefore, CutAfter bool
	}
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
			list.push({ ...result, hits: result.hits.slice(0), texts: shown.map((text) => ({ text, marks: engine.marks(text, result), snippet: engine.snippet(text, result, %d) })) });
		}
		return list;`, snippetSize))
}

// wanted is what the reference answers; the texts are those the engine showed.
func wanted(t *testing.T, x *search.Index, query string, texts []marked) answered {
	t.Helper()
	a, err := x.Query(query, false)
	must(t, err)
	w := answered{
		Query: a.Query, Answered: a.Answered, Suggestions: orEmpty(a.Suggestions), Question: a.Question, Dropped: orEmpty(a.Dropped),
		Hits: []hit{}, Total: a.Total, Truncated: a.Truncated, Texts: []marked{},
	}
	for _, h := range a.Hits {
		w.Hits = append(w.Hits, hit{h.Passage, h.Exact, orEmpty(h.Missing)})
	}
	for _, shown := range texts {
		w.Texts = append(w.Texts, markedBy(x, a, shown.Text))
	}
	return w
}

// markedBy is how the reference marks a text.
func markedBy(x *search.Index, a *search.Answer, text string) marked {
	m := marked{Text: text, Marks: offsets(text, x.Marks(text, a))}
	s := x.Snippet(text, a, snippetSize)
	m.Snippet.Text, m.Snippet.Marks, m.Snippet.CutBefore, m.Snippet.CutAfter = s.Text, offsets(s.Text, s.Marks), s.Before, s.After
	return m
}

func orEmpty(list []string) []string { return append([]string{}, list...) }

// offsets are the places of spans as a browser counts them.
func offsets(text string, spans []search.Span) [][2]int {
	chars := []rune(text)
	list := [][2]int{}
	for _, s := range spans {
		list = append(list, [2]int{len(utf16.Encode(chars[:s.Start])), len(utf16.Encode(chars[:s.End]))})
	}
	return list
}

// reference opens an index of a set for Go.
func reference(t *testing.T, set *output.Set, v site.Variant) *search.Index {
	t.Helper()
	x, err := search.Open(search.EntryPath(v), func(path string) ([]byte, error) {
		data, ok := set.Get(path[1:])
		if !ok {
			return nil, fmt.Errorf("no file %s", path)
		}
		return data, nil
	})
	must(t, err)
	return x
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

// compare asks engine and reference the same and names every query that they
// do not answer alike.
func compare(t *testing.T, x tab, ref *search.Index, v site.Variant, queries []string) {
	t.Helper()
	for i, got := range x.answers(v, queries) {
		if want := wanted(t, ref, queries[i], got.Texts); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q is not answered as by the reference:\n%s", v.Code, queries[i], difference(got, want))
		}
	}
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

// compareSuggestions does the same for what completes a text.
func compareSuggestions(t *testing.T, x tab, ref *search.Index, v site.Variant, texts []string) {
	t.Helper()
	found := ask[[][]search.Suggestion](x, v, texts, `const list = [];
		for (const text of texts) list.push(await engine.suggest(text, 8));
		return list;`)
	for i, got := range found {
		want, err := ref.Suggest(texts[i], 8)
		must(t, err)
		if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q is not completed as by the reference:\n\tgot  %v\n\twant %v", v.Code, texts[i], got, want)
		}
	}
}

// beginnings are the first characters of texts, as somebody types them.
func beginnings(texts []string) []string {
	var list []string
	for _, text := range texts {
		chars := []rune(text)
		for n := range min(len(chars), 3) {
			list = append(list, string(chars[:n+1]))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// TestEngine asks the engine in a browser and the reference in Go every query
// of the tests, in both scripts: hits, their order, what is missing, what was
// understood, marks, snippets and completions are the same.
func TestEngine(t *testing.T) {
	set := buildReal(t, nil).Set
	x := openTab(t, set)
	for _, v := range site.Variants[:2] {
		ref := reference(t, set, v)
		compare(t, x, ref, v, queries(t))
		compareSuggestions(t, x, ref, v, append(beginnings(queries(t)), "chaoyangmen", "zwr", "重wr", "王府井 ting", "王府井 停"))
	}
	if said := x.said(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// TestEngineLiterally asks for queries as they are typed: slips stay slips.
func TestEngineLiterally(t *testing.T) {
	set := buildReal(t, nil).Set
	x := openTab(t, set)
	v := site.Variants[0]
	slips := []string{"行政复义", "wangfujing", "火矩接力", "挥发姓有机物"}
	type literal struct {
		Corrected, Answered string
		Total               int
	}
	for i, got := range ask[[]literal](x, v, slips, `return Promise.all(texts.map(async (query) =>
		({ ...await engine.search(query, { literal: true }), corrected: (await engine.search(query)).answered })))`) {
		want, err := reference(t, set, v).Query(slips[i], true)
		must(t, err)
		if got.Corrected == slips[i] || got.Answered != slips[i] || got.Total != want.Total {
			t.Errorf("%q: %+v; the reference finds %d", slips[i], got, want.Total)
		}
	}
}

// TestLatinSynonym asks for letters that are a word people say and could be
// pinyin, too: the word is meant. A word people say may have a sound that no text
// has.
func TestLatinSynonym(t *testing.T) {
	source := goodSource(t)
	source["content/synonyms.toml"] = &fstest.MapFile{Data: []byte("[synonyms]\n\"AI\" = [\"人工智能\"]\n\"覅动\" = [\"不要\"]\n")}
	source["content/ai.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"说明\"\n+++\n\n## 一\n\n人人都爱。爱。爱心捐助。\n\n## 二\n\n发展人工智能。\n")}
	result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS("..")})
	if len(result.Diagnostics) > 0 {
		t.Fatalf("the site has faults: %+v", result.Diagnostics)
	}
	v := site.Variants[0]
	ref := reference(t, result.Set, v)
	a, err := ref.Query("ai", false)
	must(t, err)
	if a.Total != 1 || a.Answered != "ai" {
		t.Errorf("the reference answers %q with %d", a.Answered, a.Total)
	}
	compare(t, openTab(t, result.Set), ref, v, []string{"ai", "爱心", "aixin", "ax"})
}

// TestAboveAndBelow asks for formulas as people type them, without characters
// above and below the line. What is found is shown as it is written.
func TestAboveAndBelow(t *testing.T) {
	source := goodSource(t)
	config := source["content/site.toml"]
	config.Data = append([]byte("safe_html = [\"sub\", \"sup\", \"br\"]\n"), config.Data...)
	source["content/air.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"说明\"\n+++\n\n## 减排CO<sub>2</sub>\n\n减排10<sup>6</sup>吨<br>植树20m²，~~8~~9棵。\n\n3. 修路\n")}
	result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS("..")})
	if len(result.Diagnostics) > 0 {
		t.Fatalf("the site has faults: %+v", result.Diagnostics)
	}
	v := site.Variants[0]
	ref := reference(t, result.Set, v)
	asked := []string{"减排CO2", "co₂", "106吨", "10⁶吨", "20m2", "20m²", "删去8", "3.修路"}
	for _, query := range asked {
		a, err := ref.Query(query, false)
		must(t, err)
		if a.Total != 1 || a.Answered != query {
			t.Errorf("%q is answered as %q with %d", query, a.Answered, a.Total)
			continue
		}
		shown, err := ref.Show(a.Hits[0].Passage)
		must(t, err)
		if want := "减排10⁶吨 植树20m²，【删去：8】9棵。\n3. 修路"; shown.Heading != "减排CO₂" || shown.Text != want {
			t.Errorf("%q shows %q, %q", query, shown.Heading, shown.Text)
		}
	}
	compare(t, openTab(t, result.Set), ref, v, asked)
}

// TestMarks marks texts with what is more than one unit of UTF-16, is not
// indexed, or is written otherwise than sought.
func TestMarks(t *testing.T) {
	set := buildReal(t, nil).Set
	x, v := openTab(t, set), site.Variants[0]
	ref := reference(t, set, v)
	far := strings.Repeat("😀", 2*snippetSize)
	texts := []string{
		"", "王府", "王府井", "𠮷野家在王府井大街𠮷", "王 府\n井。王\u200b府\ufe0f井", "王府王府井王府井井", "😀王府井😀😀王府井😀",
		far + "王府井" + far, far + "。王府井" + far + "王府井王府井", strings.Repeat("王府井，", 40), "府井王府",
		"王府井" + strings.Repeat("改", snippetSize-4) + "1,594.5%户，", "王府井" + strings.Repeat("2", 2*snippetSize), strings.Repeat("2", snippetSize) + "年王府井",
	}
	for _, query := range []string{"王府井", "王府井😀", "😀王府井"} {
		a, err := ref.Query(query, false)
		must(t, err)
		got := ask[[]marked](x, v, texts, fmt.Sprintf(`const result = await engine.search(%q);
			return texts.map((text) => ({ text, marks: engine.marks(text, result), snippet: engine.snippet(text, result, %d) }))`, query, snippetSize))
		for i, text := range texts {
			if want := markedBy(ref, a, text); !reflect.DeepEqual(got[i], want) {
				t.Errorf("%q marks %q as %+v, want %+v", query, text, got[i], want)
			}
		}
	}
}
