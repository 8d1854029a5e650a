package generator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"gongshi/generator/output"
)

// An errand is what somebody comes to the home page for: what is clicked from there on,
// and what is then true of the page. It may leave nobody before its end.
type errand struct {
	name  string
	steps []string // selectors
	keys  bool     // the steps are gone by keyboard as well
	done  string
}

const mostSteps = 3

var errands = []errand{
	{"unfinished goals", []string{`main .overview a[href*="%E5%BE%85%E6%A0%B8%E5%AE%9A"]`}, true,
		`location.pathname === "/2021/" && document.querySelector(".table-tools [role=status]").textContent === "共 46 行，显示 1 行"`},
	{"who is responsible", []string{`main a[href="/2021/4/"]`}, true,
		`/牵头单位\s*本表没有公布/.test(document.querySelector(".facts").innerText)`},
	{"subscribe", []string{`.footer-links a[href$="#feeds"]`}, true,
		`document.querySelector("#feeds").getBoundingClientRect().top < innerHeight && [...document.querySelectorAll("#feeds code")].map((e) => e.textContent).includes("https://www.bjdch.gov.cn/feed.xml") &&
			fetch("/feed.xml").then((r) => r.text()).then((text) => text.match(/<entry>/g).length > 10 && text.match(/<entry>/g).length === text.match(/<summary>[^<]{4,}/g).length)`},
	{"share", []string{`main a[href="/2021/4/"]`, `.share summary`}, false,
		`document.querySelector(".share [data-copy], .share a").getClientRects().length > 0`},
	{"cite", []string{`main a[href="/2021/4/"]`, `.share summary`, `.share [data-quote]`}, false,
		`/\[EB\/OL\]\. \(20\d\d-\d\d-\d\d\)\[20\d\d-\d\d-\d\d\]\. https:\/\/www\.bjdch\.gov\.cn\/2021\/4\/$/.test(window.copied)`},
	{"download", []string{`main h2 a[href="/2021/"]`}, false,
		`(a => a.getClientRects().length > 0 && fetch(a.href).then((r) => r.ok && r.blob()).then((b) => b.size > 1000))(document.querySelector(".downloads a[download$='.xlsx']"))`},
	{"listen", []string{`.toolbar-open`, `.toolbar [name=read]`}, false,
		`window.said?.length > 10 && said.every(([text]) => text.length <= 42)`},
	{"read in Hong Kong", []string{`.variants a[hreflang="zh-Hant"]`, `main a[href="/hant/2021/4/"]`}, false,
		`document.documentElement.lang === "zh-Hant" && document.querySelector("main").innerText.includes("重污染天數")`},
}

// run opens the home page and goes the steps of an errand.
func (x errand) run(t *testing.T, e engine, server string, keys bool) {
	t.Helper()
	if len(x.steps) > mostSteps {
		t.Errorf("%s takes %d steps", x.name, len(x.steps))
	}
	e.open(server + "/")
	for _, selector := range x.steps {
		becomes(t, e, started)
		e.eval(device)
		step(t, e, selector, keys)
	}
	becomes(t, e, started)
	if !valueOf[bool](t, e, soon(x.done)) {
		t.Errorf("%s leads to %s, where it is not done", x.name, e.eval(`location.href`))
	}
}

// started is true when the script of a page has run, or will not.
const started = `document.readyState === "complete" && (document.documentElement.dataset.script !== "on")`

// soon is a promise of whether an expression, perhaps itself a promise, comes true.
func soon(expression string) string {
	return `new Promise((done) => {
		const end = performance.now() + 20_000, met = async () => { try { return await (` + expression + `) } catch { return false } };
		const look = async () => (await met()) ? done(true) : performance.now() > end ? done(false) : setTimeout(look, 20);
		look();
	})`
}

// device stands for what a browser without window lacks: voices and a clipboard.
const device = `(() => {
	window.said ??= [];
	window.went = null;
	try { Object.defineProperty(navigator, "clipboard", {value: {writeText: async (text) => { window.copied = text }}, configurable: true}) } catch {}
	Object.defineProperty(window, "SpeechSynthesisUtterance", {value: class { constructor(text) { this.text = text } }, configurable: true});
	if (window.speechSynthesis) {
		speechSynthesis.getVoices = () => [{lang: "zh-CN"}];
		speechSynthesis.cancel = () => {};
		speechSynthesis.speak = (u) => { said.push([u.text]); queueMicrotask(() => u.onend()) };
	}
	addEventListener("click", (event) => {
		const link = event.target.closest?.("a[href]"), follow = link && !event.defaultPrevented;
		if (follow) event.preventDefault();
		window.went = follow ? link.href : "";
	}, {once: true});
	addEventListener("toggle", () => (window.went ??= ""), {once: true, capture: true}); // Firefox opens by Enter without a click
	return true;
})()`

