package search

import (
	"encoding/json"
	"os"
	"strconv"
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
}
