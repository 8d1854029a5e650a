package content

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"gongshi/generator/diag"
)

// fault is a common mistake in one line of TOML.
type fault struct {
	start, end          int // byte offsets in the line
	rule, message, hint string
	line                string // the corrected line
}

// statement holds the parts of a line "key = value # comment". It is read leniently:
// the mark between key and value may be any of = ＝ : ：.
type statement struct {
	line, key, mark, value, comment string
	keyAt, markAt, valueAt          int // byte offsets in the line
}

var statementForm = regexp.MustCompile(`^([\s\pZ\p{Cf}]*)([^\s\pZ\p{Cf}=＝:：\[\]#"'“”]+)([\s\pZ\p{Cf}]*)([=＝:：])[\s\pZ\p{Cf}]*`)

func readStatement(line string) (statement, bool) {
	m := statementForm.FindStringSubmatchIndex(line)
	if m == nil {
		return statement{}, false
	}
	value, comment := cutComment(line[m[1]:])
	return statement{
		line: line, key: line[m[4]:m[5]], keyAt: m[4], mark: line[m[8]:m[9]], markAt: m[8],
		value: strings.TrimRightFunc(value, isBlank), valueAt: m[1], comment: comment,
	}, true
}

// isBlank reports whether a character cannot be seen: a space of whatever width.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Z, unicode.Cf) }

// unquoted yields the characters of a line outside of quotation marks.
func unquoted(line string) iter.Seq2[int, rune] {
	return func(yield func(int, rune) bool) {
		var quote rune
		for i, r := range line {
			switch {
			case quote == 0 && (r == '"' || r == '\''):
				quote = r
			case r == quote:
				quote = 0
			case quote == 0 && !yield(i, r):
				return
			}
		}
	}
}

// cutComment splits a value from the comment after it.
func cutComment(text string) (value, comment string) {
	for i, r := range unquoted(text) {
		if r == '#' {
			return text[:i], " " + text[i:]
		}
	}
	return text, ""
}

// with returns the statement as a correct line with another value.
func (s statement) with(value string) string { return s.key + " = " + value + s.comment }

// at returns a fault of the statement's value. correct is the correct value, if known.
func (s statement) at(rule, message, hint, correct string) *fault {
	f := &fault{s.valueAt, s.valueAt + len(s.value), rule, message, hint, ""}
	if correct != "" {
		f.line = s.with(correct)
	}
	return f
}

const halfWidthHint = "把输入法切换到英文再输入符号"

// squareBrackets replaces full-width brackets.
var squareBrackets = strings.NewReplacer("［", "[", "］", "]", "【", "[", "】", "]")

// oddSpace returns the offset of the first blank outside of quotation marks that TOML
// does not take for a space, such as U+00A0, and the line with spaces in place of all of
// them; -1 if there is none.
func oddSpace(line string) (first int, fixed string) {
	first = -1
	code, _ := cutComment(line)
	at := 0 // what is before it is in fixed
	for i, r := range unquoted(code) {
		if isBlank(r) && !strings.ContainsRune(" \t\r", r) {
			if first < 0 {
				first = i
			}
			fixed += line[at:i] + " "
			at = i + utf8.RuneLen(r)
		}
	}
	return first, fixed + line[at:]
}

// measured matches a number with its unit: goal = 15%.
var measured = regexp.MustCompile(`\b(goal|actual|number|year)\s*=\s*(-?\d[\d.]*)\s*([^\s\d.,，;；"'{}\[\]=#eE_-][^\s,，;；"'{}\[\]=#]*)`)

