package search

import (
	"cmp"
	"slices"
	"strings"
)

// Span is a part of a text, in characters.
type Span struct{ Start, End int }

// Marks finds what the answer's query matched in a text of a passage: the
// query as typed, else its words and what may stand for them. Spans are sorted
// and apart from each other.
func (x *Index) Marks(text string, a *Answer) []Span {
	folded, at := x.foldedPlaces(text)
	var spans []Span
	for _, run := range a.marks {
		for from := 0; from+len(run) <= len(folded); {
			if string(folded[from:from+len(run)]) != string(run) {
				from++
				continue
			}
			spans = append(spans, Span{at[from], at[from+len(run)-1] + 1})
			from += len(run)
		}
		if len(spans) > 0 && string(run) == string(a.run) {
			break // the query as typed says it all
		}
	}
	return joined(spans)
}

// foldedPlaces folds a text and tells the place of each character in it.
func (x *Index) foldedPlaces(text string) (folded []rune, at []int) {
	for i, c := range []rune(text) {
		if c = x.foldedOrSkipped(c); c >= 0 {
			folded, at = append(folded, c), append(at, i)
		}
	}
	return folded, at
}

// asTyped is a folded part of a text as it stands there: 資訊, not 资讯.
func (x *Index) asTyped(text, part string) string {
	folded, at := x.foldedPlaces(text)
	sought := []rune(part)
	for from := 0; from+len(sought) <= len(folded); from++ {
		if slices.Equal(folded[from:from+len(sought)], sought) {
			return string([]rune(text)[at[from] : at[from+len(sought)-1]+1])
		}
	}
	return part
}

func joined(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// Snippet is the part of a text that shows best why it was found.
type Snippet struct {
	Text  string
	Marks []Span // in Text
	// Before and After say that the text goes on there.
	Before, After bool
}

// Marked is the snippet with a sign before and one behind each mark, and … where
// the text goes on.
func (s Snippet) Marked(before, behind string) string {
	var b strings.Builder
	if s.Before {
		b.WriteString("…")
	}
	chars, at := []rune(s.Text), 0
	for _, m := range s.Marks {
		b.WriteString(string(chars[at:m.Start]) + before + string(chars[m.Start:m.End]) + behind)
		at = m.End
	}
	b.WriteString(string(chars[at:]))
	if s.After {
		b.WriteString("…")
	}
	return b.String()
}

// snippetLead is how many characters stand before the first mark of a snippet.
const snippetLead = 12

// Snippet cuts about length characters out of a text, where most is marked.
func (x *Index) Snippet(text string, a *Answer, length int) Snippet {
	chars := []rune(strings.ReplaceAll(text, "\n", " "))
	marks := x.Marks(text, a)
	start := 0
	best := -1
	for i, m := range marks {
		from := sentenceStart(chars, m.Start)
		marked := 0
		for _, other := range marks[i:] {
			if other.End <= from+length {
				marked += other.End - other.Start
			}
		}
		if marked > best {
			best, start = marked, from
		}
	}
	start = max(min(start, len(chars)-length), 0)
	end := sentenceEnd(chars, min(start+length, len(chars)))
	start = outside(chars, start, -1)
	s := Snippet{Text: string(chars[start:end]), Before: start > 0, After: end < len(chars)}
	for _, m := range marks {
		if m.Start < end && m.End > start {
			s.Marks = append(s.Marks, Span{max(m.Start, start) - start, min(m.End, end) - start})
		}
	}
	return s
}

// clauseSigns end a sentence or a part of it.
const clauseSigns = "。；;！？!? ，,、：:"

// sentenceStart goes back from a mark to the last sign, but not far.
func sentenceStart(chars []rune, mark int) int {
	for at := mark; at > max(mark-2*snippetLead, 0); at-- {
		if strings.ContainsRune(clauseSigns, chars[at-1]) {
			return at
		}
	}
	return max(mark-snippetLead, 0)
}

// sentenceEnd goes on from a cut to the next sign, but not far, so that a number
// keeps its unit (195.5亿元) and a word its end; else out of a number.
func sentenceEnd(chars []rune, cut int) int {
	for at := cut; at < min(cut+snippetLead, len(chars)); at++ {
		if strings.ContainsRune(clauseSigns, chars[at]) && !within(chars, at) {
			return at
		}
	}
	if cut+snippetLead >= len(chars) {
		return len(chars)
	}
	return outside(chars, cut, 1)
}

// outside moves a cut out of a number or Latin word, unless that is very long:
// the first digits of a number are another number.
func outside(chars []rune, cut, step int) int {
	for at := cut; max(at-cut, cut-at) <= 2*snippetLead; at += step {
		if !within(chars, at) {
			return at
		}
	}
	return cut
}

// within says whether a cut parts a number or Latin word.
func within(chars []rune, cut int) bool {
	return cut > 0 && cut < len(chars) && isTokenChar(chars[cut-1]) && isTokenChar(chars[cut])
}

func isTokenChar(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.ContainsRune(".,%‰％", c)
}
