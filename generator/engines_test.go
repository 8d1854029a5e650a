package generator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gongshi/generator/output"
)

// engine is a browser that the same checks can drive, whatever protocol it
// speaks. A method ends the test when the browser does not answer.
type engine interface {
	resize(width int)              // in CSS pixels; an engine may have a minimum
	open(address string)           // returns when the page has loaded
	eval(expression string) []byte // the JSON of the expression's value; promises are awaited
	said() []string                // faults on the console since the last call, where the protocol tells them
}

// complete says whether `make test-all` runs the tests. Any package may read
// this variable to do what takes too long for `make test`.
func complete() bool { return os.Getenv("GONGSHI_TEST_ALL") != "" }

// engines are the browsers in which the pages are tested, by name. WebKitGTK
// and the display it needs take long to install, so only `make test-all` asks
// for it.
func engines() map[string]func(*testing.T) engine {
	all := map[string]func(*testing.T) engine{
		"Chromium": func(t *testing.T) engine { return &chromium{visit: newVisit(t), t: t} },
		"Firefox":  newFirefox,
	}
	if complete() {
		all["WebKitGTK"] = newWebKit
	}
	return all
}

// longEngines are all of them in `make test-all`, and Chromium alone in `make test`, for
// what takes long and hangs little on the engine.
func longEngines() map[string]func(*testing.T) engine {
	all := engines()
	if !complete() {
		delete(all, "Firefox")
	}
	return all
}

// chromium drives Chromium over its DevTools protocol.
type chromium struct {
	*visit
	t *testing.T
}

func (c *chromium) resize(width int) {
	c.t.Helper()
	c.screen(c.t, int64(width), "light", true)
}

func (c *chromium) open(address string) {
	c.t.Helper()
	must(c.t, chromedp.Do(c.ctx, chromedp.Navigate(address)))
}

func (c *chromium) eval(expression string) []byte {
	c.t.Helper()
	return []byte(eval[string](c.t, c.visit, inJSON(expression)))
}

// inJSON is an expression whose value is a promise of the JSON of another's.
func inJSON(expression string) string {
	return `(async () => JSON.stringify((await (` + expression + `)) ?? null))()`
}

// valueOf is the value of an expression in the page an engine has open.
func valueOf[T any](t *testing.T, e engine, expression string) T {
	t.Helper()
	var value T
	if data := e.eval(expression); json.Unmarshal(data, &value) != nil {
		t.Fatalf("%s is %s", expression, data)
	}
	return value
}

// becomes waits until an expression is true in the page an engine has open.
func becomes(t *testing.T, e engine, expression string) {
	t.Helper()
	if !valueOf[bool](t, e, `new Promise((done) => {
		const end = performance.now() + 30_000;
		const look = () => (`+expression+`) ? done(true) : performance.now() > end ? done(false) : setTimeout(look, 10);
		look();
	})`) {
		t.Fatalf("%s: it never came to %s", e.eval(`location.href`), expression)
	}
}

// violations gathers what browsers report against the content security policy.
type violations chan string

// reportingServer is strictServer with a policy that makes browsers report
// what they refuse: not every protocol tells it.
func reportingServer(t *testing.T, set *output.Set) (string, violations) {
	t.Helper()
	site, err := url.Parse(strictServer(t, set))
	must(t, err)
	reports := make(violations, 1000)
	proxy := httputil.NewSingleHostReverseProxy(site)
	proxy.ModifyResponse = func(response *http.Response) error {
		policy := response.Header.Get("Content-Security-Policy")
		response.Header.Set("Content-Security-Policy", policy+"; report-uri /violations")
		return nil
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/violations" {
			proxy.ServeHTTP(w, r)
			return
		}
		var body struct {
			Report map[string]any `json:"csp-report"`
		}
		if json.NewDecoder(r.Body).Decode(&body) == nil {
			text, _ := json.Marshal(body.Report)
			reports <- string(text)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, reports
}

// until returns what was reported before a violation that the test commits
// itself, which shows that reports arrive.
func (v violations) until(t *testing.T, e engine) (before []string) {
	t.Helper()
	const forbidden = "https://forbidden.invalid/"
	e.eval(`fetch("` + forbidden + `").catch(() => true)`)
	timeout := time.After(20 * time.Second)
	for {
		select {
		case report := <-v:
			if strings.Contains(report, forbidden) {
				return before
			}
			before = append(before, report)
		case <-timeout:
			t.Fatal("the browser does not report a violation of the policy")
		}
	}
}

// TestPagesInEngines opens the home page, a report, a task and the results of
// a search, in both scripts, in every engine: figures are painted as wide as
// without any space an engine may add, the scripts start, the search answers,
// nothing is wider than the window, and neither the console nor the content
// security policy complains.
func TestPagesInEngines(t *testing.T) {
	t.Parallel()
	if testing.Short() { // the second run of `make test` looks for races in Go
		t.Skip("asked in full by the first run")
	}
	measure, err := os.ReadFile("testdata/figures.js")
	must(t, err)
	set := buildReal(t).Set
	for name, start := range engines() {
		t.Run(name, func(t *testing.T) {
			server, reports := reportingServer(t, set)
			e := start(t)
			all := 0
			paths := []string{"/", "/2021/", "/search/?q=" + url.QueryEscape("绿色"), "/hant/2021/4/"}
			if complete() {
				paths = append(paths, "/2021/4/", "/hant/", "/hant/2021/", "/hant/search/?q="+url.QueryEscape("綠色"))
			}
			for _, path := range paths {
				e.resize(360)
				e.open(server + path)
				becomes(t, e, `document.documentElement.dataset.script === "ready" || document.querySelector("#search-results > li")?.getClientRects().length > 0`)
				for _, width := range []int{360, 1440} {
					at := fmt.Sprintf("%s at %d", path, width)
					e.resize(width)
					figures := valueOf[struct {
						Count int
						Wrong []string
					}](t, e, string(measure))
					all += figures.Count
					if figures.Count < 2 {
						t.Errorf("%s: only %d figures", at, figures.Count)
					}
					if n := len(figures.Wrong); n > 0 {
						t.Errorf("%s: %d of %d figures are painted with space the text does not have: %q", at, n, figures.Count, figures.Wrong[:min(n, 8)])
					}
					if over := valueOf[int](t, e, tooWide); over > 0 {
						t.Errorf("%s: %d pixels wider than the window", at, over)
					}
				}
				if said := e.said(); len(said) > 0 {
					t.Errorf("%s: the console says %q", path, said)
				}
			}
			e.eval(`setTimeout(() => { throw new Error("heard") })`)
			heard := name == "WebKitGTK" // whose protocol does not tell
			for i := 0; i < 1000 && !heard; i++ {
				e.eval(`new Promise((done) => setTimeout(done, 10))`)
				heard = len(e.said()) > 0
			}
			if !heard {
				t.Error("what the console says is not heard")
			}
			for _, report := range reports.until(t, e) {
				t.Errorf("refused by the policy: %s", report)
			}
			t.Logf("%d figures", all)
		})
	}
}
