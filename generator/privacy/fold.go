package privacy

import (
	"strings"
	"unicode"
)

// folded is a line in the characters that the rules are written in: half-width
// digits, letters, hyphens and spaces, without invisible characters.
type folded struct {
	string
	// from is the place in the line of each byte of the string and of its end; nil
	// if the line is its own folded form.
	from []int
}

func fold(line string) folded {
	if strings.IndexFunc(line, func(r rune) bool { return plainForm(r) != r }) < 0 {
		return folded{line, nil}
	}
	var b strings.Builder
	var from []int
	for i, r := range line {
		if r = plainForm(r); r >= 0 {
			b.WriteRune(r)
			for len(from) < b.Len() {
				from = append(from, i)
			}
		}
	}
	return folded{b.String(), append(from, len(line))}
}

// span returns the place in the line of a part of its folded form, and of the
// invisible characters behind it.
func (f folded) span(start, end int) (int, int) {
	if f.from == nil {
		return start, end
	}
	return f.from[start], f.from[end]
}

// plainForm returns the form of a character in which rules know it, -1 if it
// cannot be seen.
func plainForm(r rune) rune {
	switch {
	case r < 0x80, r > '\u3000' && r < '\ufe00': // most characters, Chinese among them
		return r
	case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ', r == '＠', r == '．', r == '－', r == '＿', r == '＋':
		return r - '０' + '0'
	case r >= 0x1d7ce && r <= 0x1d7ff: // mathematical digits
		return '0' + (r-0x1d7ce)%10
	case r == '\u00a0', r == '\u3000', r >= '\u2000' && r <= '\u200a', r == '\u202f':
		return ' '
	case r == '‐', r == '‑', r == '‒', r == '–', r == '−':
		return '-'
	case r == '\u00ad', r == '\u034f', unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return -1
	}
	return r
}
