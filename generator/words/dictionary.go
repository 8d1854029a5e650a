package words

import (
	_ "embed"
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:generate go run gen.go

// dictionary is gse's dictionary, made by gen.go: comment lines, the sum of all
// frequencies, then a line for each first character of words: the character, then, separated
// by spaces, the rest of each word and the word's frequency.
//
//go:embed data/words.txt
var dictionary string

// load returns the words of the dictionary that can occur in texts with the given pairs,
// and the sum of the frequencies of all words.
func load(pairs pairSet) (list []entry, total float64) {
	for line := range strings.Lines(dictionary) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case total == 0:
			total = number(line)
		default:
			_, n := utf8.DecodeRuneInString(line)
			if !pairs.contain(line[:n], "") {
				continue
			}
			for rest := range strings.SplitSeq(line[n:], " ") {
				digits := strings.IndexAny(rest, "0123456789")
				if pairs.contain(line[:n], rest[:digits]) {
					list = append(list, entry{line[:n] + rest[:digits], number(rest[digits:])})
				}
			}
		}
	}
	return list, total
}

// number parses a number of the dictionary; a test covers all of them.
func number(digits string) float64 {
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		panic("words: data/words.txt: " + err.Error())
	}
	return n
}

// pairSet contains the pairs of consecutive Chinese characters of some texts, and for each
// character a pair with 0 before it. Other characters between two Chinese ones are
// ignored, because tags and line breaks are removed before a text is cut.
type pairSet map[[2]rune]bool

// firstHan is the first Chinese character.
const firstHan = 0x2E80

func pairsOf(texts iter.Seq[string]) pairSet {
	pairs := pairSet{}
	for text := range texts {
		var last rune
		for _, char := range text {
			if char < firstHan || !unicode.Is(unicode.Han, char) {
				continue
			}
			if pair := [2]rune{last, char}; !pairs[pair] {
				pairs[pair], pairs[[2]rune{0, char}] = true, true
			}
			last = char
		}
	}
	return pairs
}

// contain reports whether the set contains all pairs of a word, which is given in two
// parts.
func (pairs pairSet) contain(first, rest string) bool {
	var last rune
	for _, part := range [2]string{first, rest} {
		for _, char := range part {
			if !unicode.Is(unicode.Han, char) {
				continue
			}
			if !pairs[[2]rune{last, char}] {
				return false
			}
			last = char
		}
	}
	return true
}
