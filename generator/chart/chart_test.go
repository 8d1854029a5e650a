package chart

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var boxes = regexp.MustCompile(`<foreignObject x="([^"]*)%"[^>]* width="([^"]*)%"[^>]*><\w+ class="mark-([^"]*)"`)

type box struct{ from, to float64 }

// bars returns the filled parts of a picture by their class, in percent of its width.
func bars(t *testing.T, svg string) map[string]box {
	t.Helper()
	if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
		t.Fatalf("%v in %s", err, svg)
	}
	list := map[string]box{}
	for _, m := range boxes.FindAllStringSubmatch(svg, -1) {
		x, err1 := strconv.ParseFloat(m[1], 64)
		w, err2 := strconv.ParseFloat(m[2], 64)
		if err1 != nil || err2 != nil || w < 0 || x < -.01 || x+w > 100.01 || math.IsNaN(x+w) {
			t.Fatalf("a bar outside the picture: %v", m)
		}
		list[m[3]] = box{x, x + w}
	}
	return list
}

var lines = regexp.MustCompile(`<line x1="([^"]*)%"`)

func goalAt(t *testing.T, svg string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(lines.FindStringSubmatch(svg)[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestBullet: whatever the numbers are, all bars stand inside the picture, value and goal
// stand to each other as the numbers do, and the scale has no empty end.
func TestBullet(t *testing.T) {
	for _, v := range [][2]float64{
		{8, 9}, {15, 52.9}, {1000, 6378}, {100, 900}, {5.1, 6}, {0, 0}, {0, 3}, {3, 0}, {-5, -7}, {-5, 4}, {4, -5},
		{1e15, 1}, {1, 1e15}, {0.0001, 0.0002}, {2.5, 2.5},
	} {
		svg := Bullet{GoalText: "目标", Goal: v[0], Actual: v[1], Class: "met"}.SVG()
		value, goal := bars(t, svg)["met"], goalAt(t, svg)
		end := value.to
		if v[1] < 0 {
			end = value.from
		}
		if diff := end - goal; math.Abs(diff) > 0.02 && (diff > 0) != (v[1] > v[0]) {
			t.Errorf("goal %v, actual %v: drawn at %v and %v", v[0], v[1], goal, end)
		}
		if last := max(value.to, goal); v != [2]float64{} && v[0] > 0 && last < 99.9 {
			t.Errorf("goal %v, actual %v: the scale is empty after %v%%", v[0], v[1], last)
		}
	}
}

// TestPercent: percentages stand on a scale of 0 to 100 that says so, and the goal's mark
// is labelled.
func TestPercent(t *testing.T) {
	svg := Bullet{GoalText: "目标 ≥ 60%", Goal: 60, Actual: 52.9, Percent: true, Class: "missed"}.SVG()
	if got := bars(t, svg)["missed"]; got != (box{0, 52.9}) {
		t.Errorf("52.9%% is drawn as %v", got)
	}
	if got := goalAt(t, svg); got != 60 {
		t.Errorf("the goal of 60%% stands at %v", got)
	}
	for _, label := range []string{">0%<", ">100%<", ">目标 ≥ 60%<"} {
		if !strings.Contains(svg, label) {
			t.Errorf("no label %s in %s", label, svg)
		}
	}
	if svg := (Bullet{Goal: 100, Actual: 900, Percent: true}).SVG(); !strings.Contains(svg, ">900%<") {
		t.Errorf("900%% has no end of its scale: %s", svg)
	}
	for _, b := range OneScale([]Bullet{{Goal: 50, Actual: 120, Percent: true}, {Goal: 60, Actual: 80, Percent: true}}) {
		if got := goalAt(t, b.SVG()); math.Abs(got-b.Goal/1.2) > .01 {
			t.Errorf("on a scale to 120 the goal %v stands at %v", b.Goal, got)
		}
	}
}

func TestParts(t *testing.T) {
	svg := Parts([]Part{{17, "项达到", "met", "/2021/?a=1&b=2"}, {2, "项待核定", "pending", ""}, {1, "项未达到", "missed", ""}})
	b := bars(t, svg)
	if b["met"] != (box{0, 85}) || b["missed"] != (box{95, 100}) {
		t.Errorf("17, 2 and 1 of 20 are drawn as %v", b)
	}
	for _, want := range []string{`tabindex="-1" href="/2021/?a=1&amp;b=2"><b>17</b><span>项达到</span></a>`, `<span class="mark-pending"><b>2</b>`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in %s", want, svg)
		}
	}
	if got := Parts(nil); got != "" {
		t.Errorf("nothing is drawn as %s", got)
	}
}

// TestEscaped: names come from editors.
func TestEscaped(t *testing.T) {
	for _, svg := range []string{Bullet{GoalText: `<b>&"`, Class: "met"}.SVG(), Parts([]Part{{1, "x<b>y", `a"b`, `"<b>`}})} {
		bars(t, svg)
		if strings.Contains(svg, `<b>&"`) || strings.Contains(svg, "x<b>") || strings.Contains(svg, `"<b>"`) {
			t.Errorf("not escaped: %s", svg)
		}
	}
}
