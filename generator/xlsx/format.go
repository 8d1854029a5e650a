package xlsx

import (
	"cmp"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Limits of formats: Excel refuses longer codes and more of them. The library
// takes time for each, so small files could keep it busy for minutes.
const (
	maxCode    = 255
	maxSection = 80 // of what the library is given
	maxPercent = 2  // each makes numbers longer
	maxCodes   = 1_000
	maxWork    = 1_000_000 // µs, estimated
)

// Formatter shows numbers as workbooks do in China. The library formats one
// section of a code for one value at a time; which section holds, and what the
// library does not know (Chinese numerals, weekdays, !, General beside text, halves
// that are rounded up) is settled before. The zero value is ready.
type Formatter struct {
	file   *excelize.File
	styles map[string]int
	codes  map[string]parsed
	known  map[shown]string
	work   int
}

type shown struct {
	value float64
	code  string
}

// builtin are the codes of the formats that workbooks name by number only, as
// Chinese editions of Excel show them (ECMA-376 part 1, 18.8.30).
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: `"¥"#,##0;"¥"\-#,##0`, 6: `"¥"#,##0;"¥"\-#,##0`, 7: `"¥"#,##0.00;"¥"\-#,##0.00`, 8: `"¥"#,##0.00;"¥"\-#,##0.00`,
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: yearMonth, 28: monthDay, 29: monthDay, 30: "m-d-yy", 31: longDate, 32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`, 34: halfDay, 35: halfDay + `ss"秒"`, 36: yearMonth,
	37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: account, 42: account, 43: accounts, 44: accounts,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: yearMonth, 51: monthDay, 52: yearMonth, 53: monthDay, 54: monthDay, 55: halfDay, 56: halfDay + `ss"秒"`, 57: yearMonth, 58: monthDay,
}

const (
	longDate  = `yyyy"年"m"月"d"日"`
	yearMonth = `yyyy"年"m"月"`
	monthDay  = `m"月"d"日"`
	halfDay   = `上午/下午h"时"mm"分"`
	account   = `#,##0;-#,##0;"-"`
	accounts  = `#,##0.00;-#,##0.00;"-"`
)

// Builtin returns the code of a format that has a number; "" is General.
func Builtin(id int) string { return builtin[id] }

// Number shows a number by the code of its format; date says that it is shown as
// a date or time, ok is false if it is shown plainly instead, because the code
// cannot be followed. The value must be finite, and dates count from 1900.
func (f *Formatter) Number(value float64, code string) (text string, date, ok bool) {
	if code == "" {
		return General(value), false, true
	}
	sections, ok := f.sections(code)
	if !ok {
		return General(value), false, false
	}
	s, value := choose(sections.numbers, value)
	switch {
	case s.general && s.numerals > 0:
		return s.fill(count(General(value), s.numerals)), false, true
	case s.general:
		return s.fill(General(value)), false, true
	case s.literal() || value == 0 && s.optional:
		return s.fill(""), false, true
	case math.Abs(value) >= 1e15 || s.date && (value < 0 || value >= 2958466):
		return General(value), s.date, false
	}
	if !s.date {
		value = rounded(value, s.decimals)
	}
	text, ok = f.format(value, s.code(value))
	if !ok {
		return General(value), s.date, false
	}
	if s.halves {
		text = strings.NewReplacer("AM", "上午", "PM", "下午").Replace(text)
	}
	if s.decimals < 0 {
		text = strings.TrimPrefix(text, "0 ") // of 0 1/2
	}
	if s.numerals > 0 {
		text = inNumerals(text, s.numerals, s.date)
	}
	return text, s.date, true
}

// Text shows a text by the code of its format: 张三 by @"同志" as 张三同志.
func (f *Formatter) Text(text, code string) string {
	if code == "" {
		return text
	}
	if sections, ok := f.sections(code); ok && sections.texts != nil {
		return sections.texts.fill(text)
	}
	return text
}

// parsed are the sections of a code: up to three for numbers, and that for texts, if there is one.
type parsed struct {
	numbers []section
	texts   *section
}

// sections parses a code; ok is false if it is too long, or there are too many.
func (f *Formatter) sections(code string) (parsed, bool) {
	if p, ok := f.codes[code]; ok {
		return p, true
	}
	if len(code) > maxCode || len(f.codes) >= maxCodes {
		return parsed{}, false
	}
	if f.codes == nil {
		f.codes = map[string]parsed{}
	}
	p := parsed{numbers: parse(code)}
	if last := len(p.numbers) - 1; last >= 3 || p.numbers[last].text {
		p.texts = &p.numbers[last]
		p.numbers = p.numbers[:min(max(last, 1), 3)]
	}
	f.codes[code] = p
	return p, true
}

