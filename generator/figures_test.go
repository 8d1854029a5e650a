package generator_test

import (
	"fmt"
	"net/url"
	"os"
	"testing"
)

// TestPagesInEngines opens the home page, a report, a task and the results of
// a search, in both scripts, in every engine: figures are painted as wide as
// without any space an engine may add, the scripts start, the search answers,
// nothing is wider than the window, and neither the console nor the content
// security policy complains.
func TestPagesInEngines(t *testing.T) {
	if testing.Short() { // the second run of `make test` looks for races in Go
		t.Skip("asked in full by the first run")
	}
	measure, err := os.ReadFile("testdata/figures.js")
	must(t, err)
	set := buildReal(t, nil).Set
	for name, start := range engines() {
		t.Run(name, func(t *testing.T) {
			server, reports := reportingServer(t, set)
			e := start(t)
			all := 0
			for _, width := range []int{360, 1440} {
				e.resize(width)
				for _, path := range []string{"/", "/2021/", "/2021/4/", "/search/?q=" + url.QueryEscape("绿色"), "/hant/", "/hant/2021/", "/hant/2021/4/", "/hant/search/?q=" + url.QueryEscape("綠色")} {
					at := fmt.Sprintf("%s at %d", path, width)
					e.open(server + path)
					becomes(t, e, `document.documentElement.dataset.script === "ready" || document.querySelector("#search-results > li")?.getClientRects().length > 0`)
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
					if said := e.said(); len(said) > 0 {
						t.Errorf("%s: the console says %q", at, said)
					}
				}
			}
			for _, report := range reports.until(t, e) {
				t.Errorf("refused by the policy: %s", report)
			}
			t.Logf("%d figures", all)
		})
	}
}
