package generator_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestLookBeforePaint chooses large letters and colours: the next page has
// them before its first script file could run, and a reset takes them back.
func TestLookBeforePaint(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/2021/4/")
	s.do(click(`.sizes [value="125"]`))
	s.until(`document.documentElement.style.fontSize === "125%"`)
	s.do(click(`.toolbar-open`), appears(`.toolbar-bar`))
	s.do(chromedp.SetValue[chromedp.CSS](`.toolbar [name=scheme]`, "black-yellow"))
	s.until(`document.querySelector(".toolbar [name=scheme]").dispatchEvent(new Event("change", {bubbles: true})) && document.documentElement.dataset.scheme === "black-yellow"`)
	must(t, chromedp.Do(s.ctx, chromedp.Navigate(s.server+"/404.html"))) // its scripts may not have run yet
	s.until(`document.documentElement.style.fontSize === "125%" && document.documentElement.dataset.scheme === "black-yellow"`)
	s.until(`getComputedStyle(document.body).backgroundColor === "rgb(0, 0, 0)" || getComputedStyle(document.documentElement).backgroundColor === "rgb(0, 0, 0)"`)
	s.do(appears(`.toolbar-bar`), click(`.toolbar [name=reset]`))
	s.until(`!document.documentElement.style.fontSize && !document.documentElement.dataset.scheme`)
	s.do(click(`.toolbar [type=submit]`), vanishes(`.toolbar-bar`))
	s.open("/")
	s.until(`document.readyState === "complete" && !document.querySelector(".toolbar-bar") && !document.documentElement.dataset.bar`)
}

// TestToolbarKeys presses each of the toolbar's shortcuts that changes the look.
func TestToolbarKeys(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/2021/4/")
	s.do(click(`.toolbar-open`), appears(`.toolbar-bar`))
	press := func(code string) {
		eval[bool](t, s.visit, `document.body.dispatchEvent(new KeyboardEvent("keydown", {code: "`+code+`", altKey: true, shiftKey: true, bubbles: true, cancelable: true})) || true`)
	}
	for _, c := range []struct{ code, want string }{
		{"ArrowUp", `root.style.fontSize === "125%"`}, {"ArrowDown", `root.style.fontSize === ""`},
		{"KeyC", `root.dataset.scheme === "black-white"`}, {"KeyT", `root.dataset.plain === "on"`},
		{"KeyG", `document.querySelector(".guide").dataset.guide === "cross"`},
		{"KeyP", `document.querySelector(".toolbar [name=point]").ariaPressed === "true"`}, {"KeyS", `document.querySelector(".toolbar [name=point]").ariaPressed === "false"`},
		{"KeyR", `!root.dataset.scheme && !root.dataset.plain && !document.querySelector(".guide")`},
		{"KeyX", `document.querySelector(".toolbar-bar").hidden`},
	} {
		press(c.code)
		s.until(strings.ReplaceAll(c.want, "root", "document.documentElement"))
	}
}

// TestToolbarKeepsItsRoom opens a page with the toolbar on: nothing moves when
// it comes.
func TestToolbarKeepsItsRoom(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/2021/4/")
	s.do(click(`.toolbar-open`), appears(`.toolbar-bar`))
	s.until(`Number(JSON.parse(localStorage.getItem("gongshi-display")).bar) > 40`)
	s.open("/2021/")
	s.do(appears(`.toolbar-bar`))
	if moved := eval[float64](t, s.visit, `new Promise((done) => {
		let sum = 0;
		const count = (list) => list.forEach((entry) => (sum += entry.value));
		const observer = new PerformanceObserver((list) => count(list.getEntries()));
		observer.observe({type: "layout-shift", buffered: true});
		requestAnimationFrame(() => requestAnimationFrame(() => { count(observer.takeRecords()); done(sum); }));
	})`); moved > 0.01 {
		t.Errorf("the page moves by %v", moved)
	}
}

// voices stands for the voices of a device: it notes what is said, and says
// every sentence at once.
const voices = `(() => {
	window.said = [];
	const voice = Object.create(SpeechSynthesisVoice?.prototype ?? {}, {lang: {value: "zh-CN"}, name: {value: "test"}});
	Object.defineProperty(window, "SpeechSynthesisUtterance", {value: class { constructor(text) { this.text = text; } }});
	speechSynthesis.getVoices = () => [voice, {lang: "zh-TW"}, {lang: "en-US"}];
	speechSynthesis.cancel = () => {};
	speechSynthesis.speak = (u) => { said.push([u.text, u.lang, u.rate]); window.marked = CSS.highlights?.get("reading")?.size; queueMicrotask(() => u.onend()); };
	return true;
})()`

