package zh

import "unicode/utf8"

// A regional phrase of OpenCC (張棟樑 keeps 樑, which Taiwan otherwise writes 梁)
// is keyed by standard forms. Within the value of a phrase it is applied when
// that is loaded. In text that no phrase covers it must be known by what may be
// written there: setForms enters it under every spelling that turns into its
// key character by character (张栋樑, 张棟樑 …; 梁 turns into 梁).

// setForms enters the regional phrases.
func (l *loader) setForms(table string) {
	if table == "" {
		return
	}
	spellings := spellingsOf(table)
	entriesOf(table, func(_ int, key, value string) {
		l.spell("", key, value, spellings)
	})
}

// spell enters every spelling of what is left of a key behind what is written.
func (l *loader) spell(written, left, value string, spellings map[rune][]string) {
	if left == "" {
		if l.wanted(written) {
			l.set(written, []byte(value), RuleForm)
		}
		return
	}
	r, n := utf8.DecodeRuneInString(left)
	for _, s := range spellings[r] {
		l.spell(written+s, left[n:], value, spellings)
	}
}

// spellingsOf lists for every character in the keys of a regional table what
// turns into it.
func spellingsOf(table string) map[rune][]string {
	spellings := map[rune][]string{}
	entriesOf(table, func(_ int, key, _ string) {
		for _, r := range key {
			spellings[r] = []string{string(r)}
		}
	})
	entriesOf(stCharacters, func(_ int, key, value string) {
		from, _ := only(key)
		to, _ := only(value)
		if from == to {
			return
		}
		if s, wanted := spellings[from]; wanted {
			spellings[from] = s[1:] // it does not turn into itself
		}
		if s, wanted := spellings[to]; wanted {
			spellings[to] = append(s, key)
		}
	})
	return spellings
}
