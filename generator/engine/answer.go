package engine

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/dop251/goja"
	"golang.org/x/text/unicode/rangetable"
)

// Answer is what a query finds.
type Answer struct {
	// Answered is the query that was answered: not Query where a slip was corrected
	// or pinyin was typed. Suggestions are others that were perhaps meant.
	Query, Answered string
	Suggestions     []string
	// Question is true if the query is worded as one, Truncated if its end did not count.
	Question, Truncated bool
	// Sought are the words of the query, each with what may stand for it; Dropped
	// are those that no passage holds.
	Sought  [][]string
	Dropped []string
	// The first Total hits meet the query, the others nearly do.
	Hits   []Hit
	Total  int
	result goja.Value
}

// Hit is a passage that answers a query: exact if it holds it as it was typed.
// Missing are the words of the query that it does not hold. The score is made of
// the parts; it orders the hits that meet the query, and the others.
type Hit struct {
	ID      int
	Exact   bool
	Missing []string
	Score   int
	Parts   []Part
}

// Part is one reason for a score: its kind is "typed", "word", "near", "pair" or, in
// a near hit, "met"; Text is what was found.
type Part struct {
	Kind, Text string
	Score      int
}

// Passage is a passage as results show it.
type Passage struct {
	URL, Kind, Title, Report, Date, Unit, Status, Heading, Text, Facts string
	ID, Year                                                           int
}

// Span is a part of a text, in units of UTF-16.
type Span [2]int

// Snippet is a part of a text; it may go on before and after it.
type Snippet struct {
	Text                string
	Marks               []Span
	CutBefore, CutAfter bool
}

// Marked is the snippet with a sign before and one behind each mark, and … where
// the text goes on.
func (s Snippet) Marked(before, behind string) string {
	units := func(text string) []uint16 { return utf16.Encode([]rune(text)) }
	list := units(s.Text)
	for _, m := range slices.Backward(s.Marks) {
		list = slices.Concat(list[:m[0]], units(before), list[m[0]:m[1]], units(behind), list[m[1]:])
	}
	text := string(utf16.Decode(list))
	if s.CutBefore {
		text = "…" + text
	}
	if s.CutAfter {
		text += "…"
	}
	return text
}

// Suggestion completes a text; its kind is "title", "target", "unit" or "word".
type Suggestion struct{ Text, Kind string }

// Value is a value of a property with the number of hits that have it.
type Value struct {
	Value string
	Count int
}

var namedSet = regexp.MustCompile(`\\p\{\w+\}`)

// unicodeSet lists the characters of a set in a regular expression, which goja does
// not know by name: of \p{White_Space}, for example.
func unicodeSet(set string) string {
	name := set[3 : len(set)-1]
	var b strings.Builder
	rangetable.Visit(cmp.Or(unicode.Properties[name], unicode.Categories[name]), func(c rune) { fmt.Fprintf(&b, `\u{%x}`, c) })
	return b.String()
}
