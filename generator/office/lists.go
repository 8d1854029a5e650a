package office

import (
	"encoding/xml"
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
	counts [9]int
}

type listUse struct {
	kind      string
	overrides map[int]int // levels that begin anew at a number, once
	levels    map[int]listLevel
}

type listLevel struct {
	start          int
	format, text   string
	suffix         string // "space", "nothing"; a tab if empty
	arabic, anyway bool   // all numbers in figures; the level is there
}

func (l *lists) read(a *archive, part string) error {
	l.kinds, l.uses = map[string]*listKind{}, map[string]*listUse{}
	return a.root(part, func(r *reader, start xml.StartElement) error {
		switch start.Name.Local {
		case "abstractNum":
			kind := &listKind{}
			l.kinds[attribute(start, "abstractNumId")] = kind
			return r.each(func(start xml.StartElement) error {
				level := number(start, "ilvl", -1)
				if start.Name.Local != "lvl" || level < 0 || level > 8 {
					return nil
				}
				return kind.levels[level].read(r)
			})
		case "num":
			use := &listUse{overrides: map[int]int{}, levels: map[int]listLevel{}}
			l.uses[attribute(start, "numId")] = use
			return r.each(func(start xml.StartElement) error {
				if start.Name.Local == "abstractNumId" {
					use.kind = attribute(start, "val")
				}
				level := number(start, "ilvl", 0)
				return r.each(func(start xml.StartElement) error {
					switch start.Name.Local {
					case "startOverride":
						use.overrides[level] = number(start, "val", 1)
					case "lvl":
						var own listLevel
						err := own.read(r)
						use.levels[level] = own
						return err
					}
					return nil
				})
			})
		}
		return nil
	})
}

func (v *listLevel) read(r *reader) error {
	v.anyway, v.start = true, 1
	return r.each(func(start xml.StartElement) error {
		value := attribute(start, "val")
		switch start.Name.Local {
		case "start":
			v.start = number(start, "val", 1)
		case "numFmt":
			v.format = value
		case "lvlText":
			v.text = value[:min(len(value), 255)] // Word allows no more
		case "suff":
			v.suffix = value
		case "isLgl":
			v.arabic = isOn(start)
		case "AlternateContent":
			return alternative(r, func(start xml.StartElement) error {
				v.format = attribute(start, "val")
				return nil
			})
		}
		return nil
	})
}

// label counts a paragraph of a list and returns its number as shown: "（一）".
func (l *lists) label(id string, level int) string {
	use := l.uses[id]
	if use == nil || l.kinds[use.kind] == nil || level < 0 || level > 8 {
		return ""
	}
	kind := l.kinds[use.kind]
	at := func(i int) listLevel {
		if own := use.levels[i]; own.anyway {
			return own
		}
		return kind.levels[i]
	}
	if first, ok := use.overrides[level]; ok {
		kind.counts[level] = first - 1
		delete(use.overrides, level)
	} else if kind.counts[level] == 0 {
		kind.counts[level] = at(level).start - 1
	}
	kind.counts[level]++
	for i := level + 1; i < 9; i++ {
		kind.counts[i] = 0
	}
	own := at(level)
	if own.format == "bullet" {
		return bullet(own.text) + " "
	}
	text := own.text
	for i := range level + 1 {
		n, v := kind.counts[i], at(i)
		if i < level && n == 0 {
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

// listNumber writes a number in one of the ways of 17.18.59.
func listNumber(n int, format string) string {
	from := func(first rune, most int) string {
		if n < 1 || n > most {
			return strconv.Itoa(n)
		}
		return string(first + rune(n-1))
	}
	switch format {
	case "none":
		return ""
	case "decimalZero":
		return strings.Repeat("0", max(0, 2-len(strconv.Itoa(n)))) + strconv.Itoa(n)
	case "upperLetter":
		return letter('A', n)
	case "lowerLetter":
		return letter('a', n)
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return from('①', 20)
	case "decimalEnclosedParen":
		return from('⑴', 20)
	case "decimalEnclosedFullstop":
		return from('⒈', 20)
	case "decimalFullWidth", "decimalFullWidth2":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(max(n, 0)))
	case "ideographTraditional":
		return pick("甲乙丙丁戊己庚辛壬癸", n)
	case "ideographZodiac":
		return pick("子丑寅卯辰巳午未申酉戌亥", n)
	case "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal":
		return xlsx.Counting(max(n, 0), true)
	case "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting":
		return xlsx.Counting(max(n, 0), false)
	case "ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand":
		return strings.Map(func(r rune) rune { return []rune("〇一二三四五六七八九")[r-'0'] }, strconv.Itoa(max(n, 0)))
	}
	return strconv.Itoa(n)
}

// letter is A to Z, then AA, BB to ZZ, and so on.
func letter(first rune, n int) string {
	const letters, most = 26, 780 // as Word does
	if n < 1 || n > most {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(first+rune((n-1)%letters)), (n-1)/letters+1)
}

func pick(signs string, n int) string {
	if list := []rune(signs); n >= 1 && n <= len(list) {
		return string(list[n-1])
	}
	return strconv.Itoa(n)
}

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
