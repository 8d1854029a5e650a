// Package words cuts Chinese texts into words, for search and for conversion between
// variants. It uses gse with gse's dictionary and the site's own words.
//
// gse finds the most probable cut, as a shortest path. Its hidden Markov model, which
// guesses unknown words, is off. Loading the whole dictionary takes 0.9 s and 128 MB, so
// only words are loaded whose pairs of consecutive characters all occur in the texts.
// Other words cannot occur. A filler token keeps the sum of all frequencies, so that each
// cut is the same as with the whole dictionary.
package words

import (
	"iter"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-ego/gse"
)

// Words cuts texts. It is immutable and safe for concurrent use.
type Words struct {
	pairs pairSet
	list  []entry // words of the dictionary
	own   []string
	total float64 // sum of the frequencies of the whole dictionary
	gse   gse.Segmenter
}

// entry is a word with its frequency in the corpus of the dictionary.
type entry struct {
	word      string
	frequency float64
}

// filler is a token for all words that are not loaded. U+FFFF is not a character, so no
// text contains it.
const filler = "\uffff\uffff"

// New returns the words for some texts, which must contain all texts that will be cut.
// The site's own words get a frequency of half the total and so win over the dictionary;
// single characters among them are ignored.
func New(texts iter.Seq[string], own []string) *Words {
	pairs := pairsOf(texts)
	list, total := load(pairs)
	w := &Words{pairs: pairs, list: list, total: total}
	for _, word := range own {
		if utf8.RuneCountInString(word) > 1 && utf8.ValidString(word) {
			w.own = append(w.own, word)
		}
	}
	w.index(nil)
	return w
}

// Phrase is a sequence of words that is to be treated as one word.
type Phrase struct {
	Text string
	// Bonus is the difference, in bits, between the cost of the phrase's own best cut and
	// the cost of the phrase. The larger it is, the more often the phrase wins over words
	// that cross one of its ends.
	Bonus float64
}

// With returns a copy of w with additional phrases.
func (w *Words) With(phrases []Phrase) *Words {
	with := &Words{pairs: w.pairs, list: w.list, own: w.own, total: w.total}
	var tokens []entry
	for _, p := range phrases {
		if w.pairs.contain("", p.Text) {
			tokens = append(tokens, entry{p.Text, w.total * math.Exp2(p.Bonus-w.cost(p.Text))})
		}
	}
	with.index(tokens)
	return with
}

// index creates the segmenter. If tokens have the same text, gse keeps the first.
func (w *Words) index(first []entry) {
	w.gse = gse.Segmenter{Dict: gse.NewDict(), Load: true, NotLoadHMM: true, SkipLog: true}
	left := w.total
	add := func(word string, frequency float64) {
		before := w.gse.Dict.NumTokens()
		_ = w.gse.AddToken(word, frequency) // fails only for an empty word
		if w.gse.Dict.NumTokens() > before {
			left -= frequency
		}
	}
	for _, e := range first {
		add(e.word, e.frequency)
	}
	for _, word := range w.own {
		add(word, w.total/2)
	}
	for _, e := range w.list {
		add(e.word, e.frequency)
	}
	add(filler, left)
	w.gse.CalcToken()
}

// unknownCost is the cost in bits that gse assumes for an unknown character.
const unknownCost = 32

// cost returns the cost of the best cut of a text: the negative logarithm of its
// probability, in bits.
func (w *Words) cost(text string) float64 {
	bits := 0.0
	for _, s := range w.gse.Segment([]byte(text)) {
		if _, _, known := w.gse.Find(s.Token().Text()); known {
			bits += math.Log2(w.total) - math.Log2(s.Token().Freq())
		} else {
			bits += unknownCost
		}
	}
	return bits
}

// Pieces cuts a text into words and the characters between them. Joined, the pieces are
// the text, byte for byte. Runs of letters or digits of one alphabet are one piece.
func (w *Words) Pieces(text string) []string {
	segments := w.gse.Segment([]byte(strings.ReplaceAll(text, "\x00", " "))) // NUL ends words in gse's index
	pieces := make([]string, len(segments))
	for i, s := range segments {
		pieces[i] = text[s.Start():s.End()]
	}
	return pieces
}

// Cut is Pieces with joined numbers and names: decimals, thousands and percent signs
// (52.9%, 1,594), letters with digits (PM2.5, 5G).
func (w *Words) Cut(text string) []string { return joinNumbers(text, w.Pieces(text)) }

// Inner cuts a word of four or more characters into shorter words. It returns nil if the
// word has no shorter words of at least two characters.
func (w *Words) Inner(word string) []string {
	if utf8.RuneCountInString(word) < 4 {
		return nil
	}
	list := w.Cut(word)
	if len(list) == 1 {
		list = nil
		for _, s := range w.gse.Segment([]byte(word))[0].Token().Segments() {
			list = append(list, word[s.Start():s.End()])
		}
		list = joinNumbers(word, list)
	}
	if len(list) < 2 || !slices.ContainsFunc(list, func(piece string) bool { return utf8.RuneCountInString(piece) > 1 }) {
		return nil
	}
	return list
}
