package search

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/site"
)

// TestRecall draws runs of one to twelve characters out of passages and types
// them, in both scripts: each passage that holds the run is found, all of
// them before any that does not.
func TestRecall(t *testing.T) {
	files := built(t, real())
	for i, v := range site.Variants[:2] {
		x := opened(t, files, v)
		random := rand.New(rand.NewPCG(2021, uint64(i)))
		for range 2500 {
			r, err := x.text(random.IntN(x.Passages()))
			if err != nil {
				t.Fatal(err)
			}
			if run := drawRun(random, r); run != "" {
				checkRecall(t, x, run)
			}
		}
	}
}

// drawRun is a run of characters out of a passage.
func drawRun(random *rand.Rand, r record) string {
	text := []rune([]string{r.Heading, r.Text}[random.IntN(2)])
	if len(text) == 0 {
		return ""
	}
	from := random.IntN(len(text))
	return strings.TrimSpace(string(text[from:min(from+1+random.IntN(12), len(text))]))
}

// checkRecall holds the answer to a run against a search through all texts.
func checkRecall(t *testing.T, x *Index, run string) {
	t.Helper()
	holding := map[int]bool{}
	sought := squeezed(run)
	for i := range x.Passages() {
		r, err := x.text(i)
		if err != nil {
			t.Fatal(err)
		}
		fields := []string{r.Title, r.Heading, r.Text, r.Status}
		if slices.ContainsFunc(append(fields, r.Units...), func(s string) bool { return strings.Contains(squeezed(s), sought) }) {
			holding[i] = true
		}
	}
	a, err := x.Query(run, false)
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range a.Hits {
		if i < len(holding) && !holding[h.Passage] && !h.Exact {
			t.Errorf("%q: hit %d does not hold it; %d passages do", run, i+1, len(holding))
			return
		}
		delete(holding, h.Passage)
	}
	if len(holding) > 0 {
		t.Errorf("%q: not found in %d passages", run, len(holding))
	}
}

// squeezed is text as a reader sees it, without white space and case.
func squeezed(text string) string { return foldText(text) }
