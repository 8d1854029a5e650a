package search

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// segmenter cuts Chinese text into words, as gse does without its hidden Markov
// model, which makes words up. The words are those of gse's simplified
// dictionary and a site's own. It may be used by several goroutines at once.
type segmenter struct {
	words lexicon // of Chinese characters only
	mixed lexicon // own words with other characters, too
}

const (
	// unknown is the cost of a character that the dictionary does not have, as in gse.
	unknown = 32
	// ownCost is the cost of an own word, as if every other word of all text were
	// it: it wins over whatever the dictionary has, unless it would tear words
	// at both its sides and leave single characters.
	ownCost = 1
)

// newSegmenter returns a segmenter for the texts of a corpus with the site's
// own words. What it cuts must be of the corpus: for other texts words are missing.
func newSegmenter(corpus iter.Seq[string], own []string) (*segmenter, error) {
	s := &segmenter{}
	if err := s.words.load(corpus); err != nil {
		return nil, err
	}
	for _, word := range own {
		switch {
		case utf8.RuneCountInString(word) < 2:
		case strings.IndexFunc(word, func(r rune) bool { return !isHan(r) }) < 0:
			s.words.add(word, ownCost)
		default:
			s.mixed.add(word, ownCost)
		}
	}
	return s, nil
}

// inner returns the shorter words that a word of four and more characters is
// made of, in their order, and nil if it is not made of words. Joined they are
// the word.
func (s *segmenter) inner(word string) []string {
	if utf8.RuneCountInString(word) < 4 {
		return nil
	}
	c := cutter{segmenter: s, parts: true}
	pieces := c.cut(word)
	if len(pieces) < 2 || !slices.ContainsFunc(pieces, isLong) {
		return nil
	}
	return pieces
}

// countInner adds to a vocabulary the words inside its longer ones, as often as
// these stand: who looks for 营业执照 does not know that it is 电子营业执照 here.
func (s *segmenter) countInner(words map[string]int) {
	var count func(word string, n int)
	count = func(word string, n int) {
		for _, part := range s.inner(word) {
			if isWord(part) {
				words[part] += n
			}
			count(part, n)
		}
	}
	for word, n := range maps.Clone(words) {
		count(word, n)
	}
}

func isLong(piece string) bool { return utf8.RuneCountInString(piece) > 1 }

// cutter cuts texts, one after the other.
type cutter struct {
	*segmenter
	parts  bool // the whole text is not to be a piece
	pieces []string
	run    []cell // the Chinese characters not yet cut
}

// cell is a character of a run, and the best cut of the run up to its end.
type cell struct {
	char  rune
	start int     // where the character begins in the text
	cost  float32 // of the cut; 0 as long as there is none
	last  int     // characters of its last word
}

// cut returns the words, numbers and signs of a text in their order; joined
// they are the text, byte for byte. A number has its fraction and percent sign
// (52.9%, 1,594), letters and digits stay together (PM2.5, 5G), and every other
// character is a piece. The list is good until the next text is cut.
func (c *cutter) cut(text string) []string {
	c.pieces = c.pieces[:0]
	for i := 0; i < len(text); {
		if n := c.mixedWord(text, i); n > 0 {
			c.endRun(text, i)
			c.pieces = append(c.pieces, text[i:i+n])
			i += n
			continue
		}
		char, n := utf8.DecodeRuneInString(text[i:])
		if isHan(char) {
			c.run = append(c.run, cell{char: char, start: i})
		} else {
			c.endRun(text, i)
			n = max(n, tokenLength(text[i:]))
			c.pieces = append(c.pieces, text[i:i+n])
		}
		i += n
	}
	c.endRun(text, len(text))
	return c.pieces
}

// mixedWord returns the length of the longest mixed word that begins in a text
// at i and does not end within a token, 0 if there is none.
func (c *cutter) mixedWord(text string, i int) int {
	if c.mixed.nodes == 0 {
		return 0
	}
	longest, from := 0, uint32(0)
	for n := 0; i+n < len(text); {
		char, size := utf8.DecodeRuneInString(text[i+n:])
		s := c.mixed.next(from, char)
		if from = s.to; from == 0 {
			break
		}
		n += size
		if s.cost > 0 && !(c.parts && n == len(text)) && !insideToken(text[i:], n) {
			longest = n
		}
	}
	return longest
}

// insideToken says whether a text is cut at n between letters or digits.
func insideToken(text string, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:n])
	after, _ := utf8.DecodeRuneInString(text[n:])
	return inToken(before) && inToken(after)
}

// endRun cuts the run, which ends in the text at end.
func (c *cutter) endRun(text string, end int) {
	if len(c.run) == 0 {
		return
	}
	c.findPath(c.parts && end-c.run[0].start == len(text))
	n := 0
	for i := len(c.run); i > 0; i -= c.run[i-1].last {
		n++
	}
	at := len(c.pieces) + n
	c.pieces = slices.Grow(c.pieces, n)[:at]
	for i := len(c.run); i > 0; {
		i -= c.run[i-1].last
		at--
		c.pieces[at] = text[c.run[i].start:end]
		end = c.run[i].start
	}
	c.run = c.run[:0]
}

// findPath finds the best cut of the run up to each of its characters. Of cuts
// that cost the same the one found first stays, as in gse: that with the
// longest last word. With parts the run is not to be one word.
func (c *cutter) findPath(parts bool) {
	run := c.run
	before := float32(0)
	for i := range run {
		s := c.words.next(0, run[i].char)
		single := s.cost
		if single == 0 {
			single = unknown
		}
		run[i].reach(before+single, 1)
		for j := i + 1; s.to != 0 && j < len(run); j++ {
			s = c.words.next(s.to, run[j].char)
			if s.cost > 0 && !(parts && i == 0 && j == len(run)-1) {
				run[j].reach(before+s.cost, j-i+1)
			}
		}
		before = run[i].cost
	}
}

// reach takes a cut up to the cell if it is better than the one known.
func (p *cell) reach(cost float32, last int) {
	if p.cost == 0 || cost < p.cost {
		p.cost, p.last = cost, last
	}
}

// firstHan is the first of the Chinese characters.
const firstHan = 0x2E80

// isHan says whether a character is Chinese. The ranges that nearly all
// characters are in are looked at first.
func isHan(r rune) bool {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
		return true
	case r < firstHan, r >= 0x3008 && r <= 0x3020, r >= 0xFF00 && r <= 0xFFEF, r <= 0x3002 && r >= 0x3000:
		return false
	}
	return unicode.Is(unicode.Han, r)
}

// inToken says whether a character is a letter or digit of another script.
func inToken(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return r != utf8.RuneError && !isHan(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// tokenLength returns the length of the run of letters and digits that a text
// begins with, with fractions and a percent sign, 0 if there is none.
func tokenLength(text string) int {
	n := 0
	for n < len(text) {
		char, size := utf8.DecodeRuneInString(text[n:])
		digit := n > 0 && isDigit(text[n-1])
		switch {
		case inToken(char):
		case digit && strings.ContainsRune("%‰％", char):
			return n + size
		case !digit || !isFraction(text[n:]):
			return n
		}
		n += size
	}
	return n
}

// isFraction says whether the text after a digit goes on with a fraction or
// with thousands.
func isFraction(text string) bool {
	digits := 0
	for digits+1 < len(text) && isDigit(text[digits+1]) {
		digits++
	}
	return text[0] == '.' && digits > 0 || text[0] == ',' && digits == 3
}

func isDigit[C byte | rune](c C) bool { return c >= '0' && c <= '9' }
