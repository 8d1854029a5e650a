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
func (t *text) shares(part string, offset int, amounts []amount) {
	for i, total := range amounts {
		if total.about || i+2 >= len(amounts) {
			continue
		}
		end := total.end - offset
		between := window(part, end, amounts[i+1].start-offset)
		at := strings.Index(between, "其中")
		if at < 0 || len(between) > 90 || !ofWhich.MatchString(between[:at+len("其中")]) {
			continue
		}
		end += at + len("其中")
		var parts []amount
		var labels []string
		for _, a := range amounts[i+1 : min(len(amounts), i+1+nearby)] {
			label := partLabel.FindStringSubmatch(window(part, end, a.start-offset))
			if label == nil || a.unit != total.unit || a.about {
				break
			}
			parts, labels, end = append(parts, a), append(labels, label[1]), a.end-offset
		}
		if len(parts) < 2 || andMore.MatchString(part[end:]) || isSum(parts, total) {
			continue
		}
		sum := amount{scale: total.scale}
		var list []string
		for _, a := range parts {
			sum.value += a.value
			list = append(list, a.String())
		}
		listed := len(parts) > 2 && sum.value > total.value && sum.value*nearlyAll <= total.value && sameLength(labels) && !strings.Contains("人名位", total.unit)
		if listed || parallel(labels) && sum.value >= nearlyAll*total.value {
			t.report("count", total.start, total.end,
				fmt.Sprintf("各部分加起来和总数对不上：%s = %s，不是 %s", strings.Join(list, " + "), sum, total), "核对总数和每一部分的数字")
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

const (
	// anAmount is a number in the patterns below: 约, digits, 余, 万, 余, %.
	anAmount = `(约|近|超过?|逾)?(\d+(?:\.\d+)?)(?:[余多]?([万亿])?)([余多])?([%％])?`
	change   = `(增加|增长|增|提高|提升|上升|升|扩大|扩|减少|压减|减|下降|降低|降|压缩|缩短|缩|收窄)`
	byRate   = change + `(?:幅度?)?(?:了|为|达到|达)*(约|近|超过?|逾)?(\d+(?:\.\d+)?)([%％]|个百分点)(以上|左右|多)?`
)

// growthForms match, in this order of groups, the older amount, the newer one, and by how
// much it grew; in newerFirst the newer one comes first.
var (
	growthForms = []*regexp.Regexp{
		regexp.MustCompile(`[由从](?:[^，,。；;\d]|\d{4}年){0,14}?` + anAmount + `[^，,。；;\d由从至到]{0,6}` + change + `(?:为|到|至|成)?` + anAmount + `[^\d，,。；;]{0,6}[，,](?:同比|较[^，,。\d]{0,8}|比[^，,。\d]{0,8})?` + byRate),
		regexp.MustCompile(`[由从](?:[^，,。；;\d]|\d{4}年){0,14}?` + anAmount + `[^，,。；;\d由从至到]{0,6}(调整|变)?(?:为|到|至|成)` + anAmount + `[^\d，,。；;]{0,6}[，,](?:同比|较[^，,。\d]{0,8}|比[^，,。\d]{0,8})?` + byRate),
		regexp.MustCompile(`(?:上年|去年)(?:同期)?[^，,。；;\d]{0,4}` + anAmount + `[^，,。；;\d]{0,6}[，,](?:今年|本年)[^，,。；;\d]{0,6}()` + anAmount + `[^\d，,。；;]{0,6}[，,](?:同比)?` + byRate),
	}
	newerFirst = regexp.MustCompile(anAmount + `[^\d，,。；;]{0,6}[，,]?比(?:上年|去年)(?:同期)?的?` + anAmount + `[^\d，,。；;]{0,6}` + byRate)
)

var (
	thanLast = regexp.MustCompile(`^[，,]?[比较](?:上年|去年)(?:同期)?的?$`)
	becomes  = regexp.MustCompile(`^` + change + `(?:到|至|为)$`)
	fromWord = regexp.MustCompile(`[由从][^，。；\d]{0,14}$`)
	byAmount = regexp.MustCompile(`^[，,]?净?` + change + `了?$`)
)

// differences checks 288天，比上年的276天增加12天, and 由320家增加到352家，增加32家.
func (t *text) differences(part string, offset int, amounts []amount) {
	for i := range max(0, len(amounts)-2) {
		from, to, by := amounts[i], amounts[i+1], amounts[i+2]
		between, verb := part[from.end-offset:to.start-offset], part[to.end-offset:by.start-offset]
		if from.about || to.about || by.about || from.unit != to.unit || to.unit != by.unit || !byAmount.MatchString(verb) {
			continue
		}
		if thanLast.MatchString(between) {
			from, to = to, from
		} else if !becomes.MatchString(between) || !fromWord.MatchString(window(part, from.start-offset-60, from.start-offset)) {
			continue
		}
		less, more := from, to
		if strings.ContainsAny(verb, "减降缩窄") {
			less, more = to, from
		}
		if !isSum([]amount{less, by}, more) {
			t.report("growth", by.start, by.end, fmt.Sprintf("增减的数字对不上：从 %s 到 %s，不是 %s", from, to, by), "核对三个数字")
		}
	}
}

// growth checks 由50亿元增加到60亿元，增长30%.
func (t *text) growth(part string, offset int) {
	if !strings.ContainsAny(part, "%％点") {
		return
	}
	for _, form := range growthForms {
		for _, at := range form.FindAllStringSubmatchIndex(part, -1) {
			t.grown(part, at, offset, []int{1, 7, 12}, group(part, at, 6))
		}
	}
	for _, at := range newerFirst.FindAllStringSubmatchIndex(part, -1) {
		t.grown(part, at, offset, []int{6, 1, 11}, "")
	}
}

// grown checks one match; groups says where the older and newer amount and the rate begin.
func (t *text) grown(part string, at []int, offset int, groups []int, verb string) {
	get := func(which, n int) string { return group(part, at, groups[which]+n) }
	for which := range 2 {
		if get(which, 0)+get(which, 3) != "" {
			return
		}
	}
	word, printed := get(2, 0), get(2, 2)
	if get(2, 1)+get(2, 4) != "" || get(0, 4) != get(1, 4) || (get(0, 4) == "") == (get(2, 3) == "个百分点") {
		return
	}
	from, fromStep := scaled(get(0, 1), get(0, 2))
	to, toStep := scaled(get(1, 1), get(1, 2))
	if get(0, 2) == "" && get(1, 2) != "" && from < to/scales[get(1, 2)]*10 { // 从5增加到6万: the scale belongs to both
		from, fromStep = from*scales[get(1, 2)], fromStep*scales[get(1, 2)]
	}
	start, end := offset+at[2*(groups[2]+2)], offset+at[2*(groups[2]+3)+1]
	down := strings.ContainsAny(word, "减降缩窄")
	if verb != "" && verb != "调整" && verb != "变" && strings.ContainsAny(verb, "减降缩窄") != down || from > to != down {
		if from != to {
			t.report("growth", offset+at[2*groups[2]], end, fmt.Sprintf("从 %s 到 %s，增减说反了", get(0, 1)+get(0, 2), get(1, 1)+get(1, 2)), "核对两个数字和“增长”“下降”")
		}
		return
	}
	rate := func(from, to float64) float64 {
		if get(0, 4) != "" {
			return math.Abs(to - from)
		}
		return 100 * math.Abs(to/from-1)
	}
	if from == 0 {
		return
	}
	// A number without decimals or scale is exact; others are rounded.
	if fromStep == 1 {
		fromStep = 0
	}
	if toStep == 1 {
		toStep = 0
	}
	_, step := scaled(printed, "")
	a, b := rate(from-fromStep/2, to+toStep/2), rate(from+fromStep/2, to-toStep/2)
	if v := value(printed); v < min(a, b)-step/2-1e-9 || v > max(a, b)+step/2+1e-9 {
		t.report("growth", start, end, fmt.Sprintf("增减的比例和数字对不上：从 %s 到 %s 是 %s%s", get(0, 1)+get(0, 2), get(1, 1)+get(1, 2),
			number(math.Round(rate(from, to)*100)/100), get(2, 3)), "核对两个数字和比例")
	}
}