// explain finds the mistake in a line that the TOML library could not read; it
// returns nil if it is not a known one.
func explain(line string) *fault {
	text := strings.TrimSpace(line)
	if strings.HasPrefix(text, "＃") {
		i := strings.Index(line, "＃")
		return &fault{i, i + len("＃"), "toml-fullwidth", "注释要用半角的 #", halfWidthHint, strings.Replace(line, "＃", "#", 1)}
	}
	if squareBrackets.Replace(text) != text && strings.HasPrefix(squareBrackets.Replace(text), "[") {
		return &fault{0, len(line), "toml-fullwidth", "方括号要用半角的 [ ]", halfWidthHint, squareBrackets.Replace(text)}
	}
	if at, fixed := oddSpace(line); at >= 0 {
		f := &fault{at, at + 1, "toml-space", "这里的空格不是普通的空格，多半是从网页或 Word 里复制来的", "删掉它，再用键盘输入一个空格", strings.TrimSpace(fixed)}
		if next := explain(fixed); next != nil && next.line != "" {
			f.line = next.line
		}
		return f
	}
	if m := measured.FindStringSubmatchIndex(line); m != nil {
		f := &fault{m[4], m[7], "measure-number", "这里只写数，不带单位", "", measured.ReplaceAllString(line, "$1 = $2")}
		if key := line[m[2]:m[3]]; key == "goal" || key == "actual" {
			f.hint = "单位另写在 unit 里，例如 unit = \"%\""
		}
		return f
	}
	if strings.HasPrefix(text, "[") {
		return nil
	}
	s, ok := readStatement(line)
	switch {
	case !ok:
		return explainNoMark(line)
	case hasHan(s.key):
		return explainHanKey(s)
	case s.mark == "＝":
		return &fault{s.markAt, s.markAt + len(s.mark), "toml-fullwidth", "等号要用半角的 = ，这里是全角的 ＝", halfWidthHint, s.corrected()}
	case s.mark != "=":
		return &fault{s.markAt, s.markAt + len(s.mark), "toml-fullwidth", "键和值之间要用等号 = ，不能用冒号", halfWidthHint, s.corrected()}
	}
	return explainValue(s)
}

func explainHanKey(s statement) *fault {
	f := &fault{s.keyAt, s.keyAt + len(s.key), "toml-key", fmt.Sprintf("键名要用英文，“%s”不是键名", s.key), "", ""}
	if key, ok := chineseKeys[s.key]; ok {
		f.hint = fmt.Sprintf("“%s”写作 %s", s.key, key)
		s.key = key
	} else {
		f.hint = "自己定义的中文键放在半角引号里，写在 [extra] 下面"
		s.key = Quote(s.key)
	}
	f.line = s.corrected()
	return f
}

// trailingMarks are characters that editors often put at the end of a line.
const trailingMarks = "，。；、,; "

// numericKeys are the keys whose value is a number.
var numericKeys = map[string]bool{"number": true, "year": true, "goal": true, "actual": true}

// corrected returns the statement with "=" and, if it has a known mistake, the
// correct value.
func (s statement) corrected() string {
	if f := explainValue(s); f != nil && f.line != "" {
		return f.line
	}
	return s.with(s.value)
}

// chineseKeys maps Chinese words that editors may write to the keys they mean.
var chineseKeys = map[string]string{
	"标题": "title", "名称": "title", "任务名称": "title", "序号": "number", "编号": "number", "日期": "date", "时间": "date",
	"来源": "source", "年度": "year", "年份": "year", "期间": "period", "栏目": "column", "类别": "category", "牵头单位": "lead",
	"协办单位": "support", "责任单位": "support", "牵头领导": "leader", "完成时限": "due", "时限": "due", "状态": "status",
	"备注": "note", "标签": "tags", "草稿": "draft", "描述": "description", "网址": "base_url",
}

// explainNoMark explains a line without a mark between key and value.
func explainNoMark(line string) *fault {
	text := strings.TrimSpace(line)
	f := &fault{len(line) - len(strings.TrimLeft(line, " \t\u3000")), len(line), "toml-missing-equals", "这一行不是“键 = 值”的形式", "每行写一个键、一个等号、一个值；说明文字前面加 #", "# " + text}
	key, value, _ := strings.Cut(text, " ")
	if value = strings.TrimSpace(value); strings.HasPrefix(value, `"`) && !hasHan(key) {
		f.line = key + " = " + value
	}
	return f
}

var (
	leadingZero  = regexp.MustCompile(`^[+-]?0\d+$`)
	fullDigits   = regexp.MustCompile(`^[０-９0-9．.]+$`)
	dateLike     = regexp.MustCompile(`^(\d{4})\s*[-/.年－]\s*(\d{1,2})\s*[-/.月－]\s*(\d{1,2})\s*日?(?:[ T　]+(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?$`)
	validEscape  = regexp.MustCompile(`^\\([btnfre"\\]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`)
	booleanWords = map[string]string{"True": "true", "TRUE": "true", "yes": "true", "是": "true", "False": "false", "FALSE": "false", "no": "false", "否": "false"}
)

