package importer

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestFreshTables imports tables that were written by one who had not seen the words of
// heads: of at least 17 of 20, title, goal and result are found without --map.
func TestFreshTables(t *testing.T) {
	want, err := os.ReadFile("testdata/fresh/want.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, known := 0, 0
	for line := range strings.Lines(string(want)) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		all++
		data, err := os.ReadFile("testdata/fresh/" + fields[0] + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Read(fields[0]+".csv", data)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Understand(doc, Options{})
		is := map[string]bool{}
		for i, key := range []string{"title", "target", "result"} {
			is[key] = slices.ContainsFunc(r.Columns, func(c Column) bool {
				return c.Key == key && slices.Contains(strings.Split(fields[i+1], "|"), c.Label)
			})
		}
		if err == nil && is["title"] && is["target"] && is["result"] && len(r.Tasks) > 0 {
			known++
		} else {
			t.Log(fields[0], err, is, r.Columns)
		}
	}
	if t.Logf("%d of %d known", known, all); all != 20 || known < 17 {
		t.Error("too few")
	}
}
