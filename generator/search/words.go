package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// suggestion is a line of a file of words or phrases: text, how much it
// matters, and its kind; "" for a word.
type suggestion struct {
	text   string
	weight int
	kind   string
}

// Kinds of phrases.
const (
	suggestTitle  = "title"
	suggestTarget = "target"
	suggestUnit   = "unit"
)

// At most so many words and phrases are kept for a letter: the weightiest.
const (
	wordsPerLetter   = 1200
	phrasesPerLetter = 400
)

// phraseLength is where a goal that completes a query is cut, in characters.
const phraseLength = 24

// listFiles makes the lists of words and phrases of a variant. Letters are those of
// the first script, so that a word has the same in every variant.
func listFiles(words map[string]int, first, passages []Passage, convert func(string) string) []file {
	vocabulary := map[byte][]suggestion{}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		letter := letterOf(word)
		if letter == 0 || len(word) == 1 { // a letter or digit says nothing
			continue
		}
		vocabulary[letter] = append(vocabulary[letter], suggestion{convert(word), words[word], ""})
	}
	phrases := map[byte][]suggestion{}
	places := map[suggestion]int{}
	note := func(source, text, kind string) {
		letter := letterOf(source)
		if letter == 0 || text == "" {
			return
		}
		s := suggestion{text: text, kind: kind}
		i, known := places[s]
		if !known {
			i = len(phrases[letter])
			places[s] = i
			phrases[letter] = append(phrases[letter], s)
		}
		phrases[letter][i].weight++
	}
	for i := range first {
		p, q := &first[i], &passages[i]
		note(p.Title, q.Title, suggestTitle)
		for k := range min(len(p.Units), len(q.Units)) {
			note(p.Units[k], q.Units[k], suggestUnit)
		}
		note(phrase(p.Heading), phrase(q.Heading), suggestTarget)
	}
	var files []file
	for _, letter := range []byte("0123456789abcdefghijklmnopqrstuvwxyz") {
		files = append(files,
			file{wordList(letter), encodeLetter(weightiest(vocabulary[letter], wordsPerLetter))},
			file{phraseList(letter), encodeLetter(weightiest(phrases[letter], phrasesPerLetter))})
	}
	return files
}

// weightiest are so many of a list, the weightiest first.
func weightiest(list []suggestion, limit int) []suggestion {
	slices.SortStableFunc(list, func(a, b suggestion) int { return cmp.Compare(b.weight, a.weight) })
	return list[:min(len(list), limit)]
}

func encodeLetter(list []suggestion) []byte {
	lines := [][]any{}
	for _, s := range list {
		line := []any{s.text, s.weight}
		if s.kind != "" {
			line = append(line, s.kind)
		}
		lines = append(lines, line)
	}
	return encode(lines)
}

// phrase is the beginning of a goal, without its number, up to a sign.
func phrase(goal string) string {
	goal = strings.TrimLeft(goal, "0123456789.、（）() ")
	length := 0
	for i, c := range goal {
		if length++; strings.ContainsRune("，。；：,;:\n", c) || length > phraseLength {
			return goal[:i]
		}
	}
	return goal
}

// letterOf is the first letter of a text's pinyin, or its own first letter or
// digit; 0 if it has none.
func letterOf(text string) byte {
	first := firstOf(text)
	if first >= 'a' && first <= 'z' || first >= '0' && first <= '9' {
		return byte(first)
	}
	if readings := spoken(first); len(readings) > 0 {
		return readings[0][0]
	}
	return 0
}

// firstOf is the first character of a text, folded.
func firstOf(text string) rune {
	first, _ := utf8.DecodeRuneInString(foldText(text))
	return first
}

// pinyinTable lists the characters of the index, and those that people may
// type instead, by syllable.
func pinyinTable(chars map[rune]bool) map[string]string {
	table := map[string]string{}
	for _, c := range slices.Sorted(maps.Keys(typable(chars))) {
		for _, syllable := range spoken(c) {
			table[syllable] += string(c)
		}
	}
	return table
}

// typable are characters and those that people type by mistake.
func typable(chars map[rune]bool) map[rune]bool {
	all := maps.Clone(chars)
	for _, c := range common() {
		all[firstOf(string(c))] = true
	}
	return all
}
