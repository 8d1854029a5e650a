package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is a Chromium without a window.
type browser struct {
	ctx   context.Context
	close func()
}

// patience is how long a query may take before the measurement fails.
const patience = 30 * time.Second

//go:embed search_browser.js
var observer string

func startBrowser() (*browser, error) {
	program := ""
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil, errors.New("no Chromium found; make browser installs it")
	}
	trust, err := trusted()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "gongshi-bench-")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile), chromedp.Flag(trustFlag, trust),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	b := &browser{ctx, func() { cancel(); stop(); os.RemoveAll(profile) }}
	if err := chromedp.Do(ctx); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// tab is an open page with a cache of its own, which begins empty.
type tab struct {
	ctx   context.Context
	close func()
}

func (b *browser) tab() (*tab, error) {
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t := &tab{ctx, cancel}
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: observer})
	if err == nil {
		err = chromedp.Do(ctx, unwatched)
	}
	if err != nil {
		t.close()
	}
	return t, err
}

// unwatched ends what chromedp has the browser tell of every request, element,
// style sheet and script: a visitor has nobody look on, and it takes longer than the
// search. While scripts are watched, the first fetch of each has V8 parse all of it
// again, to tell from which line it came.
func unwatched(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	for _, method := range []string{network.Disable.Method, css.Disable.Method, dom.Disable.Method, log.Disable.Method, runtime.Disable.Method} {
		if err := t.Call(ctx, method, cdp.Empty{}, nil); err != nil {
			return chromedp.Void{}, fmt.Errorf("%s: %w", method, err)
		}
	}
	return chromedp.Void{}, nil
}

// shown is when and which results were shown: milliseconds since the
// beginning (of the navigation, of Enter), and since the document had
// arrived; the paths of the results with their fragments.
type shown struct {
	Total float64  `json:"total"`
	Since float64  `json:"since"`
	Links []string `json:"links"`
}

// visit opens a page.
func (t *tab) visit(address string) error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(address))
}

// open opens a search page with a query in its address.
func (t *tab) open(searchPage, text string) (shown, error) { return t.openPage(searchPage, text, 1) }

// openPage opens one of several pages of results.
func (t *tab) openPage(searchPage, text string, number int) (shown, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	values := url.Values{"q": {text}}
	if number > 1 {
		values.Set("page", strconv.Itoa(number))
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(searchPage+"?"+values.Encode())); err != nil {
		return shown{}, fmt.Errorf("%q: %w", text, err)
	}
	return t.observe(ctx, text, `benchSearch.opened()`)
}

// enter types a query into the open page and sends it with Enter.
func (t *tab) enter(text string) (shown, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	quoted, err := json.Marshal(text)
	if err != nil {
		return shown{}, err
	}
	return t.observe(ctx, text, `benchSearch.entered(`+string(quoted)+`)`)
}

func (t *tab) observe(ctx context.Context, text, expression string) (shown, error) {
	s, err := chromedp.Run(ctx, chromedp.Evaluate[shown](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return s, fmt.Errorf("%q: %w", text, err)
	}
	return s, nil
}
