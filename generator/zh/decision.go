package zh

import (
	"iter"
	"slices"
)

// Decision is what a converter made of one piece of text, and why.
type Decision struct {
	// Start and End are byte offsets in the text.
	Start, End int
	// Source is the piece, Result what became of it; they may be equal.
	Source, Result string
	// Rule is what decided.
	Rule Rule
	// Word is the word of the cut that the piece stands in, or begins with; empty
	// for a converter without words.
	Word string
	// Choices are the forms there were if RuleCharacter decided about a
	// character with more than one, the one taken first; else nil.
	Choices []string
}

// Decisions yields the pieces of a text that are covered by a phrase, change,
// or could have become something else, in order.
func (c *Converter) Decisions(text string) iter.Seq[Decision] {
	return func(yield func(Decision) bool) {
		start := 0
		wordAt := c.wordsOf(text)
		for p := range c.each(text) {
			d := Decision{Start: start, End: start + len(p.source), Source: p.source, Result: p.out, Rule: p.rule, Word: wordAt(start)}
			start = d.End
			if r, single := only(d.Source); single && d.Rule == RuleCharacter {
				d.Choices = c.Choices(r)
			}
			if (d.Rule != RuleCharacter || d.Source != d.Result || d.Choices != nil) && !yield(d) {
				return
			}
		}
	}
}

// each yields the pieces of a text, characters one by one.
func (c *Converter) each(text string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for p := range c.pieces(text, true) {
			if !p.single {
				if !yield(p) {
					return
				}
				continue
			}
			for source, out := p.source, p.out; source != ""; {
				n, m := sizeOfFirst(source), sizeOfFirst(out)
				if len(source) == n {
					m = len(out)
				}
				if !yield(piece{source: source[:n], out: out[:m], rule: p.rule}) {
					return
				}
				source, out = source[n:], out[m:]
			}
		}
	}
}

// wordsOf cuts a text as pieces does. It returns a function that tells the word at
// an offset; it is to be asked with ascending offsets.
func (c *Converter) wordsOf(text string) func(at int) string {
	if c.words == nil {
		return func(int) string { return "" }
	}
	var list []string
	end := 0 // of the words before list
	return func(at int) string {
		for end <= at {
			if len(list) == 0 {
				n := lengthWhile(text[end:], inClause)
				if n == 0 {
					n = lengthWhile(text[end:], func(r rune) bool { return !inClause(r) })
				}
				list = c.words.Pieces(text[end : end+n])
			}
			if end+len(list[0]) > at {
				return list[0]
			}
			end, list = end+len(list[0]), list[1:]
		}
		return ""
	}
}

// Choices returns the forms that r has in the converter's variant by OpenCC's
// tables, the usual one first, if there are two or more; else nil.
func (c *Converter) Choices(r rune) []string {
	if c.variant == Hans {
		return slices.Clone(manySimple()[normal(r)])
	}
	var choices []string
	for _, form := range manyForms()[normal(r)] {
		if form = c.forms.convert(form); !slices.Contains(choices, form) {
			choices = append(choices, form)
		}
	}
	if len(choices) < 2 {
		return nil
	}
	return choices
}
