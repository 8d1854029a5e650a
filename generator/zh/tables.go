package zh

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// The tables of OpenCC, written by gen.go: comment lines, then sorted lines of
// key, tab, values between spaces. The first value is the one in use; it and
// the key have the same number of characters. ORIGIN.md says where they are
// from.
var (
	//go:embed data/STPhrases.txt
	stPhrases string
	//go:embed data/STPhrases_GeneratedFromRegionalPhrases.txt
	stRegionalPhrases string
	//go:embed data/STCharacters.txt
	stCharacters string
	//go:embed data/TSPhrases.txt
	tsPhrases string
	//go:embed data/TSCharacters.txt
	tsCharacters string
	//go:embed data/TWVariantsPhrases.txt
	twPhrases string
	//go:embed data/TWVariants.txt
	twCharacters string
	//go:embed data/HKVariantsPhrases.txt
	hkPhrases string
	//go:embed data/HKVariants.txt
	hkCharacters string
	//go:embed data/CJK_Compatibility_Ideographs.txt
	compatibility string
)

// table says what becomes of phrases, and of characters that no phrase covers.
type table struct {
	phrases    map[string]entry
	characters map[rune]entry
	// measures are characters that have another form after a numeral.
	measures map[rune]string
	// longest is how many bytes the longest phrase has that begins with a character.
	longest map[rune]int
}

// entry is what becomes of a phrase or character.
type entry struct {
	to   string
	rule Rule
}

func newTable() *table {
	return &table{phrases: map[string]entry{}, characters: map[rune]entry{}, measures: map[rune]string{}, longest: map[rune]int{}}
}

// read enters all lines of tables.
func (t *table) read(rule Rule, tables ...string) *table {
	for _, text := range tables {
		for key, values := range linesOf(text) {
			t.set(key, entry{values[0], rule})
		}
	}
	return t
}

// set enters a phrase or a character, in the place of what was there.
func (t *table) set(key string, e entry) {
	r, n := utf8.DecodeRuneInString(key)
	if n == len(key) {
		t.characters[r] = e
		return
	}
	t.phrases[key] = e
	t.longest[r] = max(t.longest[r], len(key))
}

// match returns the longest phrase that text begins with; ok is false if there
// is none.
func (t *table) match(text string) (key string, e entry, ok bool) {
	r, first := utf8.DecodeRuneInString(text)
	for n := min(t.longest[r], len(text)); n > first; n-- {
		if n < len(text) && !utf8.RuneStart(text[n]) {
			continue
		}
		if e, ok := t.phrases[text[:n]]; ok {
			return text[:n], e, true
		}
	}
	return "", entry{}, false
}

// knows says whether a character, or a phrase that begins with it, may change.
func (t *table) knows(r rune) bool {
	_, single := t.characters[r]
	return single || t.longest[r] > 0
}

// convert converts a text by the longest phrase from the left, and by characters
// where there is none.
func (t *table) convert(text string) string {
	if strings.IndexFunc(text, t.knows) < 0 {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		key, e, ok := t.match(text)
		if !ok {
			r, n := utf8.DecodeRuneInString(text)
			key = text[:n]
			if e, ok = t.characters[r]; !ok {
				e.to = key
			}
		}
		b.WriteString(e.to)
		text = text[len(key):]
	}
	return b.String()
}

// opencc is OpenCC's table from simplified to its standard traditional forms.
var opencc = sync.OnceValue(readOpenCC)

func readOpenCC() *table {
	return newTable().read(RulePhrase, stPhrases, stRegionalPhrases).read(RuleCharacter, stCharacters)
}

// forms returns OpenCC's table from its standard forms to those of a variant, with
// our own forms or without; it is empty for a variant without forms of its own.
func forms(v Variant, own bool) *table {
	t := newTable()
	switch v {
	case Hant, HantTW:
		t.read(RuleForm, twPhrases, twCharacters)
		if own {
			t.read(RuleOwn, ownTaiwan)
		}
	case HantHK:
		t.read(RuleForm, hkPhrases, hkCharacters)
	}
	return t
}

// ownTaiwan are forms that the offices of Taiwan use otherwise than OpenCC has
// them: 帳 is what its laws write (會計帳簿), and 污 what its ministry of the
// environment does (污染).
const ownTaiwan = "賬\t帳\n污\t污\n"

// only returns the character of a text that has one.
func only(text string) (rune, bool) {
	r, n := utf8.DecodeRuneInString(text)
	return r, n == len(text) && n > 0
}

// compatible replaces compatibility ideographs by the characters they stand for.
var compatible = sync.OnceValue(func() *strings.Replacer {
	var pairs []string
	for key, values := range linesOf(compatibility) {
		pairs = append(pairs, key, values[0])
	}
	return strings.NewReplacer(pairs...)
})

// normal returns the character that a compatibility ideograph stands for, and
// any other as it is.
func normal(r rune) rune {
	if isCompatible(r) {
		r, _ = only(compatible().Replace(string(r)))
	}
	return r
}

func isCompatible(r rune) bool {
	return r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}

// normalized is a text with the characters that compatibility ideographs stand
// for, as OpenCC reads it. Bytes that are no text stay.
func normalized(text string) string {
	if strings.IndexFunc(text, isCompatible) < 0 {
		return text
	}
	return compatible().Replace(text)
}
