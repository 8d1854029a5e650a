package main

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"gongshi/generator/zh"
)

// query is what a reader types, and where it comes from.
type query struct {
	kind, text string
	// sought is what an answer has to hold, in simplified script: the text
	// itself, or the words behind pinyin and slips.
	sought []string
	// passage is the number of the one it was drawn from.
	passage int
}

// drawer draws a query out of a passage: nothing ("") where that has none.
type drawer func(d *drawing, p *passage, r *rand.Rand) (text string, sought []string)

// kind is a kind of query.
type kind struct {
	name string
	draw drawer
}

var kinds = []kind{
	{"substring", (*drawing).substring},
	{"word", (*drawing).word},
	{"phrase", (*drawing).phrase},
	{"number with unit", (*drawing).number},
	{"two words", (*drawing).twoWords},
	{"traditional word", traditional((*drawing).word)},
	{"traditional phrase", traditional((*drawing).phrase)},
	{"pinyin", (*drawing).pinyin},
	{"homophone typo", (*drawing).typo},
	{"initials", (*drawing).initials},
}

// drawing draws queries out of the passages of a site.
type drawing struct {
	library  *library
	language *language
}

// querySeed makes the same queries each time.
const querySeed = 1949

// queries draws n different ones of each kind. Those of one kind do not depend
// on the others.
func (d *drawing) queries(n int) []query {
	var list []query
	for i, k := range kinds {
		list = append(list, d.several(k, n, rand.New(rand.NewPCG(querySeed, uint64(i))))...)
	}
	return list
}

// vainDraws is how often a kind may draw nothing new before it gives up.
const vainDraws = 10_000

func (d *drawing) several(k kind, n int, r *rand.Rand) []query {
	var list []query
	drawn := map[string]bool{"": true}
	for vain := 0; len(list) < n && vain < vainDraws; vain++ {
		i := r.IntN(len(d.library.passages))
		if text, sought := k.draw(d, &d.library.passages[i], r); !drawn[text] {
			drawn[text] = true
			list = append(list, query{k.name, text, sought, i})
		}
	}
	return list
}

// line is the heading or one of the paragraphs.
func (p *passage) line(r *rand.Rand) string {
	return one(append(strings.Split(p.text, "\n"), p.heading), r)
}

// substring is two to twelve characters of a line, at any place.
func (d *drawing) substring(p *passage, r *rand.Rand) (string, []string) {
	text, length := []rune(p.line(r)), 2+r.IntN(11)
	if len(text) < length {
		return "", nil
	}
	from := r.IntN(len(text) - length + 1)
	return plainly(strings.TrimSpace(string(text[from : from+length])))
}

// plainly is a query that seeks itself.
func plainly(text string) (string, []string) { return text, []string{text} }

func (d *drawing) word(p *passage, r *rand.Rand) (string, []string) {
	return plainly(d.wordOf(p.line(r), 2, 99, r))
}

// wordOf is one of the line's words whose length is within the limits.
func (d *drawing) wordOf(line string, shortest, longest int, r *rand.Rand) string {
	words := slices.DeleteFunc(d.language.words(line), func(w string) bool {
		n := utf8.RuneCountInString(w)
		return !isHan(w) || n < shortest || n > longest
	})
	if len(words) == 0 {
		return ""
	}
	return one(words, r)
}

// phrase is two to four words that stand side by side.
func (d *drawing) phrase(p *passage, r *rand.Rand) (string, []string) {
	words := d.language.words(p.line(r))
	n := 2 + r.IntN(3)
	if len(words) < n {
		return "", nil
	}
	from := r.IntN(len(words) - n + 1)
	text := strings.Join(words[from:from+n], "")
	if !isHan(text) || utf8.RuneCountInString(text) <= n { // single characters only
		return "", nil
	}
	return plainly(text)
}

var numberWithUnit = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)?余?[百千万亿]*(?:%|‰|平方公里|平方米|立方米|公里|公顷|人次|户次|小时|微克|[米吨人户家个项次件场处所套辆条座名元天岁张份篇期分亩度])`)

func (d *drawing) number(p *passage, r *rand.Rand) (string, []string) {
	found := numberWithUnit.FindAllString(p.line(r), -1)
	if len(found) == 0 {
		return "", nil
	}
	return plainly(one(found, r))
}

// twoWords are of one passage, in any order, with a space between.
func (d *drawing) twoWords(p *passage, r *rand.Rand) (string, []string) {
	a, b := d.wordOf(p.line(r), 2, 99, r), d.wordOf(p.line(r), 2, 99, r)
	if a == "" || b == "" || a == b {
		return "", nil
	}
	return a + " " + b, []string{a, b}
}

// traditional writes a query in the other script; what is written the same in
// both is no query of this kind.
func traditional(draw drawer) drawer {
	return func(d *drawing, p *passage, r *rand.Rand) (string, []string) {
		text, sought := draw(d, p, r)
		if hant := d.language.hant(text); hant != text {
			return hant, sought
		}
		return "", nil
	}
}

// pinyin is a word of two to four characters, its syllables side by side.
func (d *drawing) pinyin(p *passage, r *rand.Rand) (string, []string) {
	word := d.wordOf(p.line(r), 2, 4, r)
	return strings.Join(d.language.syllables(word), ""), []string{word}
}

// initials are the first letters of a word of three to six characters. Two
// letters are no query: they stand for dozens of words.
func (d *drawing) initials(p *passage, r *rand.Rand) (string, []string) {
	word := d.wordOf(p.line(r), 3, 6, r)
	letters := ""
	for _, syllable := range d.language.syllables(word) {
		letters += syllable[:1]
	}
	return letters, []string{word}
}

// typo is a word with one character replaced by a common one that sounds the
// same, as input methods offer it; it stands nowhere on the site.
func (d *drawing) typo(p *passage, r *rand.Rand) (string, []string) {
	word := d.wordOf(p.line(r), 2, 6, r)
	if word == "" {
		return "", nil
	}
	text := []rune(word)
	at := r.IntN(len(text))
	others := d.language.homophones(text[at])
	if len(others) == 0 {
		return "", nil
	}
	if text[at] = one(others, r); d.library.stands(string(text)) {
		return "", nil
	}
	return string(text), []string{word}
}

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
	seg, err := dictionary()
	if err != nil {
		return nil, err
	}
	frequency := map[rune]float64{}
	for i := range seg.Dict.Tokens {
		for _, r := range seg.Dict.Tokens[i].Text() {
			frequency[r] += seg.Dict.Tokens[i].Freq()
		}
	}
	maps.DeleteFunc(frequency, func(r rune, _ float64) bool { return !unicode.Is(unicode.Han, r) })
	common := slices.SortedFunc(maps.Keys(frequency), func(a, b rune) int {
		return cmp.Or(cmp.Compare(frequency[b], frequency[a]), cmp.Compare(a, b))
	})
	l := &language{
		words: func(line string) []string { return seg.Cut(line, false) },
		hant:  zh.New(zh.Hant, zh.Options{}).Convert,
		sound: map[string][]rune{},
	}
	for _, r := range common[:commonCharacters] {
		if s := syllable(r); s != "" {
			l.sound[s] = append(l.sound[s], r)
		}
	}
	return l, nil
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
