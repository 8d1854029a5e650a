package search

import (
	"maps"
	"unicode/utf8"

	"gongshi/generator/words"
)

// symbol is one place of a passage: a folded character and what is known of it there.
type symbol uint32

const (
	runeBits             = 21
	runeMask      symbol = 1<<runeBits - 1
	inHead        symbol = 1 << runeBits // in the title or the goal
	inTitle       symbol = 2 << runeBits
	betweenFields symbol = 0 // parts two fields: no run goes across it
)

func (s symbol) char() rune { return rune(s & runeMask) }

// fields are the texts of a passage in the order of their places. The name of its report
// is known for all passages of the report at once, see entry.Reports.
func (p *Passage) fields() []string {
	return []string{p.Title, p.Heading, p.Text, p.Facts}
}

// marks are those of the fields, in their order.
var marks = [...]symbol{inTitle | inHead, inHead, 0, 0}

// reader turns passages into sequences and counts their words.
type reader struct {
	dictionary *words.Words
	words      map[string]int
}

func newReader(w *words.Words) *reader {
	return &reader{dictionary: w, words: map[string]int{}}
}

// sequence is a passage as it is indexed. further are the same passage as
// other scripts print it: what does not fold to the same characters is indexed, too.
func (r *reader) sequence(p *Passage, further ...*Passage) []symbol {
	length := 0
	for _, field := range p.fields() {
		length += utf8.RuneCountInString(field) + 1
	}
	seq := make([]symbol, 0, length)
	for i, field := range p.fields() {
		from := len(seq)
		seq = r.field(seq, field, marks[i])
		for _, other := range further {
			if text := other.fields()[i]; text != field && !foldsTo(text, seq[from:]) {
				seq = r.field(seq, text, marks[i])
			}
		}
	}
	return seq
}

// field appends the characters of a text and counts its words.
func (r *reader) field(seq []symbol, text string, mark symbol) []symbol {
	if text == "" {
		return seq
	}
	for _, piece := range r.dictionary.Cut(text) {
		if isWord(piece) {
			r.words[piece]++
		}
	}
	for _, c := range text {
		for _, to := range fold(c) {
			seq = append(seq, symbol(to)|mark)
		}
	}
	if len(seq) > 0 && seq[len(seq)-1] != betweenFields {
		seq = append(seq, betweenFields)
	}
	return seq
}

// foldsTo says whether a text has the characters of a field already indexed.
func foldsTo(text string, field []symbol) bool {
	i := 0
	for _, c := range text {
		for _, to := range fold(c) {
			if i >= len(field) || field[i].char() != to {
				return false
			}
			i++
		}
	}
	return i == len(field) || field[i] == betweenFields
}

// isWord is false for numbers and signs.
func isWord(piece string) bool {
	for _, c := range piece {
		if c >= 0x2e80 || c|0x20 >= 'a' && c|0x20 <= 'z' {
			return c < 0x3000 || c > 0x303f
		}
	}
	return false
}

// countInner adds to a vocabulary the words inside its longer ones, as often as
// these stand: who looks for 营业执照 does not know that it is 电子营业执照 here.
func countInner(w *words.Words, vocabulary map[string]int) {
	var count func(word string, n int)
	count = func(word string, n int) {
		for _, part := range w.Inner(word) {
			if isWord(part) {
				vocabulary[part] += n
			}
			count(part, n)
		}
	}
	for word, n := range maps.Clone(vocabulary) {
		count(word, n)
	}
}
