package content

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"gongshi/generator/diag"
)

// fault is a slip of TOML found in one line: where, what, and the line as it should be.
type fault struct {
	start, end                int // bytes of the line
	rule, message, hint, line string
}

// statement is a line of TOML cut into its parts by someone who means well:
// the mark between key and value may be any of = ＝ : ：.
type statement struct {
	line           string
	key            string
	mark           string
	value, comment string
	markAt         int
	valueAt        int
}

var statementForm = regexp.MustCompile(`^(\s*)([^\s=＝:：\[\]#"'“”]+)(\s*)([=＝:：])[\s\x{3000}\x{a0}]*`)

func readStatement(line string) (statement, bool) {
	m := statementForm.FindStringSubmatchIndex(line)
	if m == nil {
		return statement{}, false
	}
	value, comment := cutComment(line[m[1]:])
	return statement{
		line: line, key: line[m[4]:m[5]], mark: line[m[8]:m[9]], markAt: m[8],
		value: strings.TrimRight(value, " \t\u3000\u00a0"), valueAt: m[1], comment: comment,
	}, true
}

// cutComment parts a value from a comment behind it.
func cutComment(value string) (string, string) {
	var quote rune
	for i, r := range value {
		switch {
		case quote == 0 && (r == '"' || r == '\''):
			quote = r
		case r == quote:
			quote = 0
		case quote == 0 && r == '#':
			return value[:i], " " + value[i:]
		}
	}
	return value, ""
}

// with returns the statement as a correct line with another value.
func (s statement) with(value string) string { return s.key + " = " + value + s.comment }

// at makes a fault over the statement's value.
func (s statement) at(rule, message, hint, value string) *fault {
	f := &fault{s.valueAt, s.valueAt + len(s.value), rule, message, hint, ""}
	if value != "" {
		f.line = s.with(value)
	}
	return f
}

// explain names the slip in a line that the TOML library could not read; nil
// if it is none of the known ones.
func explain(line string) *fault {
	if i := strings.Index(line, "＃"); i >= 0 && strings.TrimSpace(line[:i]) == "" {
		return &fault{i, i + len("＃"), "toml-fullwidth", "注释要用半角的 #", "把输入法切换到英文再输入符号", strings.Replace(line, "＃", "#", 1)}
	}
	if t := strings.TrimSpace(line); strings.HasPrefix(t, "[") || strings.HasPrefix(t, "［") || strings.HasPrefix(t, "【") {
		return explainHeader(line)
	}
	s, ok := readStatement(line)
	if !ok {
		return explainNoMark(line)
	}
	return explainStatement(s)
}

func explainStatement(s statement) *fault {
	if hasHan(s.key) {
		return explainHanKey(s)
	}
	if s.mark != "=" {
		message := "键和值之间要用等号 = ，不能用冒号"
		if s.mark == "＝" {
			message = "等号要用半角的 = ，这里是全角的 ＝"
		}
		return &fault{s.markAt, s.markAt + len(s.mark), "toml-fullwidth", message, "把输入法切换到英文再输入符号", s.corrected()}
	}
	return explainValue(s)
}

func explainHanKey(s statement) *fault {
	f := &fault{strings.Index(s.line, s.key), strings.Index(s.line, s.key) + len(s.key), "toml-key",
		fmt.Sprintf("键名要用英文，“%s”不是键名", s.key), "", ""}
	if key, ok := chineseKeys[s.key]; !ok {
		f.hint = "自己定义的中文键放在半角引号里，写在 [extra] 下面"
		s.key = quote(s.key)
		f.line = s.corrected()
	} else {
		f.hint = fmt.Sprintf("“%s”写作 %s", s.key, key)
		s.key = key
		f.line = s.corrected()
	}
	return f
}

// marks are what editors put at the end of a line out of habit.
const marks = "，。；、,; "

// numericKeys are the keys whose value is a number and no text.
var numericKeys = map[string]bool{"number": true, "year": true, "goal": true, "actual": true}

// corrected is the statement with a half-width mark and its value mended, too.
func (s statement) corrected() string {
	if f := explainValue(s); f != nil && f.line != "" {
		return f.line
	}
	return s.with(s.value)
}

