// Package proof proofreads a site: wrong words, typing errors, impossible dates,
// figures that contradict each other. It returns warnings for an editor to judge;
// each rule has a name and a reason.
package proof

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Rule is a rule of proofreading. Reason says in Chinese what it finds.
type Rule struct{ Name, Reason string }

// Rules are in the order of the manual.
var Rules = []Rule{
	{"wrong-word", "公文里最常见的错别字"},
	{"doubled-character", "多打了一个字或者一个标点"},
	{"date-slip", "日期缺字或者不存在"},
	{"weekday", "日期和星期几对不上"},
	{"period-reversed", "起止的时间倒了"},
	{"about-twice", "“约”和“左右”这样的约数词重复"},
	{"as-of", "“截止”应当是“截至”"},
	{"mixed-punctuation", "同一个文件里半角、全角标点混用"},
	{"unpaired", "引号、括号、书名号不成对"},
	{"unfinished", "全年的完成情况里还有“预计”“待核定”“尚未”这样的话"},
	{"as-of-date", "“截至”的日期不在报告所说的时间里"},
	{"date-before-period", "发布日期早于报告所说的年份"},
	{"count", "总数和各部分的数字对不上，或者和公示的任务数对不上"},
	{"rate", "百分比和它的两个数字对不上，或者不会超过 100% 的超过了"},
	{"growth", "增减的比例或者数量和两个数字对不上"},
	{"measure-source", "measure 里的数字在原文里找不到"},
	{"measure-words", "measure 的方向和目标的文字相反，例如“不少于”写成了 ≤"},
	{"goal-missed", "完成值没有达到目标值，状态却写着完成，或者没有写状态"},
	{"title-long", "标题太长"},
	{"csv-formula", "一格的文字以 =、+、-、@ 开头，又不是数：Excel 打开 CSV 时会当成公式"},
	{"image-alt", "图片没有说明文字，看不见图的人不知道是什么"},
	{"external-link", "链接的地址不安全：不是 https，或者只有 IP"},
	{"untrusted-host", "链接的网站不在 trusted_hosts 里（写了才检查）"},
	{"unreachable", "链接的网页打不开（check --external 才检查）"},
	{"person-title", "姓名和职务与 content/names.toml 里写的不一致"},
	{"missing-meta", "《政府网站发展指引》要求的网页标签缺内容"},
}

// Known reports whether a rule exists.
func Known(name string) bool {
	return slices.ContainsFunc(Rules, func(r Rule) bool { return r.Name == name })
}

// code matches code in Markdown, which is not proofread.
var code = regexp.MustCompile("(?s)```.*?```|~~~.*?~~~|`[^`\n]*`")

// withoutCode replaces code by spaces, so that byte offsets stay the same.
func withoutCode(text []byte) []byte {
	return code.ReplaceAllFunc(text, func(part []byte) []byte {
		blank := bytes.Repeat([]byte(" "), len(part))
		for i, c := range part {
			if c == '\n' {
				blank[i] = c
			}
		}
		return blank
	})
}

// Reader proofreads the files of a site.
type Reader struct {
	proof site.Proof
	cut   func(string) []string
	wrong map[rune][]slip
	right []string
}

// NewReader returns a reader with the built-in list of wrong words and the site's own.
// cut cuts a text into words; without it, a wrong word is found inside right words too.
func NewReader(p site.Proof, cut func(string) []string) *Reader {
	words := list{maps.Clone(builtIn().slips), slices.Concat(builtIn().right, p.Right)}
	for wrong, right := range p.Wrong {
		words.slips[wrong] = slip{wrong: wrong, right: right}
	}
	return &Reader{p, cut, words.index(), words.right}
}

// Text checks a file. prose is its text with spaces in place of what is no prose in the
// front matter, which ends at byte body.
func (r *Reader) Text(src *diag.Source, prose []byte, body int) []diag.Diagnostic {
	t := text{Reader: r, text: withoutCode(prose), body: body}
	t.wrongWords()
	t.forms()
	t.doubled()
	t.punctuation()
	t.unpaired()
	t.dates()
	t.figures()
	t.people()
	return t.diagnostics(src)
}

type text struct {
	*Reader
	text  []byte // prose without code
	body  int
	spots []spot
}

// spot is a doubt about some bytes of a text.
type spot struct {
	start, end          int
	rule, message, hint string
}

func (t *text) report(rule string, start, end int, message, hint string) {
	t.spots = append(t.spots, spot{start, end, rule, message, hint})
}

