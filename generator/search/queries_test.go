package search

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"gongshi/generator/site"
)

var update = flag.Bool("update", false, "write the answers anew")

// TestQueries answers every query of testdata/queries.txtar on the repository's
// own site in both scripts and compares with testdata/answers.txtar: the query
// that was answered, how many passages meet it, and the first three. The same
// queries run in the browser.
func TestQueries(t *testing.T) {
	queries, err := txtar.ParseFile("testdata/queries.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := built(t, real())
	got := &txtar.Archive{Comment: []byte("The answers to queries.txtar, written by go test ./generator/search -run Queries -update and read by people.\n")}
	for _, kind := range queries.Files {
		var b bytes.Buffer
		for line := range strings.Lines(string(kind.Data)) {
			query := strings.TrimSuffix(line, "\n")
			simplified := told(t, opened(t, files, site.Variants[0]), query)
			if traditional := told(t, opened(t, files, site.Variants[1]), query); traditional != simplified {
				t.Errorf("%q: simplified %s, traditional %s", query, simplified, traditional)
			}
			fmt.Fprintf(&b, "%.40q %s\n", query, simplified)
		}
		got.Files = append(got.Files, txtar.File{Name: kind.Name, Data: b.Bytes()})
	}
	const name = "testdata/answers.txtar"
	if *update {
		if err := os.WriteFile(name, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	compareLines(t, string(txtar.Format(got)), string(want))
}

// told is an answer on one line; addresses are those of the first script.
func told(t *testing.T, x *Index, query string) string {
	t.Helper()
	a, err := x.Query(query, false)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if a.Answered != a.Query {
		fmt.Fprintf(&b, "→ %s ", x.foldedText(a.Answered))
	}
	fmt.Fprintf(&b, "%d", a.Total)
	if len(a.Hits) > a.Total {
		fmt.Fprintf(&b, "+%d", len(a.Hits)-a.Total)
	}
	for _, h := range a.Hits[:min(3, len(a.Hits))] {
		shown, err := x.Show(h.Passage)
		if err != nil {
			t.Fatal(err)
		}
		mark := ""
		if h.Exact {
			mark = "!"
		}
		fmt.Fprintf(&b, " %s%s", strings.TrimPrefix(shown.URL, "/hant"), mark)
	}
	return b.String()
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
