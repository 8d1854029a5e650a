package generator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"gongshi/generator/output"
)

// stops end the browsers that were started and remove their files.
var stops struct {
	sync.Mutex
	all []func()
}

func stopLater(stop func()) {
	stops.Lock()
	defer stops.Unlock()
	stops.all = append(stops.all, stop)
}

// startChromium starts it once for the package. `make test-all` takes the one that visitors
// have, without a window; `make test` one that is built without anything of a window, and
// takes a third of the processor time. The target installs each.
var startChromium = sync.OnceValues(func() (context.Context, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if !complete() {
		names = append([]string{"chromium-headless-shell"}, names...)
	}
	installed := slices.IndexFunc(names, func(name string) bool { _, err := exec.LookPath(name); return err == nil })
	if installed < 0 {
		return nil, errors.New("no Chromium found; run the tests by `make test`, which installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(names[installed]), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true))
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	stopLater(func() { cancel(); cancelAllocator() })
	return ctx, chromedp.Do(ctx)
})

func TestMain(m *testing.M) {
	code := m.Run()
	for _, stop := range stops.all {
		stop()
	}
	os.Exit(code)
}

// browser opens a tab of Chromium that shares nothing with those of other
// tests: no storage, no cache, no service worker.
func browser(t *testing.T) context.Context {
	t.Helper()
	chromium, err := startChromium()
	must(t, err)
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	must(t, chromedp.Do(ctx))                                                                                 // opens the tab
	call(t, ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}) // whichever tab is in front
	ctx, cancelTime := context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancelTime)
	return ctx
}

// strictServer serves a set with the headers that its own _headers file sets
// for all files, the content security policy among them.
func strictServer(t *testing.T, set *output.Set) string {
	t.Helper()
	handler, err := strict(set)
	must(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func strict(set *output.Set) (http.Handler, error) {
	rules, _ := set.Get("_headers")
	if !strings.HasPrefix(string(rules), "/*\n  Content-Security-Policy") {
		return nil, fmt.Errorf("no content security policy in %q", rules)
	}
	files := static(set)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		matches := false
		for line := range strings.Lines(string(rules)) {
			name, value, isHeader := strings.Cut(strings.TrimSpace(line), ": ")
			folder, isFolder := strings.CutSuffix(name, "*")
			switch {
			case !isHeader:
				matches = isFolder && strings.HasPrefix(r.URL.EscapedPath(), folder) || name == r.URL.EscapedPath()
			case matches && name != "Cache-Control":
				w.Header().Add(name, value) // all rules that match hold
			}
		}
		files.ServeHTTP(w, r)
	}), nil
}

// serveReal starts a strict server of this repository's own site that runs as
// long as the tests.
var serveReal = sync.OnceValues(func() (string, error) {
	handler, err := strict(realSite().Set)
	if err != nil {
		return "", err
	}
	return httptest.NewServer(handler).URL, nil
})

func realServer(t *testing.T) string {
	t.Helper()
	buildReal(t)
	address, err := serveReal()
	must(t, err)
	return address
}

var visited = []string{"/", "/2021/", "/2021/4/", "/2021/16/", "/about/", "/feedback/", "/legal/", "/sitemap/", "/search/", "/help/", "/offline/", "/404.html", "/hant/", "/hant/2021/", "/hant/2021/4/", "/hant/search/", "/hant/help/", "/hant/404.html"}

// visit opens pages one after the other and gathers what the console says.
type visit struct {
	ctx      context.Context
	mu       sync.Mutex
	messages []string
}

func newVisit(t *testing.T) *visit {
	t.Helper()
	v := &visit{ctx: browser(t)}
	must(t, chromedp.Listen(v.ctx, func(event any) {
		v.mu.Lock()
		defer v.mu.Unlock()
		switch e := event.(type) {
		case *cdplog.EventEntryAdded:
			v.messages = append(v.messages, e.Entry.Text)
		case *runtime.EventExceptionThrown:
			v.messages = append(v.messages, e.ExceptionDetails.Text)
		}
	}))
	call(t, v.ctx, cdplog.Enable, cdp.Empty{})
	return v
}

