// Package wording compares two texts by words: what was removed, what was
// added. A word is a number, a Latin word or a single other character, such as
// a Chinese one.
package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"
)

// Kind says whether a piece of text was kept, removed or added.
type Kind uint8

const (
	Same Kind = iota
	Gone      // only in the text before
	New       // only in the text after
)

// Piece is a run of text of one kind.
type Piece struct {
	Kind Kind
	Text string
}

// maxGap is the number of unchanged words between two changes up to which the
// changes are shown as one.
const maxGap = 2

// Diff returns the pieces of two texts in reading order: Same and Gone together
// are before, Same and New after. There are no empty pieces.
func Diff(before, after string) []Piece {
	d := dictionary{runes: map[string]rune{}}
	old := d.encode(before)
	var list []Piece
	add := func(kind Kind, text string) {
		if text != "" {
			list = append(list, Piece{kind, d.decode(text)})
		}
	}
	at := 0
	for _, e := range merge(old, udiff.Strings(old, d.encode(after))) {
		add(Same, old[at:e.Start])
		add(Gone, old[e.Start:e.End])
		add(New, e.New)
		at = e.End
	}
	add(Same, old[at:])
	return list
}

// Excerpt shortens an unchanged text to so many characters beside the changes before and
// after it, if there are any.
func Excerpt(text string, before, after bool, most int) string {
	runes := []rune(text)
	head, tail := 0, 0
	if before {
		head = most
	}
	if after {
		tail = most
	}
	if len(runes) <= head+tail+1 {
		return text
	}
	return string(runes[:head]) + "…" + string(runes[len(runes)-tail:])
}

// merge joins edits with at most maxGap words between them.
func merge(before string, edits []udiff.Edit) []udiff.Edit {
	var list []udiff.Edit
	for _, e := range edits {
		if last := len(list) - 1; last >= 0 && utf8.RuneCountInString(before[list[last].End:e.Start]) <= maxGap {
			list[last].New += before[list[last].End:e.Start] + e.New
			list[last].End = e.End
			continue
		}
		list = append(list, e)
	}
	return list
}

// dictionary encodes each word as one character, so that a diff by characters
// is a diff by words.
type dictionary struct {
	runes map[string]rune
	words []string
}

// firstRune is the character of the first word. From there on more than a
// million characters are free, and none is a surrogate.
const firstRune = 0x10000

func (d *dictionary) encode(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		length := wordLength(text)
		word := text[:length]
		r, known := d.runes[word]
		if !known {
			r = firstRune + rune(len(d.words))
			d.runes[word], d.words = r, append(d.words, word)
		}
		b.WriteRune(r)
		text = text[length:]
	}
	return b.String()
}

func (d *dictionary) decode(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(d.words[r-firstRune])
	}
	return b.String()
}

// wordLength returns the length in bytes of the first word of a text.
func wordLength(text string) int {
	if rest := strings.TrimLeftFunc(text, inWord); len(rest) < len(text) {
		return len(text) - len(rest)
	}
	_, length := utf8.DecodeRuneInString(text)
	return length
}

// inWord reports whether a character is part of a number or a Latin word.
func inWord(r rune) bool {
	return r == '.' || r == '%' || unicode.IsDigit(r) || r < 0x250 && unicode.IsLetter(r)
}
