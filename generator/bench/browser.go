package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// browser is a Chromium without a window.
type browser struct {
	ctx   context.Context
	close func()
}

//go:embed observer.js
var observer string

// startBrowser starts a browser that trusts a certificate.
func startBrowser(trust string) (*browser, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag(trustFlag, trust), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	b := &browser{ctx, func() { cancel(); stop() }}
	return b, chromedp.Do(ctx)
}

// tab is an open page with a cache of its own, which begins empty.
type tab struct {
	ctx   context.Context
	close func()
}

func (b *browser) tab() (*tab, error) {
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: observer})
	if err != nil {
		cancel()
	}
	return &tab{ctx, cancel}, err
}

// shown is after how many milliseconds (since the navigation began, since
// Enter) which results were shown: their paths with fragments.
type shown struct {
	Total float64  `json:"total"`
	Links []string `json:"links"`
}

// open opens a search page with a query in its address.
func (t *tab) open(searchPage, text string) (shown, error) {
	return t.observe(text, `benchSearch.opened()`, chromedp.Navigate(searchPage+"?"+url.Values{"q": {text}}.Encode()))
}

// enter types a query into the open page and sends it with Enter.
func (t *tab) enter(text string) (shown, error) {
	quoted, err := json.Marshal(text)
	if err != nil {
		return shown{}, err
	}
	return t.observe(text, `benchSearch.entered(`+string(quoted)+`)`)
}

// observe waits until the results of a query are shown, after some steps.
func (t *tab) observe(text, expression string, before ...chromedp.Action[chromedp.Void]) (shown, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, before...); err != nil {
		return shown{}, fmt.Errorf("%q: %w", text, err)
	}
	s, err := chromedp.Run(ctx, chromedp.Evaluate[shown](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return s, fmt.Errorf("%q: %w", text, err)
	}
	return s, nil
}