// said returns what the console has said since the last call.
func (v *visit) said() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	list := v.messages
	v.messages = nil
	return list
}

// screen sets width, colour scheme and whether scripts run.
func (v *visit) screen(t *testing.T, width int64, scheme string, script bool) {
	t.Helper()
	call(t, v.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1, Mobile: width < 500})
	call(t, v.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	call(t, v.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script})
}

// eval returns the value of an expression in the open page.
func eval[T any](t *testing.T, v *visit, expression string) T {
	t.Helper()
	value, err := chromedp.Run(v.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	must(t, err)
	return value
}

func call[P, R any](t *testing.T, ctx context.Context, cmd cdp.Command[P, R], params P) {
	t.Helper()
	_, err := chromedp.Call(ctx, cmd, params)
	must(t, err)
}

// running is there when a page's script has started, or will not.
const running chromedp.CSS = `html[data-script="ready"], html:not([data-script]), html:not(:has(body[data-src], [type="module"]))`

// load goes to a page and waits for its script.
func (v *visit) load(t *testing.T, address string) {
	t.Helper()
	must(t, chromedp.Do(v.ctx, chromedp.Navigate(address), chromedp.WaitReady(running)))
}

// A plain string as a selector would be looked for in texts, too, and found in
// the style that stands in the page of a report.
func click(selector chromedp.CSS) chromedp.Action[chromedp.Void] { return chromedp.Click(selector) }
func appears(selector chromedp.CSS) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(selector)
}
func vanishes(selector chromedp.CSS) chromedp.Action[chromedp.Void] {
	return chromedp.WaitNotVisible(selector)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestPagesInBrowser visits the kinds of page and makes the window as wide as a
// phone, a tablet and a desk: nothing is wider than the screen, nothing is refused
// by the content security policy, and no other host is asked.
func TestPagesInBrowser(t *testing.T) {
	t.Parallel()
	server := realServer(t)
	v := newVisit(t)
	for _, path := range visited {
		v.screen(t, 360, "light", true)
		v.load(t, server+path)
		for _, width := range []int64{360, 768, 1440} {
			v.screen(t, width, "light", true)
			if over := eval[int](t, v, tooWide); over > 0 {
				t.Errorf("%s at %d: %d pixels wider than the screen", path, width, over)
			}
		}
		if said := v.said(); len(said) > 0 {
			t.Errorf("%s: the console says %q", path, said)
		}
		if foreign := eval[[]string](t, v, `performance.getEntriesByType("resource").map(e => e.name).filter(n => new URL(n).origin !== location.origin)`); len(foreign) > 0 {
			t.Errorf("%s asks other hosts: %q", path, foreign)
		}
	}
}

const tooWide = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

// kinds is one page of every kind, in both scripts.
var kinds = []string{
	"/", "/2021/", "/2021/4/", "/about/", "/sitemap/", "/search/", "/search/?q=绿色", "/help/", "/404.html", "/stub.html",
	"/hant/", "/hant/2021/", "/hant/2021/4/", "/hant/about/", "/hant/sitemap/", "/hant/search/?q=绿色", "/hant/help/", "/hant/404.html", "/offline/",
}

// look is a way a page can look: what the system asks for, and what a reader has
// chosen.
type look struct{ name, scheme, kept string }

var looks = []look{
	{"light", "light", `{}`},
	{"dark", "dark", `{}`},
	{"black-white", "light", `{"scheme":"black-white"}`},
	{"black-yellow", "light", `{"scheme":"black-yellow"}`},
	{"blue-white", "dark", `{"scheme":"blue-white"}`},
	{"cream-black", "dark", `{"scheme":"cream-black"}`},
	{"elder", "light", `{"view":"elder"}`},
	{"elder in the dark with the toolbar", "dark", `{"view":"elder","bar":300}`},
}

// axeRules are all rules of axe but the experimental ones, the contrast of 7:1
// among them. A rule left out says here why.
const axeRules = `Object.fromEntries(axe.getRules().filter(r => !r.tags.includes("experimental")).map(r => [r.ruleId, {enabled: true}]))`

// axeOfLooks is asked about a page in a further look: the rules that colours and
// sizes can break, for the first ten rows of a table, since all rows look alike.
const axeOfLooks = `
	document.querySelectorAll("tbody:nth-of-type(n+10), tbody tr:nth-of-type(n+10)").forEach(row => row.remove());
	axe.run(document, {resultTypes: ["violations"], runOnly: ["color-contrast", "color-contrast-enhanced", "target-size", "link-in-text-block"]})`

// TestNoBarriers asks axe about every kind of page in both scripts, in every
// look, at the width of a phone and of a desk. `make test` asks about each page
// in the first look at one of the two, and in each other look about a third of
// the pages of the first script, by the rules that a look can break.
func TestNoBarriers(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(nodeModules + "/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("axe-core is not installed; run the tests by `make test`: %v", err)
	}
	set := copyOf(t, buildReal(t).Set)
	stub, _ := set.Get("n3952/n4060/c11476944/content.html")
	stub = regexp.MustCompile(`<meta http-equiv="?refresh"?[^>]*>`).ReplaceAll(stub, nil) // or it would be gone at once
	must(t, set.Add("stub.html", stub, "test"))
	server := strictServer(t, set)
	for side, width := range []int64{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			v := newVisit(t)
			v.load(t, server+"/404.html")
			for i, look := range looks {
				eval[bool](t, v, `localStorage.setItem("gongshi-display", `+"`"+look.kept+"`"+`); true`)
				v.screen(t, width, look.scheme, true)
				for k, path := range kinds {
					ask := `axe.run(document, {resultTypes: ["violations"], rules: ` + axeRules + `})`
					if !complete() {
						if (i+k)%2 != side || i > 0 && (i%3 != k%3 || strings.HasPrefix(path, "/hant/")) {
							continue
						}
						if i > 0 {
							ask = axeOfLooks
						}
					}
					v.checkBarriers(t, server, path, look, string(axe)+";"+ask, fmt.Sprintf("%s at %d, %s", path, width, look.name))
				}
			}
		})
	}
}

