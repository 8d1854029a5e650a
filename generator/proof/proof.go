// Package proof reads the texts of a site as a proofreader does: wrong words,
// slips of the pen, figures and dates that cannot be. What it finds are doubts,
// which an editor settles; each rule has a name, a reason and a level.
package proof

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Rule is one rule. Reason says in Chinese why it is looked for.
type Rule struct{ Name, Reason string }

// Rules are all rules, in the order of the manual.
var Rules = []Rule{
	{"wrong-word", "公文里最常见的错别字"},
	{"doubled-character", "多打了一个字"},
	{"date-slip", "日期缺字或者不存在"},
	{"mixed-punctuation", "同一个文件里半角、全角标点混用"},
	{"unfinished", "全年的完成情况里还有“预计”“待核定”“尚未”这样的话"},
	{"as-of-date", "“截至”的年份不是报告的年份"},
	{"date-before-period", "发布日期早于报告所说的年份"},
	{"measure-source", "measure 里的数字在原文里找不到"},
	{"title-long", "标题太长"},
	{"image-alt", "图片没有说明文字，看不见图的人不知道是什么"},
	{"external-link", "链接的地址不安全：不是 https，或者只有 IP"},
}

// Known says whether there is a rule of a name.
func Known(name string) bool {
	return slices.ContainsFunc(Rules, func(r Rule) bool { return r.Name == name })
}

// maxTitle is the longest title of a task or report that reads well in a list
// and in a search engine's results, in characters.
const maxTitle = 60

// code is what is no text for readers to proofread.
var code = regexp.MustCompile("(?s)```.*?```|~~~.*?~~~|`[^`\n]*`")

// Text checks the source of a document: its text from body on, but for code.
func Text(src *diag.Source, body int, p site.Proof) []diag.Diagnostic {
	blank := code.ReplaceAllFunc(src.Text, func(part []byte) []byte {
		return regexp.MustCompile(`[^\n]`).ReplaceAllFunc(part, func(c []byte) []byte { return bytes.Repeat([]byte(" "), len(c)) })
	})
	t := text{src: src, text: blank, body: body, proof: p}
	t.wrongWords()
	t.forms()
	t.punctuation()
	return t.found
}

type text struct {
	src   *diag.Source
	text  []byte // of src, with code left blank
	body  int
	proof site.Proof
	found []diag.Diagnostic
}

func (t *text) report(rule string, start, end int, message, hint string) {
	t.found = append(t.found, t.src.Report(diag.Warning, rule, start, end, message).WithHint(hint))
}

func (t *text) wrongWords() {
	source := string(t.text)
	for wrong, right := range t.proof.Wrong {
		for at := t.body; ; {
			i := strings.Index(source[at:], wrong)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(wrong)
			if !t.allowed(source, start, at) {
				t.report("wrong-word", start, at, fmt.Sprintf("“%s”应当是“%s”", wrong, right), "确实没有错，就在 content/wrong.toml 的 right 里写上包含它的词")
			}
		}
	}
}

// allowed says whether a word that may be wrong is a part of one that is right.
func (t *text) allowed(source string, start, end int) bool {
	for _, right := range t.proof.Right {
		from := max(0, start-len(right)+1)
		to := min(len(source), end+len(right)-1)
		for from < start && !utf8.RuneStart(source[from]) {
			from++
		}
		for to > end && to < len(source) && !utf8.RuneStart(source[to]) {
			to--
		}
		if strings.Contains(source[from:to], right) {
			return true
		}
	}
	return false
}

// form is a rule that a pattern decides; the first group, if any, is at fault.
type form struct {
	rule          string
	pattern       *regexp.Regexp
	message, hint string
}

var forms = []form{
	{"doubled-character", regexp.MustCompile(`(?:^|[^目])(的的)(?:[^确]|$)|。。|，，|、、|；；`), "这里多打了一个字", "删掉一个"},
	{"date-slip", regexp.MustCompile(`\d{4}年月`), "年和月之间缺数字", "写全日期，例如 2022年2月28日"},
	{"date-slip", regexp.MustCompile(`\d{1,2}月\d{1,2}(?:前|止|起|之前)`), "日期后面缺“日”", "写全日期，例如 2月28日前"},
	{"date-slip", regexp.MustCompile(`(?:^|[^\d.])((?:1[3-9]|[2-9]\d)月\d{1,2}日|\d{1,2}月(?:3[2-9]|[4-9]\d)日|0?2月3[01]日|(?:0?[469]|11)月31日)`), "没有这个日期", "检查月份和日子"},
	{"doubled-character", regexp.MustCompile(`人员人\d`), "这里多打了一个字", "例如“出动人员3169人次”"},
	{"image-alt", regexp.MustCompile(`!\[\s*\]\([^)]*\)`), "图片没有说明文字", "在方括号里写上图里有什么，例如 ![工程竣工照片](tu.png)"},
	{"external-link", regexp.MustCompile(`\]\((http://[^)\s]*)`), "链接不是 https", "改成 https://；对方没有 https，就写明网站的名称，不做链接"},
	{"external-link", regexp.MustCompile(`\]\((https?://\d{1,3}(?:\.\d{1,3}){3}[^)\s]*)`), "链接的地址只有 IP", "写对方网站的域名"},
}

