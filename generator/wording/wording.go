// Package wording compares two texts the way a reader does: it says which
// words went and which came. It is made for Chinese, where a character is a
// word's part and numbers and Latin words are whole.
package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"
)

// Kind says what became of a piece of text.
type Kind uint8

// The kinds of pieces.
const (
	Same Kind = iota
	Gone
	New
)

// Piece is a run of text of one kind.
type Piece struct {
	Kind Kind
	Text string
}

// island is how many characters that stayed the same between two changes are
// too few to be told apart from them.
const island = 2

// Diff parts two texts into what is the same, what is gone and what is new, in
// the order of reading: without the new pieces they are before, without those
// gone after. Texts that are the same are one piece; empty ones none.
func Diff(before, after string) []Piece {
	var d dictionary
	old := d.encode(before)
	var list []Piece
	at := 0
	for _, e := range joined(old, udiff.Strings(old, d.encode(after))) {
		list = add(list, Same, d.decode(old[at:e.Start]))
		list = add(list, Gone, d.decode(old[e.Start:e.End]))
		list = add(list, New, d.decode(e.New))
		at = e.End
	}
	return add(list, Same, d.decode(old[at:]))
}

func add(list []Piece, kind Kind, text string) []Piece {
	if text == "" {
		return list
	}
	return append(list, Piece{kind, text})
}

// joined makes one edit of two with little in between.
func joined(before string, edits []udiff.Edit) []udiff.Edit {
	var list []udiff.Edit
	for _, e := range edits {
		if last := len(list) - 1; last >= 0 && utf8.RuneCountInString(before[list[last].End:e.Start]) <= island {
			list[last].New += before[list[last].End:e.Start] + e.New
			list[last].End = e.End
			continue
		}
		list = append(list, e)
	}
	return list
}

// dictionary writes each word of texts as one character, so that comparing
// characters compares words.
type dictionary struct {
	runes map[string]rune
	words []string
}

// firstRune is where the characters that stand for words begin: there is room
// for more than a million of them, and none is a surrogate.
const firstRune = 0x10000

func (d *dictionary) encode(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		length := wordLength(text)
		b.WriteRune(d.rune(text[:length]))
		text = text[length:]
	}
	return b.String()
}

func (d *dictionary) rune(word string) rune {
	if r, known := d.runes[word]; known {
		return r
	}
	if d.runes == nil {
		d.runes = map[string]rune{}
	}
	r := firstRune + rune(len(d.words))
	d.runes[word], d.words = r, append(d.words, word)
	return r
}

func (d *dictionary) decode(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(d.words[r-firstRune])
	}
	return b.String()
}

// wordLength is the length of the word a text begins with, in bytes: a number
// or Latin word, else one character.
func wordLength(text string) int {
	if rest := strings.TrimLeftFunc(text, wordPart); len(rest) < len(text) {
		return len(text) - len(rest)
	}
	_, length := utf8.DecodeRuneInString(text)
	return length
}

// wordPart says whether a character is part of a number or a Latin word.
func wordPart(r rune) bool {
	return r == '.' || r == '%' || unicode.IsDigit(r) || r < 0x250 && unicode.IsLetter(r)
}