// TestReadingAloud reads a task sentence by sentence, in the voice of the
// page's script, then what is pointed at; a device without a Chinese voice is
// told so.
func TestReadingAloud(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	for path, language := range map[string]string{"/2021/4/": "zh-CN", "/hant/2021/4/": "zh-TW"} {
		s.open(path)
		eval[bool](t, s.visit, voices)
		s.do(click(`.toolbar-open`), appears(`.toolbar-bar`), click(`.toolbar [name=read]`))
		s.until(`said.length > 20 && document.querySelector(".toolbar [name=read]").getAttribute("aria-pressed") === "false"`)
		if said := eval[string](t, s.visit, `said.map(([text]) => text).join("")`); !strings.Contains(said, "1594") || strings.Contains(said, "链接") {
			t.Errorf("%s: said %q", path, said)
		}
		if wrong := eval[int](t, s.visit, `said.filter(([text, lang]) => lang !== "`+language+`" || text.length > 42).length`); wrong > 0 {
			t.Errorf("%s: %d sentences in another voice, or too long", path, wrong)
		}
		if eval[int](t, s.visit, `window.marked`) != 1 {
			t.Errorf("%s: the sentence is not highlighted", path)
		}
		eval[bool](t, s.visit, `said.length = 0; true`)
		s.do(click(`.toolbar [name=point]`), chromedp.Focus[chromedp.CSS](`.to-top a`))
		s.until(`said.some(([text]) => text.includes("部"))`)
		s.do(click(`.toolbar [name=stop]`))
	}
	s.open("/2021/4/")
	eval[bool](t, s.visit, `speechSynthesis.getVoices = () => [{lang: "en-US"}]; true`)
	s.do(appears(`.toolbar-bar`), click(`.toolbar [name=read]`))
	s.until(`document.querySelector(".toolbar-status").textContent.includes("没有中文语音")`)
}

// TestPassingOn copies the address of a row and of a page, and how to cite them, and
// follows a link to another site only after the reader was told. Without script nothing
// is offered that does nothing.
func TestPassingOn(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/2021/")
	eval[bool](t, s.visit, `Object.defineProperty(navigator, "clipboard", {value: {writeText: async (text) => { window.copied = text }}}); true`)
	s.do(click(`#task-4-t2 .permalink`))
	s.until(`window.copied?.endsWith("/2021/4/#t2") && location.hash === "#task-4-t2" && document.querySelector(".notice").textContent === "链接已复制"`)
	today := eval[string](t, s.visit, `new Intl.DateTimeFormat("sv").format(new Date())`)
	form := "北京市东城区人民政府办公室. 2021年度市政府绩效任务全年完成情况汇总表%s[EB/OL]. (2022-01-10)[" + today + "]. https://www.bjdch.gov.cn/2021/%s"
	cited := func(row, address string) {
		t.Helper()
		s.until("window.copied === `" + fmt.Sprintf(form, row, address) + "` && document.querySelector(`.notice`).textContent.includes(`GB/T 7714`)")
	}
	s.do(click(`#task-4-t2 [data-quote]`))
	cited(": 污染防治攻坚战工作，目标 2", "4/#t2")
	s.do(click(`.share summary`), click(`.share [data-quote]`))
	cited("", "")
	s.do(click(`[data-copy]`))
	s.until(`window.copied === "https://www.bjdch.gov.cn/2021/"`)
	s.do(click(`.share a[href*="weibo"]`), appears(`.leaving`))
	s.until(`document.querySelector(".leaving").textContent.includes("service.weibo.com")`)
	s.do(click(`.leaving [value=stay]`), vanishes(`.leaving`))
	if at := eval[string](t, s.visit, `location.pathname`); at != "/2021/" {
		t.Errorf("staying leads to %s", at)
	}
	s.passesOnTask(cited)
	for _, test := range []struct {
		host string
		asks bool
	}{{"www.gov.cn", false}, {"www.gov.cn.example.com", true}, {"www.gov.cn@example.com", true}} { // in this order: the question stays open
		eval[bool](t, s.visit, `(() => {
			const link = Object.assign(document.createElement("a"), {href: "https://`+test.host+`/"});
			document.body.append(link);
			addEventListener("click", (event) => event.preventDefault(), {once: true});
			link.click();
			return true;
		})()`)
		if eval[bool](t, s.visit, `document.querySelector(".leaving").open`) != test.asks {
			t.Errorf("%s: asked %v", test.host, !test.asks)
		}
	}
}

