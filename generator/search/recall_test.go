package search

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/engine"
	"gongshi/generator/site"
)

// TestRecall draws runs of one to twelve characters out of passages and types
// them, in both scripts: each passage that holds the run is found, all of
// them before any that does not.
func TestRecall(t *testing.T) {
	files, runs := built(t, real()), 150
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		runs = 600
	}
	for i, v := range site.Variants[:2] {
		t.Run(v.Code, func(t *testing.T) {
			t.Parallel()
			x := opened(t, files, v)
			passages := allShown(t, x)
			random := rand.New(rand.NewPCG(2021, uint64(i)))
			for range runs {
				if run := drawRun(random, passages[random.IntN(len(passages))]); run != "" {
					checkRecall(t, x, passages, run)
				}
			}
		})
	}
}

// drawRun is a run of characters out of a passage.
func drawRun(random *rand.Rand, p engine.Passage) string {
	text := []rune([]string{p.Heading, p.Text}[random.IntN(2)])
	if len(text) == 0 {
		return ""
	}
	from := random.IntN(len(text))
	return strings.TrimSpace(string(text[from:min(from+1+random.IntN(12), len(text))]))
}

func isOutcome(status string) bool {
	return slices.ContainsFunc([]site.Outcome{site.Met, site.Missed, site.Pending}, func(o site.Outcome) bool { return foldText(status) == foldText(o.Text()) })
}

// checkRecall holds the answer to a run against a search through all texts.
func checkRecall(t *testing.T, x *engine.Engine, passages []engine.Passage, run string) {
	t.Helper()
	holding := map[int]bool{}
	sought := foldText(run)
	for i, p := range passages {
		if isOutcome(p.Status) { // a mark, answered as a state and not sought as a text
			p.Status = ""
		}
		for _, text := range append(strings.Split(p.Unit, separator), p.Title, p.Heading, p.Text, p.Status) {
			if strings.Contains(foldText(text), sought) {
				holding[i] = true
			}
		}
	}
	for i, h := range asked(t, x, run).Hits {
		if i < len(holding) && !holding[h.ID] && !h.Exact {
			t.Errorf("%q: hit %d does not hold it; %d passages do", run, i+1, len(holding))
			return
		}
		delete(holding, h.ID)
	}
	if len(holding) > 0 {
		t.Errorf("%q: not found in %d passages", run, len(holding))
	}
}
