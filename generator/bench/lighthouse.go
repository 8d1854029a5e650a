package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// lighthouseRuns is how often each page is looked at; the medians count.
const lighthouseRuns = 5

// lighthousePages are the pages that are looked at, in both scripts.
var lighthousePages = []string{"/", "/2021/", "/2021/4/", "/hant/2021/"}

// audit is one run of Lighthouse over one page.
type audit struct {
	Categories map[string]struct{ Score float64 }
	Audits     map[string]struct {
		Score        *float64
		NumericValue float64
		Title        string
	}
}

// lighthouse looks at the repository's own site with Lighthouse's mobile
// settings (a slow telephone on a slow network) and says where a page misses
// its goals. `make lighthouse` installs the tool.
func (w workplace) lighthouse() error {
	if err := w.tools(); err != nil {
		return err
	}
	build := w.ours(ownSite, w.built(ownSite, "lighthouse"))
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	defer os.RemoveAll(w.built(ownSite, "lighthouse"))
	headers, err := ownHeaders(w.built(ownSite, "lighthouse"))
	if err != nil {
		return err
	}
	server, stop, err := serveFolder(w.built(ownSite, "lighthouse"), headers)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Printf("%-14s %5s %5s %5s %5s %9s %9s %8s\n", "page", "perf", "a11y", "best", "seo", "LCP ms", "TBT ms", "CLS")
	var missed error
	for _, page := range lighthousePages {
		runs := make([]audit, lighthouseRuns)
		for i := range runs {
			if runs[i], err = w.audit(server.address + page); err != nil {
				return err
			}
		}
		score := func(name string) float64 {
			return 100 * medianOf(runs, func(a audit) float64 { return a.Categories[name].Score })
		}
		number := func(name string) float64 {
			return medianOf(runs, func(a audit) float64 { return a.Audits[name].NumericValue })
		}
		lcp, cls := number("largest-contentful-paint"), number("cumulative-layout-shift")
		fmt.Printf("%-14s %5.0f %5.0f %5.0f %5.0f %9.0f %9.0f %8.4f\n", page, score("performance"), score("accessibility"), score("best-practices"), score("seo"), lcp, number("total-blocking-time"), cls)
		if score("performance") < 98 || score("accessibility") < 100 || score("best-practices") < 100 || score("seo") < 100 || lcp > 1200 || cls > 0.01 {
			missed = errors.New("a page misses its goals: performance 98, all else 100, LCP 1,200 ms, CLS 0.01")
			for name, a := range runs[0].Audits {
				if a.Score != nil && *a.Score < 1 {
					fmt.Printf("    %s: %.2f %s\n", name, *a.Score, a.Title)
				}
			}
		}
	}
	return missed
}

func (w workplace) audit(address string) (audit, error) {
	trust, err := trusted()
	if err != nil {
		return audit{}, err
	}
	cmd := exec.Command("node", filepath.Join(w.root, ".cache", "lighthouse", "node_modules", "lighthouse", "cli", "index.js"), address,
		"--output=json", "--quiet", "--chrome-flags=--headless --no-sandbox --disable-gpu --"+trustFlag+"="+trust)
	// Lighthouse multiplies the time each task took by the clock. Chromium without
	// the parts that draw its own window leaves more of a small machine to the page.
	if shell, err := exec.LookPath("chromium-headless-shell"); err == nil {
		cmd.Env = append(os.Environ(), "CHROME_PATH="+shell)
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return audit{}, fmt.Errorf("lighthouse %s: %w", address, err)
	}
	var a audit
	return a, json.Unmarshal(out, &a)
}

func medianOf(runs []audit, of func(audit) float64) float64 {
	values := make([]float64, len(runs))
	for i, a := range runs {
		values[i] = of(a)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