func (s searching) passesOnTask(cited func(row, address string)) {
	s.t.Helper()
	s.screen(s.t, 1440, "light", false)
	s.do(chromedp.Navigate(s.server + "/2021/4/"))
	if eval[bool](s.t, s.visit, `[...document.querySelectorAll(".permalink, [data-quote]:not(article)")].some(e => e.checkVisibility())`) {
		s.t.Error("without script links are offered to copy")
	}
	s.screen(s.t, 1440, "light", true)
	s.open("/2021/4/")
	eval[bool](s.t, s.visit, `Object.defineProperty(navigator, "clipboard", {value: {writeText: async (text) => { window.copied = text }}}); true`)
	s.do(click(`#t2 [data-quote]`))
	cited(": 污染防治攻坚战工作，目标 2", "4/#t2")
	s.do(click(`.share summary`), click(`.share [data-quote]`))
	cited(": 污染防治攻坚战工作", "4/")
}

// TestResultsLeadToRows follows the parts of the sentence and of the bar on the home page to
// the rows that they count, also those of which only a text tells.
func TestResultsLeadToRows(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	for part, rows := range map[chromedp.CSS]int{`.overview p .mark-met`: 8, `.overview p .mark-told`: 37, `.chart-parts .mark-told`: 37, `.chart-parts .mark-pending`: 1} {
		s.open("/")
		s.do(click(part))
		s.until(`location.pathname === "/2021/"`)
		s.rows(rows)
	}
	if told := eval[string](t, s.visit, `[...document.querySelectorAll(".overview table tr")].map(r => r.innerText.trim().replace(/\s+/g, " ")).join()`); told != "结果 项数,达到目标 8,待核定 1,见文字说明 37,合计 46" {
		t.Errorf("the table of the chart says %q", told)
	}
	for path, mark := range map[string]string{"/": `.task-list .mark-met`, "/2021/": `.contents .mark-pending`, "/search/?q=粮食安全": `.search-hit .mark-met`} {
		s.open(path)
		s.until("document.querySelector(`" + mark + "`)?.textContent.trim().length > 0")
	}
}

// TestPhoneReachesTable: on a phone the head is short, and the first goal stands within 1.2
// screens.
func TestPhoneReachesTable(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.screen(t, 360, "light", true)
	s.open("/2021/")
	if head := eval[float64](t, s.visit, `document.querySelector(".site-header").offsetHeight`); head > 190 {
		t.Errorf("the head is %v pixels high", head)
	}
	if goal := eval[float64](t, s.visit, `document.querySelector("#task-1 .c-target > div").getBoundingClientRect().bottom`); goal > 1.2*740 {
		t.Errorf("the first goal ends at %v", goal)
	}
	if actions := eval[float64](t, s.visit, `document.querySelector(".page-actions").offsetHeight`); actions > 50 {
		t.Errorf("what a page offers takes %v pixels", actions)
	}
}

// TestJourneyByKeyboard goes from the home page to a row, its sharing, the
// search, the toolbar and back with keys alone.
func TestJourneyByKeyboard(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/")
	s.focus(`main h2 a`)
	s.press(kb.Enter)
	s.until(`location.pathname === "/2021/" && document.readyState === "complete"`)
	s.focus(`#task-4-t1 a`)
	s.focus(`.share summary`)
	s.press(kb.Enter)
	s.until(`document.querySelector(".share").open`)
	s.focus(`.share a`)
	s.press("/")
	s.until(`document.querySelector(".search-dialog").open && document.activeElement.name === "q" && document.querySelector(".search-foot")`)
	s.press(kb.Escape)
	s.until(`!document.querySelector(".search-dialog").open`)
	s.focus(`.toolbar-open`)
	s.press(kb.Enter)
	s.until(`document.activeElement?.id === "display-title"`)
	s.focus(`.toolbar [name=larger]`)
	s.press(kb.Enter)
	s.until(`document.documentElement.style.fontSize === "125%"`)
	s.focus(`.toolbar [type=submit]`)
	s.press(kb.Enter)
	s.until(`document.activeElement?.className === "toolbar-open"`)
	s.focus(`#task-4 .c-title a`)
	s.press(kb.Enter)
	s.until(`location.pathname === "/2021/4/" && document.readyState === "complete"`)
	s.back()
	s.until(`location.pathname === "/2021/"`)
}

