package generator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongshi/generator/output"
)

// engine is a browser that the same checks can drive, whatever protocol it
// speaks. A method ends the test when the browser does not answer.
type engine interface {
	resize(width int)              // in CSS pixels; an engine may have a minimum
	open(address string)           // returns when the page has loaded
	eval(expression string) []byte // the JSON of the expression's value; promises are awaited
	said() []string                // console messages since the last call, where the protocol tells them
	screenshot() []byte            // the viewport as a PNG
}

// complete says whether `make test-all` runs the tests.
func complete() bool { return os.Getenv("GONGSHI_ALL") != "" }

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

func (c *chromium) screenshot() []byte {
	c.t.Helper()
	shot, err := chromedp.Call(c.ctx, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{})
	must(c.t, err)
	return shot.Data
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
		const end = performance.now() + 10_000;
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
