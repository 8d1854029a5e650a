package search

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// pinyinText is a line of each syllable with the characters that it is the
// likeliest reading of, and behind an empty line those with several readings.
//
//go:embed data/pinyin.txt
var pinyinText string

// lastHan ends the plane of the rarest Chinese characters.
const lastHan = 0x3FFFF

// readings are those of all characters.
type readings struct {
	syllables []string
	// likeliest leads from a character to its place in syllables, counted from 1;
	// 0 if it has no reading. A map of so many takes long to fill.
	likeliest [lastHan + 1]uint16
	several   map[rune][]string
}

var pinyin = sync.OnceValue(func() *readings {
	p := &readings{several: map[rune][]string{}}
	_, text, _ := strings.Cut(pinyinText, "\n")
	single, several, _ := strings.Cut(text, "\n\n")
	for line := range strings.SplitSeq(single, "\n") {
		syllable, characters, _ := strings.Cut(line, " ")
		p.syllables = append(p.syllables, syllable)
		for _, r := range characters {
			p.likeliest[r] = uint16(len(p.syllables))
		}
	}
	for line := range strings.SplitSeq(strings.TrimSpace(several), "\n") {
		character, list, _ := strings.Cut(line, " ")
		r, _ := utf8.DecodeRuneInString(character)
		p.several[r] = strings.Fields(list)
	}
	return p
})

// spoken are the readings of a character that people type, in pinyin without
// tones, the likeliest first, ü as v; none if it has none.
func spoken(r rune) []string {
	p := pinyin()
	if list, found := p.several[r]; found {
		return list
	}
	if int(r) < len(p.likeliest) {
		if n := p.likeliest[r]; n > 0 {
			return p.syllables[n-1 : n : n]
		}
	}
	return nil
}

// common are the 3,755 commonest characters: the first level of GB 2312, rows
// 16 to 55. What people type by mistake need not occur in the texts.
func common() []rune { return gbRows(16, 55) }
