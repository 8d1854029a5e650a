// Package chart draws numbers as inline SVG: a value against a goal as a bullet
// chart, counts as a stacked bar. The SVG has no script, style or colours, only
// classes for the page's style sheet, so that it can be read in print, in dark
// mode and in forced colours. <title> and <desc> describe it; the page repeats
// the numbers as text.
package chart

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Size of the drawing in SVG units; pages scale it.
const (
	width  = 320
	height = 20
)

// Bullet is a value compared with a goal.
type Bullet struct {
	// ID prefixes the ids of <title> and <desc>; it must be unique on the page.
	ID string
	// Title and Description are read by screen readers.
	Title, Description string
	Goal, Actual       float64
	// State is the class of the value's bar: "met", "missed" or "pending".
	State string
	// Low and High extend the scale, which always includes zero, goal and value;
	// see OneScale.
	Low, High float64
}

// OneScale returns the charts with the same scale, so that they can be compared.
func OneScale(list []Bullet) []Bullet {
	low, high := 0.0, 0.0
	for _, b := range list {
		low, high = min(low, b.Goal, b.Actual), max(high, b.Goal, b.Actual)
	}
	scaled := slices.Clone(list)
	for i := range scaled {
		scaled[i].Low, scaled[i].High = low, high
	}
	return scaled
}

// SVG draws the chart: a track from the smallest to the largest value, a bar
// from zero to the value, and a line at the goal.
func (b Bullet) SVG() string {
	low, high := min(0, b.Goal, b.Actual, b.Low), max(0, b.Goal, b.Actual, b.High)
	if low == high {
		high = low + 1
	}
	margin := (high - low) / 20 // keeps a goal line at the edge visible
	if low < 0 {
		low -= margin
	}
	high += margin
	at := func(value float64) float64 { return (value - low) / (high - low) * width }
	zero, end, goal := at(0), at(b.Actual), at(b.Goal)
	var s strings.Builder
	open(&s, "bullet", b.ID, b.Title, b.Description)
	rect(&s, "chart-track", 0, 4, width, 12)
	rect(&s, "chart-bar chart-"+b.State, min(zero, end), 6, math.Abs(end-zero), 8)
	rect(&s, "chart-goal", goal-1.5, 0, 3, height)
	s.WriteString("</svg>")
	return s.String()
}

// Part is one section of a stacked bar.
type Part struct {
	Name  string
	Count int
	// Class is the class of the section: "met", "missed", "pending" or "other".
	Class string
}

// Parts is a stacked bar.
type Parts struct {
	ID, Title string
	Parts     []Part
}

// SVG draws the parts side by side with widths in proportion to their counts.
// It is empty if all counts are 0.
func (p Parts) SVG() string {
	sum := 0
	var counts []string
	for _, part := range p.Parts {
		sum += part.Count
		counts = append(counts, part.Name+" "+strconv.Itoa(part.Count))
	}
	if sum == 0 {
		return ""
	}
	var s strings.Builder
	open(&s, "parts", p.ID, p.Title, strings.Join(counts, "，"))
	at := 0
	for _, part := range p.Parts {
		from := float64(at) / float64(sum) * width
		at += part.Count
		rect(&s, "chart-bar chart-"+part.Class, from, 0, float64(at)/float64(sum)*width-from, height)
	}
	s.WriteString("</svg>")
	return s.String()
}

func open(s *strings.Builder, kind, id, title, description string) {
	id = html.EscapeString(id)
	fmt.Fprintf(s, `<svg class="chart chart-%s" viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-labelledby="%[4]s-title %[4]s-desc">`, kind, width, height, id)
	fmt.Fprintf(s, `<title id="%[1]s-title">%[2]s</title><desc id="%[1]s-desc">%[3]s</desc>`, id, html.EscapeString(title), html.EscapeString(description))
}

func rect(s *strings.Builder, class string, x, y, w, h float64) {
	fmt.Fprintf(s, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, class, number(x), number(y), number(w), number(h))
}

// number formats a coordinate, rounded to a tenth of a unit.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