func explainValue(s statement) *fault {
	v := s.value
	first, _ := utf8.DecodeRuneInString(v)
	switch {
	case v == "":
		return s.at("toml-missing-value", "等号后面没有值", "写上值，或者删掉这一行", "\"…\"")
	case readable("k = " + v):
		return nil
	case strings.TrimRight(v, trailingMarks) != v && readable("k = "+strings.TrimRight(v, trailingMarks)):
		return s.at("toml-trailing-mark", "行末不要标点", "一行写一个键和它的值，后面不加标点", strings.TrimRight(v, trailingMarks))
	case strings.ContainsRune("“”＂「『‘’", first):
		return s.at("toml-fullwidth-quote", "引号要用半角的 \" ，这里是全角的 “ ”", "把输入法切换到英文再输入引号；文字里面的“ ”不用改", Quote(strings.Trim(v, "“”＂「」『』‘’\"")))
	case first == '"':
		return explainString(s)
	case first == '[' || first == '［' || first == '【':
		return explainList(s)
	case leadingZero.MatchString(v) && !numericKeys[s.key]:
		return s.at("number-leading-zero", "以 0 开头的号码要放在半角引号里", "不加引号就成了数，前面的 0 会丢", Quote(v))
	case leadingZero.MatchString(v):
		return s.at("number-leading-zero", "整数前面不能有 0", "去掉前面的 0", strings.TrimLeft(v, "+-0"))
	case dateLike.MatchString(v):
		return s.at("date-form", "日期的写法不对", "日期写作 2022-01-10，带时间的写作 2022-01-10T15:25:00", correctDate(v))
	case fullDigits.MatchString(v) && halfWidth(v) != v:
		return s.at("toml-fullwidth", "数字要用半角", "把输入法切换到英文再输入数字", halfWidth(v))
	case booleanWords[v] != "":
		return s.at("toml-bare-value", "这里要写 true（是）或 false（否）", "", booleanWords[v])
	case first == '\'' || first == '{':
		return nil
	}
	return s.at("toml-bare-value", "文字要放在半角引号 \" \" 里面", "在文字两边加上半角引号", Quote(v))
}

