package generator_test

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"

	"gongshi/generator"
	"gongshi/generator/output"
)

// noteFetches has a page note what its scripts fetch.
const noteFetches = `window.fetchedFiles = []; {
	const real = fetch;
	window.fetch = (url, ...more) => (fetchedFiles.push(String(url)), real(url, ...more));
}`

// searchingIn is searching in a set.
func searchingIn(t *testing.T, set *output.Set) searching {
	t.Helper()
	s := searching{t: t, server: strictServer(t, set), visit: newVisit(t)}
	s.screen(t, 1440, "light", true)
	return s
}

// TestSearchBeginsEarly opens addresses with a query on a large site. What the
// head of the page asks for at once is what the search then needs: nothing of it
// is fetched for nothing or twice, and only what depends on it comes later.
func TestSearchBeginsEarly(t *testing.T) {
	s := searchingIn(t, buildLarge(t))
	call(t, s.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: noteFetches})
	for _, test := range []struct {
		path, query string
		early, late string // the names of files, as expressions
	}{
		{"/search/", "王府景", `b\d+\.bin`, `s-(wa|fu|ji)\.json|b\d+\.bin|t\d+\.json`},
		{"/search/", "王府井", `b\d+\.bin`, `t\d+\.json`},
		{"/search/", "井", `c\d+\.bin`, `t\d+\.json`},
		{"/search/", "疫情 防控", `b\d+\.bin`, `t\d+\.json`},
		{"/search/", "深化大气污染综合治理精细化街道", `b\d+\.bin`, `t\d+\.json`},
		{"/search/", "王府井2021", `b\d+\.bin`, `t\d+\.json`},
		{"/search/", "wangfujing", `b\d+\.bin|pinyin\.json|w-.\.json`, `b\d+\.bin|t\d+\.json`},
		{"/search/", "wfj", `b\d+\.bin|pinyin\.json|w-.\.json`, `b\d+\.bin|t\d+\.json`},
		{"/search/", "PM2.5", `b\d+\.bin`, `[bt]\d+\.(bin|json)`}, // it also stands for 细颗粒物
		{"/search/", "調度", `fold\.json`, `b\d+\.bin|t\d+\.json`},
		{"/hant/search/", "王府井", `b\d+\.bin|fold\.json`, `characters\.json|t\d+\.json`},
	} {
		s.show(test.path, test.query)
		early := baseNames(eval[[]string](t, s.visit, `[...document.querySelectorAll("head > link[rel=preload][as=fetch]")].map((link) => link.href)`))
		fetched := baseNames(eval[[]string](t, s.visit, `fetchedFiles`))
		loaded := baseNames(eval[[]string](t, s.visit, `performance.getEntriesByType("resource").map((entry) => entry.name)`))
		likely := baseNames(eval[[]string](t, s.visit, `[...document.querySelectorAll("head > link[rel=prefetch]")].map((link) => link.href)`))
		if len(early) == 0 {
			t.Errorf("%s: nothing is asked for early", test.query)
		}
		again := baseNames(eval[[]string](t, s.visit, `performance.getEntriesByType("resource").filter((entry) => entry.initiatorType === "fetch" && entry.transferSize > 0).map((entry) => entry.name)`))
		for _, name := range likely {
			if !wholly(`s-[a-z]+\.json`, name) || !slices.Contains(loaded, name) || slices.Contains(again, name) {
				t.Errorf("%s: %s is not there early", test.query, name)
			}
		}
		for _, name := range early {
			if !wholly(test.early, name) || !slices.Contains(fetched, name) {
				t.Errorf("%s: %s is asked for early, for nothing", test.query, name)
			}
		}
		for _, name := range fetched {
			if !slices.Contains(early, name) && name != "entry.json" && path.Ext(name) != ".css" && !wholly(test.late, name) {
				t.Errorf("%s: %s comes late", test.query, name)
			}
		}
		slices.Sort(loaded)
		loaded = slices.DeleteFunc(loaded, func(name string) bool { return slices.Contains(likely, name) }) // named again where it is used
		if once := slices.Compact(slices.Clone(loaded)); len(once) < len(loaded) {
			t.Errorf("%s: something is loaded twice: %v", test.query, loaded)
		}
	}
}

// TestSearchWithoutHaste looks at search pages that have nothing to ask for
// early: one without a query, and those of a site whose index is in its entry file.
func TestSearchWithoutHaste(t *testing.T) {
	small := generator.Build(generator.Options{Source: goodSource(t), Defaults: os.DirFS("..")})
	for _, test := range []struct {
		set  *output.Set
		path string
		want string
	}{
		{buildReal(t, nil).Set, "/search/", ""},
		{small.Set, "/search/?q=急救", ""},
		{small.Set, "/search/?q=調度", "fold.json"},
	} {
		s := searchingIn(t, test.set)
		s.open(test.path)
		early := eval[[]string](t, s.visit, `[...document.querySelectorAll("head > link[rel=preload][as=fetch]")].map((link) => link.href)`)
		if got := strings.Join(baseNames(early), " "); got != test.want {
			t.Errorf("%s asks early for %q, want %q", test.path, got, test.want)
		}
	}
}

func baseNames(addresses []string) []string {
	var names []string
	for _, address := range addresses {
		names = append(names, path.Base(address))
	}
	return names
}

func wholly(expression, text string) bool {
	return regexp.MustCompile("^(?:" + expression + ")$").MatchString(text)
}
