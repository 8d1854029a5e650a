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
	// Choices are the forms there were if RuleCharacter decided about a
	// character with more than one, the one taken first; else nil.
	Choices []string
}

// Decisions yields the pieces of a text that are covered by a phrase, change,
// or could have become something else, in order.
func (c *Converter) Decisions(text string) iter.Seq[Decision] {
	return func(yield func(Decision) bool) {
		src := []byte(text)
		for i := 0; i < len(src); {
			end, out := c.match(src, i)
			d := Decision{Start: i, End: end, Source: text[i:end]}
			d.Result = string(c.appendOut(nil, src[i:end], out))
			if out > special {
				d.Rule = c.entries[out-special].rule
			}
			if r, single := only(d.Source); single && d.Rule == RuleCharacter {
				d.Choices = c.Choices(r)
			}
			if d.Rule != RuleCharacter || d.Source != d.Result || d.Choices != nil {
				if !yield(d) {
					return
				}
			}
			i = end
		}
	}
}

// Choices returns the forms that r has in the converter's variant by OpenCC's
// tables, the usual one first, if there are two or more; else nil.
func (c *Converter) Choices(r rune) []string {
	if c.variant == Hans {
		return slices.Clone(manySimple()[normal(r)])
	}
	characters, _ := regional(c.variant)
	var choices []string
	for _, form := range manyForms()[normal(r)] {
		if v := valuesOf(characters, form); v != nil {
			form = v[0]
		}
		if !slices.Contains(choices, form) {
			choices = append(choices, form)
		}
	}
	if len(choices) < 2 {
		return nil
	}
	return choices
}
