package zh

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// address is an address of the web as it stands in prose, up to a Chinese sign.
	address = regexp.MustCompile(`(?:https?://|www\.)[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][^\s<>"，。；：、！？（）〔〕【】《》“”‘’]*)?`)
	// documentNumber is the number of an official document from its year on
	// (GB/T 9704-2012, 7.2.5); what stands before it is the office: 京政发〔2021〕5号.
	documentNumber = regexp.MustCompile(`^[〔\[（(﹝](?:19|20)\d\d[〕\]）)﹞]\d{1,5}号`)
)

// yearBrackets are the signs before the year of a document number.
const yearBrackets = "〔[（(﹝"

// noText returns the offsets of what a text holds that is no text and stays as it
// is written: addresses and document numbers. Code and what editors mark are
// known to those who read Markdown.
func (c *Converter) noText(text string) (spans [][2]int) {
	if strings.Contains(text, "://") || strings.Contains(text, "www.") {
		for _, m := range address.FindAllStringIndex(text, -1) {
			spans = append(spans, [2]int{m[0], m[1]})
		}
	}
	if c.words == nil {
		return spans
	}
	for at := strings.IndexAny(text, yearBrackets); at >= 0; {
		if m := documentNumber.FindStringIndex(text[at:]); m != nil {
			if n := c.agency(text[:at]); n > 0 {
				spans = append(spans, [2]int{at - n, at + m[1]})
			}
		}
		next := strings.IndexAny(text[at+1:], yearBrackets)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	return spans
}

// agency returns how many bytes at the end of a text are the short name of an
// office before a document number: its last word (京政发, 银发), and single
// characters before it, each of them standing for a word (国|办|发).
func (c *Converter) agency(text string) int {
	before := strings.TrimRightFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	pieces := c.words.Pieces(text[len(before):])
	if len(pieces) == 0 {
		return 0
	}
	last := len(pieces) - 1
	n := len(pieces[last])
	for i := last - 1; i >= 0 && utf8.RuneCountInString(pieces[i]) == 1; i-- {
		n += len(pieces[i])
	}
	return n
}
