// Package chart draws numbers as pictures: a goal and what was reached as a
// bullet chart, counts as a bar of parts. A picture is an inline SVG for a
// page, without script, style or a colour of its own: classes and patterns are
// the style sheet's, so that it reads in print, in the dark and in forced
// colours. Each says in <title> and <desc> what it shows; the page says the
// numbers in its text all the same.
package chart

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
)

// The drawing is so many units wide and high; pages scale it.
const (
	width  = 320
	height = 20
)

// Bullet is a value held against a goal.
type Bullet struct {
	// ID begins the ids of the picture's parts and must be unique on its page.
	ID string
	// Title and Description are what it shows, for who does not see it.
	Title, Description string
	Goal, Actual       float64
	// State is the class of the value's bar: "met", "missed" or "pending".
	State string
	// Low and High widen the scale beyond zero, goal and value, so that charts
	// can be compared; see OneScale.
	Low, High float64
}

// OneScale gives charts the same scale.
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
	room := (high - low) / 20 // so that a line at the edge is seen whole
	if low < 0 {
		low -= room
	}
	high += room
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

// Part is one of the parts of a whole.
type Part struct {
	Name  string
	Count int
	// Class is that of its bar: "met", "missed", "pending" or "other".
	Class string
}

// Parts is a whole and its parts.
type Parts struct {
	ID, Title string
	Parts     []Part
}

// SVG draws the parts side by side, each as long as its count; without any it
// is empty.
func (p Parts) SVG() string {
	sum := 0
	var said []string
	for _, part := range p.Parts {
		sum += part.Count
		said = append(said, part.Name+" "+strconv.Itoa(part.Count))
	}
	if sum == 0 {
		return ""
	}
	var s strings.Builder
	open(&s, "parts", p.ID, p.Title, strings.Join(said, "，"))
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

// number writes a place to a tenth of a unit.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