func (f *Formatter) format(value float64, code string) (string, bool) {
	if text, ok := f.known[shown{value, code}]; ok {
		return text, true
	}
	if f.file == nil {
		f.file, f.styles, f.known = excelize.NewFile(excelize.Options{CultureInfo: excelize.CultureNameZhCN}), map[string]int{}, map[shown]string{}
	}
	if len(code) > maxSection || strings.Count(code, "%") > maxPercent {
		return "", false
	}
	if f.work += 8 + len(code)*len(code)/25; f.work > maxWork { // as measured, at most
		return "", false
	}
	id, ok := f.styles[code]
	if !ok {
		var err error
		if len(f.styles) >= maxCodes { // sections with weekdays have several
			return "", false
		}
		if id, err = f.file.NewStyle(&excelize.Style{CustomNumFmt: &code}); err != nil {
			return "", false
		}
		f.styles[code] = id
	}
	const sheet, cell = "Sheet1", "A1"
	if f.file.SetCellFloat(sheet, cell, value, -1, 64) != nil || f.file.SetCellStyle(sheet, cell, cell, id) != nil {
		return "", false
	}
	text, err := f.file.GetCellValue(sheet, cell)
	text = blanks.ReplaceAllString(strings.TrimSpace(text), " ")
	if err == nil && len(f.known) < 1<<16 {
		f.known[shown{value, code}] = text
	}
	return text, err == nil && text != ""
}