// explainString explains a value that begins with a quotation mark.
func explainString(s statement) *fault {
	v := s.value
	if strings.HasPrefix(v, `"""`) {
		return nil
	}
	inner := v[1:]
	closed := strings.HasSuffix(inner, `"`) && !strings.HasSuffix(inner, `\"`)
	switch {
	case !closed && strings.HasSuffix(inner, "”"):
		return s.at("toml-fullwidth-quote", "后面的引号要用半角的 \" ，这里是全角的 ”", "把输入法切换到英文再输入引号", Quote(strings.TrimSuffix(inner, "”")))
	case !closed && !strings.Contains(inner, `"`):
		return s.at("toml-unclosed-string", "引号没有成对，缺少后面的 \"", "在文字后面补上半角引号", Quote(inner))
	case twoStatements.MatchString(inner):
		m := twoStatements.FindStringSubmatchIndex(inner)
		return &fault{s.valueAt + 1 + m[2], s.valueAt + len(s.value), "toml-two-keys", "一行只能写一个键", "第二个键另起一行", s.with(v[:1+m[2]]) + "\n" + inner[m[4]:]}
	case closed && strings.Contains(strings.ReplaceAll(inner[:len(inner)-1], `\"`, ""), `"`):
		return s.at("toml-inner-quote", "引号里面又有半角引号", "文字里面的引号用中文的“ ”", Quote(chineseQuotes(inner[:len(inner)-1])))
	case strings.Contains(inner, `\`):
		return explainEscape(s)
	}
	return nil
}

// twoStatements matches a second key on the line of the first.
var twoStatements = regexp.MustCompile(`"\s*([；;，,])\s*([a-z_]+\s*[=＝].*)$`)

// explainEscape explains the first backslash that begins no escape sequence of TOML.
func explainEscape(s statement) *fault {
	for i := 1; i < len(s.value); i++ {
		if s.value[i] != '\\' {
			continue
		}
		if m := validEscape.FindString(s.value[i:]); m != "" {
			i += len(m) - 1
			continue
		}
		f := s.at("toml-escape", "引号里面的反斜杠 \\ 要写两个", "一个 \\ 有特别的意思；路径里的 \\ 可以改写成 /", strings.ReplaceAll(s.value, `\`, `\\`))
		f.start, f.end = s.valueAt+i, min(s.valueAt+i+2, len(s.line))
		return f
	}
	return nil
}

// missingComma matches two texts of a list without a comma between them.
var missingComma = regexp.MustCompile(`("[^",\[\]]+")\s+("[^",\[\]]+")`)

func explainList(s statement) *fault {
	fixed := squareBrackets.Replace(s.value)
	message := "方括号要用半角的 [ ]"
	for _, comma := range []string{"，", "、"} {
		for _, q := range []string{`"`, `”`} {
			if strings.Contains(fixed, q+comma) {
				message = "逗号要用半角的 , ，这里是全角的 " + comma
				fixed = strings.ReplaceAll(fixed, q+comma, q+", ")
			}
		}
	}
	if straight := strings.NewReplacer("“", `"`, "”", `"`).Replace(fixed); !strings.Contains(fixed, `"`) && straight != fixed {
		message, fixed = "引号要用半角的 \" ，这里是全角的 “ ”", straight
	}
	missing := missingComma.ReplaceAllString(fixed, `$1, $2`)
	switch {
	case fixed != s.value:
		return s.at("toml-fullwidth", message, halfWidthHint, strings.ReplaceAll(fixed, ",  ", ", "))
	case fixed != missing:
		return s.at("toml-missing-comma", "两个文字之间少了逗号", "每两个之间写一个半角逗号", missing)
	case !strings.HasSuffix(fixed, "]"):
		return s.at("toml-unclosed-list", "方括号没有成对，缺少后面的 ]", "在最后补上 ]", fixed+"]")
	}
	return nil
}

// Quote returns text as a TOML string. Chinese quotation marks need no escape.
func Quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", "").Replace(text) + `"`
}

// QuoteList returns texts as a TOML list.
func QuoteList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = Quote(text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// chineseQuotes replaces straight quotation marks by pairs of Chinese ones.
func chineseQuotes(text string) string {
	open := false
	return strings.Map(func(r rune) rune {
		if r != '"' {
			return r
		}
		if open = !open; open {
			return '“'
		}
		return '”'
	}, text)
}

// correctDate rewrites a value that looks like a date; it is empty if there is no
// such day.
func correctDate(value string) string {
	m := dateLike.FindStringSubmatch(halfWidth(value))
	if m == nil {
		return ""
	}
	date, layout, correct := strings.Join(m[1:4], "-"), "2006-1-2", "2006-01-02"
	if m[4] != "" {
		date += "T" + m[4] + ":" + m[5] + ":" + cmp.Or(m[6], "00")
		layout, correct = "2006-1-2T15:04:05", "2006-01-02T15:04:05"
	}
	t, err := time.Parse(layout, date)
	if err != nil {
		return ""
	}
	return t.Format(correct)
}

func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// readable reports whether a line is correct TOML by itself.
func readable(line string) bool {
	_, err := toml.Decode(line, &map[string]any{})
	return err == nil
}

// syntaxFault converts an error of the TOML library to a diagnostic and returns the
// line of src that it is about, or 0. The TOML is between two offsets of src.
func syntaxFault(src *diag.Source, start, end int, err error) (diag.Diagnostic, int) {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return diag.File(diag.Error, "toml-syntax", src.Path, "读不懂这个文件："+err.Error()), 0
	}
	first := src.Position(start).Line
	line := min(first+parse.Position.Line-1, src.Position(end).Line)
	if strings.Contains(parse.Message, "already been defined") || strings.Contains(parse.Message, "already created") {
		return duplicateKey(src, first, line, parse.LastKey), line
	}
	// The library notices an open quotation or bracket only on the next line.
	for _, n := range slices.Compact([]int{line, max(first, line-1)}) {
		if n < line && readable(src.Line(n)) {
			continue
		}
		if f := explain(src.Line(n)); f != nil {
			at := src.LineStart(n)
			return src.Report(diag.Error, f.rule, at+f.start, at+f.end, f.message).WithHint(f.hint).WithFix(f.line), n
		}
	}
	at := start + parse.Position.Start
	if at < src.LineStart(line) || at > src.LineStart(line)+len(src.Line(line)) {
		at = src.LineStart(line)
	}
	d := src.Report(diag.Error, "toml-syntax", at, at+max(1, parse.Position.Len), "这一行不合“键 = 值”的写法")
	return d.WithHint("检查引号、括号和逗号是否成对、是否半角"), line
}

// duplicateKey reports a line that repeats a key or a table of an earlier one.
func duplicateKey(src *diag.Source, first, line int, key string) diag.Diagnostic {
	text := strings.TrimSpace(src.Line(line))
	again, isPair := readStatement(src.Line(line))
	if !isPair {
		key = text
	}
	d := src.Report(diag.Error, "toml-duplicate-key", src.LineStart(line), len(src.Text), fmt.Sprintf("“%s”写了两遍", key)).
		WithHint("每个键只写一次，删掉多余的一行")
	for n := first; n < line; n++ {
		s, _ := readStatement(src.Line(n))
		if isPair && s.key == again.key || !isPair && strings.TrimSpace(src.Line(n)) == text {
			return d.WithNote(src.Position(src.LineStart(n)), "第一次写在这里")
		}
	}
	return d
}
