package main

import (
	"cmp"
	"maps"
	"slices"
	"unicode"

	"github.com/go-ego/gse"
	"github.com/mozillazg/go-pinyin"

	"gongshi/generator/zh"
)

// language is what drawing queries takes of Chinese: words, readings, and
// traditional script.
type language struct {
	words func(line string) []string
	hant  func(text string) string
	// sound leads from a syllable to the common characters read so.
	sound map[string][]rune
}

// commonCharacters is how many characters count as common: about as many as
// the first list of the official table of characters has.
const commonCharacters = 3500

// newLanguage reads the dictionary.
func newLanguage() (*language, error) {
	seg, err := gse.NewEmbed("zh_s")
	if err != nil {
		return nil, err
	}
	frequency := map[rune]float64{}
	for i := range seg.Dict.Tokens {
		for _, r := range seg.Dict.Tokens[i].Text() {
			if unicode.Is(unicode.Han, r) {
				frequency[r] += seg.Dict.Tokens[i].Freq()
			}
		}
	}
	return &language{
		words: func(line string) []string { return seg.Cut(line, false) },
		hant:  zh.New(zh.Hant, zh.Options{}).Convert,
		sound: bySound(mostFrequent(frequency, commonCharacters)),
	}, nil
}

// mostFrequent are the n most frequent characters, the first ones first.
func mostFrequent(frequency map[rune]float64, n int) []rune {
	list := slices.SortedFunc(maps.Keys(frequency), func(a, b rune) int {
		return cmp.Or(cmp.Compare(frequency[b], frequency[a]), cmp.Compare(a, b))
	})
	return list[:min(n, len(list))]
}

func bySound(characters []rune) map[string][]rune {
	sound := map[string][]rune{}
	for _, r := range characters {
		if s := syllable(r); s != "" {
			sound[s] = append(sound[s], r)
		}
	}
	return sound
}

// syllable is the first reading of a character, without its tone.
func syllable(r rune) string {
	if readings := pinyin.SinglePinyin(r, pinyin.NewArgs()); len(readings) > 0 {
		return readings[0]
	}
	return ""
}

// syllables are the readings of a word; none if one of its characters has none.
func (l *language) syllables(word string) []string {
	var list []string
	for _, r := range word {
		s := syllable(r)
		if s == "" {
			return nil
		}
		list = append(list, s)
	}
	return list
}

// homophones are the other common characters read as r is.
func (l *language) homophones(r rune) []rune {
	return slices.DeleteFunc(slices.Clone(l.sound[syllable(r)]), func(other rune) bool { return other == r })
}

// hanOnly says whether a text has Chinese characters and nothing else.
func hanOnly(text string) bool {
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return text != ""
}