// A typist is an engine with a keyboard.
type typist interface{ press(key rune) }

// Keys by the numbers of WebDriver.
const (
	keyTab    = '\uE004'
	keyEnter  = '\uE007'
	keyEscape = '\uE00C'
)

func (c *chromium) press(key rune) {
	c.t.Helper()
	must(c.t, chromedp.Do(c.ctx, chromedp.KeyEvent(map[rune]string{keyTab: "\t", keyEnter: "\r", keyEscape: "\u001b"}[key])))
}

func (f *firefox) press(key rune) {
	f.t.Helper()
	strokes := []map[string]string{{"type": "keyDown", "value": string(key)}, {"type": "keyUp", "value": string(key)}}
	f.call("input.performActions", map[string]any{"context": f.context, "actions": []any{map[string]any{"type": "key", "id": "keys", "actions": strokes}}}, nil)
}

// step clicks what a visitor sees, or goes there by Tab, and follows it if it is a link.
func step(t *testing.T, e engine, selector string, keys bool) {
	t.Helper()
	becomes(t, e, fmt.Sprintf("document.querySelector(%q)?.getClientRects().length > 0", selector))
	if !keys {
		e.eval(fmt.Sprintf("document.querySelector(%q).click()", selector))
	} else {
		reached := false
		for i := 0; i < 80 && !reached; i++ {
			e.(typist).press(keyTab)
			reached = valueOf[bool](t, e, fmt.Sprintf("document.activeElement.matches(%q) && (!document.hasFocus() || document.activeElement.matches(':focus-visible'))", selector)) // the window of Firefox is in the background
		}
		if !reached {
			t.Fatalf("%s: Tab does not lead to %s but %s", e.eval(`location.href`), selector, e.eval(`document.activeElement.outerHTML.slice(0, 200)`))
		}
		e.(typist).press(keyEnter)
	}
	becomes(t, e, `window.went !== null`)
	if went := valueOf[string](t, e, `window.went`); went != "" {
		e.open(went)
	}
}

// TestErrands runs the errands in every engine, three of them by keyboard too; that for
// Esc and a click beside it closes what can be shared.
func TestErrands(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	for name, start := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := strictServer(t, set)
			e := start(t)
			e.resize(1440)
			for _, x := range errands {
				x.run(t, e, server, false)
				if _, ok := e.(typist); ok && x.keys {
					x.run(t, e, server, true)
				}
				if said := e.said(); len(said) > 0 {
					t.Errorf("%s: the console says %q", x.name, said)
				}
			}
			closesShare(t, e, server)
		})
	}
}

func closesShare(t *testing.T, e engine, server string) {
	t.Helper()
	e.open(server + "/2021/4/")
	becomes(t, e, started)
	for name, act := range map[string]string{
		"Esc":               `document.querySelector(".share a").dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}))`,
		"a click beside it": `document.querySelector("h1").click()`,
		"the button of it":  `document.querySelector(".share summary").click()`,
	} {
		e.eval(`(document.querySelector(".share").open = true)`)
		e.eval(act)
		if !valueOf[bool](t, e, soon(`!document.querySelector(".share").open`)) {
			t.Errorf("%s does not close what can be shared", name)
		}
	}
}

// A cable leads to a server, as strict as the real one, that answers with the site's own
// page for what is not there. It can be cut, and can take all scripts out.
type cable struct {
	address          string
	cut, withoutCode atomic.Bool
	instead          func(http.ResponseWriter, *http.Request) bool // answers other requests itself; may be nil
}

var scripts = regexp.MustCompile(`(?s)<script[^>]*>.*?</script>`)

func newCable(t *testing.T, set *output.Set) *cable {
	t.Helper()
	handler, err := strict(set)
	must(t, err)
	c := &cable{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.cut.Load() {
			if connection, _, err := w.(http.Hijacker).Hijack(); err == nil {
				connection.Close()
			}
			return
		}
		if c.instead != nil && c.instead(w, r) {
			return
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		body, status := answer.Body.Bytes(), answer.Code
		header := answer.Header()
		if status == http.StatusNotFound {
			body, _ = set.Get("404.html")
			header.Set("Content-Type", "text/html; charset=utf-8")
		}
		if c.withoutCode.Load() {
			body = scripts.ReplaceAll(body, nil)
		}
		header.Del("Content-Length")
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		w.Write(body)
	}))
	t.Cleanup(server.Close)
	c.address = server.URL
	return c
}

