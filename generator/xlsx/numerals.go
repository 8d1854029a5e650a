package xlsx

import (
	"regexp"
	"strconv"
	"strings"
)

// figuresOf are the Chinese figures of [DBNum1] and [DBNum2], unitsOf their units below 万.
var (
	figuresOf   = map[int][]rune{1: []rune("〇一二三四五六七八九"), 2: []rune("零壹贰叁肆伍陆柒捌玖")}
	unitsOf     = map[int][]string{1: {"", "十", "百", "千"}, 2: {"", "拾", "佰", "仟"}}
	plainNumber = regexp.MustCompile(`^(-?)([0-9]{1,16})(?:\.([0-9]+))?$`)
	digitRun    = regexp.MustCompile(`[0-9]+`)
)

// inNumerals writes the digits of a shown number in Chinese: each by itself, but
// months, days and hours of dates by their value: 二〇二二年十二月.
func inNumerals(text string, kind int, date bool) string {
	return digitRun.ReplaceAllStringFunc(text, func(run string) string {
		if date && len(run) <= 2 {
			return count(run, kind)
		}
		return eachDigit(run, kind)
	})
}

func eachDigit(run string, kind int) string {
	names, ok := figuresOf[kind]
	if !ok {
		return run
	}
	return strings.Map(func(r rune) rune { return names[r-'0'] }, run)
}

// Counting writes a number from 0 on as one counts: 一百二十三, or formally 壹佰贰拾叁.
func Counting(number int, formal bool) string {
	if formal {
		return count(strconv.Itoa(number), 2)
	}
	return count(strconv.Itoa(number), 1)
}

// count writes a decimal number as one counts.
func count(text string, kind int) string {
	names, ok := figuresOf[kind]
	m := plainNumber.FindStringSubmatch(text)
	if !ok || m == nil {
		return text
	}
	sign, number, after := m[1], m[2], m[3]
	groups := []string{"", "万", "亿", "万亿"}
	var b strings.Builder
	gap := false
	for i, r := range number {
		place := len(number) - 1 - i
		if r == '0' {
			gap = true
		} else {
			if gap && b.Len() > 0 {
				b.WriteString("零")
			}
			gap = false
			if !(kind == 1 && r == '1' && place%4 == 1 && b.Len() == 0) { // 十二, not 一十二
				b.WriteRune(names[r-'0'])
			}
			b.WriteString(unitsOf[kind][place%4])
		}
		if place%4 == 0 && strings.Trim(number[max(0, i-3):i+1], "0") != "" {
			b.WriteString(groups[place/4])
		}
	}
	whole := b.String()
	if whole == "" {
		whole = string(names[0])
	}
	if after != "" {
		whole += "点" + eachDigit(after, kind)
	}
	return sign + whole
}
