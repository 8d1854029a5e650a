package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"

	"gongshi/generator/zh"
)

// fold returns the characters under which r is indexed and sought, none for what is neither:
// compatible forms are decomposed, so that ㎡ is m2 and ﬁ is fi, letters are small and
// without accents, dashes are the hyphen, characters are simplified. All regional forms of a
// character fold to the simplified one that each most likely stands for: 發 and 髮 to 发, 裡 and
// 裏 to 里. What is folded folds to itself. Several goroutines may call it.
func fold(r rune) string {
	f := folding()
	if r < 1<<16 {
		return f.near[r]
	}
	if to, found := f.far[r]; found {
		return to
	}
	return simplified(plain(r))
}

// foldText folds every character of a text.
func foldText(text string) string {
	var b strings.Builder
	for _, c := range text {
		b.WriteString(fold(c))
	}
	return b.String()
}

// signGroups are signs, and letters of Latin and Cyrillic, that are written for one another, in
// groups of the one they fold to and the others. static/js/_search/text.ts has the same.
const signGroups = `.… -‐‒–—―−~〜∼ "“”„‟«»「」『』〝〞 '‘’‚‛′ 《〈 》〉 :∶ /⁄∕ x×х 〇○◯ aа eе kк oо pр cс`

// Between the first two all characters are plain; Hangul need not be decomposed. Nor are
// Roman numbers: Ⅱ does not stand in Ⅲ.
const (
	firstPlain, lastPlain = 0x3400, 0xD7FF
	firstRoman, lastRoman = 0x2160, 0x217F
)

// plain folds all but what only our tables know. ü, which pinyin is typed with v for, is v.
// static/js/_search/text.ts does the same.
func plain(r rune) string {
	if r >= firstPlain && r <= lastPlain {
		return string(r)
	}
	if to := signs()[r]; to != 0 {
		return string(to)
	}
	text := string(r)
	if r < firstRoman || r > lastRoman {
		text = norm.NFKD.String(text)
	}
	return strings.Map(func(c rune) rune {
		switch {
		case skipped(c):
			return -1
		case signs()[c] != 0:
			return signs()[c]
		}
		return c
	}, strings.ReplaceAll(strings.ToLower(text), "u\u0308", "v"))
}

var signs = sync.OnceValue(func() map[rune]rune {
	to := map[rune]rune{}
	for group := range strings.FieldsSeq(signGroups) {
		list := []rune(group)
		for _, other := range list[1:] {
			to[other] = list[0]
		}
	}
	return to
})

// skipped says whether a character is neither indexed nor sought: white space,
// controls, what is not seen, accents, the dots between the parts of a name. In a browser it is
// /[\p{White_Space}\p{Cc}\p{Cf}\p{Variation_Selector}\u0300-\u036f·•‧・]/u.
func skipped(r rune) bool {
	switch {
	case r < 0x7F:
		return r <= ' '
	case r >= 0x0300 && r <= 0x036F || r == '·' || r == '•' || r == '‧' || r == '・':
		return true
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
	'𠮷': '吉', '卄': '廿', // another shape
	'𫖯': '俯', // the same word; 頫 is simplified so in names only
}

// radicals are what text copied from a PDF file has in place of characters, in pairs:
// Equivalent_Unified_Ideograph of Unicode, of those that do not decompose.
const radicals = "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍尐⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爬⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艺⻀艻⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辷⻎辸⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"

// foldings holds what characters fold to, those of many planes apart.
type foldings struct {
	near [1 << 16]string
	far  map[rune]string
}

var folding = sync.OnceValue(func() *foldings {
	f := &foldings{far: map[rune]string{}}
	for r := range rune(1 << 16) {
		f.near[r] = simplified(plain(r))
	}
	for from := range forms() {
		if from >= 1<<16 {
			f.far[from] = simplified(plain(from))
		}
	}
	return f
})

// simplified is a plain text in simplified characters.
func simplified(text string) string {
	return strings.Map(func(c rune) rune { return cmp.Or(forms()[c], c) }, text)
}

// forms maps each form to the character at the end of the way: 薴 by 苧 to 苎.
var forms = sync.OnceValue(func() map[rune]rune {
	steps := make(map[rune]rune, 6_000)
	for from, to := range zh.Forms() {
		steps[from] = to
	}
	for list := []rune(radicals); len(list) > 0; list = list[2:] {
		steps[list[0]] = list[1]
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
		if !chars[to] || plain(from) != string(from) {
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
