package generator_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// searching is a visit to the built site that looks for things.
type searching struct {
	*visit
	t      *testing.T
	server string
}

func newSearching(t *testing.T) searching {
	t.Helper()
	s := searching{t: t, server: realServer(t), visit: newVisit(t)}
	s.screen(t, 1440, "light", true)
	return s
}

// do waits for what it does, but not for ever.
func (s searching) do(steps ...chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		s.t.Fatalf("%s: %v", s.at(), err)
	}
}

// open goes to a page, show to the results of a query there.
func (s searching) open(path string) {
	s.t.Helper()
	s.do(chromedp.Navigate(s.server+path), chromedp.WaitReady(running))
}

// through puts a server between the site and the browser, which answers with the
// help of the site's own.
func (s searching) through(answer func(pass http.Handler, w http.ResponseWriter, r *http.Request)) searching {
	s.t.Helper()
	site, err := url.Parse(s.server)
	must(s.t, err)
	pass := httputil.NewSingleHostReverseProxy(site)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(pass, w, r) }))
	s.t.Cleanup(server.Close)
	s.server = server.URL
	return s
}

func (s searching) show(path, query string) {
	s.t.Helper()
	s.open(path + "?q=" + url.QueryEscape(query))
	s.answered(query)
}

// answered waits until the page shows the results of a query.
func (s searching) answered(query string) {
	s.t.Helper()
	s.until(`document.querySelector('#search-results[aria-busy="false"][data-query="` + query + `"] > li')?.getClientRects().length > 0`)
}

// back goes back when the answer is out: a page that is left gives none.
func (s searching) back() {
	s.t.Helper()
	eval[bool](s.t, s.visit, `setTimeout(() => history.back()) > 0`)
}

func (s searching) press(keys string) {
	s.t.Helper()
	s.do(chromedp.KeyEvent(keys))
}

// until waits for a condition in the page that is open, or in the next: a page
// that is left takes its promise with it.
func (s searching) until(condition string) {
	s.t.Helper()
	met, err := false, error(nil)
	for range 5 {
		met, err = chromedp.Run(s.ctx, chromedp.Evaluate[bool](`new Promise(done => {
			const end = performance.now() + 30_000;
			const met = async () => { try { return await (`+condition+`) } catch { return false } }; // what it asks of may not be there yet
			const look = async () => await met() ? done(true) : performance.now() > end ? done(false) : requestAnimationFrame(look);
			look();
		})`, chromedp.EvalAwaitPromise))
		if err == nil {
			break
		}
	}
	if !met {
		s.t.Fatalf("%s: it never came to %s (%v)", s.at(), condition, err)
	}
}

func (s searching) at() string {
	s.t.Helper()
	return eval[string](s.t, s.visit, `decodeURI(location.pathname + location.search + location.hash)`)
}

func (s searching) text(selector string) string {
	s.t.Helper()
	return eval[string](s.t, s.visit, `document.querySelector('`+selector+`').textContent`)
}

