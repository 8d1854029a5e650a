package importer

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// serial is a number of a table: 6 of （6）, ⑥, 第6项, 6.0 or 六; sub is 2 of 6.2.
type serial struct{ number, sub int }

var (
	serialForm = regexp.MustCompile(`^(?:no\.?)?(\d{1,6})(?:[.\-](\d{1,4}))?$`)
	chapter    = regexp.MustCompile(`^(第[一二三四五六七八九十百]+(部分|章|节|篇|类|项)|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、.．，\s])`)
	numeral    = regexp.MustCompile(`^[（(]?[一二三四五六七八九十]+[）)]?[、.．]?$`)
)

// parseSerial reads a serial number; ok is false if it is none.
func parseSerial(text string) (s serial, ok bool) {
	text = strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
	text = strings.Trim(text, "第项条号()[]【】〔〕〈〉《》、.。,:#")
	if n := chineseNumbers[text]; n > 0 {
		return serial{number: n}, true
	}
	m := serialForm.FindStringSubmatch(text)
	if m == nil {
		return serial{}, false
	}
	s.number, _ = strconv.Atoi(m[1]) // digits only
	if m[2] != "" && (m[2] != "0" || strings.Contains(text, "-")) {
		s.sub, _ = strconv.Atoi(m[2])
	}
	return s, s.number > 0
}

// chineseNumbers are 一 to 九十九.
var chineseNumbers = func() map[string]int {
	digits, numbers := strings.Split(" 一二三四五六七八九", ""), map[string]int{}
	for n := 1; n < 100; n++ {
		text := strings.TrimSpace(digits[n%10])
		if n >= 10 {
			text = digits[n/10] + "十" + text
		}
		numbers[text] = n
		numbers[strings.Replace(text, "一十", "十", 1)] = n
	}
	return numbers
}()
