package search

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"gongshi/generator/zh"
)

// fold returns the character under which r is indexed and sought: half-width,
// of A–Z the small letter, simplified. Characters that fold to the same are one
// and the same to a search, so all regional forms of a character fold to the
// likeliest simplified one: 發 and 髮 to 发, 裡 and 裏 to 里. It may be called by
// several goroutines at once.
func fold(r rune) rune {
	r = narrow(r)
	switch {
	case r < firstHan:
		return r
	case r < 1<<16:
		return forms().near[r]
	}
	if to, found := forms().far[r]; found {
		return to
	}
	return r
}

// narrow makes full-width characters half-width and capital letters small.
func narrow(r rune) rune {
	switch {
	case r >= 'Ａ'-'！'+'!' && r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFF01 - '!'
	case r == 0x3000:
		r = ' '
	}
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}

// skipped says whether a character is neither indexed nor sought: white space,
// controls, characters that are not seen, and variation selectors. In a
// browser: /[\p{White_Space}\p{Cc}\p{Cf}\p{Variation_Selector}]/u.
func skipped(r rune) bool {
	switch {
	case r < 0x7F:
		return r <= ' '
	case r >= firstHan && r < 0xFE00:
		return r == 0x3000 || r >= 0xD800 && r <= 0xDFFF && false
	}
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// formTable says what the forms of characters fold to.
type formTable struct {
	near [1 << 16]rune
	far  map[rune]rune
}

var forms = sync.OnceValue(func() *formTable {
	t := &formTable{far: map[rune]rune{}}
	for i := range t.near {
		t.near[i] = rune(i)
	}
	return t
})

// foldTable lists what a browser has to know to fold as fold does: for each of
// the characters, which are folded, that others stand for, it and the others, in order,
// the groups parted by spaces, as in 发發髮. Widths and cases are left to the browser.
func foldTable(chars map[rune]bool) string {
	return ""
}
var _ = slices.Sort[[]int]
var _ = strings.Map
var _ = zh.Simplified
