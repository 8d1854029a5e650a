package search

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator/zh"
)

// firstHan is the first of the Chinese characters and their signs.
const firstHan = 0x2E80

// fold returns the character under which r is indexed and sought: half-width,
// of A–Z the small letter, of a dash the hyphen, level with the line, simplified. All regional forms of a character fold
// to the simplified one that each most likely stands for: 發 and 髮 to 发, 裡 and
// 裏 to 里. What is folded folds to itself. Several goroutines may call it.
func fold(r rune) rune {
	switch r = narrow(r); {
	case r < firstHan:
		return r
	case r < 1<<16:
		return simplified().near[r]
	}
	if to, found := simplified().far[r]; found {
		return to
	}
	return r
}

// level are the characters of which U+2070 to U+208E are those above and below
// the line; two of them do not exist.
const level = "0i..456789+-=()n0123456789+-=()"

// narrow makes full-width characters half-width, capital letters small, dashes
// hyphens and what stands above or below the line level with it: 1—11月 is
// 1-11月, CO₂ is co2, 10⁶ is 106. static/js/_search/text.ts does the same.
func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFF01 - '!'
	case r == 0x3000:
		r = ' '
	case r >= 0x2013 && r <= 0x2015: // en dash, em dash, horizontal bar
		r = '-'
	case r >= 0x2070 && r <= 0x208E && level[r-0x2070] != '.':
		r = rune(level[r-0x2070])
	case r == '²' || r == '³':
		r += '2' - '²'
	case r == '¹':
		r = '1'
	}
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}

// skipped says whether a character is neither indexed nor sought: white space,
// controls, what is not seen, variation selectors. In a browser it is
// /[\p{White_Space}\p{Cc}\p{Cf}\p{Variation_Selector}]/u.
func skipped(r rune) bool {
	switch {
	case r < 0x7F:
		return r <= ' '
	case r > 0x3000 && r < 0xFE00:
		return false
	}
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// settled are characters of which the tables say more than one thing. One that
// leads to itself is the end of the way.
var settled = map[rune]rune{
	'么': '么', '幺': '么', // 幺 is 么 in Taiwan, and 什么 is an everyday word
	'坏': '坏',           // not the old form of 坯
	'鲇': '鲶', '腭': '颚', // one character in Taiwan
}

// Radicals are what text copied from a PDF file has in place of characters.
const firstRadical, lastRadical rune = 0x2F00, 0x2FD5

// folds holds what the forms of characters fold to.
type folds struct {
	near [1 << 16]rune
	far  map[rune]rune
}

var simplified = sync.OnceValue(func() *folds {
	f := &folds{far: map[rune]rune{}}
	for r := range f.near {
		f.near[r] = rune(r)
	}
	for from, to := range forms() {
		if from < 1<<16 {
			f.near[from] = to
		} else {
			f.far[from] = to
		}
	}
	return f
})

// forms maps each form to the character at the end of the way: 薴 by 苧 to 苎.
var forms = sync.OnceValue(func() map[rune]rune {
	steps := make(map[rune]rune, 6_000)
	for from, to := range zh.Forms() {
		steps[from] = to
	}
	for r := firstRadical; r <= lastRadical; r++ {
		steps[r] = []rune(norm.NFKC.String(string(r)))[0]
	}
	for from, to := range settled {
		if from == to {
			delete(steps, from)
		} else {
			steps[from] = to
		}
	}
	for from, to := range steps {
		for next, found := steps[to]; found; next, found = steps[to] {
			to = next
		}
		steps[from] = to
	}
	return steps
})

// foldTables lists what a browser has to know to fold as fold does, of the
// given folded characters: groups of one of them and the characters that fold
// to it, in order, the groups parted by spaces, as in 发發髮. Widths and cases
// are for the browser to know. The first table has the characters of GB 2312,
// which simplified texts are written with, the second all others: who types
// simplified Chinese does not need it.
func foldTables(chars map[rune]bool) (simplified, traditional string) {
	known := gb2312()
	var groups [2]map[rune][]rune
	for from, to := range forms() {
		if !chars[to] {
			continue
		}
		n := 1
		if known[from] {
			n = 0
		}
		if groups[n] == nil {
			groups[n] = map[rune][]rune{}
		}
		groups[n][to] = append(groups[n][to], from)
	}
	return foldGroups(groups[0]), foldGroups(groups[1])
}

func foldGroups(groups map[rune][]rune) string {
	var list []string
	for to, others := range groups {
		slices.Sort(others)
		list = append(list, string(to)+string(others))
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// gb2312 are the 6,763 Chinese characters of GB 2312. A browser makes the same
// set with its own decoder.
var gb2312 = sync.OnceValue(func() map[rune]bool {
	list := gbRows(16, 87)
	set := make(map[rune]bool, len(list))
	for _, r := range list {
		set[r] = true
	}
	return set
})

// gbRows are the Chinese characters in rows of GB 2312.
func gbRows(first, last int) []rune {
	const cells = 94
	code := make([]byte, 0, (last-first+1)*cells*2)
	for row := first; row <= last; row++ {
		for cell := 1; cell <= cells; cell++ {
			code = append(code, byte(0xa0+row), byte(0xa0+cell))
		}
	}
	text, _ := simplifiedchinese.GBK.NewDecoder().Bytes(code) // what is no character becomes one that is not Chinese
	return slices.DeleteFunc([]rune(string(text)), func(r rune) bool { return r < 0x4e00 || r > 0x9fff })
}
