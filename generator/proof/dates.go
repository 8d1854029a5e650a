package proof

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// This file checks dates: whether there is such a day, whether it is the day of the week
// that the text says, and whether a period ends after it begins.

var (
	dateForm = regexp.MustCompile(`(?:^|[^\d.\-/])((?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号](?:[（(]?(?:星期|周)([一二三四五六日天]))?)`)
	isoForm  = regexp.MustCompile(`(?:^|[^\d\-/])((\d{4})[-/](\d{1,2})[-/](\d{1,2}))(?:[^\d\-/]|$)`)
	yearForm = regexp.MustCompile(`\d{4}年(\d{1,2})月`)
	// periodForm matches two dates, of which the second may lack what it shares with the first.
	periodForm = regexp.MustCompile(`(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?(?:[（(][^（）()\n]{1,9}[）)])?(?:(?:开始|起|开工|启动)?[，,]?(?:至|到)|—+|－+|-+|～|~)(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})日)?`)
)

var weekdays = map[string]time.Weekday{"日": 0, "天": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}

// leapYear stands for a year that is not written, in which 29 February may be.
const leapYear = 2020

// day returns a day and whether there is one.
func day(year, month, d int) (time.Time, bool) {
	date := time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return date, date.Day() == d && date.Month() == time.Month(month)
}

func (t *text) dates() {
	body := string(t.text)
	digits := func(at []int, n int) int {
		v, _ := strconv.Atoi(group(body, at, n)) // the patterns match only digits, or nothing
		return v
	}
	for _, at := range dateForm.FindAllSubmatchIndex(t.text, -1) {
		year := digits(at, 2)
		date, exists := day(cmp.Or(year, leapYear), digits(at, 3), digits(at, 4))
		if !exists {
			t.report("date-slip", at[2], at[3], "没有这个日期", "检查月份和日子")
		} else if year > 0 && at[10] >= 0 && weekdays[group(body, at, 5)] != date.Weekday() {
			right := string([]rune("日一二三四五六")[date.Weekday()])
			t.report("weekday", at[2], at[3], "这一天是星期"+right, "核对日期和星期几")
		}
	}
	for _, at := range isoForm.FindAllSubmatchIndex(t.text, -1) {
		month, d := digits(at, 3), digits(at, 4)
		if _, exists := day(digits(at, 2), month, d); !exists && month >= 1 && month <= 12 && d >= 1 && d <= 31 {
			t.report("date-slip", at[2], at[3], "没有这个日期", "检查月份和日子")
		}
	}
	for _, at := range yearForm.FindAllSubmatchIndex(t.text, -1) {
		if month := digits(at, 1); month < 1 || month > 12 {
			t.report("date-slip", at[0], at[1], "没有这个月份", "检查月份")
		}
	}
	for _, at := range periodForm.FindAllSubmatchIndex(t.text, -1) {
		if to := at[8] >= 0; !to && bytes.ContainsAny(t.text[at[0]:at[1]], "，,") { // 2021年9月起，到3月底: of the next year
			continue
		}
		t.period(at, [3]int{digits(at, 1), digits(at, 2), digits(at, 3)}, [3]int{digits(at, 4), digits(at, 5), digits(at, 6)})
	}
}

// period compares two dates of year, month and day, each 0 if it is not written.
func (t *text) period(at []int, from, to [3]int) {
	for i := range to {
		if to[i] > 0 {
			break
		}
		to[i] = from[i]
	}
	for i := range from {
		if from[i] == 0 || to[i] == 0 || from[i] < to[i] {
			return
		}
		if from[i] > to[i] {
			what := [...]string{"年", "月", "日"}[i]
			t.report("period-reversed", at[0], at[1], fmt.Sprintf("结束的时间在开始之前：%d%s在%d%s以前", to[i], what, from[i], what),
				"核对起止的时间；到第二年的，写“次年”")
			return
		}
	}
}
