package proof

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// This file checks numbers that a text gives twice: a rate against the two
// numbers it is computed from, a total against its parts.

// amount is a number with a unit in a text. 3.5万人 has the value 35000, the scale 万 and
// the step 1000, what its last digit stands for. about says that it is no exact number.
type amount struct {
	value, step float64
	scale, unit string
	about       bool
	start, end  int // byte offsets in its sentence
}

var (
	amountForm = regexp.MustCompile(`(约|近|超过?|逾|至少)?(\d+(?:\.\d+)?)([余多])?([万亿])?([余多])?([%％]|个百分点|平方米|平方公里|公里|公顷|人次|剂次|万元|亿元|项|个|件|户|处|家|起|名|人|位|条|批|次|台|套|所|元|吨|辆|亩|米|座|栋|张|棵|株|笔|床|间|份|册|部|只|枚|对|天)?(以上|以下|左右|以内|多)?`)
	rateForm   = regexp.MustCompile(`(\p{Han}+率)?(?:分别)?(?:为|达到|达|是|约|[:：])*(\d+(?:\.(\d+))?)[%％](以上|以下|以内|左右|多)?`)
	// quotient matches "88/89(98.87%)" and "98.87%(88/89)".
	quotient     = regexp.MustCompile(`(\d+)/(\d+)(?:项|个|件)?[(（，,、=＝为即占达]{0,3}(\d+(?:\.(\d+))?)[%％]|(\d+(?:\.(\d+))?)[%％][(（](\d+)/(\d+)[)）]`)
	sentenceForm = regexp.MustCompile(`[^。；;！!？?\n]+[。；;！!？?\n]*`)
)

// maxSlip is the difference between a rate and a quotient, in percentage points,
// up to which the rate is reported as miscalculated; beyond it the numbers are
// probably unrelated.
const maxSlip = 0.1

// nearby is how many amounts beside a number are compared with it.
const nearby = 8

// agrees reports whether a quotient, rounded to the decimals of the rate, is the rate.
func agrees(quotient, rate float64, decimals int) bool {
	return math.Abs(quotient-rate) <= 0.5*math.Pow10(-decimals)+1e-9
}

// sentence is a part of a text with the numbers in it, by their places in the part.
type sentence struct {
	*text
	part    string
	offset  int      // of the part in the text
	numbers []amount // all but those of dates
	amounts []amount // those with a unit of things, people or money
	before  []amount // of the sentence before, in the same line
}

func (s *sentence) report(rule string, start, end int, message, hint string) {
	s.text.report(rule, s.offset+start, s.offset+end, message, hint)
}

func (t *text) figures() {
	body := string(t.text)
	var before []amount
	for _, at := range sentenceForm.FindAllStringIndex(body, -1) {
		part := body[at[0]:at[1]]
		s := &sentence{text: t, part: part, offset: at[0], numbers: numbersIn(part), before: before}
		s.amounts = slices.DeleteFunc(slices.Clone(s.numbers), func(a amount) bool { return !a.counted() })
		s.quotients()
		s.rates()
		s.sums()
		s.shares()
		s.growth()
		if before = s.amounts; strings.HasSuffix(part, "\n") {
			before = nil
		}
	}
}

func (s *sentence) quotients() {
	for _, at := range quotient.FindAllStringSubmatchIndex(s.part, -1) {
		first, rate := 1, 3
		if at[2] < 0 {
			first, rate = 7, 5
		}
		decimals := len(group(s.part, at, rate+1))
		done, total, printed := value(group(s.part, at, first)), value(group(s.part, at, first+1)), value(group(s.part, at, rate))
		if total != 0 && !agrees(100*done/total, printed, decimals) {
			s.wrongRate(at[2*rate], at[2*rate+1], done, total, decimals)
		}
	}
}

func (s *sentence) wrongRate(start, end int, done, total float64, decimals int) {
	right := strconv.FormatFloat(100*done/total, 'f', max(decimals, 2), 64)
	s.report("rate", start, end, fmt.Sprintf("百分比和数字对不上：%s ÷ %s = %s%%", number(done), number(total), right),
		"核对两个数字和百分比，改正算错的一个")
}

var scales = map[string]float64{"": 1, "万": 1e4, "亿": 1e8}

