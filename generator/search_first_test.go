package generator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
)

// patient has pages wait for their results as long as it takes.
func (s searching) patient() {
	s.t.Helper()
	call(s.t, s.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
		const timer = setTimeout;
		window.setTimeout = (done, time, ...rest) => time === 200 ? 0 : timer(done, time, ...rest);`})
}

// TestSearchShownWithResults opens addresses with a query: what a visitor sees first of
// the page are its results, where these come in time.
func TestSearchShownWithResults(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.patient()
	call(t, s.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
		(function look() {
			const list = document.getElementById("search-results");
			if (!list || document.documentElement.hidden) return requestAnimationFrame(look);
			window.seen = list.children.length;
		})();`})
	for _, path := range []string{"/search/", "/hant/search/"} {
		s.open(path + "?q=" + url.QueryEscape("工作"))
		s.until(`window.seen !== undefined`)
		if seen := eval[int](t, s.visit, `seen`); seen != 10 {
			t.Errorf("%s is seen with %d results", path, seen)
		}
	}
	for path, want := range map[string]string{"/search/": "", "/search/?q=" + url.QueryEscape("龘龘龘"): "龘龘龘"} {
		s.open(path)
		s.until(`!document.documentElement.hidden && document.querySelector(".search-form").q.value === ` + fmt.Sprintf("%q", want))
	}
}

// TestSearchStandsStill opens addresses with a query whose results come late: the page
// is there before and says what it does, and nothing that a visitor has in sight moves
// when they come.
func TestSearchStandsStill(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{360, 1440} {
		hold := make(chan struct{})
		s := newSearching(t).through(func(pass http.Handler, w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/assets/search-") && strings.HasSuffix(r.URL.Path, ".js") {
				<-hold
			}
			pass.ServeHTTP(w, r)
		})
		release := sync.OnceFunc(func() { close(hold) })
		t.Cleanup(release) // before the server waits for its answers
		s.screen(t, width, "light", true)
		eval[bool](t, s.visit, fmt.Sprintf(`(location.href = %q) !== ""`, s.server+"/search/?q="+url.QueryEscape("工作")))
		s.until(`performance.getEntriesByName("first-contentful-paint").length > 0`)
		if said := eval[string](t, s.visit, `document.querySelector("main [name=q]").value + document.querySelector(".search-status").innerText`); said != "工作正在查找…" {
			t.Errorf("at %d px the page says %q until the results come", width, said)
		}
		release()
		s.answered("工作")
		shift := eval[float64](t, s.visit, `new Promise((resolve) => {
			new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0))).observe({ type: "layout-shift", buffered: true });
			requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(0))));
		})`)
		if shift > 0.01 {
			t.Errorf("at %d px the page moves by %.3f", width, shift)
		}
	}
}