func (t *text) forms() {
	for _, f := range forms {
		for _, at := range f.pattern.FindAllSubmatchIndex(t.text[t.body:], -1) {
			start, end := at[0], at[1]
			if len(at) > 3 && at[2] >= 0 {
				start, end = at[2], at[3]
			}
			t.report(f.rule, t.body+start, t.body+end, f.message, f.hint)
		}
	}
}

var (
	halfComma = regexp.MustCompile(`\p{Han}([,;:])\p{Han}`)
	fullComma = regexp.MustCompile(`\p{Han}[，；：]\p{Han}`)
)

// punctuation looks for texts that use signs of both widths: one place is told.
func (t *text) punctuation() {
	body := t.text[t.body:]
	half, full := halfComma.FindAllSubmatchIndex(body, -1), fullComma.FindAllIndex(body, -1)
	if len(half) == 0 || len(full) == 0 {
		return
	}
	at := half[0]
	t.report("mixed-punctuation", t.body+at[2], t.body+at[3], fmt.Sprintf("标点有半角也有全角：半角 %d 处，全角 %d 处", len(half), len(full)), "中文里统一用全角的，；：")
}

// Report checks what a report says of itself and of its numbers.
func Report(r *site.Report) []diag.Diagnostic {
	var found []diag.Diagnostic
	warn := func(rule, file, message, hint string) {
		found = append(found, diag.File(diag.Warning, rule, file, message).WithHint(hint))
	}
	if !r.Date.IsZero() && r.Year > 0 && r.Date.Year() < r.Year {
		warn("date-before-period", r.Source, fmt.Sprintf("发布日期 %s 在报告的年份 %d 之前", r.Date.Format("2006-01-02"), r.Year), "检查 date 和 year")
	}
	if n := utf8.RuneCountInString(r.Title); n > maxTitle {
		warn("title-long", r.Source, fmt.Sprintf("标题有 %d 个字", n), fmt.Sprintf("标题不要超过 %d 个字", maxTitle))
	}
	for _, t := range r.Tasks {
		if n := utf8.RuneCountInString(t.Title); n > maxTitle {
			warn("title-long", t.Source, fmt.Sprintf("任务名称有 %d 个字", n), fmt.Sprintf("任务名称不要超过 %d 个字", maxTitle))
		}
		for i := range t.Targets {
			found = append(found, target(r, t, i)...)
		}
	}
	return found
}

var (
	unfinished = regexp.MustCompile(`预计|预估|待[^，。；]{0,12}核定|尚未|暂未|仍未`)
	asOf       = regexp.MustCompile(`截至(\d{4})年`)
)

func target(r *site.Report, t *site.Task, i int) []diag.Diagnostic {
	var found []diag.Diagnostic
	g := &t.Targets[i]
	where := fmt.Sprintf("目标 %d", i+1)
	warn := func(rule, message, hint string) {
		found = append(found, diag.File(diag.Warning, rule, t.Source, where+"："+message).WithHint(hint))
	}
	if m := unfinished.FindString(g.Result.Text); m != "" && strings.Contains(r.Period+r.Title, "年度") {
		warn("unfinished", fmt.Sprintf("全年的完成情况里还有“%s”", m), "有了结果就写结果；原文如此，可以不改")
	}
	for _, m := range asOf.FindAllStringSubmatch(g.Result.Text, -1) {
		if year, _ := strconv.Atoi(m[1]); r.Year > 0 && year != r.Year {
			warn("as-of-date", fmt.Sprintf("“截至%s年”不是报告的年份 %d", m[1], r.Year), "检查年份")
		}
	}
	for _, m := range g.Measures {
		if goal := number(m.Goal); !holds(g.Title.Text+g.Result.Text, goal) {
			warn("measure-source", fmt.Sprintf("目标值 %s 在原文里找不到", goal), "只写原文写明的数字；检查 measure 的 goal")
		}
		if actual := number(m.Actual); !holds(g.Result.Text, actual) {
			warn("measure-source", fmt.Sprintf("完成值 %s 在完成情况里找不到", actual), "只写原文写明的数字；检查 measure 的 actual")
		}
	}
	return found
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// holds says whether a number stands in a text, as a whole.
func holds(text, number string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], number)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(number)
		digit := func(at int) bool { return at >= 0 && at < len(text) && text[at] >= '0' && text[at] <= '9' }
		decimal := end < len(text) && text[end] == '.' && digit(end+1)
		if !digit(start-1) && !digit(end) && !decimal && !(start > 0 && text[start-1] == '.' && digit(start-2)) {
			return true
		}
		at = end
	}
}
