package zh

import (
	"iter"
	"unicode/utf8"
)

// filter remembers which two or three characters phrases begin with. It may
// hold more than was put in, never less.
type filter struct {
	bits  []uint64 // cells of two bits
	shift uint8
}

const (
	goesOn = 1 // phrases go on after this beginning
	whole  = 2 // it is a phrase
)

// newFilter makes a filter of 2^logarithm bits.
func newFilter(logarithm uint8) filter {
	return filter{bits: make([]uint64, 1<<(logarithm-6)), shift: 64 - logarithm}
}

// keyOf returns the key of two characters; the key of three is
// keyOf(a, b)<<21 | c.
func keyOf(a, b rune) uint64 { return uint64(a)<<21 | uint64(b) }

// spread is the odd number next to 2⁶⁴ divided by the golden ratio: the high
// bits of a product with it are spread evenly.
const spread = 0x9E3779B97F4A7C15

func (f *filter) add(key, what uint64) {
	h := key * spread >> (f.shift & 63)
	f.bits[h>>6] |= what << (h & 62)
}

func (f *filter) get(key uint64) uint64 {
	h := key * spread >> (f.shift & 63)
	return f.bits[h>>6&uint64(len(f.bits)-1)] >> (h & 62) & 3
}

// addPhrase enters the beginning of a phrase. It returns the key of its first
// two characters and the third, 0 if there is none.
func (f *filter) addPhrase(phrase string) (pair uint64, third rune) {
	a, n := utf8.DecodeRuneInString(phrase)
	b, m := utf8.DecodeRuneInString(phrase[n:])
	pair = keyOf(a, b)
	if n+m == len(phrase) {
		f.add(pair, whole)
		return pair, 0
	}
	third, _ = utf8.DecodeRuneInString(phrase[n+m:])
	f.add(pair, goesOn)
	f.add(pair<<21|uint64(third), whole)
	return pair, third
}

// pairsOf gathers which characters follow each other in the texts, passing
// over ASCII.
func pairsOf(texts iter.Seq[string]) *filter {
	f := newFilter(20)
	for text := range texts {
		var last rune
		for _, r := range text {
			if r < utf8.RuneSelf {
				continue
			}
			r = normal(r)
			f.add(keyOf(last, r), whole)
			last = r
		}
	}
	return &f
}

// mayHold says whether a phrase may occur in the texts of pairsOf: its first
// two characters stand together, or one of them is ASCII, or it has only one.
func (f *filter) mayHold(phrase string) bool {
	a, n := utf8.DecodeRuneInString(phrase)
	if n == len(phrase) {
		return true
	}
	b, _ := utf8.DecodeRuneInString(phrase[n:])
	return a < utf8.RuneSelf || b < utf8.RuneSelf || f.get(keyOf(a, b)) != 0
}