// numbersIn returns the numbers of a sentence but those of dates.
func numbersIn(part string) (list []amount) {
	for _, at := range amountForm.FindAllStringSubmatchIndex(part, -1) {
		if at[4] > 0 && strings.ContainsRune("0123456789./-", rune(part[at[4]-1])) || ofDate.MatchString(part[at[1]:]) {
			continue
		}
		scale, unit := group(part, at, 4), strings.Replace(group(part, at, 6), "％", "%", 1)
		v, step := scaled(group(part, at, 2), scale)
		about := at[2] >= 0 || at[6] >= 0 || at[10] >= 0 || at[14] >= 0
		list = append(list, amount{v, step, scale, unit, about, at[4], max(at[5], at[9], at[13])})
	}
	return list
}

// ofDate matches what follows a number of a date.
var ofDate = regexp.MustCompile(`^[年月日号]`)

// counted reports whether a number has a unit of things, people or money.
func (a amount) counted() bool { return a.unit != "" && a.unit != "%" && a.unit != "个百分点" }

// group returns the n-th group of a match, which may be empty.
func group(text string, at []int, n int) string {
	if at[2*n] < 0 {
		return ""
	}
	return text[at[2*n]:at[2*n+1]]
}

// scaled returns a number of 万 or 亿 and what its last digit stands for.
func scaled(digits, scale string) (v, step float64) {
	_, decimals, _ := strings.Cut(digits, ".")
	return value(digits) * scales[scale], scales[scale] * math.Pow10(-len(decimals))
}

// rates checks each rate of a sentence against the amounts it may be computed
// from: the last amount before it, divided by an earlier larger one of the same
// unit, also from the previous sentence.
func (s *sentence) rates() {
	for _, at := range rateForm.FindAllStringSubmatchIndex(s.part, -1) {
		start, end, decimals := at[4], at[5], len(group(s.part, at, 3))
		until, _ := slices.BinarySearchFunc(s.amounts, start, func(a amount, at int) int { return a.start - at })
		near := s.amounts[max(0, until-nearby):until]
		if at[8] >= 0 || len(near) == 0 { // 以上 and the like: not an exact rate
			continue
		}
		rate, done, others := value(s.part[start:end]), near[len(near)-1], near[:len(near)-1]
		if done.about {
			continue
		}
		of := func(least float64, list []amount) []amount { // what the amount can be a share of
			return slices.DeleteFunc(slices.Clone(list), func(a amount) bool { return a.about || a.unit != done.unit || a.value <= least })
		}
		wholes, sure := of(done.value, others), false
		if len(others) == 1 && ofPlan.MatchString(s.part[done.end:start]) && planned.MatchString(window(s.part, others[0].start-36, others[0].start)) {
			wholes, sure = of(0, others), true
		} else { // 应完成89项，完成88项，完成率98.87% is unambiguous
			sure = at[2] >= 0 && len(others) == 1 && len(wholes) == 1 && rateOfDoing(s.part[at[2]:at[3]], s.part[others[0].end:done.start])
			wholes = append(wholes, of(done.value, s.before[max(0, len(s.before)-nearby):])...)
		}
		quotient := func(a amount) float64 { return 100 * done.value / a.value }
		if slices.ContainsFunc(wholes, func(a amount) bool { return agrees(quotient(a), rate, decimals) }) {
			continue
		}
		if i := slices.IndexFunc(wholes, func(a amount) bool { return sure || decimals > 0 && math.Abs(quotient(a)-rate) <= maxSlip }); i >= 0 {
			s.wrongRate(start, end, done.value, wholes[i].value, decimals)
		}
	}
}

// planned and ofPlan match 计划新建1500个，实际建成1800个，完成年度任务的120%.
var (
	planned = regexp.MustCompile(`(?:计划|目标|任务)[^，。；\d]{0,10}$`)
	ofPlan  = regexp.MustCompile(`^[^\d。；]{0,6}[，,](?:占|完成|达到?)?(?:全?年度?|年初)?(?:任务|计划|目标)[^，。\d]{0,4}$`)
)

// rateOfDoing reports whether a rate is the share of the work that the text
// before it counts: 整改率 after 整改88项; but not 满意率, and not 按时办结率, which
// is a share of the work already done.
func rateOfDoing(rate, before string) bool {
	name := []rune(strings.TrimSuffix(rate, "率"))
	if len(name) < 2 || changed.MatchString(before) || !strings.Contains(before, string(name[len(name)-2:])) {
		return false
	}
	return !qualified.MatchString(string(name[:len(name)-2]))
}

