package content

import (
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
)

// checkText reports Markdown that would not be shown as the editor intends.
func (f *file) checkText() {
	for _, c := range []struct {
		spans               []markdown.Span
		severity            diag.Severity
		rule, message, hint string
	}{
		{f.doc.OpenCode, diag.Error, "code-unclosed", "这里开始的代码没有结束，后面的文字都会当作代码", "在代码后面另起一行写上同样的符号；不是代码就删掉这一行"},
		{f.doc.RawHTML, diag.Warning, "raw-html", "这段 HTML 会按文字原样显示", "用 Markdown 的写法；确实需要的元素请在 site.toml 的 safe_html 里列出名字"},
		{f.doc.Comments, diag.Warning, "raw-html", "注释会按文字原样显示", "不想公开的文字不要写在正文里；可以写在 +++ 之间，前面加 #"},
		{f.doc.LostCells, diag.Error, "table-cells", "这一行的格子比表头多，多出的不会显示", "补上表头的格子，或合并这一行多出的格子；格子里的竖线写作 \\|"},
		{f.doc.ForeignImages, diag.Error, "foreign-image", "图片在别的网站上，页面不会加载它", "把图片文件放进 content，再用文件名引用，例如 ![说明](tu.png)"},
		{f.doc.UnsafeLinks, diag.Error, "unsafe-link", "不能链接到会运行程序的地址", "链接只能以 https://、http://、mailto:、tel: 或 / 开头"},
	} {
		for _, s := range c.spans {
			f.add(f.src.Report(c.severity, c.rule, s.Start, s.End, c.message).WithHint(c.hint))
		}
	}
	f.checkLeftovers()
	for _, at := range f.doc.HeadingMarks {
		f.checkHeadingMark(at)
	}
	for _, s := range f.doc.Products {
		f.add(f.src.Report(diag.Error, "asterisk", s.Start, s.End, "数字之间的 * 会被当作斜体的记号").
			WithHint("乘号写作 ×；要保留 * 就写作 \\*").WithFix(f.multiplied(f.src.Position(s.Start).Line)))
	}
}

// gluedHeading matches a heading that Markdown takes for text: the space after the
// marks is missing, or the marks are full-width.
var gluedHeading = regexp.MustCompile(`^[ ]{0,3}(#{1,6}[^\s#\x{3000}\x{a0}]|＃+[ \x{3000}]*[^\s＃])`)

// checkHeadingMark reports a line of text that is probably meant as a heading. at is
// the offset of its first mark.
func (f *file) checkHeadingMark(at int) {
	number := f.src.Position(at).Line
	start, text := f.src.LineStart(number), f.src.Line(number)
	if !gluedHeading.MatchString(text) {
		return
	}
	marks := len([]rune(strings.TrimSpace(text[:len(text)-len(strings.TrimLeft(text, " #＃"))])))
	rest := strings.TrimLeft(text, " #＃\u3000")
	fix := strings.Repeat("#", marks) + " " + rest
	if f.kind == taskKind && marks > 2 {
		fix = "**" + rest + "**" // a task has only level-2 headings
	}
	f.add(f.src.Report(diag.Error, "heading-form", start, start+len(text)-len(rest), "标题的 # 要用半角，后面要空一格").
		WithHint("如果这一行不是标题，就在 # 前面加 \\").WithFix(fix))
}

// multiplied returns a line with × for every asterisk between digits that starts or
// ends italics. Asterisks in code remain.
func (f *file) multiplied(line int) string {
	var b strings.Builder
	for i, r := range f.src.Line(line) {
		at := f.src.LineStart(line) + i
		if r == '*' && digitAt(f.src.Text, at-1) && digitAt(f.src.Text, at+1) &&
			slices.ContainsFunc(f.doc.Products, func(s markdown.Span) bool { return at == s.Start+1 || at == s.End-1 }) {
			r = '×'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func digitAt(text []byte, at int) bool {
	return at >= 0 && at < len(text) && text[at] >= '0' && text[at] <= '9'
}
