package main

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
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

func (q query) folded() sought { return seek(q.sought...) }

// kind is a kind of query and the part of them that has to be found.
type kind struct {
	name string
	goal float64
	draw func(d *drawing, p *passage, r *rand.Rand) (text string, sought []string)
}

// kinds of query. A kind draws nothing ("") where a passage has none of it.
var kinds = []kind{
	{"substring", 0.98, (*drawing).substring},
	{"word", 0.98, (*drawing).word},
	{"phrase", 0.98, (*drawing).phrase},
	{"number with unit", 0.98, (*drawing).number},
	{"two words", 0.98, (*drawing).twoWords},
	{"traditional word", 0.98, (*drawing).hantWord},
	{"traditional phrase", 0.98, (*drawing).hantPhrase},
	{"pinyin", 0.90, (*drawing).pinyin},
	{"homophone typo", 0.90, (*drawing).typo},
	{"initials", 0.80, (*drawing).initials},
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
		r := rand.New(rand.NewPCG(querySeed, uint64(i)))
		list = append(list, d.several(k, n, r)...)
	}
	return list
}

// vainDraws is how often a kind may draw nothing new before it gives up.
const vainDraws = 10_000

func (d *drawing) several(k kind, n int, r *rand.Rand) []query {
	var list []query
	drawn := map[string]bool{}
	for vain := 0; len(list) < n && vain < vainDraws; {
		i := r.IntN(len(d.library.passages))
		text, sought := k.draw(d, &d.library.passages[i], r)
		if text == "" || drawn[text] {
			vain++
			continue
		}
		drawn[text] = true
		list = append(list, query{k.name, text, sought, i})
	}
	return list
}

// mixture takes n queries with as many of each kind as of any other.
func mixture(list []query, n int) []query {
	byKind := map[string][]query{}
	for _, q := range list {
		byKind[q.kind] = append(byKind[q.kind], q)
	}
	var some []query
	for i := 0; len(some) < min(n, len(list)); i++ {
		for _, k := range kinds {
			if i < len(byKind[k.name]) {
				some = append(some, byKind[k.name][i])
			}
		}
	}
	return some[:min(n, len(some))]
}

// The lengths of drawn runs, in characters.
const (
	shortestSubstring, longestSubstring = 2, 12
	longestRun                          = 12
)

// line is the heading or one of the paragraphs.
func (p *passage) line(r *rand.Rand) string {
	return one(append(strings.Split(p.text, "\n"), p.heading), r)
}

// piece cuts that many characters out of a line, at any place.
func piece(line string, length int, r *rand.Rand) string {
	text := []rune(line)
	if len(text) < length {
		return ""
	}
	from := r.IntN(len(text) - length + 1)
	return strings.TrimSpace(string(text[from : from+length]))
}

func (d *drawing) substring(p *passage, r *rand.Rand) (string, []string) {
	return plainly(piece(p.line(r), shortestSubstring+r.IntN(longestSubstring-shortestSubstring+1), r))
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
	for _, w := range words[from : from+n] {
		if !hanOnly(w) {
			return "", nil
		}
	}
	text := strings.Join(words[from:from+n], "")
	if utf8.RuneCountInString(text) <= n { // single characters only
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

func (d *drawing) hantWord(p *passage, r *rand.Rand) (string, []string) {
	return d.traditional(d.word(p, r))
}

func (d *drawing) hantPhrase(p *passage, r *rand.Rand) (string, []string) {
	return d.traditional(d.phrase(p, r))
}

// traditional writes a query in the other script; what is written the same in
// both is no query of this kind.
func (d *drawing) traditional(text string, sought []string) (string, []string) {
	hant := d.language.hant(text)
	if hant == text {
		return "", nil
	}
	return hant, sought
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
	text[at] = others[r.IntN(len(others))]
	if d.library.stands(string(text)) {
		return "", nil
	}
	return string(text), []string{word}
}

// runs draws n runs of one to twelve characters, of each passage's text in
// simplified or in traditional script.
func (d *drawing) runs(n int, hant bool) []query {
	stream := uint64(len(kinds))
	if hant {
		stream++
	}
	r := rand.New(rand.NewPCG(querySeed, stream))
	return d.several(kind{name: "run", draw: func(d *drawing, p *passage, r *rand.Rand) (string, []string) {
		from := *p
		if hant {
			from.heading, from.text = p.hantHeading, p.hantText
		}
		return plainly(piece(from.line(r), 1+r.IntN(longestRun), r))
	}}, n, r)
}