// TestSearchPage follows a shared link to the results of a query, in both
// scripts, and from there to the row of the first: nothing on the way is
// refused by the content security policy.
func TestSearchPage(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	for _, c := range []struct{ path, query, mark, row, filter string }{
		{"/search/", "重污染天数", "重污染天数", "/2021/4/#t3", "筛选"},
		{"/hant/search/", "重污染天数", "重污染天數", "/hant/2021/4/#t3", "篩選"},
		{"/hant/search/", "重污染天數", "重污染天數", "/hant/2021/4/#t3", "篩選"},
	} {
		s.show(c.path, c.query)
		if mark := s.text("#search-results li mark"); !strings.Contains(c.mark, mark) {
			t.Errorf("%s %s: %s is marked", c.path, c.query, mark)
		}
		if filter := s.text(".search-filters summary"); filter != c.filter {
			t.Errorf("%s: the filters are called %s", c.path, filter)
		}
		if status := s.text("[role=status]"); !strings.Contains(status, "找到 ") {
			t.Errorf("%s %s: the status says %q", c.path, c.query, status)
		}
		s.do(click(`#search-results li a`), appears(`.target:target`))
		if at := s.at(); at != c.row {
			t.Errorf("%s %s: the first result leads to %s, want %s", c.path, c.query, at, c.row)
		}
	}
	if said := s.said(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// TestSearchBarriers looks at the search in its states with axe, at the width
// of a phone, dark, and of a desk, light; `make test` at one of the two.
func TestSearchBarriers(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(nodeModules + "/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not installed; run the tests by `make test`: %v", err)
	}
	s := newSearching(t)
	states := map[string]func(){
		"results":  func() { s.show("/search/", "工作") },
		"filters":  func() { s.show("/search/", "工作"); s.openFilters() },
		"question": func() { s.show("/search/", "空气重污染日为多少天？") },
		"nothing": func() {
			s.open("/search/?q=%F0%A0%AE%B7%F0%A1%9B%9F")
			s.do(appears(".search-advice"))
		},
		"dialog":    func() { s.open("/2021/4/"); s.typeInDialog("工作"); s.press(kb.ArrowDown) },
		"corrected": func() { s.open("/2021/4/"); s.typeInDialog("yingyezhizhao") },
	}
	for i, name := range slices.Sorted(maps.Keys(states)) {
		for side, look := range []struct {
			width  int64
			scheme string
		}{{360, "dark"}, {1440, "light"}} {
			if !complete() && i%2 != side {
				continue
			}
			s.screen(t, look.width, look.scheme, true)
			states[name]()
			if over := eval[int](t, s.visit, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s at %d: %d pixels wider than the screen", name, look.width, over)
			}
			for _, barrier := range eval[[]string](t, s.visit, string(axe)+`;
				axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.target + " " + n.failureSummary)))`) {
				t.Errorf("%s at %d: %s", name, look.width, barrier)
			}
		}
	}
}

func (s searching) openFilters() {
	s.t.Helper()
	if !eval[bool](s.t, s.visit, `document.querySelector(".search-filters").open`) { // it is where there is room
		s.do(click(".search-filters summary"))
	}
	s.do(appears(".search-filters fieldset:not([hidden]) label"))
}

// typeInDialog opens the dialog by its key, types and waits for the options.
func (s searching) typeInDialog(text string) {
	s.t.Helper()
	s.stroke("/", "Slash")
	s.do(appears(".search-dialog[open]"))
	call(s.t, s.ctx, input.InsertText, input.InsertTextParams{Text: text})
	s.do(appears(".search-dialog [role=option]"))
}

// stroke presses a key as a keyboard does: a page that takes it gets no text.
func (s searching) stroke(key, code string) {
	s.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{"keyDown", "keyUp"} {
		params := input.DispatchKeyEventParams{Type: kind, Key: key, Code: code}
		if kind == "keyDown" {
			params.Text = key
		}
		call(s.t, s.ctx, input.DispatchKeyEvent, params)
	}
}

// TestSearchLongQuery asks with a text that somebody has pasted: the page does not
// say all of it back, and the field keeps it.
func TestSearchLongQuery(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	long := strings.Repeat("停车改革的情况怎么样", 20)
	s.show("/search/", long)
	if title, want := s.text("#search-heading"), "搜索结果：停车改革的情况怎么样停车改革的情况怎么样停车改革的情况怎么样停车…"; title != want {
		t.Errorf("the heading is %q, want %q", title, want)
	}
	if value := eval[string](t, s.visit, `document.querySelector("main .search-form").q.value`); value != long {
		t.Errorf("the field holds %q", value)
	}
}

// TestSearchFiltered opens results of which none meets the filter of the address:
// the page says that it is the filter, also of a query that was mended.
func TestSearchFiltered(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	for _, query := range []string{"急救", "jijiuzhan"} {
		s.open("/search/?kind=page&q=" + url.QueryEscape(query))
		s.until(`document.querySelector('#search-results[aria-busy="false"][data-query="` + query + `"]') && !document.querySelector(".search-chosen").hidden`)
		if got, want := s.text(".search-page [role=status]"), "按所选条件没有找到“"+query+"”"; got != want {
			t.Errorf("%s: the status says %q, want %q", query, got, want)
		}
		if note := s.text(".search-note"); strings.Contains(note, "以下") {
			t.Errorf("%s: above nothing stands %q", query, note)
		}
		if !eval[bool](t, s.visit, `document.querySelector(".search-advice").hidden`) {
			t.Errorf("%s: the page takes it for a slip", query)
		}
	}
}

// TestSearchKey presses "/" where it has another meaning, and switches it off.
func TestSearchKey(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	isOpen := func() bool { return eval[bool](t, s.visit, `document.querySelector("dialog[open]") !== null`) }
	s.open("/404.html")
	s.do(click("main input"))
	s.stroke("/", "Slash")
	if value := eval[string](t, s.visit, `document.querySelector("main input").value`); isOpen() || value != "/" {
		t.Errorf("in a text field the key writes %q", value)
	}
	s.open("/search/")
	s.do(click(".search-key"))
	s.open("/2021/4/")
	s.stroke("/", "Slash")
	if isOpen() {
		t.Error("the key that was switched off opens the dialog")
	}
	s.open("/search/")
	s.do(click(".search-key"))
	s.stroke("/", "Slash")
	if !eval[bool](t, s.visit, `document.activeElement === document.querySelector("main .search-form input")`) {
		t.Error("on the search page the key does not lead to its field")
	}
}

// TestComposing writes with an input method: nothing happens, not even by
// Enter, before the characters are chosen.
func TestComposing(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	for _, path := range []string{"/search/", "/2021/4/"} {
		s.open(path)
		s.stroke("/", "Slash")
		s.until(`document.activeElement.getAttribute("role") === "combobox"`)
		call(t, s.ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "gong", SelectionStart: 4, SelectionEnd: 4})
		s.press(kb.Enter)
		// Longer than the pause after which typed text is answered.
		eval[bool](t, s.visit, `new Promise(done => setTimeout(done, 400, true))`)
		if at := s.at(); at != path || eval[bool](t, s.visit, `document.querySelector("[role=option]") !== null`) {
			t.Errorf("%s: the letters being composed are searched for, at %s", path, at)
		}
		call(t, s.ctx, input.InsertText, input.InsertTextParams{Text: "工作"})
		s.until(`document.querySelector("[role=option]")`)
		s.press(kb.Enter)
		s.answered("工作")
	}
}

