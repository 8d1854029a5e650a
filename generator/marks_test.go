package generator_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"gongshi/generator/export"
)

// TestMarksCountGoals holds the marks of all tasks and the sentence above them against the
// data file: no mark speaks for a goal that it does not count.
func TestMarksCountGoals(t *testing.T) {
	set := buildReal(t).Set
	data, _ := set.Get("2021/table.json")
	var report export.Dataset
	must(t, json.Unmarshal(data, &report))
	names := []string{"达到目标", "待核定", "未达到目标"}
	outcomes := []string{"met", "pending", "missed"}
	goals, counts, sums := map[int]int{}, map[int][]int{}, make([]int, 3)
	for _, row := range report.Rows {
		goals[row.Number]++
		worst := -1
		for _, m := range row.Measures {
			worst = max(worst, slices.Index(outcomes, m.Outcome))
		}
		if counts[row.Number] == nil {
			counts[row.Number] = make([]int, 3)
		}
		if worst >= 0 {
			counts[row.Number][worst]++
			sums[worst]++
		}
	}
	for _, file := range []string{"index.html", "2021/index.html"} {
		page, _ := set.Get(file)
		root, err := html.Parse(strings.NewReader(string(page)))
		must(t, err)
		marks := 0
		for n := range root.Descendants() {
			if n.Type != html.ElementNode || attribute(n, "class") != "results" {
				continue
			}
			var number int
			fmt.Sscan(attribute(n.Parent, "value"), &number)
			var parts []string
			for i, name := range names {
				if k := counts[number][i]; k > 0 && goals[number] > 1 {
					parts = append(parts, fmt.Sprintf("%d项%s", k, name))
				} else if k > 0 {
					parts = append(parts, name)
				}
			}
			want := "见文字"
			if len(parts) > 0 {
				if want = strings.Join(parts, "、"); goals[number] > 1 {
					want = fmt.Sprintf("%d项目标：%s", goals[number], want)
				}
			}
			if got := textOf(n); got != want {
				t.Errorf("%s: task %d is marked %q, want %q", file, number, got, want)
			}
			marks++
		}
		if marks != len(goals) {
			t.Errorf("%s has %d marks for %d tasks", file, marks, len(goals))
		}
		said := ""
		for n := range root.Descendants() {
			if attribute(n, "class") == "overview" {
				said = textOf(n.FirstChild)
			}
		}
		want := fmt.Sprintf("%d项目标：%d项达到目标、%d项待核定，其余%d项见文字说明。", len(report.Rows), sums[0], sums[1], len(report.Rows)-sums[0]-sums[1])
		if said != want || sums[2] > 0 {
			t.Errorf("%s says %q, want %q", file, said, want)
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	text := ""
	for child := range n.ChildNodes() {
		text += textOf(child)
	}
	return text
}
