// Package proof proofreads a site: wrong words, typing errors, impossible dates,
// figures that contradict each other. It returns warnings for an editor to judge;
// each rule has a name and a reason.
package proof

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Rule is a rule of proofreading. Reason says in Chinese what it finds.
type Rule struct{ Name, Reason string }

// Rules are in the order of the manual.
var Rules = []Rule{
	{"wrong-word", "公文里最常见的错别字"},
	{"doubled-character", "多打了一个字"},
	{"date-slip", "日期缺字或者不存在"},
	{"mixed-punctuation", "同一个文件里半角、全角标点混用"},
	{"unfinished", "全年的完成情况里还有“预计”“待核定”“尚未”这样的话"},
	{"as-of-date", "“截至”的日期不在报告所说的时间里"},
	{"date-before-period", "发布日期早于报告所说的年份"},
	{"count", "总数和各部分的数字对不上，或者和公示的任务数对不上"},
	{"rate", "百分比和它的两个数字对不上"},
	{"measure-source", "measure 里的数字在原文里找不到"},
	{"measure-words", "measure 的方向和目标的文字相反，例如“不少于”写成了 ≤"},
	{"goal-missed", "完成值没有达到目标值，状态却写着完成，或者没有写状态"},
	{"title-long", "标题太长"},
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

// Text checks a document from byte body on, except code.
func Text(src *diag.Source, body int, p site.Proof) []diag.Diagnostic {
	t := text{src: src, text: withoutCode(src.Text), body: body, proof: p}
	t.wrongWords()
	t.forms()
	t.punctuation()
	t.figures()
	t.people()
	t.links()
	return t.found
}

type text struct {
	src   *diag.Source
	text  []byte // src.Text without code
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
		for start := range indices(source, wrong, t.body) {
			if end := start + len(wrong); !t.allowed(source, start, end) {
				t.report("wrong-word", start, end, fmt.Sprintf("“%s”应当是“%s”", wrong, right), "确实没有错，就在 content/wrong.toml 的 right 里写上包含它的词")
			}
		}
	}
}

// allowed reports whether a wrong word is part of one in the list of right words.
func (t *text) allowed(source string, start, end int) bool {
	return slices.ContainsFunc(t.proof.Right, func(right string) bool {
		return strings.Contains(source[max(0, start-len(right)+1):min(len(source), end+len(right)-1)], right)
	})
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

// punctuation reports, once, a text with half-width and full-width punctuation.
func (t *text) punctuation() {
	body := t.text[t.body:]
	half, full := halfComma.FindAllSubmatchIndex(body, -1), fullComma.FindAllIndex(body, -1)
	if len(half) == 0 || len(full) == 0 {
		return
	}
	at := half[0]
	t.report("mixed-punctuation", t.body+at[2], t.body+at[3], fmt.Sprintf("标点有半角也有全角：半角 %d 处，全角 %d 处", len(half), len(full)), "中文里统一用全角的，；：")
}