// TestSearchAddress turns pages, goes back, sets and takes away a filter and
// changes the script: everything stands in the address.
func TestSearchAddress(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.show("/search/", "工作")
	first := s.text("#search-results")
	s.do(click(`.search-pages a[rel=next]`))
	s.until(`document.querySelector("#search-results").start === 11`)
	if at := s.at(); at != "/search/?q=工作&page=2" || !strings.Contains(s.text("[role=status]"), "显示第 11–20 条") {
		t.Errorf("the second page is %s, %s", at, s.text("[role=status]"))
	}
	if focus := eval[string](t, s.visit, `document.activeElement.id`); focus != "search-heading" {
		t.Errorf("the focus is on %q, not on the heading of the new page", focus)
	}
	s.back()
	s.until(`document.querySelector("#search-results").start === 1`)
	if s.text("#search-results") != first {
		t.Error("back does not lead to the first page")
	}
	s.openFilters()
	s.do(click(`.search-filters fieldset:not([hidden]) input`))
	s.until(`document.querySelector(".search-chosen a")`)
	filter := eval[string](t, s.visit, `(b => "&" + b.name + "=" + b.value)(document.querySelector(".search-filters input:checked"))`)
	if at := s.at(); at != "/search/?q=工作"+filter {
		t.Errorf("the filter %s leads to %s", filter, at)
	}
	if !eval[bool](t, s.visit, `document.activeElement === document.querySelector(".search-filters input:checked")`) {
		t.Error("the filter just set has lost the focus")
	}
	if href := eval[string](t, s.visit, `(a => decodeURI(a.pathname + a.search))(document.querySelector('.variants a[hreflang="zh-Hant"]'))`); href != "/hant/search/?q=工作"+filter {
		t.Errorf("the switch leads to %s", href)
	}
	s.do(click(`.search-chosen a`))
	s.until(`document.querySelector(".search-chosen").hidden`)
	s.do(click(`.variants a[hreflang="zh-Hant"]`), appears(`html[lang="zh-Hant"]`))
	s.answered("工作")
	if at := s.at(); at != "/hant/search/?q=工作" {
		t.Errorf("in the other script the page is %s", at)
	}
}

