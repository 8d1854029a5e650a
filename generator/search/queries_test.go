package search

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"gongshi/generator/engine"
	"gongshi/generator/site"
)

var update = flag.Bool("update", false, "write the answers anew")

// TestQueries answers every query of testdata/queries.txtar on the repository's
// own site in both scripts and compares with testdata/answers.txtar: see told.
// `make test` asks one of three in the second script.
func TestQueries(t *testing.T) {
	files, queries := built(t, real()), readQueries(t)
	got := &txtar.Archive{Comment: []byte(`The answers to queries.txtar, written by go test ./generator/search -run Queries -update and read by people:
→ what was answered instead, full hits + near ones, the first three (! if they hold the query as typed), the tier and
score of the first and its snippet; ~ what else may be meant, - what no text holds, ? for a question, … if it was too long,
= a state that is asked for, | a column that no table has, “ the figure of a card.
`)}
	var answers [2][]string // by script
	t.Run("scripts", func(t *testing.T) {
		for i, v := range site.Variants[:2] {
			t.Run(v.Code, func(t *testing.T) {
				t.Parallel()
				x := opened(t, files, v)
				for n, query := range queries {
					if i == 1 && n%3 > 0 && os.Getenv("GONGSHI_TEST_ALL") == "" {
						answers[i] = append(answers[i], "")
						continue
					}
					answers[i] = append(answers[i], told(t, x, query.text))
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	for i, query := range queries {
		if answers[1][i] != "" && answers[0][i] != answers[1][i] {
			t.Errorf("%q: simplified %s, traditional %s", query.text, answers[0][i], answers[1][i])
		}
		if n := len(got.Files); n == 0 || got.Files[n-1].Name != query.kind {
			got.Files = append(got.Files, txtar.File{Name: query.kind})
		}
		last := &got.Files[len(got.Files)-1]
		last.Data = fmt.Appendf(last.Data, "%.40q %s\n", query.text, answers[0][i])
	}
	compareGolden(t, "testdata/answers.txtar", string(txtar.Format(got)))
}

// query is a line of testdata/queries.txtar.
type query struct{ kind, text string }

func readQueries(t *testing.T) (list []query) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/queries.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range archive.Files {
		for line := range strings.Lines(string(kind.Data)) {
			list = append(list, query{kind.Name, strings.TrimSuffix(line, "\n")})
		}
	}
	return list
}

// TestCompletions completes the beginnings of the queries and compares with
// testdata/completions.txt.
func TestCompletions(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	begun := map[string]bool{}
	for _, query := range readQueries(t) {
		chars := []rune(query.text)
		for n := range min(len(chars), 2) {
			begun[string(chars[:n+1])] = true
		}
	}
	for _, text := range []string{"chaoyangmen", "zwr", "重wr", "王府井 ting", "王府井 停"} {
		begun[text] = true
	}
	var b strings.Builder
	for _, text := range slices.Sorted(maps.Keys(begun)) {
		list, err := x.Suggest(text, 4)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%q", text)
		for _, s := range list {
			fmt.Fprintf(&b, " %s/%s", s.Text, s.Kind)
		}
		b.WriteString("\n")
	}
	compareGolden(t, "testdata/completions.txt", b.String())
}

// told is an answer on one line, folded; addresses are those of the first script.
func told(t *testing.T, x *engine.Engine, query string) string {
	t.Helper()
	a := asked(t, x, query)
	var b strings.Builder
	if a.Answered != a.Query {
		fmt.Fprintf(&b, "→ %s ", foldedText(a.Answered))
	}
	fmt.Fprintf(&b, "%d", a.Total)
	if len(a.Hits) > a.Total {
		fmt.Fprintf(&b, "+%d", len(a.Hits)-a.Total)
	}
	for i, h := range a.Hits[:min(3, len(a.Hits))] {
		shown := showing(t, x, h.ID)
		fmt.Fprintf(&b, " %s", strings.TrimPrefix(shown.URL, "/hant"))
		if h.Exact {
			b.WriteString("!")
		}
		if i == 0 {
			fmt.Fprintf(&b, " (%d: %.1f %s)", h.Tier, h.Score, foldedText(cut(t, x, cmp.Or(shown.Text, shown.Heading, shown.Title), a, 30)))
		}
	}
	if len(a.Suggestions) > 0 {
		b.WriteString(" ~" + foldedText(strings.Join(a.Suggestions, "、")))
	}
	if len(a.Dropped) > 0 {
		b.WriteString(" -" + foldedText(strings.Join(a.Dropped, "、")))
	}
	if a.Question {
		b.WriteString(" ?")
	}
	if a.Truncated {
		b.WriteString(" …")
	}
	if a.State != nil {
		fmt.Fprintf(&b, " =%s", foldedText(strings.Join(append([]string{a.State.Said}, a.State.Values...), "、")))
	}
	if a.Column != "" {
		fmt.Fprintf(&b, " |%s", foldedText(a.Column))
	}
	card, err := x.Card(a)
	if err != nil {
		t.Fatal(err)
	}
	if card != nil {
		fmt.Fprintf(&b, " “%s”", foldedText(card.Figure))
	}
	return b.String()
}

func showing(t *testing.T, x *engine.Engine, passage int) engine.Passage {
	t.Helper()
	list, err := x.Passages(passage)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

// cut is a snippet with its marks in brackets.
func cut(t *testing.T, x *engine.Engine, text string, a *engine.Answer, length int) string {
	t.Helper()
	s, err := x.Snippet(text, a, length)
	if err != nil {
		t.Fatal(err)
	}
	return s.Marked("[", "]")
}

// foldedText folds a text for a golden file: what it says in either script, with its signs.
func foldedText(text string) string {
	var b strings.Builder
	for _, c := range simplified(text) {
		if folded := fold(c); folded != "" && !strings.ContainsRune("…“”‘’", c) {
			b.WriteString(folded)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	compareLines(t, got, string(want))
}

func compareLines(t *testing.T, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		switch {
		case i >= len(g):
			t.Errorf("missing: %s", w[i])
		case i >= len(w):
			t.Errorf("not wanted: %s", g[i])
		case g[i] != w[i]:
			t.Errorf("got  %s\nwant %s", g[i], w[i])
		}
	}
}
