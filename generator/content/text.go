package content

import (
	"regexp"
	"strings"

	"gongshi/generator/diag"
)

// checkText finds slips of Markdown that would be printed as they stand.
func (f *file) checkText() {
	f.checkMarks()
	for _, s := range f.doc.RawHTML {
		f.found = append(f.found, f.src.Report(diag.Warning, "raw-html", s.Start, s.End, "这段 HTML 会按文字原样显示").
			WithHint("用 Markdown 的写法；确实需要的元素请在 site.toml 的 safe_html 里列出名字"))
	}
	for _, s := range f.doc.Comments {
		f.found = append(f.found, f.src.Report(diag.Warning, "raw-html", s.Start, s.End, "注释会按文字原样显示").
			WithHint("不想公开的文字不要写在正文里；可以写在 +++ 之间，前面加 #"))
	}
	for _, s := range f.doc.LostCells {
		f.found = append(f.found, f.src.Report(diag.Error, "table-cells", s.Start, s.End, "这一行的格子比表头多，多出的不会显示").
			WithHint("补上表头的格子，或合并这一行多出的格子；格子里的竖线写作 \\|"))
	}
	for _, s := range f.doc.ForeignImages {
		f.found = append(f.found, f.src.Report(diag.Error, "foreign-image", s.Start, s.End, "图片在别的网站上，页面不会加载它").
			WithHint("把图片文件放进 content，再用文件名引用，例如 ![说明](tu.png)"))
	}
	for _, s := range f.doc.UnsafeLinks {
		f.found = append(f.found, f.src.Report(diag.Error, "unsafe-link", s.Start, s.End, "不能链接到会运行程序的地址").
			WithHint("链接只能以 https://、http://、mailto:、tel: 或 / 开头"))
	}
}

// checkMarks looks for marks that do not mean what they look like.
func (f *file) checkMarks() {
	for _, at := range f.doc.HeadingMarks {
		f.checkHeadingMark(at)
	}
	for _, s := range f.doc.Products {
		f.found = append(f.found, f.src.Report(diag.Error, "asterisk", s.Start, s.End, "数字之间的 * 会被当作斜体的记号").
			WithHint("乘号写作 ×；要保留 * 就写作 \\*").WithFix(f.multiplied(f.src.Position(s.Start).Line)))
	}
	for _, s := range f.doc.OpenCode {
		f.found = append(f.found, f.src.Report(diag.Error, "code-unclosed", s.Start, s.End, "这里开始的代码没有结束，后面的文字都会当作代码").
			WithHint("在代码后面另起一行写上同样的符号；不是代码就删掉这一行"))
	}
}

// gluedHeading is a heading mark without the space that makes it one, or with
// full-width marks.
var gluedHeading = regexp.MustCompile(`^[ ]{0,3}(#{1,6}[^\s#\x{3000}\x{a0}]|＃+[ \x{3000}]*[^\s＃])`)

// checkHeadingMark reports a line of text that somebody meant as a heading.
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
		fix = "**" + rest + "**" // a task has no further headings
	}
	f.found = append(f.found, f.src.Report(diag.Error, "heading-form", start, start+len(text)-len(rest), "标题的 # 要用半角，后面要空一格").
		WithHint("如果这一行不是标题，就在 # 前面加 \\").WithFix(fix))
}

// multiplied is a line with × for every asterisk between digits that opens or
// ends italics there. Asterisks in code stay.
func (f *file) multiplied(line int) string {
	start, text := f.src.LineStart(line), []byte(f.src.Line(line))
	var b strings.Builder
	for i, c := range text {
		if c == '*' && f.multiplies(start+i) {
			b.WriteString("×")
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// multiplies says whether the asterisk at a place is the first or last of a
// product and stands between digits.
func (f *file) multiplies(at int) bool {
	for _, s := range f.doc.Products {
		if at == s.Start+1 || at == s.End-1 {
			return digitAt(f.src.Text, at-1) && digitAt(f.src.Text, at+1)
		}
	}
	return false
}

func digitAt(text []byte, at int) bool {
	return at >= 0 && at < len(text) && text[at] >= '0' && text[at] <= '9'
}