// diagnostics returns the doubts in their order, each place of a rule once, and of each
// rule as many as are shown: a diagnostic costs a copy of its line.
func (t *text) diagnostics(src *diag.Source) []diag.Diagnostic {
	slices.SortStableFunc(t.spots, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.rule, b.rule))
	})
	t.spots = slices.CompactFunc(t.spots, func(a, b spot) bool { return a.start == b.start && a.rule == b.rule })
	var found []diag.Diagnostic
	count := map[string]int{}
	for _, s := range t.spots {
		if count[s.rule]++; count[s.rule] <= diag.Shown {
			found = append(found, src.Report(diag.Warning, s.rule, s.start, s.end, s.message).WithHint(s.hint))
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(count)) {
		if rest := count[rule] - diag.Shown; rest > 0 {
			found = append(found, diag.Rest(diag.Warning, rule, src.Path, rest))
		}
	}
	return found
}

// indices yields the byte offsets of a word in a text from byte from on.
func indices(text, word string, from int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for {
			i := strings.Index(text[from:], word)
			if i < 0 || !yield(from+i) {
				return
			}
			from += i + len(word)
		}
	}
}

// form is a rule with a pattern; the first group, if any, is the faulty text.
type form struct {
	rule          string
	pattern       *regexp.Regexp
	message, hint string
}

// figure and unit are parts of patterns of figures.
const (
	figure = `\d[\d,.]*[%％]?`
	unit   = `[余多]?[万亿]?\p{Han}{0,4}?`
)

var forms = []form{
	{"doubled-character", regexp.MustCompile(`(?:^|[^，、；：。])((?:，，|、、|；；|：：|。。)[，、；：。]*|[，、；：。][，、；：。])(?:[^，、；：。]|$)`), "标点多打了", "只留一个"},
	{"doubled-character", regexp.MustCompile(`人员(人)\d|\d年(年)[月\d]|年月(月)\d|\d月(月)\d|\d日(日)[，。、；至（]|\d[万亿]?(元元|万万|亿亿)|个(个)百分点|[%％](?:个百分点|[%％])`), "这里多打了一个字", "删掉一个；例如“出动人员3169人次”“2022年2月”“20万元”“2个百分点”"},
	{"doubled-character", regexp.MustCompile(`(?:检查|出动|参加|参与|培训|接待|服务|救助|转移|疏散|动员|投入|组织|选派|派出)(人)\d[\d.,]*[余多]?万?人次`), "这里多打了一个字", "删掉一个；例如“出动320人次”"},
	{"doubled-character", regexp.MustCompile(`\d(\.\.)\d`), "小数点多打了", "只留一个"},
	{"rate", regexp.MustCompile(`(?:[^备性险息金]覆盖|合格|满意|优良|普及|成活|绿化|响应|整改|知晓)率(?:为|达到?|是)?((?:[2-9]\d\d|1[1-9]\d|10[1-9])(?:\.\d+)?[%％])`), "这样的比率不会超过 100%", "核对百分比，看是不是多打了一个数字"},
	{"date-slip", regexp.MustCompile(`\d{4}年月`), "年和月之间缺数字", "写全日期，例如 2022年2月28日"},
	{"date-slip", regexp.MustCompile(`\d{1,2}月\d{1,2}(?:前|止|起|之前)`), "日期后面缺“日”", "写全日期，例如 2月28日前"},
	{"about-twice", regexp.MustCompile(`(?:约|大概|将近|近)(?:有|占|为|需)?` + figure + unit + `(?:左右|上下)`), "“约”和“左右”意思重复", "留下一个，例如“约3万平方米”或者“3万平方米左右”"},
	{"about-twice", regexp.MustCompile(`((?:约|大概|超过?|逾)(?:有|占|为|需)?\d[\d,.]*(?:[余多][万亿]?|[万亿][余多]))|(近\d[\d,.]*(?:[余多][万亿]?|[万亿][余多]))(?:[^年天日周月个\s]|个[^月])`), "“近”“约”“超过”和“余”“多”意思重复", "留下一个，例如“近2000人”或者“2000余人”"},
	{"about-twice", regexp.MustCompile(`\d\p{Han}{0,4}(?:以[上下内]左右|左右以[上下内]|以上以上|左右左右)|\d[余多][万亿]?\p{Han}{1,3}(?:左右|以上)|至少` + figure + unit + `以上`), "表示约数的词意思重复", "留下一个"},
	{"as-of", regexp.MustCompile(`(?:^|[，。；：（“\n])[ \t　]*(截止)(?:到|至)?(?:目前|当前|今年|去年|今日|昨日|现在|发稿|本[年月]|[上去]年|年底|\d{4}年|\d{1,2}月)`), "“截止”是到期停止，这里说的是到某个时候为止", "写“截至”，例如“截至2021年11月底”"},
	{"wrong-word", regexp.MustCompile(`(的到)[^来达位期底访会场站年月日岸得，。；\s][^得，。；\n]{0,12}(?:肯定|认可|好评|表扬|表彰|赞扬)`), "“的到”应当是“得到”", "例如“工作得到居民的肯定”"},
	{"wrong-word", regexp.MustCompile(`第(?:[一二三四五六七八九]?十?[一二三四五六七八九十]|\d{1,2})(界)(?:人大|人民|政协|党|全国|委员|理事|运动会|会议|全会|中央|[，、一二三四五六七八九]?[一二三四五六七八九]次)`), "“界”应当是“届”", "例如“第十四届”"},
	{"wrong-word", regexp.MustCompile(`(?:造林|绿化|农田|复耕|土地)[^，。；\d]{0,6}\d[\d.]*[余多]?万?(苗)(?:[，。；、]|$)`), "“苗”应当是“亩”", "例如“造林2300亩”"},
	{"image-alt", regexp.MustCompile(`!\[\s*\]\([^)]*\)`), "图片没有说明文字", "在方括号里写上图里有什么，例如 ![工程竣工照片](tu.png)"},
	{"external-link", regexp.MustCompile(`\]\((http://[^)\s]*)`), "链接不是 https", "改成 https://；对方没有 https，就写明网站的名称，不做链接"},
	{"external-link", regexp.MustCompile(`\]\((https?://\d{1,3}(?:\.\d{1,3}){3}[^)\s]*)`), "链接的地址只有 IP", "写对方网站的域名"},
}

