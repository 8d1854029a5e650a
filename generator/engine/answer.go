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
	// State is the state of tasks that is asked for, nil for none: then the hits are in it.
	State *State
	// Column is the name of a column that is asked for and that no table has.
	Column string
	// The first Total hits meet the query, the others nearly do.
	Hits   []Hit
	Total  int
	result goja.Value
}

// State is a state that is asked for, in the reader's word, with the values of the tables
// that it means, all that they have, and for each that is meant the
// addresses of the tables with it, which show these rows alone.
type State struct {
	Said, Column  string
	Values, Known []string
	Tables        []struct {
		URL, Value string
		Count      int
	}
}

// Card quotes the passage that answers a question, with the figure that is asked for, if
// it is one.
type Card struct {
	Passage Passage
	Text    Snippet
	Figure  string
}

// Hit is a passage that answers a query: exact if it holds it as it was typed. Missing
// are the words of the query that it does not hold. Hits are in the order of their tiers
// (3: as typed, 2: all words, 1: most of it); the score, which is the sum of the parts,
// orders those of a tier.
type Hit struct {
	ID      int
	Exact   bool
	Missing []string
	Tier    int
	Score   float64
	Parts   []Part
}

// Part is one reason for a score: its kind is "word", "pair" or "report", a word that
// names the report and not all of them; Text is what was found.
type Part struct {
	Kind, Text string
	Score      float64
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
