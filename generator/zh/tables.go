package zh

import (
	_ "embed"
	"strings"
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

// regional returns the tables that lead from OpenCC's standard forms to those
// of a variant, empty if it has none of its own.
func regional(v Variant) (characters, phrases string) {
	switch v {
	case Hant, HantTW:
		return twCharacters, twPhrases
	case HantHK:
		return hkCharacters, hkPhrases
	}
	return "", ""
}

// entriesOf calls f with every key, the offset where it stands, and its first
// value. It is most of the time to start: it steps from character to character
// to the tab, and expects the value to end where it does if it has as many
// bytes as the key, as it nearly always has.
func entriesOf(table string, f func(at int, key, value string)) {
	at := 0
	for at < len(table) && table[at] == '#' {
		at += strings.IndexByte(table[at:], '\n') + 1
	}
	for at < len(table) {
		tab := at
		for table[tab] != '\t' {
			tab += sizes[table[tab]>>4]
		}
		end := 2*tab + 1 - at
		if end >= len(table) || table[end] != '\n' {
			end = tab + strings.IndexAny(table[tab:], " \n")
		}
		f(at, table[at:tab], table[tab+1:end])
		if table[end] != '\n' {
			end += strings.IndexByte(table[end:], '\n')
		}
		at = end + 1
	}
}

// sizes are the bytes of a UTF-8 character by the high half of its first.
var sizes = [16]int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4}

// only returns the character of a text that has one.
func only(text string) (rune, bool) {
	r, n := utf8.DecodeRuneInString(text)
	return r, n == len(text) && n > 0
}

// normal returns the character that a compatibility ideograph stands for, and
// any other as it is. OpenCC does this to a text before all else.
func normal(r rune) rune {
	if r < 0xF900 || r > 0xFAFF && r < 0x2F800 || r > 0x2FA1F {
		return r
	}
	_, after, found := strings.Cut(compatibility, "\n"+string(r)+"\t")
	if !found {
		return r
	}
	r, _ = utf8.DecodeRuneInString(after)
	return r
}

// valuesOf returns all values of a key in a table, nil if it is not there.
func valuesOf(table, key string) []string {
	_, after, found := strings.Cut(table, "\n"+key+"\t")
	if !found {
		return nil
	}
	line, _, _ := strings.Cut(after, "\n")
	return strings.Split(line, " ")
}
