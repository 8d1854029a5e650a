package generator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"

	"gongshi/generator/assets"
	"gongshi/generator/output"
	"gongshi/generator/search"
	"gongshi/generator/site"
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

// counter is a server that notes what it is asked for, and says of assets that
// they never change, as hosts are told to.
type counter struct {
	mu    sync.Mutex
	asked []string
	// hold, if not nil, holds scripts back until it is closed.
	hold chan struct{}
}

func (c *counter) serve(t *testing.T, server string) string {
	t.Helper()
	inner, err := url.Parse(server)
	must(t, err)
	proxy := httputil.NewSingleHostReverseProxy(inner)
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		c.asked = append(c.asked, path.Base(r.URL.Path))
		c.mu.Unlock()
		if c.hold != nil && path.Ext(r.URL.Path) == ".js" {
			<-c.hold
		}
		if strings.HasPrefix(r.URL.Path, assets.BundlePath) {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(outer.Close)
	return outer.URL
}

// twice are the files that it was asked for more than once since the last time.
func (c *counter) twice() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.Sort(c.asked)
	var list []string
	for i, name := range c.asked {
		if i > 0 && name == c.asked[i-1] {
			list = append(list, name)
		}
	}
	c.asked = nil
	return list
}

// TestSearchBeginsEarly opens addresses with a query on a large site. What the
// head of the page asks for at once is what the search then needs: nothing of it
// is fetched for nothing or twice, and only what depends on it comes later.
func TestSearchBeginsEarly(t *testing.T) {
	t.Parallel()
	s := searchingIn(t, buildLarge(t).Set)
	var count counter
	s.server = count.serve(t, s.server)
	call(t, s.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: noteFetches})
	for _, test := range []struct {
		path, query string
		early, late string // the names of files, as expressions
	}{
		{"/search/", "王府景", `b\d+\.bin`, `l\d+\.json|b\d+\.bin|t\d+\.json`}, // see TestSlipsEarly
		{"/search/", "王府井", `b\d+\.bin`, `t\d+\.json`},
		{"/search/", "井", `c\d+\.bin`, `t\d+\.json`},
		{"/search/", "疫情 防控", `b\d+\.bin`, `t\d+\.json`},
		{"/search/", "深化大气污染综合治理精细化街道", `b\d+\.bin`, `t\d+\.json`},
		{"/search/", "王府井2021", `b\d+\.bin`, `t\d+\.json`},
		{"/search/", "wangfujing", `b\d+\.bin|pinyin\.json|l\d+\.json`, `b\d+\.bin|t\d+\.json`},
		{"/search/", "Wangfujing", `b\d+\.bin|pinyin\.json|l\d+\.json`, `b\d+\.bin|t\d+\.json`}, // as telephones write it
		{"/search/", "wfj", `b\d+\.bin|pinyin\.json|l\d+\.json`, `b\d+\.bin|t\d+\.json`},
		{"/search/", "PM2.5", `b\d+\.bin`, `[bt]\d+\.(bin|json)`}, // it also stands for 细颗粒物
		{"/search/", "調度", `fold\.json`, `b\d+\.bin|t\d+\.json`},
		{"/hant/search/", "王府井", `b\d+\.bin|fold\.json`, `characters\.json|t\d+\.json`},
	} {
		s.show(test.path, test.query)
		early := baseNames(eval[[]string](t, s.visit, `[...searchFiles.keys()]`))
		unused := baseNames(eval[[]string](t, s.visit, `[...searchFiles.keys()].filter((address) => searchFiles.get(address))`))
		fetched := baseNames(eval[[]string](t, s.visit, `fetchedFiles`))
		if len(early) == 0 {
			t.Errorf("%s: nothing is asked for early", test.query)
		}
		for _, name := range early {
			if !wholly(test.early, name) || slices.Contains(unused, name) {
				t.Errorf("%s: %s is asked for early, for nothing", test.query, name)
			}
		}
		for _, name := range fetched {
			if !slices.Contains(early, name) && name != "entry.json" && path.Ext(name) != ".css" && !wholly(test.late, name) {
				t.Errorf("%s: %s comes late", test.query, name)
			}
		}
		for _, name := range count.twice() {
			t.Errorf("%s: %s is loaded twice", test.query, name)
		}
	}
}

// TestSlipsEarly opens short queries while the scripts are held back: the files
// that mend a slip are there before them.
func TestSlipsEarly(t *testing.T) {
	t.Parallel()
	set := buildLarge(t).Set
	for _, test := range []struct {
		path string
		want string // the lists
	}{
		{"/search/?q=王府景", "s-wa s-fu s-ji"},
		{"/search/?q=疫情 防控", "s-yi s-qi s-fa s-ko"},
		{"/hant/search/?q=王府井", "s-wa s-fu s-ji"},
		{"/search/?q=王府景&literal=1", ""},
		{"/search/?q=井", ""},
		{"/search/?q=wfj", ""},
		{"/search/?q=王府井大街街道", ""},
	} {
		s, count := searchingIn(t, set), counter{hold: make(chan struct{})}
		address := count.serve(t, s.server) + test.path
		call(t, s.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: noteFetches})
		release := sync.OnceFunc(func() { close(count.hold) })
		t.Cleanup(release)                                                          // before the server waits for its answers
		eval[bool](t, s.visit, fmt.Sprintf(`(location.href = %q) !== ""`, address)) // a load would wait for the scripts
		s.until(`document.querySelector("main .search-form") !== null`)
		// The page asks for nothing of the kind while the scripts may still come soon.
		const further = `fetchedFiles.filter((address) => !searchFiles.has(address))`
		want := bundlesOf(t, set, test.want)
		s.until(fmt.Sprintf(further+`.length >= %d`, len(want)))
		if got := baseNames(eval[[]string](t, s.visit, `new Promise((resolve) => setTimeout(resolve, 150)).then(() => `+further+`)`)); !slices.Equal(got, want) {
			t.Errorf("%s asks early for %q, want %q", test.path, got, want)
		}
		s.until(`performance.getEntriesByName("first-contentful-paint").length > 0`) // the page does not wait for them
		s.until(`fetchedFiles.every((address) => performance.getEntriesByName(address).length > 0)`)
		release()
	}
}

// TestSearchWithoutHaste looks at search pages that have nothing to ask for
// early: one without a query, and those of a site whose index is in its entry file.
func TestSearchWithoutHaste(t *testing.T) {
	t.Parallel()
	small := build(t, goodSource(t))
	for _, test := range []struct {
		set  *output.Set
		path string
		want string
	}{
		{buildReal(t).Set, "/search/", ""},
		{small.Set, "/search/?q=急救", ""},
		{small.Set, "/search/?q=調度", "fold.json"},
	} {
		s := searchingIn(t, test.set)
		s.open(test.path)
		early := eval[[]string](t, s.visit, `[...searchFiles.keys()]`)
		if got := strings.Join(baseNames(early), " "); got != test.want {
			t.Errorf("%s asks early for %q, want %q", test.path, got, test.want)
		}
	}
}

// bundlesOf are the files that hold some lists, each once.
func bundlesOf(t *testing.T, set *output.Set, lists string) []string {
	t.Helper()
	data, _ := set.Get(search.EntryPath(site.Variants[0])[1:])
	var entry struct{ Lists []string }
	if err := json.Unmarshal(data, &entry); err != nil {
		t.Fatal(err)
	}
	var files []string
	for list := range strings.FieldsSeq(lists) {
		i := slices.IndexFunc(entry.Lists, func(names string) bool { return slices.Contains(strings.Fields(names), list) })
		if file := fmt.Sprintf("l%d.json", i); !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	return files
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