// chineseKeys are words editors are likely to write instead of a key.
var chineseKeys = map[string]string{
	"标题": "title", "名称": "title", "任务名称": "title", "序号": "number", "编号": "number", "日期": "date", "时间": "date",
	"来源": "source", "年度": "year", "年份": "year", "期间": "period", "栏目": "column", "类别": "category", "牵头单位": "lead",
	"协办单位": "support", "责任单位": "support", "牵头领导": "leader", "完成时限": "due", "时限": "due", "状态": "status",
	"备注": "note", "标签": "tags", "草稿": "draft", "描述": "description", "网址": "base_url",
}

func explainHeader(line string) *fault {
	fixed := strings.NewReplacer("［", "[", "］", "]", "【", "[", "】", "]").Replace(strings.TrimSpace(line))
	if fixed != strings.TrimSpace(line) {
		return &fault{0, len(line), "toml-fullwidth", "方括号要用半角的 [ ]", "把输入法切换到英文再输入符号", fixed}
	}
	return nil
}

func explainNoMark(line string) *fault {
	t := strings.TrimSpace(line)
	f := &fault{len(line) - len(strings.TrimLeft(line, " \t\u3000")), len(line), "toml-missing-equals", "这一行不是“键 = 值”的形式", "每行写一个键、一个等号、一个值；说明文字前面加 #", ""}
	if key, value, found := strings.Cut(t, " "); found && !hasHan(key) {
		if _, quoted := strings.CutPrefix(strings.TrimSpace(value), `"`); quoted {
			f.line = key + " = " + strings.TrimSpace(value)
			return f
		}
	}
	f.line = "# " + t
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
	case strings.TrimRight(v, marks) != v && readable("k = "+strings.TrimRight(v, marks)):
		return s.at("toml-trailing-mark", "行末不要标点", "一行写一个键和它的值，后面不加标点", strings.TrimRight(v, marks))
	case strings.ContainsRune("“”＂「『‘’", first):
		return s.at("toml-fullwidth-quote", "引号要用半角的 \" ，这里是全角的 “ ”", "把输入法切换到英文再输入引号；文字里面的“ ”不用改", quote(strings.Trim(v, "“”＂「」『』‘’\"")))
	case first == '"':
		return explainString(s)
	case first == '[' || first == '［' || first == '【':
		return explainList(s)
	case leadingZero.MatchString(v) && !numericKeys[s.key]:
		return s.at("number-leading-zero", "以 0 开头的号码要放在半角引号里", "不加引号就成了数，前面的 0 会丢", quote(v))
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
	return s.at("toml-bare-value", "文字要放在半角引号 \" \" 里面", "在文字两边加上半角引号", quote(v))
}