// checkBarriers opens a page and lists what axe-core finds in it.
func (v *visit) checkBarriers(t *testing.T, server, path string, look look, ask, name string) {
	t.Helper()
	v.load(t, server+path)
	if strings.Contains(path, "?q=") {
		must(t, chromedp.Do(v.ctx, appears(`.search-hit`)))
	}
	if strings.Contains(look.kept, "bar") && path != "/stub.html" {
		must(t, chromedp.Do(v.ctx, appears(`.toolbar-form`)))
	}
	if over := eval[int](t, v, tooWide); over > 0 {
		t.Errorf("%s: %d pixels wider than the screen", name, over)
	}
	for _, barrier := range eval[[]string](t, v, ask+`.then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.target + " " + n.failureSummary)))`) {
		t.Errorf("%s: %s", name, barrier)
	}
}

// TestPrintButton looks for the button that only a running script can serve.
func TestPrintButton(t *testing.T) {
	t.Parallel()
	server := realServer(t)
	v := newVisit(t)
	v.load(t, server+"/2021/4/")
	eval[bool](t, v, `window.print = () => { window.printed = true }; true`)
	must(t, chromedp.Do(v.ctx, appears(`[data-print]`), click(`[data-print]`)))
	if !eval[bool](t, v, `window.printed === true`) {
		t.Error("the button does not print")
	}
	v.screen(t, 1440, "light", false)
	must(t, chromedp.Do(v.ctx, chromedp.Navigate(server+"/2021/4/")))
	if eval[int](t, v, `[...document.querySelectorAll("button")].filter(b => b.getClientRects().length > 0).length`) > 0 {
		t.Error("without script a dead button is shown")
	}
}

// TestMovedPage opens the report at its earlier address, with and without script.
func TestMovedPage(t *testing.T) {
	t.Parallel()
	server := realServer(t)
	v := newVisit(t)
	for _, script := range []bool{true, false} {
		v.screen(t, 360, "light", script)
		must(t, chromedp.Do(v.ctx, chromedp.Navigate(server+"/n3952/n4060/c11476944/content.html"), appears(`table.report`)))
		if at := eval[string](t, v, `location.pathname`); at != "/2021/" {
			t.Errorf("the earlier address leads to %s", at)
		}
	}
}

