package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"golang.org/x/text/width"
)

// neighbour classifies a character beside a run of marks. The start and the end of a
// line count as space.
type neighbour struct{ space, punct, cjk bool }

// Variation selectors follow the character whose form they select.
const (
	firstSelector            = '\uFE00'
	fullwidthSelector        = '\uFE01'
	lastTextSelector         = '\uFE0E' // the next one, U+FE0F, makes an emoji and is left out
	firstIdeographicSelector = '\U000E0100'
	lastIdeographicSelector  = '\U000E01EF'
)

// neighbourAfter classifies the first character of the rest of a line.
func neighbourAfter(rest []byte) neighbour {
	if len(rest) == 0 {
		return neighbour{space: true}
	}
	r, _ := utf8.DecodeRune(rest)
	return classify(r)
}

// neighbourBefore classifies the last character of the start of a line. A variation
// selector counts as the character before it.
func neighbourBefore(start []byte) neighbour {
	if len(start) == 0 {
		return neighbour{space: true}
	}
	r, size := utf8.DecodeLastRune(start)
	switch {
	case r < firstSelector:
		return classify(r)
	case firstIdeographicSelector <= r && r <= lastIdeographicSelector:
		return neighbour{cjk: true}
	case r > lastTextSelector:
		return classify(r)
	}
	base, _ := utf8.DecodeLastRune(start[:len(start)-size])
	n := classify(base)
	if n.space || size == len(start) {
		return classify(r) // a selector without a character before it
	}
	n.cjk = n.cjk || r == fullwidthSelector && isCurlyQuote(base)
	return n
}

func classify(r rune) neighbour {
	return neighbour{space: isSpace(r), punct: util.IsPunctRune(r), cjk: isCJK(r)}
}

// isSpace reports whether a character is Unicode white space in CommonMark's terms:
// category Zs or ASCII white space.
func isSpace(r rune) bool {
	return '\t' <= r && r <= '\r' || unicode.Is(unicode.Zs, r)
}

// isCurlyQuote is true for ‘ ’ “ ”, whose width depends on the font unless a
// variation selector sets it.
func isCurlyQuote(r rune) bool { return strings.ContainsRune("‘’“”", r) }

// isCJK reports whether a character is CJK in the specification's terms: East Asian
// Width W, F or H except emoji, and all Hangul.
func isCJK(r rune) bool {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return true
	case width.EastAsianWide:
		if !unicode.Is(emojiAreas, r) {
			return true
		}
	}
	return unicode.In(r, unicode.Hangul, wideSince16)
}

// emojiAreas are the ranges in which every wide character is an emoji by default
// (emoji-data.txt). They may include narrow characters, which are never looked up;
// that keeps the list short.
var emojiAreas = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x231A, Hi: 0x2328, Stride: 1},
		{Lo: 0x232B, Hi: 0x2BFF, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1F000, Hi: 0x1F1FF, Stride: 1},
		{Lo: 0x1F201, Hi: 0x1F201, Stride: 1},
		{Lo: 0x1F21A, Hi: 0x1F21A, Stride: 1},
		{Lo: 0x1F22F, Hi: 0x1F22F, Stride: 1},
		{Lo: 0x1F232, Hi: 0x1F236, Stride: 1},
		{Lo: 0x1F238, Hi: 0x1F23A, Stride: 1},
		{Lo: 0x1F250, Hi: 0x1F251, Stride: 1},
		{Lo: 0x1F266, Hi: 0x1FAFF, Stride: 1},
	},
}

// wideSince16 are symbols that are wide since Unicode 16; golang.org/x/text/width has
// the tables of Unicode 15 with Go 1.26.
var wideSince16 = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x2630, Hi: 0x2637, Stride: 1}, // ☰ trigrams
		{Lo: 0x268A, Hi: 0x268F, Stride: 1}, // ⚊ digrams
		{Lo: 0x4DC0, Hi: 0x4DFF, Stride: 1}, // ䷀ hexagrams
	},
	R32: []unicode.Range32{
		{Lo: 0x1D300, Hi: 0x1D356, Stride: 1}, // Tai Xuan Jing
		{Lo: 0x1D360, Hi: 0x1D376, Stride: 1}, // counting rods
	},
}