// explainString looks into a value that begins with a quotation mark.
func explainString(s statement) *fault {
	v := s.value
	if strings.HasPrefix(v, `"""`) {
		return nil
	}
	inner := v[1:]
	closed := strings.HasSuffix(inner, `"`) && !strings.HasSuffix(inner, `\"`)
	switch {
	case !closed && strings.HasSuffix(inner, "”"):
		return s.at("toml-fullwidth-quote", "后面的引号要用半角的 \" ，这里是全角的 ”", "把输入法切换到英文再输入引号", quote(strings.TrimSuffix(inner, "”")))
	case !closed && strings.Count(inner, `"`) == 0:
		return s.at("toml-unclosed-string", "引号没有成对，缺少后面的 \"", "在文字后面补上半角引号", quote(inner))
	case twoStatements.MatchString(inner):
		m := twoStatements.FindStringSubmatchIndex(inner)
		return &fault{s.valueAt + 1 + m[2], s.valueAt + len(s.value), "toml-two-keys", "一行只能写一个键", "第二个键另起一行", s.with(v[:1+m[2]]) + "\n" + inner[m[4]:]}
	case closed && strings.Contains(strings.ReplaceAll(inner[:len(inner)-1], `\"`, ""), `"`):
		return s.at("toml-inner-quote", "引号里面又有半角引号", "文字里面的引号用中文的“ ”", quote(chineseQuotes(inner[:len(inner)-1])))
	case strings.Contains(inner, `\`):
		return explainEscape(s)
	}
	return nil
}

// twoStatements is a second key on the line of the first.
var twoStatements = regexp.MustCompile(`"\s*([；;，,])\s*([a-z_]+\s*[=＝].*)$`)

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

// missingComma is the gap between two texts of a list.
var missingComma = regexp.MustCompile(`("[^",\[\]]+")\s+("[^",\[\]]+")`)

func explainList(s statement) *fault {
	fixed := strings.NewReplacer("［", "[", "］", "]", "【", "[", "】", "]").Replace(s.value)
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
	if missing := missingComma.ReplaceAllString(fixed, `$1, $2`); fixed == s.value && missing != fixed {
		return s.at("toml-missing-comma", "两个文字之间少了逗号", "每两个之间写一个半角逗号", missing)
	}
	if fixed == s.value {
		if !strings.HasSuffix(fixed, "]") {
			return s.at("toml-unclosed-list", "方括号没有成对，缺少后面的 ]", "在最后补上 ]", fixed+"]")
		}
		return nil
	}
	return s.at("toml-fullwidth", message, "把输入法切换到英文再输入符号", strings.ReplaceAll(fixed, ",  ", ", "))
}

// quote makes a TOML string. It keeps Chinese quotation marks inside.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// chineseQuotes turns straight quotation marks into pairs of Chinese ones.
func chineseQuotes(text string) string {
	var b strings.Builder
	open := false
	for _, r := range text {
		if r != '"' {
			b.WriteRune(r)
			continue
		}
		if open = !open; open {
			b.WriteRune('“')
		} else {
			b.WriteRune('”')
		}
	}
	return b.String()
}

// correctDate rewrites a date-like value; it is empty where there is no such day.
func correctDate(value string) string {
	m := dateLike.FindStringSubmatch(halfWidth(value))
	if m == nil {
		return ""
	}
	pad := func(s string) string { return strings.Repeat("0", max(0, 2-len(s))) + s }
	text := m[1] + "-" + pad(m[2]) + "-" + pad(m[3])
	if m[4] != "" {
		text += "T" + pad(m[4]) + ":" + m[5] + ":" + pad(m[6])
	}
	if _, err := parseMoment(text); err != nil {
		return ""
	}
	return text
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
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// readable says whether a line is correct TOML by itself.
func readable(line string) bool {
	_, err := toml.Decode(line, &map[string]any{})
	return err == nil
}

// syntaxFault turns an error of the TOML library into a diagnostic and says
// which line of src it is about. offset is where the TOML begins in src, end
// where it ends.
func syntaxFault(src *diag.Source, offset, end int, err error) (diag.Diagnostic, int) {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return diag.File(diag.Error, "toml-syntax", src.Path, "读不懂这个文件："+err.Error()), 0
	}
	first := src.Position(offset).Line
	line := min(first+parse.Position.Line-1, src.Position(end).Line)
	if strings.Contains(parse.Message, "already been defined") || strings.Contains(parse.Message, "already created") {
		start := src.LineStart(line)
		d := src.Report(diag.Error, "toml-duplicate-key", start, start+len(src.Line(line)), fmt.Sprintf("“%s”写了两遍", parse.LastKey)).
			WithHint("每个键只写一次，删掉多余的一行")
		again, statement := readStatement(src.Line(line))
		if !statement {
			d.Message = fmt.Sprintf("“%s”写了两遍", strings.TrimSpace(src.Line(line)))
			for n := first; n < line; n++ {
				if strings.TrimSpace(src.Line(n)) == strings.TrimSpace(src.Line(line)) {
					return d.WithNote(src.Position(src.LineStart(n)), "第一次写在这里"), line
				}
			}
		}
		for n := first; n < line; n++ {
			if s, ok := readStatement(src.Line(n)); ok && s.key == again.key {
				return d.WithNote(src.Position(src.LineStart(n)), "第一次写在这里"), line
			}
		}
		return d, line
	}
	// An open quotation or bracket is noticed only on the next line.
	for _, n := range slices.Compact([]int{line, max(first, line-1)}) {
		if n < line && readable(src.Line(n)) {
			continue
		}
		if f := explain(src.Line(n)); f != nil {
			start := src.LineStart(n)
			return src.Report(diag.Error, f.rule, start+f.start, start+f.end, f.message).WithHint(f.hint).WithFix(f.line), n
		}
	}
	at := offset + parse.Position.Start
	if at < src.LineStart(line) || at > src.LineStart(line)+len(src.Line(line)) {
		at = src.LineStart(line)
	}
	d := src.Report(diag.Error, "toml-syntax", at, at+max(1, parse.Position.Len), "这一行不合“键 = 值”的写法")
	return d.WithHint("检查引号、括号和逗号是否成对、是否半角"), line
}