// General shows a number as a cell without a format, but with all digits of whole
// numbers: 0.333333333, 12345678901234.
func General(value float64) string {
	size := math.Abs(value)
	switch {
	case value == math.Trunc(value) && size < 1e21:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case size < 1e-9 || size >= 1e21:
		return strconv.FormatFloat(value, 'G', 6, 64)
	}
	whole := len(strconv.FormatFloat(math.Trunc(size), 'f', -1, 64))
	text := strconv.FormatFloat(rounded(value, max(2, 10-whole)), 'f', max(2, 10-whole), 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// rounded rounds half away from zero by the decimal digits, as Excel does: 0.285 to 0.29.
func rounded(value float64, decimals int) float64 {
	if decimals < 0 || decimals > 12 {
		return value
	}
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(value, 'G', 15, 64))
	if !ok {
		return value
	}
	near, err := strconv.ParseFloat(r.FloatString(decimals), 64)
	if err != nil {
		return value
	}
	return near
}

// section is one part of a code: positive numbers;negative;zero;text.
type section struct {
	parts    []part
	general  bool // the value stands in it as a whole
	text     bool // by @
	date     bool
	halves   bool   // 上午 and 下午 are shown
	optional bool   // no digit is shown of zero
	numerals int    // of [DBNum1]: 一二三, or [DBNum2]: 壹贰叁
	decimals int    // that are shown of a number, which % raises and a last comma lowers; -1 if unknown
	compare  string // of a condition: ">="
	limit    float64
	system   string // the code of a date or time as the system shows it
}

// part is a piece of a section.
type part struct {
	kind partKind
	text string
}

type partKind uint8

const (
	literal partKind = iota
	figure           // a piece of code
	weekday          // aaa or aaaa
	whole            // General and @, which stand for the value
)

var (
	// tokenForm matches what a code is made of: a text, brackets, a sign that is shown or
	// takes room, the value, the half of a day, a weekday, the end of a section, any other sign.
	tokenForm = regexp.MustCompile(`(?is)"([^"]*)"?|\[([^\]]*)\]?|[\\!](.?)|[_*].?|(General|G/通用格式|G/標準|通用格式|@)|(上午/下午)|(a{3,4})|;|.`)
	condition = regexp.MustCompile(`^(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)$`)
	currency  = regexp.MustCompile(`^\$([^-]*)-?([0-9A-Fa-f]*)$`)
	elapsed   = regexp.MustCompile(`(?i)^(?:h+|m+|s+)$`)
	dateSigns = regexp.MustCompile(`(?i)[ymdhs]|^e`)
	figures   = regexp.MustCompile(`[0#?]`)
	blanks    = regexp.MustCompile(` {2,}`)
)

// parse reads the sections of a code.
func parse(code string) (list []section) {
	var s section
	begin := 0
	end := func(at int) {
		if at > begin && len(s.parts) == 0 { // [DBNum1], [Red]
			s.add(whole, "")
			s.general = true
		}
		if s.system != "" {
			s = parse(s.system)[0]
		}
		s.measure()
		list, s, begin = append(list, s), section{}, at+1
	}
	for _, at := range tokenForm.FindAllStringSubmatchIndex(code, -1) {
		token := code[at[0]:at[1]]
		group := func(n int) string { return code[max(at[2*n], 0):max(at[2*n+1], 0)] }
		switch r, _ := utf8.DecodeRuneInString(token); {
		case token == ";":
			end(at[0])
		case r == '"':
			s.add(literal, group(1))
		case r == '[':
			s.bracket(group(2))
		case r == '\\' || r == '!':
			s.add(literal, group(3))
		case r == '_' || r == '*':
		case group(4) != "":
			s.add(whole, "")
			s.general, s.text = true, s.text || token == "@"
		case group(5) != "":
			s.add(figure, "AM/PM")
			s.halves = true
		case group(6) != "":
			s.add(weekday, token)
		case r >= utf8.RuneSelf || strings.ContainsRune("$()", r):
			s.add(literal, token)
		default:
			s.add(figure, token)
		}
	}
	end(len(code))
	return list
}

func (s *section) add(kind partKind, text string) {
	if n := len(s.parts); n > 0 && s.parts[n-1].kind == kind && kind <= figure {
		s.parts[n-1].text += text
		return
	}
	s.parts = append(s.parts, part{kind, text})
}

// bracket reads what stands in brackets: numerals, a currency, an elapsed time, a
// condition; colours are left out.
func (s *section) bracket(name string) {
	if m := condition.FindStringSubmatch(name); m != nil {
		s.compare = m[1]
		s.limit, _ = strconv.ParseFloat(m[2], 64)
	} else if m := currency.FindStringSubmatch(name); m != nil {
		s.add(literal, m[1])
		s.system = cmp.Or(map[string]string{"F800": longDate, "F400": "h:mm:ss"}[strings.ToUpper(m[2])], s.system)
	} else if elapsed.MatchString(name) {
		s.add(figure, "["+name+"]")
	} else if len(name) == 6 && strings.EqualFold(name[:5], "DBNum") {
		s.numerals = int(name[5] - '0')
	}
}

// measure finds out what the code of the section shows.
func (s *section) measure() {
	code := ""
	for _, p := range s.parts {
		if p.kind == figure {
			code += p.text
		}
		s.date = s.date || p.kind == weekday
	}
	s.date = s.date || dateSigns.MatchString(code)
	s.general = s.general && !s.date && !figures.MatchString(code)
	s.optional = !s.date && !strings.Contains(code, "0")
	if strings.ContainsAny(code, "/Ee") {
		s.decimals = -1
		return
	}
	_, behind, _ := strings.Cut(code, ".")
	tail := code[strings.LastIndexAny(code, "0#?")+1:]
	s.decimals = len(figures.FindAllString(behind, -1)) + 2*strings.Count(code, "%") - 3*strings.Count(tail, ",")
}

// choose returns the section that holds for a value, and the value without the
// sign that the section says itself.
func choose(list []section, value float64) (section, float64) {
	if slices.ContainsFunc(list, func(s section) bool { return s.compare != "" }) {
		i := slices.IndexFunc(list, func(s section) bool { return s.holds(value) })
		if i < 0 {
			i = len(list) - 1
		}
		if s := list[i]; s.compare != "" && s.compare[0] == '<' && s.limit <= 0 {
			value = math.Abs(value)
		}
		return list[i], value
	}
	switch {
	case value < 0 && len(list) > 1:
		return list[1], -value
	case value == 0 && len(list) > 2:
		return list[2], value
	}
	return list[0], value
}

// holds reports whether a value fulfils the condition of a section, if it has one.
func (s section) holds(value float64) bool {
	return s.compare == "" || strings.IndexByte(s.compare, "<=>"[cmp.Compare(value, s.limit)+1]) >= 0
}

// literal reports whether a section shows the same whatever the number.
func (s section) literal() bool {
	return !s.date && !slices.ContainsFunc(s.parts, func(p part) bool { return p.kind != literal && figures.MatchString(p.text) })
}

// fill puts a value in the place of General and @.
func (s section) fill(value string) string {
	var b strings.Builder
	for _, p := range s.parts {
		switch p.kind {
		case whole:
			b.WriteString(value)
		case figure:
			b.WriteString(strings.Trim(p.text, "0#?.,"))
		case literal:
			b.WriteString(p.text)
		}
	}
	return strings.TrimSpace(b.String())
}

// code is the section as the library understands it; only weekdays depend on the value.
func (s section) code(value float64) string {
	var b strings.Builder
	for _, p := range s.parts {
		switch p.kind {
		case figure:
			b.WriteString(p.text)
		case literal:
			b.WriteString(`"` + strings.ReplaceAll(p.text, `"`, "") + `"`)
		case weekday:
			b.WriteString(`"` + map[int]string{4: "星期"}[len(p.text)] + []string{"六", "日", "一", "二", "三", "四", "五"}[int(value)%7] + `"`)
		}
	}
	return b.String()
}
