package search

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/site"
)

// formKind is a line of testdata/forms.json: ways to write the same, and a sentence that
// holds one of them at {}.
type formKind struct {
	Kind, Sentence string
	Forms          []string
}

// TestForms asks, for every kind of testdata/forms.json, a site whose only passage holds
// one form for each of the others, and shows as a matrix what is found: = a hit that
// meets the query, ~ one that nearly does, . none.
func TestForms(t *testing.T) {
	data, err := os.ReadFile("testdata/forms.json")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []formKind
	if err := json.Unmarshal(data, &kinds); err != nil {
		t.Fatal(err)
	}
	found, pairs := 0, 0
	for _, kind := range kinds {
		rows := make([]string, len(kind.Forms))
		for i, form := range kind.Forms {
			x := opened(t, built(t, siteWith(strings.Replace(kind.Sentence, "{}", form, 1))), site.Variants[0])
			for k, query := range kind.Forms {
				sign := "."
				if a := asked(t, x, query); a.Total > 0 {
					sign = "="
				} else if len(a.Hits) > 0 {
					sign = "~"
				}
				if rows[k] += sign; i != k {
					pairs++
					found += strings.Count(sign, "=")
				}
			}
		}
		if slices.ContainsFunc(rows, func(row string) bool { return strings.Trim(row, "=") != "" }) {
			t.Logf("%s\n%s", kind.Kind, table(kind.Forms, rows))
		}
	}
	t.Logf("%d of %d pairs are found", found, pairs)
}

// table shows rows with what was asked.
func table(queries, rows []string) string {
	var b strings.Builder
	for i, row := range rows {
		b.WriteString("\t" + row + " " + queries[i] + "\n")
	}
	return b.String()
}

// siteWith is a site of one page with a passage.
func siteWith(text string) *site.Site {
	return &site.Site{Pages: []*site.Page{{Document: site.Document{Path: "/page/", Title: "页"}, Body: site.Prose{Parts: []site.Part{{ID: "a", Text: text}}}}}}
}