// TestSwitch changes the script in the middle of a page: the other variant is
// shown at the same row with the same search, the choice is remembered and
// offered, and nobody is sent anywhere unasked. Without script the same links
// lead to the same page.
func TestSwitch(t *testing.T) {
	t.Parallel()
	server := realServer(t)
	v := newVisit(t)
	v.screen(t, 360, "light", true)
	v.load(t, server+"/2021/?q=%E7%A9%BA%E6%B0%94#task-4-t3")
	must(t, chromedp.Do(v.ctx, click(`.variants a[hreflang="zh-Hant"]`), appears(`html[lang="zh-Hant"] tr:target`)))
	if at := eval[string](t, v, `location.pathname + location.search + location.hash`); at != "/hant/2021/?q=%E7%A9%BA%E6%B0%94#task-4-t3" {
		t.Errorf("the switch leads to %s", at)
	}
	if row := eval[string](t, v, `document.querySelector("tr:target").textContent`); !strings.Contains(row, "重污染天數力爭繼續下降") {
		t.Errorf("the row is %s", row)
	}
	if top := eval[float64](t, v, `document.querySelector("tr:target").getBoundingClientRect().top`); top < 0 || top > 800 {
		t.Errorf("the row stands at %v, out of sight", top)
	}
	v.load(t, server+"/2021/4/")
	if lang := eval[string](t, v, `document.documentElement.lang`); lang != "zh-Hans" {
		t.Errorf("a visitor is sent to %s unasked", lang)
	}
	if hint := eval[string](t, v, `document.querySelector('.variants a[hreflang="zh-Hant"]').dataset.hint`); hint != "上次选择" {
		t.Errorf("the remembered script is marked %q", hint)
	}
	v.screen(t, 360, "light", false)
	must(t, chromedp.Do(v.ctx, chromedp.Navigate(server+"/2021/4/"), click(`.variants a[hreflang="zh-Hant"]`), appears(`html[lang="zh-Hant"]`)))
	if at := eval[string](t, v, `location.pathname`); at != "/hant/2021/4/" {
		t.Errorf("without script the switch leads to %s", at)
	}
}

// TestElderView holds the view for older readers to what is asked of one:
// letters of at least 18 and targets of at least 60 pixels, but for links in
// running text; reached by an address that can be sent to somebody, kept from
// page to page, and left again.
func TestElderView(t *testing.T) {
	t.Parallel()
	server := realServer(t)
	v := newVisit(t)
	v.load(t, server+"/?view=elder")
	for _, width := range []int64{360, 1440} {
		v.screen(t, width, "light", true)
		for _, path := range kinds[:9] {
			if path == "/stub.html" {
				continue
			}
			v.load(t, server+path)
			for _, fault := range eval[[]string](t, v, elderFaults) {
				t.Errorf("%s at %d: %s", path, width, fault)
			}
		}
	}
	v.load(t, server+"/2021/")
	must(t, chromedp.Do(v.ctx, click(`.elder-off a`), appears(`.elder-on a`), chromedp.Navigate(server+"/")))
	if eval[string](t, v, `document.documentElement.dataset.view`) == "elder" {
		t.Error("the view cannot be left")
	}
}

// elderFaults lists texts too small and targets too small on the open page.
const elderFaults = `(() => {
	const seen = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest(".visually-hidden, .skip-link, svg");
	const faults = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const e = walker.currentNode.parentElement;
		if (!walker.currentNode.data.trim() || !seen(e)) continue;
		const size = parseFloat(getComputedStyle(e).fontSize);
		if (size < 18) faults.add("text of " + size + "px: " + e.tagName + "." + e.className + " " + e.textContent.slice(0, 20));
	}
	for (const e of document.querySelectorAll("a[href], button, input, select, summary")) {
		if (!seen(e) || e.closest(".prose p, .prose li, .downloads p, label:has(input[type=checkbox])")) continue;
		const box = e.getBoundingClientRect();
		if (box.width && (box.height < 60 || box.width < 60)) faults.add("target of " + box.width + "×" + box.height + ": " + e.tagName + "." + e.className + " " + e.textContent.slice(0, 20) + " in " + e.parentElement.className);
	}
	return [...faults];
})()`