// focus presses Tab, with Shift if need be, until an element has the focus,
// which has to be seen.
func (s searching) focus(selector string) {
	s.t.Helper()
	for range 200 {
		s.press(kb.Tab)
		if !eval[bool](s.t, s.visit, `document.activeElement.matches(`+"`"+selector+"`"+`)`) {
			continue
		}
		if !eval[bool](s.t, s.visit, `(() => { const style = getComputedStyle(document.activeElement); return document.activeElement.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 })()`) {
			s.t.Errorf("the focus on %s is not seen", selector)
		}
		return
	}
	s.t.Fatalf("the key Tab does not lead to %s", selector)
}

// TestLargePointer chooses the large pointer and leaves the toolbar: the next
// page has it.
func TestLargePointer(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/2021/")
	eval[bool](t, s.visit, `localStorage.setItem("gongshi-display", '{"pointer":"on"}') || true`)
	s.open("/2021/")
	s.until(`getComputedStyle(document.querySelector("main a")).cursor.startsWith("url")`)
}

// TestWorkerOfPages looks who asks for the service worker: pages, but not the
// search, whose index cannot be kept whole.
func TestWorkerOfPages(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	call(t, s.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
		Source: `ServiceWorkerContainer.prototype.register = function () { window.asked = true; return new Promise(() => {}) }`,
	})
	s.open("/about/")
	s.until(`window.asked`)
	s.open("/search/")
	s.until(`document.readyState === "complete"`)
	if eval[bool](t, s.visit, `"asked" in window`) {
		t.Error("the search page asks for the worker")
	}
}

// TestOffline reads a page, loses the network and reads it again, which says how old it
// is; with the network back the newest is shown. A page that is gone is forgotten, one
// that is not of the site is not kept.
func TestOffline(t *testing.T) {
	t.Parallel()
	c := newCable(t, buildReal(t).Set)
	var gone atomic.Int32
	c.instead = func(w http.ResponseWriter, r *http.Request) bool {
		switch status := int(gone.Load()); {
		case r.URL.Path == "/other/": // of another program on this host
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<!doctype html><title>other</title>")
		case r.URL.Path == "/moved/":
			http.Redirect(w, r, "/2021/7/", http.StatusFound)
		case r.URL.Path == "/2021/4/" && status > 0:
			w.WriteHeader(status)
			fmt.Fprint(w, "gone")
		default:
			return false
		}
		return true
	}
	s := searching{t: t, server: c.address, visit: newVisit(t)}
	s.screen(t, 1440, "light", true)
	s.open("/2021/")
	s.until(`navigator.serviceWorker.controller !== null`)
	s.until(`caches.open("gongshi-pages-1").then(c => c.keys()).then(k => k.length === 1)`)
	s.until(`caches.open("gongshi-assets-1").then(c => c.keys()).then(k => k.length >= 2)`)
	c.cut.Store(true)
	s.open("/2021/")
	s.until(`document.querySelector(".offline").checkVisibility() && /保存时间：20\d\d年/.test(document.querySelector(".offline").textContent)`)
	s.until(`getComputedStyle(document.querySelector(".site-band")).backgroundColor === "rgb(125, 26, 22)"`)
	c.cut.Store(false)
	s.open("/2021/")
	s.until(`!document.querySelector(".offline").checkVisibility()`)
	kept := func(path string) string {
		return `caches.match("` + path + `", { ignoreVary: true }).then((page) => Boolean(page))`
	}
	for _, status := range []int32{404, 410} {
		gone.Store(0)
		s.open("/2021/4/")
		s.until(kept("/2021/4/"))
		gone.Store(status)
		must(t, chromedp.Do(s.ctx, chromedp.Navigate(s.server+"/2021/4/")))
		s.open("/2021/5/")
		s.until(kept("/2021/4/") + `.then((is) => !is)`)
	}
	for _, path := range []string{"/other/", "/moved/", "/2021/6/"} {
		s.open(path)
	}
	s.until(kept("/2021/6/"))
	if got := eval[string](t, s.visit, `caches.open("gongshi-pages-1").then(c => c.keys()).then(k => k.map((r) => new URL(r.url).pathname).join(" "))`); strings.Contains(got, "other") || strings.Contains(got, "moved") {
		t.Errorf("kept are %s", got)
	}
}