// changed matches an amount that another one became: 由143家压减至.
var changed = regexp.MustCompile(`[至到为]$`)

var qualified = regexp.MustCompile(`(按时|按期|及时|准时|一次|首次|当场|当年|平均|综合|提前)$`)

var (
	totalForm = regexp.MustCompile(`(?:共|总计|合计|总数)[^，。；,;：:]{0,12}$`)
	doneState = regexp.MustCompile(`完成|办结|超额|提前|达标`)
	openState = regexp.MustCompile(`未|滞后|序时|推进|进行|在办|正在|暂停|暂缓|待|调整|前期|没有`)
	within    = regexp.MustCompile(`其中[^，,、；;]*$`)
)

// sums checks a total against its parts: 共50项，其中超序时14项、按序时7项、
// 滞后26项. Parts are amounts with a state. A sum below the total is a fault only
// if open parts are listed, since a text need not list all that is done.
func (s *sentence) sums() {
	part, amounts := s.part, s.amounts
	for i, total := range amounts {
		if total.about || !totalForm.MatchString(window(part, total.start-60, total.start)) {
			continue
		}
		var parts, same []amount // amounts of the same unit: those with a state; all
		open, end := false, total.end
		for _, a := range amounts[i+1 : min(len(amounts), i+1+nearby)] {
			if a.about {
				parts = nil
				break
			}
			clause := clauseAround(part, end, a.start, a.end)
			end = a.end
			isDone, isOpen := doneState.MatchString(clause), openState.MatchString(clause)
			if a.unit == total.unit {
				same = append(same, a)
			}
			if a.unit != total.unit || !isDone && !isOpen || len(parts) > 0 && within.MatchString(window(part, a.start-60, a.start)) && strings.Contains(clause, "其中") {
				continue
			}
			parts = append(parts, a)
			open = open || isOpen
		}
		if len(parts) < 2 || addsUp(same, total) {
			continue
		}
		if sumOf(parts) > total.value || open && strings.HasPrefix(strings.TrimLeft(part[total.end:], "任务，,："), "其中") {
			s.wrongSum(total, parts)
		}
	}
}

func sumOf(parts []amount) (sum float64) {
	for _, a := range parts {
		sum += a.value
	}
	return sum
}

func (s *sentence) wrongSum(total amount, parts []amount) {
	var list []string
	for _, a := range parts {
		list = append(list, a.String())
	}
	sum := amount{value: sumOf(parts), scale: total.scale}
	s.report("count", total.start, total.end, fmt.Sprintf("各部分加起来和总数对不上：%s = %s，不是 %s", strings.Join(list, " + "), sum, total), "核对总数和每一部分的数字")
}

// clauseAround returns the clause of an amount: from the end of the previous
// amount or the last comma, to the next comma.
func clauseAround(part string, from, start, end int) string {
	if i := strings.LastIndexAny(part[from:start], "，,、；;（(：:"); i >= 0 {
		from += i
	}
	until := len(part)
	if i := strings.IndexAny(part[end:], "，,、；;）)。"); i >= 0 {
		until = end + i
	}
	return part[from:until]
}

// String is the number as it is written, without its unit.
func (a amount) String() string {
	return number(math.Round(a.value/scales[a.scale]*1e6)/1e6) + a.scale
}

// addsUp reports whether at least two of the parts sum to the total; not
// necessarily all, because a text may also list parts of parts.
func addsUp(parts []amount, total amount) bool {
	some := make([]amount, 0, len(parts))
	for set := range 1 << len(parts) {
		some = some[:0]
		for i, a := range parts {
			if set>>i&1 == 1 {
				some = append(some, a)
			}
		}
		if len(some) >= 2 && isSum(some, total) {
			return true
		}
	}
	return false
}

// isSum reports whether numbers sum to a total, as exactly as all of them are written.
func isSum(parts []amount, total amount) bool {
	sum, slack := 0.0, 0.0
	for _, a := range parts {
		sum += a.value
		if a.step < total.step {
			slack = total.step / 2
		} else if a.step > total.step {
			slack += a.step / 2
		}
	}
	return math.Abs(sum-total.value) <= slack+1e-6*total.value
}

func value(digits string) float64 {
	v, _ := strconv.ParseFloat(digits, 64) // the patterns match only digits
	return v
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