// TestErrandsInBadWeather are those of somebody with an old telephone, with a wrong
// address, and without network: an unread page says what is kept, what is kept can be
// read and looks as chosen, and the search says what it needs.
func TestErrandsInBadWeather(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	for name, start := range longEngines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, e := newCable(t, set), start(t)
			e.resize(360)
			oldTelephone(t, e, c)
			wrongAddress(t, e, c)
			withoutNetwork(t, e, c)
		})
	}
}

func oldTelephone(t *testing.T, e engine, c *cable) {
	t.Helper()
	c.withoutCode.Store(true)
	defer c.withoutCode.Store(false)
	x := errand{"read on an old telephone", []string{`main h2 a[href="/2021/"]`, `tr a[href="/2021/4/"]`}, false,
		`document.querySelector("main").innerText.includes("1594") && [...document.querySelectorAll("button:not([type=submit]), dialog, .table-tools")].every((e) => !e.getClientRects().length)`}
	x.run(t, e, c.address, false)
	e.open(c.address + "/search/?q=" + url.QueryEscape("停车"))
	if text := valueOf[string](t, e, `document.querySelector("main").innerText`); !strings.Contains(text, "站点地图") || strings.Contains(text, "正在查找") {
		t.Errorf("without script the search says %q", text)
	}
}

func wrongAddress(t *testing.T, e engine, c *cable) {
	t.Helper()
	for asked, want := range map[string]string{
		"/2021/41/": "/2021/4/", "/2021/４/index.html": "/2021/4/", "/aboot/": "/about/", "/2021/4/x/y/z/": "/2021/4/", "/zzzzzzzzzzzz/": "",
	} {
		e.open(c.address + asked)
		becomes(t, e, started)
		if want == "" {
			if valueOf[bool](t, e, `fetch("/sitemap/").then(() => new Promise((done) => setTimeout(done, 100))).then(() => !document.getElementById("nearest").hidden)`) {
				t.Errorf("%s: something is proposed", asked)
			}
		} else if !valueOf[bool](t, e, soon(`new URL(document.querySelector("#nearest:not([hidden]) a").href).pathname === "`+want+`"`)) {
			t.Errorf("%s does not lead to %s first", asked, want)
		}
	}
	e.said() // browsers tell of each answer 404
}

func withoutNetwork(t *testing.T, e engine, c *cable) {
	t.Helper()
	e.open(c.address + "/2021/4/")
	if !valueOf[bool](t, e, soon(`navigator.serviceWorker.controller && Promise.all(["gongshi-pages-1", "gongshi-needed-1"].map((name) => caches.open(name).then((c) => c.keys()))).then(([pages, needed]) =>
		pages.some(({url}) => url.endsWith("/2021/4/")) && ["/offline/", "/help/"].every((page) => needed.some(({url}) => url.endsWith(page))))`)) {
		t.Fatal("the worker does not keep what is needed")
	}
	c.cut.Store(true)
	defer c.cut.Store(false)
	for _, path := range []string{"/2021/5/", "/search/?q=x", "/feed.xml"} {
		e.open(c.address + path)
		if !valueOf[bool](t, e, soon(`document.querySelector("h1").textContent === "没有网络的时候" && document.querySelector("#unread").getClientRects().length > 0 && [...document.querySelectorAll("#saved a")].some((a) => a.pathname === "/2021/4/" && a.textContent.includes("污染防治"))`)) {
			t.Errorf("%s without network says %s", path, e.eval(`document.documentElement.innerText`))
		}
	}
	becomes(t, e, started)
	e.eval(device)
	step(t, e, `#saved a[href$="/2021/4/"]`, false)
	if !valueOf[bool](t, e, soon(`/保存时间：20\d\d年/.test(document.querySelector(".offline").innerText) && document.querySelector("main").innerText.includes("1594")`)) {
		t.Error("the page that is kept cannot be read")
	}
	becomes(t, e, started)
	e.eval(device)
	step(t, e, `.toolbar-open`, false)
	if !valueOf[bool](t, e, soon(`document.querySelector(".toolbar-bar .toolbar-form").getClientRects().length > 0 && (document.querySelector(".toolbar [name=larger]").click(), document.documentElement.style.fontSize === "125%")`)) {
		t.Error("the toolbar does not work without network")
	}
	e.eval(`localStorage.clear()`)
}
