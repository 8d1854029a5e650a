// Package chart draws numbers: a value against a goal as a bar on a scale, counts
// as a stacked bar. SVG places the parts, classes name their fills; there is no
// script, style or colour in it, so that the page's style sheet decides how they look
// in print, in the dark and in forced colours. Drawings are hidden from readers who
// cannot see them: the page says the same in words beside them.
package chart

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Bullet is a value compared with a goal.
type Bullet struct {
	Goal, Actual float64
	// GoalText is the label of the mark at the goal: "目标 ≥ 80%".
	GoalText string
	// Percent makes the scale reach from 0 to 100 at least.
	Percent bool
	// Class is the class of the value's bar: "met", "missed" or "pending".
	Class string
	// Low and High extend the scale, which always includes zero, goal and value;
	// see OneScale.
	Low, High float64
}

// scale returns the ends of the scale.
func (b Bullet) scale() (low, high float64) {
	low, high = min(0, b.Goal, b.Actual, b.Low), max(0, b.Goal, b.Actual, b.High)
	if b.Percent {
		high = max(high, 100)
	}
	if low == high {
		high = low + 1
	}
	return low, high
}

// OneScale returns the charts with the same scale, so that they can be compared.
func OneScale(list []Bullet) []Bullet {
	low, high := 0.0, 0.0
	for _, b := range list {
		l, h := b.scale()
		low, high = min(low, l), max(high, h)
	}
	scaled := slices.Clone(list)
	for i := range scaled {
		scaled[i].Low, scaled[i].High = low, high
	}
	return scaled
}

// SVG draws the chart: a track that is the whole scale, a bar from zero to the value, a
// line at the goal with its label, and the ends of the scale where the label leaves room.
func (b Bullet) SVG() string {
	low, high := b.scale()
	at := func(value float64) float64 { return (value - low) / (high - low) * 100 }
	zero, end, goal := at(0), at(b.Actual), at(b.Goal)
	var s strings.Builder
	s.WriteString(`<svg class="chart chart-bullet" aria-hidden="true"><rect class="chart-track" y=".25em" width="100%" height=".75em"/>`)
	fmt.Fprintf(&s, `<foreignObject x="%s" y=".25em" width="%s" height=".75em"><i class="mark-%s"></i></foreignObject>`,
		percent(min(zero, end)), percent(math.Abs(end-zero)), html.EscapeString(b.Class))
	fmt.Fprintf(&s, `<line x1="%s" x2="%[1]s" y2="1.25em"/>`, percent(goal))
	text := func(at float64, anchor, label string) {
		fmt.Fprintf(&s, `<text x="%s" y="2.25em" text-anchor="%s">%s</text>`, percent(at), anchor, html.EscapeString(label))
	}
	switch {
	case goal < 35:
		text(goal, "start", b.GoalText)
	case goal <= 60:
		text(goal, "middle", b.GoalText)
	default:
		text(goal, "end", b.GoalText)
	}
	unit := ""
	if b.Percent {
		unit = "%"
	}
	if goal >= 15 {
		text(0, "start", plain(low)+unit)
	}
	if goal <= 80 {
		text(100, "end", plain(high)+unit)
	}
	s.WriteString("</svg>")
	return s.String()
}

// Part is one section of a stacked bar.
type Part struct {
	// Count and Label are written in the section as far as they fit: "8", "项达到目标".
	Count int
	Label string
	// Class is the class of the section: "met", "missed", "pending", "other" or "told".
	Class string
	// URL, if not empty, makes the section a link. It is left out of the order of the Tab
	// key: the page has to offer it in words.
	URL string
}

// Parts draws the parts side by side with widths in proportion to their counts. It is
// empty if all counts are 0.
func Parts(parts []Part) string {
	sum := 0
	for _, part := range parts {
		sum += part.Count
	}
	if sum == 0 {
		return ""
	}
	var s strings.Builder
	s.WriteString(`<svg class="chart chart-parts" aria-hidden="true">`)
	share, at := func(count int) float64 { return float64(count) / float64(sum) * 100 }, 0
	for _, part := range parts {
		fmt.Fprintf(&s, `<foreignObject x="%s" width="%s" height="100%%">`, percent(share(at)), percent(share(part.Count)))
		element, link := "span", ""
		if part.URL != "" {
			element, link = "a", ` tabindex="-1" href="`+html.EscapeString(part.URL)+`"`
		}
		fmt.Fprintf(&s, `<%s class="mark-%s"%s><b>%d</b><span>%s</span></%[1]s></foreignObject>`,
			element, html.EscapeString(part.Class), link, part.Count, html.EscapeString(part.Label))
		at += part.Count
	}
	s.WriteString("</svg>")
	return s.String()
}

// percent formats a place, rounded to a hundredth of a percent.
func percent(v float64) string { return plain(math.Round(v*100)/100) + "%" }

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