// TestSearchPlace turns a page, goes back, forth and back: the results stand where
// the reader left them, and at the top if they were left at the top.
func TestSearchPlace(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.show("/search/", "工作")
	scroll := func(top string) { // and let the page hear of it
		eval[bool](t, s.visit, `new Promise((done) => { scrollTo(0, `+top+`); requestAnimationFrame(() => done(true)) })`)
	}
	for _, top := range []string{"0", "300", "0"} {
		scroll(top)
		eval[bool](t, s.visit, `document.querySelector(".search-pages a[rel=next]").click(); true`)
		s.until(`document.querySelector("#search-results").start === 11`)
		scroll("200")
		s.until(`history.state?.top === 200`)
		for _, way := range []struct{ to, start, top string }{{"back", "1", top}, {"forward", "11", "200"}, {"back", "1", top}} {
			eval[bool](t, s.visit, `history.`+way.to+`(); true`)
			s.until(`document.querySelector("#search-results").start === ` + way.start)
			if at := eval[int](t, s.visit, `scrollY`); fmt.Sprint(at) != way.top {
				t.Errorf("%s: left at %s, found at %d", way.to, way.top, at)
			}
		}
	}
}

// TestSearchWhileTyping shows results before Enter, and puts the query into
// the address when the field is left for one of them.
func TestSearchWhileTyping(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/search/")
	s.stroke("/", "Slash")
	call(t, s.ctx, input.InsertText, input.InsertTextParams{Text: "重污染天数"})
	s.answered("重污染天数")
	if at := s.at(); at != "/search/" {
		t.Errorf("while typing the address becomes %s", at)
	}
	s.until(`document.querySelector('[role="combobox"][aria-expanded="true"]')`) // else Escape would clear the field
	s.press(kb.Escape)
	s.do(click(`#search-results li a`), appears(`.target:target`))
	s.back()
	s.answered("重污染天数")
	if at := s.at(); at != "/search/?q=重污染天数" {
		t.Errorf("back leads to %s", at)
	}
}

// TestSearchOffline loses the network before the search is loaded: the page
// says so, and another try succeeds once the network is back.
func TestSearchOffline(t *testing.T) {
	t.Parallel()
	var down atomic.Bool
	down.Store(true)
	s := newSearching(t).through(func(pass http.Handler, w http.ResponseWriter, r *http.Request) {
		if down.Load() && strings.HasPrefix(r.URL.Path, "/search/") && r.URL.Path != "/search/" {
			panic(http.ErrAbortHandler)
		}
		pass.ServeHTTP(w, r)
	})
	s.open("/search/?q=" + url.QueryEscape("工作"))
	s.do(appears(".search-note button"))
	if status := s.text("[role=status]"); !strings.Contains(status, "网络不通") {
		t.Errorf("without network the status says %q", status)
	}
	eval[bool](t, s.visit, `document.querySelector(".search-note button").dataset.old = true; document.querySelector(".search-note button").focus(); true`)
	s.press(kb.Enter) // in vain
	s.until(`document.activeElement.matches(".search-note button:not([data-old])")`)
	down.Store(false)
	s.press(kb.Enter)
	s.answered("工作")
	s.until(`document.activeElement.id === "search-heading"`)
}

// TestSearchWithoutSlash opens an address on a host that serves folders without the
// slash at their ends.
func TestSearchWithoutSlash(t *testing.T) {
	t.Parallel()
	s := newSearching(t).through(func(pass http.Handler, w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/search") {
			r.URL.Path += "/"
		}
		pass.ServeHTTP(w, r)
	})
	s.show("/search", "工作")
	s.show("/hant/search", "工作")
}

// TestSearchScriptMissing opens a search page whose script does not come: it says at
// once what else helps, and the script of all pages works.
func TestSearchScriptMissing(t *testing.T) {
	t.Parallel()
	s := newSearching(t).through(func(pass http.Handler, w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/assets/search-") && strings.HasSuffix(r.URL.Path, ".js") {
			pass = http.NotFoundHandler()
		}
		pass.ServeHTTP(w, r)
	})
	for _, path := range []string{"/search/", "/hant/search/?q=" + url.QueryEscape("工作")} {
		s.open(path)
		s.do(appears(".search-needs a"))
		s.until(`document.documentElement.dataset.script === "ready"`)
	}
}

// TestSearchWithoutScript sends the form of a page without script: the search
// page says what it needs and what else helps. The link in the header leads
// there, too.
func TestSearchWithoutScript(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.screen(t, 360, "light", false)
	s.open("/404.html")
	s.do(chromedp.SendKeys[chromedp.CSS]("main [name=q]", "工作"+kb.Enter), appears(".search-needs a"))
	if at := s.at(); at != "/search/?q=工作" {
		t.Errorf("the form leads to %s", at)
	}
	s.open("/hant/2021/4/")
	s.do(click(".search-open"), appears(".search-needs a"))
	if at := s.at(); at != "/hant/search/" {
		t.Errorf("the link leads to %s", at)
	}
}
