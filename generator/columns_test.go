package generator_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator/site"
)

// TestEveryColumn gives a task a value in each column that tables can have. Nobody who
// adds a column can forget a place: the pages, the tables as data, the Markdown copy and
// the search have every value, and data has it under the key of the column.
func TestEveryColumn(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	head, words := "", map[string]string{}
	for _, c := range site.Columns {
		if !c.OfTask() {
			continue
		}
		words[c.Key] = "甲乙" + c.Key
		value := fmt.Sprintf("%q", words[c.Key])
		if c.List {
			value = "[" + value + "]"
		}
		head += c.Key + " = " + value + "\n"
	}
	task := source["content/2021/01.md"]
	source["content/2021/01.md"] = &fstest.MapFile{Data: []byte(strings.Replace(string(task.Data), "number = 1\n", "number = 1\n"+head, 1))}
	result := build(t, source)
	x := openEngine(t, result.Set, site.Variants[0])
	var data struct{ Rows []map[string]any }
	must(t, json.Unmarshal([]byte(pageOf(t, result, "2021/table.json")), &data))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(pageOf(t, result, "2021/table.csv"), "\uFEFF"))).ReadAll()
	must(t, err)
	for key, word := range words {
		for _, name := range []string{"2021/1/index.html", "2021/index.html", "2021/1/index.md", "hant/2021/1/index.html"} {
			if !strings.Contains(pageOf(t, result, name), word) {
				t.Errorf("%s has no %s", name, key)
			}
		}
		if got := strings.Trim(fmt.Sprint(data.Rows[0][key]), "[]"); got != word {
			t.Errorf("table.json: %s is %q", key, got)
		}
		if !slices.Contains(rows[1], word) {
			t.Errorf("table.csv has no %s", key)
		}
		if a := find(t, x, word, nil); a.Total == 0 || a.Answered != word {
			t.Errorf("the search does not find the %s", key)
		}
	}
}
