package generator_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongshi/generator/search"
	"gongshi/generator/site"
)

// TestDamage breaks files on their way: the engine says what is wrong, and
// answers as soon as they are whole again.
func TestDamage(t *testing.T) {
	t.Parallel()
	x := openTab(t, buildLarge(t).Set)
	format := strconv.Itoa(search.Format)
	cut := `new Response((await response.arrayBuffer()).slice(0, -7))`
	const word, slip = "急救工作站", "急救公作站"
	for name, test := range map[string]struct{ query, file, instead, want string }{
		"whole":                 {word, `/`, `response`, ""},
		"entry cut off":         {word, `entry.json`, cut, "damaged"},
		"entry is a page":       {word, `entry.json`, `new Response("<!DOCTYPE html><p>")`, "damaged"},
		"entry is empty":        {word, `entry.json`, `new Response("null")`, "damaged"},
		"entry misses a part":   {word, `entry.json`, strings.Replace(`new Response('{"format":0}')`, "0", format, 1), "damaged"},
		"entry is of another":   {word, `entry.json`, `new Response((await response.text()).replace(/"format":\d+/, '"format":1'))`, "version"},
		"entry is missing":      {word, `entry.json`, `new Response("", { status: 404 })`, "network"},
		"server is out of work": {word, `entry.json`, `new Response("", { status: 503 })`, "network"},
		"no network":            {word, `/`, `Promise.reject(new TypeError("Failed to fetch"))`, "network"},
		"block cut off":         {word, `.bin`, cut, "damaged"},
		"block empty":           {word, `.bin`, `new Response("")`, "damaged"},
		"block is a page":       {word, `.bin`, `new Response("<!DOCTYPE html><p>")`, "damaged"},
		"block missing":         {word, `.bin`, `new Response("", { status: 404 })`, "version"},
		"block refused":         {word, `.bin`, `new Response("", { status: 500 })`, "network"},
		"line drops in a block": {word, `.bin`, `new Response(new ReadableStream({ pull(c) { c.error(new TypeError("network error")) } }))`, "network"},
		"texts cut off":         {word, `/t`, cut, "damaged"},
		"texts too few":         {word, `/t`, `new Response("[]")`, "damaged"},
		"texts missing":         {word, `/t`, `new Response("", { status: 404 })`, "version"},
		"a slip":                {slip, `/`, `response`, ""},
		"words cut off":         {slip, `/w-`, cut, "damaged"},
		"words are a number":    {slip, `/w-`, `new Response("7")`, "damaged"},
		"words missing":         {slip, `/w-`, `new Response("", { status: 404 })`, "version"},
		"words refused":         {slip, `/w-`, `new Response("", { status: 500 })`, "network"},
	} {
		got := eval[[2]string](t, x.visit, fmt.Sprintf(`(async () => {
			const real = globalThis.real ??= fetch;
			const attempt = async () => {
				const engine = await search.open(new URL(%q, location).href);
				const result = await engine.search(%q);
				return [engine, (await engine.passages(result.hits.slice(0, 1).map((hit) => hit.id)))[0].text];
			};
			const kind = (error) => error instanceof search.SearchError ? error.kind : String(error);
			let broken = true;
			globalThis.fetch = async (address, options) => {
				const response = await real(address, options);
				return broken && String(address).includes(%q) ? %s : response;
			};
			const first = await attempt().then(() => "", kind);
			broken = false;
			const second = await attempt().then(([, text]) => text.includes("急救"), kind);
			return [first, String(second)];
		})()`, search.EntryPath(site.Variants[0]), test.query, test.file, test.instead))
		if got[0] != test.want || got[1] != "true" {
			t.Errorf("%s: the error is %q, want %q; afterwards %s", name, got[0], test.want, got[1])
		}
	}
}

