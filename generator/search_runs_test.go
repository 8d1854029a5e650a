package generator_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/search"
	"gongshi/generator/site"
)

// TestEngineRuns draws runs of one to twelve characters out of the texts and
// types them: the answer is that of the reference, and every passage that holds
// the run is found.
func TestEngineRuns(t *testing.T) {
	set := buildReal(t, nil).Set
	x := openTab(t, set)
	for i, v := range site.Variants[:2] {
		ref := reference(t, set, v)
		random := rand.New(rand.NewPCG(2021, uint64(i)))
		var runs []string
		for len(runs) < 500 {
			if run := drawRun(t, random, ref); run != "" {
				runs = append(runs, run)
			}
		}
		compare(t, x, ref, v, runs)
		for k, got := range x.answers(v, runs) {
			checkFound(t, ref, runs[k], got.Hits)
		}
	}
}

// drawRun is a run of characters out of a passage.
func drawRun(t *testing.T, random *rand.Rand, x *search.Index) string {
	t.Helper()
	shown, err := x.Show(random.IntN(x.Passages()))
	must(t, err)
	text := []rune([]string{shown.Heading, shown.Text}[random.IntN(2)])
	if len(text) == 0 {
		return ""
	}
	from := random.IntN(len(text))
	return strings.TrimSpace(string(text[from:min(from+1+random.IntN(12), len(text))]))
}

// checkFound looks through all texts for a run.
func checkFound(t *testing.T, x *search.Index, run string, hits []hit) {
	t.Helper()
	for i := range x.Passages() {
		shown, err := x.Show(i)
		must(t, err)
		for _, text := range append(shown.Units, shown.Title, shown.Heading, shown.Text, shown.Status) {
			if strings.Contains(squeezed(text), squeezed(run)) && !slices.ContainsFunc(hits, func(h hit) bool { return h.ID == i && h.Exact }) {
				t.Errorf("%q is not found in passage %d", run, i)
			}
		}
	}
}

// squeezed is a text without the white space that a reader does not see.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

// TestAtOnce asks many queries at the same time, as somebody who types does:
// the answers are those to one query after the other.
func TestAtOnce(t *testing.T) {
	x := openTab(t, buildLarge(t))
	v := site.Variants[0]
	list := queries(t)[:120]
	each := `async (query) => { const { hits, answered, total } = await engine.search(query); return JSON.stringify([answered, total, hits.slice(0)]) }`
	together := ask[[]string](x, v, list, `return Promise.all(texts.map(`+each+`))`)
	x.fresh()
	apart := ask[[]string](x, v, list, `const list = []; for (const text of texts) list.push(await (`+each+`)(text)); return list`)
	if !reflect.DeepEqual(together, apart) {
		t.Error("queries asked at once disturb each other")
	}
}