// TestReflow makes letters twice as large on the narrowest screen that counts (WCAG
// 1.4.4, 1.4.10): nothing is wider than the screen, whatever is open, and no text is cut.
// `make test` opens the further script's pages in the first look, the first's in the second.
func TestReflow(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.screen(t, 320, "light", true)
	s.open("/404.html")
	for i, look := range []string{`{"size":200}`, `{"size":200,"view":"elder","bar":100}`} {
		eval[bool](t, s.visit, "localStorage.setItem('gongshi-display', `"+look+"`); true")
		for _, path := range kinds {
			if path == "/stub.html" || !complete() && strings.HasPrefix(path, "/hant/") != (i == 0) {
				continue
			}
			s.open(path)
			if strings.Contains(path, "?q=") {
				s.do(appears(`.search-hit`))
			}
			eval[bool](t, s.visit, `document.querySelectorAll("details").forEach((e) => (e.open = true)); true`)
			for _, fault := range eval[[]string](t, s.visit, reflowFaults) {
				t.Errorf("%s with %s: %s", path, look, fault)
			}
		}
	}
	s.open("/2021/4/")
	s.typeInDialog("工作")
	s.until(`document.querySelector(".search-dialog .search-foot a")`)
	for _, fault := range eval[[]string](t, s.visit, reflowFaults) {
		t.Errorf("the dialog: %s", fault)
	}
}

// reflowFaults lists what is wider than the open page, or cut at its own edge.
const reflowFaults = `(() => {
	const faults = [], wide = document.documentElement.clientWidth, name = (e) => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 20);
	if (document.documentElement.scrollWidth > wide) faults.push("the page is " + document.documentElement.scrollWidth + " wide");
	for (const e of document.querySelectorAll("body *")) {
		if (!e.checkVisibility({visibilityProperty: true}) || e.closest(".visually-hidden, .skip-link, .search-open, svg, caption, thead")) continue;
		const box = e.getBoundingClientRect(), scrolls = e.parentElement.closest(".site-top, .site-nav, .site-tools, .search-list, .report-scroll");
		if (box.width && box.right > wide + 1 && !scrolls) faults.push(name(e) + " ends at " + Math.round(box.right));
		if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "hidden") faults.push(name(e) + " is cut");
	}
	return faults;
})()`

// TestChoicesHold chooses views and sizes: they hold in another tab, after the way back,
// and when a page is loaded again whose address once asked for another.
func TestChoicesHold(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/2021/4/?view=elder#t2")
	s.until(`document.documentElement.dataset.view === "elder" && location.search === "" && location.hash === "#t2"`)
	other, cancel := chromedp.NewContext(s.ctx)
	t.Cleanup(cancel)
	tab := s
	tab.visit = &visit{ctx: other}
	front := func(s searching) { call(t, s.ctx, cdppage.BringToFront, cdp.Empty{}) } // others draw nothing
	front(tab)
	tab.open("/about/")
	tab.until(`document.documentElement.dataset.view === "elder"`)
	tab.do(click(`.elder-off a`), click(`.sizes [value="125"]`))
	const chosen = `document.documentElement.dataset.view === "standard" && document.documentElement.style.fontSize === "125%"`
	tab.until(chosen)
	front(s)
	s.until(chosen + ` && document.querySelector(".sizes [value='125']").getAttribute("aria-pressed") === "true"`)
	s.do(chromedp.Reload(), chromedp.WaitReady(running))
	s.until(chosen)
	s.open("/2021/5/")
	eval[bool](t, s.visit, `document.querySelector(".elder-on a").click() || document.querySelector(".sizes [value='100']").click() || true`)
	s.until(`document.activeElement.closest(".elder-off") !== null`) // the link pressed has gone
	s.back()
	s.until(`location.pathname === "/2021/4/" && document.documentElement.dataset.view === "elder" && !document.documentElement.style.fontSize`)
	s.until("document.querySelector(`" + string(running) + "`) !== null") // the driver does not see a page that comes back from its cache
	eval[bool](t, s.visit, `localStorage.setItem("gongshi-display", '{"size":"90"}') || dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`)
	s.until(`!document.documentElement.dataset.view && document.documentElement.style.fontSize === "90%"`)
}
