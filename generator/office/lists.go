package office

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/xlsx"
)

// lists count the paragraphs that Word numbers by itself (ECMA-376 part 1, 17.9).
type lists struct {
	kinds map[string]*listKind // by abstractNumId
	uses  map[string]*listUse  // by numId
}

type listKind struct {
	levels [9]listLevel
	counts map[int]int // of the levels that have begun
}

type listUse struct {
	kind      string
	overrides map[int]int // levels that begin anew at a number, once
	levels    map[int]listLevel
}

type listLevel struct {
	start        int
	format, text string
	suffix       string // "space", "nothing"; a tab if empty
	arabic       bool   // all numbers in figures
}

func (l *lists) read(a *archive, part string) error {
	l.kinds, l.uses = map[string]*listKind{}, map[string]*listUse{}
	return a.read(part, func(r *reader, _ element) {
		for list := range r.children() {
			switch list.name {
			case "abstractNum":
				kind := &listKind{counts: map[int]int{}}
				l.kinds[list.get("abstractNumId")] = kind
				for e := range r.children() {
					if level := e.number("ilvl", -1); e.name == "lvl" && level >= 0 && level < len(kind.levels) {
						kind.levels[level] = readLevel(r)
					}
				}
			case "num":
				l.uses[list.get("numId")] = readUse(r)
			}
		}
	})
}

func readUse(r *reader) *listUse {
	use := &listUse{overrides: map[int]int{}, levels: map[int]listLevel{}}
	for e := range r.children() {
		if e.name == "abstractNumId" {
			use.kind = e.get("val")
		}
		level := e.number("ilvl", 0)
		for e := range r.children() {
			switch e.name {
			case "startOverride":
				use.overrides[level] = e.number("val", 1)
			case "lvl":
				use.levels[level] = readLevel(r)
			}
		}
	}
	return use
}

func readLevel(r *reader) listLevel {
	v := listLevel{start: 1}
	for e := range r.through(blockHolders) {
		value := e.get("val")
		switch e.name {
		case "start":
			v.start = e.number("val", 1)
		case "numFmt":
			v.format = value
		case "lvlText":
			v.text = value[:min(len(value), 255)] // Word allows no more
		case "suff":
			v.suffix = value
		case "isLgl":
			v.arabic = e.isOn()
		}
	}
	return v
}

// label counts a paragraph of a list and returns its number as shown: "（一）".
func (l *lists) label(id string, level int) string {
	use := l.uses[id]
	if use == nil || l.kinds[use.kind] == nil || level < 0 || level > 8 {
		return ""
	}
	kind := l.kinds[use.kind]
	at := func(i int) listLevel {
		if own, ok := use.levels[i]; ok {
			return own
		}
		return kind.levels[i]
	}
	first, begins := use.overrides[level]
	switch _, counted := kind.counts[level]; {
	case begins:
		kind.counts[level] = first
		delete(use.overrides, level)
	case counted:
		kind.counts[level]++
	default:
		kind.counts[level] = at(level).start
	}
	maps.DeleteFunc(kind.counts, func(i, _ int) bool { return i > level })
	own := at(level)
	if own.format == "bullet" {
		return bullet(own.text) + " "
	}
	text := own.text
	for i := range level + 1 {
		v := at(i)
		n, counted := kind.counts[i]
		if !counted {
			n = v.start
		}
		format := v.format
		if own.arabic {
			format = "decimal"
		}
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), listNumber(n, format))
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	if own.suffix != "nothing" && last < 0x2000 && text != "" {
		text += " "
	}
	return text
}

// bullet is the sign of a list; the fonts of signs hold them in private places.
func bullet(text string) string {
	if r, _ := utf8.DecodeRuneInString(text); r >= 0xe000 && r <= 0xf8ff {
		return "•"
	}
	return text
}

// listNumber writes a number in one of the ways of 17.18.59; one that a way does not
// have in figures.
func listNumber(n int, format string) string {
	figures := strconv.Itoa(n)
	if signs := []rune(listSigns[format]); n >= 1 && n <= len(signs) {
		return string(signs[n-1])
	}
	if digits := []rune(listDigits[format]); len(digits) > 0 && n >= 0 {
		return strings.Map(func(r rune) rune { return digits[r-'0'] }, figures)
	}
	switch format {
	case "none":
		return ""
	case "decimalZero":
		return fmt.Sprintf("%02d", n)
	case "upperLetter", "lowerLetter":
		if n < 1 || n > 780 { // as Word does
			return figures
		}
		letters := strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1) // Z is followed by AA, ZZ by AAA
		if format == "lowerLetter" {
			return strings.ToLower(letters)
		}
		return letters
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal":
		return xlsx.Counting(max(n, 0), true)
	case "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting":
		return xlsx.Counting(max(n, 0), false)
	}
	return figures
}

// Ways that have a sign for each number from 1 on, and those with digits of their own.
var (
	listSigns = map[string]string{
		"decimalEnclosedCircle": circles, "decimalEnclosedCircleChinese": circles, "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
		"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
	}
	listDigits = map[string]string{
		"decimalFullWidth": "０１２３４５６７８９", "decimalFullWidth2": "０１２３４５６７８９",
		"ideographDigital": digits, "taiwaneseDigital": digits, "japaneseDigitalTenThousand": digits,
	}
)

const (
	circles = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
	digits  = "〇一二三四五六七八九"
)

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for i, value := range []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1} {
		for ; n >= value; n -= value {
			b.WriteString([]string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}[i])
		}
	}
	return b.String()
}
