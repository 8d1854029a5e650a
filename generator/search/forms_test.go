package search

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"gongshi/generator/engine"
	"gongshi/generator/site"
)

// formKind is a line of testdata/forms.json: ways to write the same, and a sentence that
// holds one of them at {}.
type formKind struct {
	Kind, Sentence string
	Forms          []string
}

// TestForms asks, for every kind of testdata/forms.json, a site whose passages hold one
// form each for all of them: each has to find every other one. What is not found is shown
// as a matrix of queries and passages: = a hit that meets the query, ~ one that nearly
// does, . none.
func TestForms(t *testing.T) {
	data, err := os.ReadFile("testdata/forms.json")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []formKind
	if err := json.Unmarshal(data, &kinds); err != nil {
		t.Fatal(err)
	}
	var passages []site.Part
	for _, kind := range kinds {
		for _, form := range kind.Forms {
			passages = append(passages, site.Part{ID: strconv.Itoa(len(passages)), Text: strings.Replace(kind.Sentence, "{}", form, 1)})
		}
	}
	s := &site.Site{Pages: []*site.Page{{Document: site.Document{Path: "/page/", Title: "页"}, Body: site.Prose{Parts: passages}}}}
	x := opened(t, built(t, s), site.Variants[0])
	found, pairs, first := 0, 0, 0
	for _, kind := range kinds {
		n := len(kind.Forms)
		rows := ""
		for _, query := range kind.Forms {
			row := []byte(strings.Repeat(".", n))
			a := asked(t, x, query)
			for i, hit := range a.Hits {
				if at := hit.ID - first; at >= 0 && at < n && i < a.Total {
					row[at] = '='
					checkMarks(t, x, a, kind, kind.Forms[at])
				} else if at >= 0 && at < n {
					row[at] = '~'
				}
			}
			rows += "\t" + string(row) + " " + query + "\n"
		}
		if want := n * n; strings.Count(rows, "=") < want {
			t.Errorf("%s\n%s", kind.Kind, rows)
		}
		found, pairs, first = found+strings.Count(rows, "=")-n, pairs+n*(n-1), first+n
	}
	t.Logf("%d of %d pairs are found", found, pairs)
	random, shown := rand.New(rand.NewPCG(30, 0)), allShown(t, x)
	for range 200 { // what is written otherwise is found as it is, too
		if run := drawRun(random, shown[random.IntN(len(shown))]); run != "" {
			checkRecall(t, x, shown, run)
		}
	}
}

// checkMarks: in a passage that a query finds a part of the form in it is marked; outside of
// it, only what was typed.
func checkMarks(t *testing.T, x *engine.Engine, a *engine.Answer, kind formKind, form string) {
	t.Helper()
	before, after, _ := strings.Cut(kind.Sentence, "{}")
	marks, err := x.Marks(before+form+after, a)
	if err != nil {
		t.Fatal(err)
	}
	units := utf16.Encode([]rune(before + form + after))
	from, to, inside := len(utf16.Encode([]rune(before))), len(utf16.Encode([]rune(before+form))), false
	for _, m := range marks {
		text := foldText(string(utf16.Decode(units[m[0]:m[1]])))
		if m[0] >= from && m[1] <= to {
			inside = true
		} else if !strings.Contains(foldText(a.Query), text) {
			t.Errorf("%s marks %s in %s", a.Query, text, before+form+after)
		}
	}
	if !inside {
		t.Errorf("%s marks nothing of %s", a.Query, form)
	}
}

// TestSpelled: pinyin with apostrophes, tones or their numbers is pinyin.
func TestSpelled(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	for query, want := range map[string]string{"tíng chē wèi": "停车位", "ting2che1wei4": "停车位", "ting'che'wei": "停车位", "lǜhuà": "绿化", "lvhua": "绿化", "xi'an": "xi'an", "a4": "a4"} {
		if a := asked(t, x, query); a.Answered != want {
			t.Errorf("%s is answered as %s, want %s", query, a.Answered, want)
		}
	}
}

// TestOperators: what stands in quotation marks is sought as typed, what stands behind a
// minus is not wanted. Inside a text they are signs.
func TestOperators(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	passages := allShown(t, x)
	for query, test := range map[string]struct {
		with, without string
		total         int // -1: some
	}{
		`"停车位"`:    {"停车位", "", -1},
		`“停车位”`:    {"停车位", "", -1},
		`"停车 位"`:   {"停车位", "", -1},
		`"停 车 证"`:  {"", "", 0}, // no slip is corrected
		`"3万元"`:    {"3万元", "", 0},
		`改造 -胡同`:   {"改造", "胡同", -1},
		`改造 －"胡同"`: {"改造", "胡同", -1},
		`深入“清四乱”`:  {"清四乱", "", -1},
		`-王府井`:     {"王府井", "", -1},
		`"龙潭湖" 水质`: {"龙潭湖", "", -1},
	} {
		a := asked(t, x, query)
		if test.total != a.Total && test.total+min(a.Total, 1) != 0 {
			t.Errorf("%s: %d hits", query, a.Total)
		}
		for _, h := range a.Hits[:a.Total] {
			p := passages[h.ID]
			text := foldText(p.Title + p.Heading + p.Text + p.Facts)
			if !strings.Contains(text, test.with) || test.without != "" && strings.Contains(text, test.without) {
				t.Errorf("%s finds %s", query, p.URL)
			}
		}
		if all := asked(t, x, "改造").Total; test.without != "" && a.Total >= all {
			t.Errorf("%s: %d of %d hits", query, a.Total, all)
		}
	}
}

func formScript(t testing.TB) func(text string) map[string][]string {
	t.Helper()
	call := scripted(t, "forms.ts", `(text) => Array.from(m.formsOf(text), ([part, others]) => ({ text: part, kind: others.join(" ") }))`)
	return func(text string) map[string][]string {
		found := map[string][]string{}
		for _, s := range call(text) {
			found[s.Text] = strings.Fields(s.Kind)
		}
		return found
	}
}

// TestWritten reads testdata/written.txt.
func TestWritten(t *testing.T) {
	forms := formScript(t)
	data, err := os.ReadFile("testdata/written.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		text, want, isWritten := strings.Cut(strings.TrimSpace(line), " → ")
		if strings.HasPrefix(text, "#") {
			continue
		}
		found := forms(text)
		got := strings.Join(found[strings.TrimPrefix(text, "第")], " ")
		if got != want || !isWritten && len(found) > 0 && text != "2022年月" {
			t.Errorf("%s: %v, want %s", text, found, want)
		}
	}
}

// FuzzWritten: of every number each form that is listed leads back to the number, and
// no text makes the script fail.
func FuzzWritten(f *testing.F) {
	for _, n := range []uint64{0, 7, 10, 11, 24, 100, 101, 110, 1001, 1594, 2021, 10_000, 30_000, 100_001, 12_345_678, 150_000_000} {
		f.Add(n, "至二〇二三年")
	}
	forms := formScript(f)
	f.Fuzz(func(t *testing.T, n uint64, text string) {
		forms(strings.ToValidUTF8(text, ""))
		number := strconv.FormatUint(n>>(n%64)%1_000_000_000_000, 10) + []string{"户", "元", "日", "年", "%"}[n%5]
		for _, form := range forms(number)[number] {
			if back := forms(form)[form]; !slices.Contains(back, number) {
				t.Errorf("%s can be written %s, which can be written %v", number, form, back)
			}
		}
	})
}
