// Package words knows the words of a site's texts: those of gse's dictionary
// and the site's own. It cuts texts where words end, for the search, and says
// where conversion between scripts may look for phrases.
//
// Cutting is gse's: of all ways to cut a text into words, the one whose words
// are likeliest together (its shortest path; no hidden Markov model, which
// makes words up). Loading gse's whole dictionary takes 0.9 s and 128 MB, so
// only those of its words are loaded whose neighbouring characters all stand
// side by side in the texts. The others cannot occur, and a filler keeps the
// total of all frequencies, so every cut is that of the whole dictionary.
package words

import (
	"iter"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-ego/gse"
)

// Words cuts texts. It never changes after New or With, so any number of
// goroutines may use it at once.
type Words struct {
	near  neighbours
	list  []entry // words of the dictionary, without those of the site
	own   []string
	total float64 // of the frequencies of the whole dictionary
	gse   gse.Segmenter
}

// entry is a word and how often it stands in the texts the dictionary was made of.
type entry struct {
	word      string
	frequency float64
}

// filler is a token that stands for all words that are not loaded. The
// character is none, so no text holds it.
const filler = "\uffff\uffff"

// New returns the words of some texts, which must hold all that will be cut,
// and the site's own words, which win over the dictionary: each costs as little
// as if every other word of all text were it. A character alone is no word.
func New(texts iter.Seq[string], own []string) *Words {
	near := neighboursOf(texts)
	list, total := load(near)
	w := &Words{near: near, list: list, total: total}
	for _, word := range own {
		if utf8.RuneCountInString(word) > 1 && utf8.ValidString(word) {
			w.own = append(w.own, word)
		}
	}
	w.index(nil)
	return w
}

// Phrase is a text that is to be found in other texts as a whole.
type Phrase struct {
	Text string
	// Bonus is how many bits the phrase costs less than its own best cut: it is
	// found where it begins and ends between words of a cut that is at most so
	// much worse than the best one.
	Bonus float64
}

// With returns words among which phrases are found, too. Where a likelier word
// reaches across an end of a phrase, the word stays.
func (w *Words) With(phrases []Phrase) *Words {
	with := &Words{near: w.near, list: w.list, own: w.own, total: w.total}
	var tokens []entry
	for _, p := range phrases {
		if w.near.hold("", p.Text) {
			tokens = append(tokens, entry{p.Text, w.total * math.Exp2(p.Bonus-w.cost(p.Text))})
		}
	}
	with.index(tokens)
	return with
}

// index makes the segmenter. Of two tokens with one text gse keeps the first.
func (w *Words) index(first []entry) {
	w.gse = gse.Segmenter{Dict: gse.NewDict(), Load: true, NotLoadHMM: true, SkipLog: true}
	left := w.total
	add := func(word string, frequency float64) {
		before := w.gse.Dict.NumTokens()
		_ = w.gse.AddToken(word, frequency) // fails for a text of no bytes only
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

// unknownCost is what gse reckons for a character that is no word, in bits.
const unknownCost = 32

// cost is what the best cut of a text costs, in bits: how surprising it is.
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

// Pieces returns the words of a text and the characters between them, in their
// order; joined they are the text, byte for byte. Letters and digits of one
// alphabet stay together.
func (w *Words) Pieces(text string) []string {
	segments := w.gse.Segment([]byte(strings.ReplaceAll(text, "\x00", " "))) // NUL ends words in gse's index
	pieces := make([]string, len(segments))
	for i, s := range segments {
		pieces[i] = text[s.Start():s.End()]
	}
	return pieces
}

// Cut is Pieces with whole numbers and names: a number has its fraction and
// percent sign (52.9%, 1,594), letters and digits stay together (PM2.5, 5G).
func (w *Words) Cut(text string) []string { return joinNumbers(text, w.Pieces(text)) }

// Inner returns the shorter words that a word of four and more characters is
// made of, in their order, and nil if it is not made of words. Joined they are
// the word.
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
