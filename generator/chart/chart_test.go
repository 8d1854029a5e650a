package chart

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var rects = regexp.MustCompile(`<rect class="([^"]*)" x="([^"]*)" y="[^"]*" width="([^"]*)"`)

type bar struct{ from, to float64 }

func bars(t *testing.T, svg string) map[string][]bar {
	t.Helper()
	if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
		t.Fatalf("%v in %s", err, svg)
	}
	list := map[string][]bar{}
	for _, m := range rects.FindAllStringSubmatch(svg, -1) {
		x, err1 := strconv.ParseFloat(m[2], 64)
		w, err2 := strconv.ParseFloat(m[3], 64)
		if err1 != nil || err2 != nil || w < 0 || x < -2 || x+w > width+2 || math.IsNaN(x+w) {
			t.Fatalf("a bar outside the picture: %v", m)
		}
		list[m[1]] = append(list[m[1]], bar{x, x + w})
	}
	return list
}

// TestBullet: whatever the numbers are, all bars stand inside the picture, and
// value and goal stand to each other as the numbers do.
func TestBullet(t *testing.T) {
	for _, v := range [][2]float64{
		{8, 9}, {15, 52.9}, {1000, 6378}, {100, 900}, {5.1, 6}, {0, 0}, {0, 3}, {3, 0}, {-5, -7}, {-5, 4}, {4, -5},
		{1e15, 1}, {1, 1e15}, {0.0001, 0.0002}, {2.5, 2.5},
	} {
		b := bars(t, Bullet{ID: "t1", Title: "标题", Description: "说明", Goal: v[0], Actual: v[1], State: "met"}.SVG())
		value, goal := b["chart-bar chart-met"][0], (b["chart-goal"][0].from+b["chart-goal"][0].to)/2
		end := value.to
		if v[1] < 0 {
			end = value.from
		}
		if diff := end - goal; math.Abs(diff) > 0.3 && (diff > 0) != (v[1] > v[0]) {
			t.Errorf("goal %v, actual %v: drawn at %v and %v", v[0], v[1], goal, end)
		}
	}
}

func TestParts(t *testing.T) {
	svg := Parts{ID: "all", Title: "指标", Parts: []Part{{"达到", 17, "met"}, {"待核定", 2, "pending"}, {"未达到", 1, "missed"}}}.SVG()
	b := bars(t, svg)
	if got := b["chart-bar chart-met"][0]; got.from != 0 || math.Abs(got.to-272) > 0.1 {
		t.Errorf("17 of 20 reach to %v of %d", got, width)
	}
	if got := b["chart-bar chart-missed"][0]; math.Abs(got.to-width) > 0.1 {
		t.Errorf("the last part ends at %v", got)
	}
	if !strings.Contains(svg, "达到 17，待核定 2，未达到 1") {
		t.Errorf("the counts are not said: %s", svg)
	}
	if got := (Parts{ID: "none"}).SVG(); got != "" {
		t.Errorf("nothing is drawn as %s", got)
	}
}

// TestEscaped: names come from editors.
func TestEscaped(t *testing.T) {
	svg := Bullet{ID: `a"b`, Title: `<b>&"`, Description: "x<y", State: "met"}.SVG()
	bars(t, svg)
	if strings.Contains(svg, "<b>") || strings.Contains(svg, `"a"b`) {
		t.Errorf("not escaped: %s", svg)
	}
}
