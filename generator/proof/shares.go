package proof

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

// This file checks the parts of a whole that a text lists after 其中, and a growth against
// the two numbers it is computed from.

var (
	ofWhich   = regexp.MustCompile(`^[^，。；\d]{0,6}[，,；;（(、]?其中[，,：:]?$`)
	partLabel = regexp.MustCompile(`^[，,、和及]{0,2}(\p{Han}{1,10})$`)
	andMore   = regexp.MustCompile(`^[）)，,、；;]{0,2}(?:其余|其他|其它|另|还有|等|剩余|余下|以及|不含|含)`)
)

// shares checks 1200个，其中地上停车位500个、地下停车位600个. The parts must be named in the
// same way, so that they are likely to be all parts and to exclude each other, and their
// sum must be near the total: a text need not list all parts. Three parts with names of one
// length may add up to a little less, but not to a little more, unless they are persons.
func (s *sentence) shares() {
	part, amounts := s.part, s.amounts
	for i, total := range amounts {
		if total.about || i+2 >= len(amounts) {
			continue
		}
		end := total.end
		between := window(part, end, amounts[i+1].start)
		at := strings.Index(between, "其中")
		if at < 0 || len(between) > 90 || !ofWhich.MatchString(between[:at+len("其中")]) {
			continue
		}
		end += at + len("其中")
		var parts []amount
		var labels []string
		for _, a := range amounts[i+1 : min(len(amounts), i+1+nearby)] {
			label := partLabel.FindStringSubmatch(window(part, end, a.start))
			if label == nil || a.unit != total.unit || a.about {
				break
			}
			parts, labels, end = append(parts, a), append(labels, label[1]), a.end
		}
		if len(parts) < 2 || andMore.MatchString(part[end:]) || isSum(parts, total) {
			continue
		}
		sum := sumOf(parts)
		listed := len(parts) > 2 && sum > total.value && sum*nearlyAll <= total.value && sameLength(labels) && !strings.Contains("人名位", total.unit)
		if listed || parallel(labels) && sum >= nearlyAll*total.value {
			s.wrongSum(total, parts)
		}
	}
}

// sameLength reports whether names are as long as each other: 道路18个、管网11个、绿化9个.
func sameLength(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return len(name) != len(names[0]) })
}

// nearlyAll is the share of a total from which on its parts are taken to be all of them.
const nearlyAll = 0.9

// parallel reports whether names have one length and one ending or beginning of two
// characters, or one is the other with 不 or 未 before it.
func parallel(names []string) bool {
	first := []rune(names[0])
	if len(names) == 2 && (names[1] == "不"+names[0] || names[1] == "未"+names[0]) {
		return true
	}
	return len(first) > 2 && !slices.ContainsFunc(names[1:], func(name string) bool {
		n := []rune(name)
		return len(n) != len(first) || name == names[0] ||
			!slices.Equal(n[len(n)-2:], first[len(first)-2:]) && !slices.Equal(n[:2], first[:2])
	})
}

const change = `(增加|增长|增|提高|提升|上升|升|扩大|扩|减少|压减|减|下降|降低|降|压缩|缩短|缩|收窄)`

// What stands around two numbers, the older one first unless the newer one is compared
// with last year, and before the number by which they differ.
var (
	fromWord = regexp.MustCompile(`[由从](?:[^，,。；;\d]|\d{4}年){0,14}$`)
	becomes  = regexp.MustCompile(`^[^，,。；;\d由从至到]{0,6}(?:` + change + `(?:为|到|至|成)?|(?:调整|变)?(?:为|到|至|成))$`)
	lastYear = regexp.MustCompile(`(?:上年|去年)(?:同期)?[^，,。；;\d]{0,4}$`)
	thisYear = regexp.MustCompile(`^[^，,。；;\d]{0,6}[，,](?:今年|本年)[^，,。；;\d]{0,6}$`)
	thanLast = regexp.MustCompile(`^[^\d，,。；;]{0,6}[，,]?[比较](?:上年|去年)(?:同期)?的?$`)
	byRate   = regexp.MustCompile(`^[^\d，,。；;]{0,6}[，,]?(?:同比|[较比][^，,。\d]{0,8})?` + change + `(?:幅度?)?(?:了|为|达到|达)*$`)
	byAmount = regexp.MustCompile(`^[，,]?净?` + change + `了?$`)
)

// growth checks 由50亿元增加到60亿元，增长30%, and 288天，比上年的276天增加12天.
func (s *sentence) growth() {
	part := s.part
	for i := range max(0, len(s.numbers)-2) {
		from, to, by := s.numbers[i], s.numbers[i+1], s.numbers[i+2]
		last := to
		before := window(part, from.start-120, from.start)
		between, after := part[from.end:to.start], part[to.end:by.start]
		verb := becomes.FindStringSubmatch(between)
		switch {
		case from.about || to.about || by.about:
			continue
		case verb != nil && fromWord.MatchString(before):
		case thanLast.MatchString(between):
			from, to, verb = to, from, nil
		case !lastYear.MatchString(before) || !thisYear.MatchString(between):
			continue
		}
		form := byAmount
		if rate := by.unit == "%" || by.unit == "个百分点"; rate && (from.unit == "%") == (to.unit == "%") && (from.unit == "%") == (by.unit != "%") {
			form = byRate
		} else if rate || from.unit != to.unit || to.unit != by.unit {
			continue
		}
		at := form.FindStringSubmatchIndex(after)
		if at == nil {
			continue
		}
		if from.scale == "" && to.scale != "" && from.value < to.value/scales[to.scale]*10 { // 从5增加到6万: the scale belongs to both
			from.value, from.step, from.scale = from.value*scales[to.scale], from.step*scales[to.scale], to.scale
		}
		less, more := from, to
		down := isDown(after[at[2]:at[3]])
		if down {
			less, more = to, from
		}
		switch {
		case verb != nil && verb[1] != "" && isDown(verb[1]) != down || less.value > more.value:
			s.report("growth", last.end+at[2], by.end, fmt.Sprintf("从 %s 到 %s，增减说反了", from, to), "核对两个数字和“增长”“下降”")
		case form == byAmount && !isSum([]amount{less, by}, more):
			s.report("growth", by.start, by.end, fmt.Sprintf("增减的数字对不上：从 %s 到 %s，不是 %s", from, to, by), "核对三个数字")
		case form == byRate && from.value != 0:
			s.growthRate(from, to, by)
		}
	}
}

func isDown(verb string) bool { return strings.ContainsAny(verb, "减降缩窄") }

// growthRate checks the rate by which a number has become another one, or the
// percentage points between two rates.
func (s *sentence) growthRate(from, to, by amount) {
	rate := func(from, to float64) float64 {
		if by.unit == "个百分点" {
			return math.Abs(to - from)
		}
		return 100 * math.Abs(to/from-1)
	}
	slack := func(a amount) float64 { // a number without decimals or scale is exact; others are rounded
		if a.step == 1 {
			return 0
		}
		return a.step / 2
	}
	one, other := rate(from.value-slack(from), to.value+slack(to)), rate(from.value+slack(from), to.value-slack(to))
	if by.value < min(one, other)-by.step/2-1e-9 || by.value > max(one, other)+by.step/2+1e-9 {
		s.report("growth", by.start, by.end, fmt.Sprintf("增减的比例和数字对不上：从 %s 到 %s 是 %s%s", from, to, number(math.Round(rate(from.value, to.value)*100)/100), by.unit), "核对两个数字和比例")
	}
}
