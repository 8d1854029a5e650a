package search

import (
	_ "embed"
	"strings"
)

// shapeText is a line of each group of characters that look alike.
//
//go:embed data/shape.txt
var shapeText string

// shapeTable lists, for corrections, what looks like a character of the index, and
// may be typed or read by a machine in its place: groups parted by spaces, of which
// the characters in front of "/" stand in the index. All are folded.
func shapeTable(chars map[rune]bool) string {
	var groups []string
	for line := range strings.Lines(shapeText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var held, others strings.Builder
		for _, c := range foldText(strings.TrimSuffix(line, "\n")) {
			if chars[c] {
				held.WriteRune(c)
			} else {
				others.WriteRune(c)
			}
		}
		if held.Len() > 0 && held.Len()+others.Len() > len("一") {
			groups = append(groups, held.String()+"/"+others.String())
		}
	}
	return strings.Join(groups, " ")
}
