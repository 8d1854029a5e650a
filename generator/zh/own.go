package zh

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/own.txt
var ownLayer string

// own returns the entries of our own layer.
var own = sync.OnceValue(func() []Phrase {
	phrases, err := parsePhrases(ownLayer)
	if err != nil {
		panic("zh: data/own.txt: " + err.Error()) // a test reads the file
	}
	return phrases
})

// parsePhrases reads lines of the form
//
//	simplified<TAB>traditional[<TAB>tw=…][<TAB>hk=…]
//
// where - for traditional takes a phrase of OpenCC out. Blank lines and lines
// that begin with # are passed over.
func parsePhrases(text string) (phrases []Phrase, err error) {
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if line == "" || line[0] == '#' {
			continue
		}
		p, err := parsePhrase(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		phrases = append(phrases, p)
	}
	return phrases, nil
}

func parsePhrase(line string) (p Phrase, err error) {
	from, rest, _ := strings.Cut(line, "\t")
	to, rest, more := strings.Cut(rest, "\t")
	if from == "" || to == "" {
		return p, fmt.Errorf("%q is not simplified, tab, traditional", line)
	}
	p.From, p.To = from, to
	if to == "-" {
		p.To = ""
	}
	for more {
		var column string
		column, rest, more = strings.Cut(rest, "\t")
		switch name, value, _ := strings.Cut(column, "="); name {
		case "tw":
			p.TW = value
		case "hk":
			p.HK = value
		default:
			return p, fmt.Errorf("%q is neither tw=… nor hk=…", column)
		}
	}
	return p, nil
}

// standardForm returns a text with the characters that only regions use (裡 為
// 衞) in OpenCC's standard forms (裏 爲 衛), from which other forms are derived.
// A regional form that also stands for something else in the standard (才, 台)
// stays as it is.
func standardForm(text string) string {
	return strings.Map(func(r rune) rune {
		if s, ok := standardForms()[r]; ok {
			return s
		}
		return r
	}, text)
}

var standardForms = sync.OnceValue(func() map[rune]rune {
	forms := map[rune]rune{}
	for _, table := range []string{twCharacters, hkCharacters} {
		entriesOf(table, func(_ int, key, value string) {
			standard, _ := only(key)
			form, _ := only(value)
			forms[form] = standard
		})
	}
	for line := range strings.Lines(stCharacters) {
		_, values, _ := strings.Cut(line, "\t")
		for _, r := range values {
			delete(forms, r)
		}
	}
	for _, r := range alsoStandard {
		delete(forms, r)
	}
	return forms
})

// alsoStandard are regional forms that the phrases of the standard use too (著
// in 顯著).
const alsoStandard = "著么痺睪"
