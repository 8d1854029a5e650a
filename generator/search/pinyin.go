package search

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// syllables returns the readings of a character in pinyin without tones, the
// likeliest first, ü as v; nil if it has none.
func syllables(r rune) []string {
	var list []string
	for reading := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if s := toneless(reading); s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// readings returns the syllables of each character of a word.
func readings(word string) [][]string {
	var list [][]string
	for _, r := range word {
		list = append(list, syllables(r))
	}
	return list
}

func toneless(reading string) string { return reading }