// deadline are words with which 截止 is right: a day after which nothing is accepted.
var deadline = regexp.MustCompile(`报名|申报|申请|提交|递交|投标|征集|征求|受理|办理|预约|缴费|收件`)

func (t *text) forms() {
	source := string(t.text)
	for _, f := range forms {
		for _, at := range f.pattern.FindAllSubmatchIndex(t.text, -1) {
			start, end := at[0], at[1]
			for group := 2; group < len(at); group += 2 {
				if at[group] >= 0 {
					start, end = at[group], at[group+1]
				}
			}
			if f.rule == "about-twice" && t.inWord(source, start) { // 预约20余户
				continue
			}
			if f.rule == "as-of" && deadline.MatchString(window(source, start-120, start)) {
				continue
			}
			t.report(f.rule, start, end, f.message, f.hint)
		}
	}
}

// grammatical are the characters of grammar that are doubled by mistake.
const grammatical = "的了和在是与对将及于从被把由已就都也并或而为以向各至"

// doubled reports a character that stands twice where both are words of their own: not
// 和和平里, nor 为了了解.
func (t *text) doubled() {
	if t.cut == nil {
		return
	}
	source := string(t.text)
	last, start := rune(0), 0 // the character before
	for i, r := range source {
		if r != last || !strings.ContainsRune(grammatical, r) {
			last, start = r, i
			continue
		}
		end, alone := i+utf8.RuneLen(r), true
		for from, to := range t.words(source, start, end) {
			alone = alone && (to <= start || from >= end || from >= start && to <= end)
		}
		if alone {
			t.report("doubled-character", start, end, "这里多打了一个字", "删掉一个")
		}
		last = 0
	}
}

var (
	halfComma = regexp.MustCompile(`\p{Han}([,;:])\p{Han}`)
	fullComma = regexp.MustCompile(`\p{Han}[，；：]\p{Han}`)
)

// punctuation reports, once, a text with half-width and full-width punctuation.
func (t *text) punctuation() {
	half, full := halfComma.FindAllSubmatchIndex(t.text, -1), fullComma.FindAllIndex(t.text, -1)
	if len(half) == 0 || len(full) == 0 {
		return
	}
	at := half[0]
	t.report("mixed-punctuation", at[2], at[3], fmt.Sprintf("标点有半角也有全角：半角 %d 处，全角 %d 处", len(half), len(full)), "中文里统一用全角的，；：")
}