// TestRetry loses the line in the middle of the work: the same engine answers
// when it is there again.
func TestRetry(t *testing.T) {
	t.Parallel()
	x := openTab(t, buildLarge(t).Set)
	if said := ask[[]string](x, site.Variants[0], nil, `
		const real = fetch, said = [];
		globalThis.fetch = async () => { throw new TypeError("Failed to fetch") };
		for (const again of [false, true]) {
			if (again) globalThis.fetch = real;
			said.push(await engine.search("王府井").then((result) => String(result.total > 0), (error) => error.kind));
			said.push(await engine.suggest("wang", 8).then((list) => String(list.length > 0), (error) => error.kind));
			said.push(await engine.passages([3]).then(([passage]) => String(passage.id === 3), (error) => error.kind));
		}
		return said`); !slices.Equal(said, []string{"network", "network", "network", "true", "true", "true"}) {
		t.Errorf("the engine says %q", said)
	}
}

// TestHostileQueries types what no index expects. Nothing is thrown, nothing
// runs, and what is marked lies inside the text.
func TestHostileQueries(t *testing.T) {
	t.Parallel()
	x := openTab(t, buildReal(t).Set)
	for _, v := range site.Variants[:2] {
		for _, fault := range ask[[]string](x, v, nil, `
			const long = "东城区认真落实垃圾分类".repeat(10000).slice(0, 100000), faults = [];
			const queries = [
				long, long + "\ud800", "a".repeat(10000), "\u0301".repeat(10000), " ".repeat(10000), "", " ", "\u3000", "\n\t\v",
				"\ud800", "\udc00王府井", "王\ud83d府井", "王府井\udfff", "\ud800\ud800", "\udc00\ud800", "\ufffd", "\ufffe\uffff", "\0", "王\0府井",
				".*", "(王|府", "[\\]", "^$", "\\p{Han}", "$&$1", "(?<=王)", "王{1000000000}",
				"<script>globalThis.harmed=1</script>", '"><img src=x onerror="globalThis.harmed=1">', "&lt;王府井&gt;", "javascript:globalThis.harmed=1",
				"王\u200b府\u200d井", "\ufeff王府井", "王\u00ad府井", "\u202e井府王", "\u2066王府井\u2069", "مرحبا 王府井 שלום", "👨‍👩‍👧‍👦", "🇨🇳王府井", "𠮷野家", "e\u0301", "ﬁ",
				"' OR 1=1; --", "Robert'); DROP TABLE passages;--", "\${7*7}", "{{7*7}}", "%00", "%E7%8E%8B", "../../etc/passwd",
				"constructor", "__proto__", "toString", "hasOwnProperty", "undefined", "null", "NaN", "-0", "1e309",
			];
			for (const query of queries) {
				const fault = (text) => faults.push(JSON.stringify(query.slice(0, 60)) + " " + text);
				try {
					const result = await engine.search(query);
					const ids = result.hits.slice(0, 3).map((hit) => hit.id);
					if (result.query !== query || result.total > result.hits.length) fault("is not answered");
					for (const { title, heading, text } of await engine.passages(ids)) {
						for (const shown of [title, heading, text, query]) {
							const all = engine.marks(shown, result), part = engine.snippet(shown, result, 40);
							if (all.some(([from, to], i) => from >= to || to > shown.length || from < (i ? all[i - 1][1] : 0))) fault("is marked " + JSON.stringify(all));
							if (!shown.replace(/\n/g, " ").includes(part.text)) fault("has the snippet " + part.text);
						}
					}
					for (const { text } of await engine.suggest(query, 8)) if (!text) fault("is completed by nothing");
					await engine.facets(result);
					await engine.card(result);
				} catch (error) {
					fault(error.stack);
				}
			}
			const whole = JSON.stringify((await engine.search("王府井")).hits.slice(0));
			for (const broken of ["王\ud83d府井", "\udc00王府井", "王府\ufffd井", "王府井\ud800"]) {
				if (JSON.stringify((await engine.search(broken)).hits.slice(0)) !== whole) faults.push(JSON.stringify(broken) + " is not read as 王府井");
			}
			if (globalThis.harmed) faults.push("a query was run");
			return faults`) {
			t.Errorf("%s: %s", v.Code, fault)
		}
	}
}
