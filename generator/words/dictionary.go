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

// dictionary is gse's dictionary, which gse itself does not give away: comment
// lines, the total of all frequencies, then a line for each character: the
// character, then what follows it in every word that begins with it, and how
// often that word stands, parted by spaces.
//
//go:embed data/words.txt
var dictionary string

// load returns the words of the dictionary whose neighbouring characters all
// stand side by side, and the total of the frequencies of all words.
func load(near neighbours) (list []entry, total float64) {
	for line := range strings.Lines(dictionary) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case total == 0:
			total = number(line)
		default:
			_, n := utf8.DecodeRuneInString(line)
			if !near.hold(line[:n], "") {
				continue
			}
			for rest := range strings.SplitSeq(line[n:], " ") {
				digits := strings.IndexAny(rest, "0123456789")
				if near.hold(line[:n], rest[:digits]) {
					list = append(list, entry{line[:n] + rest[:digits], number(rest[digits:])})
				}
			}
		}
	}
	return list, total
}

// number reads a number of the dictionary, which a test reads whole.
func number(digits string) float64 {
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		panic("words: data/words.txt: " + err.Error())
	}
	return n
}

// neighbours are the pairs of Chinese characters that stand side by side in some
// texts, and with 0 before it each character. What stands between two of them and is none does not part them: tags
// and line breaks fall away before a text is cut.
type neighbours map[[2]rune]bool

// firstHan is the first Chinese character.
const firstHan = 0x2E80

func neighboursOf(texts iter.Seq[string]) neighbours {
	n := neighbours{}
	for text := range texts {
		var last rune
		for _, char := range text {
			if char < firstHan || !unicode.Is(unicode.Han, char) {
				continue
			}
			if pair := [2]rune{last, char}; !n[pair] {
				n[pair], n[[2]rune{0, char}] = true, true
			}
			last = char
		}
	}
	return n
}

// hold says whether all Chinese neighbours of a word are among them. first is the
// beginning of the word, rest what follows.
func (n neighbours) hold(first, rest string) bool {
	var last rune
	for _, part := range [2]string{first, rest} {
		for _, char := range part {
			if !unicode.Is(unicode.Han, char) {
				continue
			}
			if !n[[2]rune{last, char}] {
				return false
			}
			last = char
		}
	}
	return true
}
