package markdown

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// Leftover is a mark of another dialect of Markdown, or a mistyped one, that pages show as
// it is written.
type Leftover struct {
	Span
	Form Form
	// Fix is the line as it should be written; empty if that is for the editor to decide.
	Fix string
}

// Form is a kind of leftover.
type Form int

// The kinds of leftovers, in the order in which they are looked for: a mark is reported once.
const (
	Shortcode  Form = iota // {{< figure >}}, {% raw %}, {{ site.title }}
	Container              // ::: tip, !!! note
	Alert                  // [!NOTE]
	Attributes             // {#id}, {.class}, [text]{…}
	Footnote               // [^1] without its text, or where there can be none
	Definition             // [名称]: https://… in a paragraph
	Reference              // [文字][名称]
	Contents               // [TOC], [[toc]], [[页面]]
	BrokenLink             // [文字] (https://…), [文字]（表.csv）, an unclosed one
	CheckBox               // - [ ] 事项
	TableRow               // a row of a table that is none
	Underline              // === below a heading
	DeepList               // a list item behind four blanks
	Inclusion              // <<< @/file
	WideMark               // ＊＊粗＊＊, ＞ 引用, ｀代码｀
	Strong                 // ** 粗 **
	Struckout              // ~~ 删 ~~
	Highlight              // ==重点==
	Formula                // $$x$$
	Backticks              // ``` in a paragraph
	Emoji                  // :tada:
	Unused                 // a footnote, or an address for links, that nothing refers to
)

// address matches what is probably meant as the destination of a link.
const address = `(?:https?://|mailto:|\.{0,2}/|[^\s()（）\[\]]*\.(?:md|html?|pdf|csv|txt|xlsx?|docx?|pptx?|zip|png|jpe?g|gif|webp|svg)\b)`

// leftoverForms match leftovers in text, in which everything else is \x01 (see shownText).
// The patterns are slow: one is used only on a text with one of its marks, which most texts
// do not have.
var leftoverForms = [...]struct {
	marks   []string
	pattern *regexp.Regexp
}{
	Shortcode:  {[]string{`{{`, `{%`, `}}`}, regexp.MustCompile(`\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\{\{[<%]|[%>]\}\}`)},
	Container:  {[]string{`:::`, `!!!`}, regexp.MustCompile(`(?m)^[\x01 \t]*(:{3,}[^\n]*|!!! ?[a-z][^\n]*)`)},
	Alert:      {[]string{`[!`}, regexp.MustCompile(`\[![A-Za-z]+\][+-]?`)},
	Attributes: {[]string{`{`}, regexp.MustCompile(`\{ ?[:#.][^{}\n]*\}|\]\{[^{}\n]*\}`)},
	Footnote:   {[]string{`[^`}, regexp.MustCompile(`\[\^[^\]\s]+\]:?`)},
	Definition: {[]string{`]:`}, regexp.MustCompile(`(?m)^[\x01 \t]*(\[[^\[\]\n]+\]:[ \t]*<?` + address + `[^\n]*)`)},
	Reference:  {[]string{`][`, `] [`}, regexp.MustCompile(`\[[^\[\]\n]+\] ?\[[^\[\]\n]*\]`)},
	Contents:   {[]string{`[[`, `[t`, `[T`}, regexp.MustCompile(`(?i)\[\[[^\[\]\n]+\]\]|\[toc\]`)},
	BrokenLink: {[]string{`[`, `［`, `【`, `](`}, regexp.MustCompile(`[\[［【][^\[\]［］【】\n]*[\]］】][ \x{3000}]?[(（] ?` + address + `[^)）\n]*[)）]?|\]\([^()\n]*\)?`)},
	CheckBox:   {[]string{`[ ]`, `[x]`, `[X]`}, regexp.MustCompile(`(?m)^[\x01 \t]*(\[[ xX]\])[ \t]`)},
	TableRow:   {[]string{`|`}, regexp.MustCompile(`(?m)^[\x01 \t]*(\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?|\|[^\n]*\|)[ \t]*\r?$`)},
	Underline:  {[]string{`==`}, regexp.MustCompile(`(?m)^[\x01 \t]*(={2,})[ \t]*\r?$`)},
	DeepList:   {[]string{"- ", "* ", "+ ", ". ", ") ", "-\t", "*\t", "+\t", ".\t", ")\t"}, regexp.MustCompile(`(?m)^(?: {4,}|\t+)((?:[-*+]|\d{1,3}[.)])[ \t]+)[^\s\x01]`)},
	Inclusion:  {[]string{`<<<`, `@[code`, `!include`}, regexp.MustCompile(`(?m)^[\x01 \t]*(<<<[^\n]*|@\[code[^\n]*|!include [^\n]*)`)},
	WideMark:   {[]string{`＊＊`, `＞`, `｀`}, regexp.MustCompile(`＊＊[^＊\n]+＊＊|(?m:^[\x01 \t]*(＞)[ \x{3000}])|｀[^｀\n]+｀`)},
	Strong:     {[]string{`**`}, regexp.MustCompile(`(?m)(?:^|[^*])(\*\*(?:[ \t\x{3000}]+[^*\s][^*\n]*|[^*\s][^*\n]*[ \t\x{3000}])\*\*)(?:[^*]|$)`)},
	Struckout:  {[]string{`~~`}, regexp.MustCompile(`~~[^~\n]+~~`)},
	Highlight:  {[]string{`==`}, regexp.MustCompile(`==[^=\n]+==`)},
	Formula:    {[]string{`$$`}, regexp.MustCompile(`\$\$`)},
	Backticks:  {[]string{"``"}, regexp.MustCompile("`{2,}")},
	Emoji:      {[]string{`:`}, regexp.MustCompile(`:[a-z][a-z0-9_+]*[a-z0-9]:`)},
}

// leftovers finds the marks that are shown as text.
func leftovers(root ast.Node, source []byte) []Leftover {
	text := shownText(root, source)
	var found []Leftover
	for form, f := range leftoverForms {
		if !slices.ContainsFunc(f.marks, func(mark string) bool { return bytes.Contains(text, []byte(mark)) }) {
			continue
		}
		for _, m := range f.pattern.FindAllSubmatchIndex(text, -1) {
			start, end := m[0], m[1]
			if len(m) > 2 && m[2] >= 0 {
				start, end = m[2], m[3]
			}
			l := Leftover{Span: Span{start, end}, Form: Form(form)}
			l.Fix = l.fix(source)
			found = append(found, l)
			for i := start; i < end; i++ {
				text[i] = shownElsewhere
			}
		}
	}
	return found
}

// shownElsewhere stands for what is no text.
const shownElsewhere = 1

// shownText returns the text of a document at its offsets in the source, without code and
// escaped marks.
func shownText(root ast.Node, source []byte) []byte {
	text := bytes.Clone(source)
	for i, c := range text {
		if c != '\n' && c != ' ' && c != '\t' {
			text[i] = shownElsewhere
		}
	}
	show := func(start, stop int) {
		copy(text[start:stop], source[start:stop])
		for i := start; i < stop; i++ {
			if source[i] == '\\' && i+1 < stop {
				text[i], text[i+1] = shownElsewhere, shownElsewhere
				i++
			}
		}
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.CodeSpan, *verbatim:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering {
				show(n.Segment.Start, n.Segment.Stop)
			}
		case *ast.AutoLink:
			label := n.Label(source) // its position may be that of a sign inside
			from := max(0, n.Pos()-len(label))
			if at := bytes.Index(source[from:], label); entering && at >= 0 {
				show(from+at, from+at+len(label))
			}
		}
		return ast.WalkContinue, nil
	})
	return text
}

var linkParts = regexp.MustCompile(`^[\[［【]([^\[\]［］【】\n]*)[\]］】][ \x{3000}]?[(（] ?([^)）\n]*[^)）\s])[)）]?$`)

// fix returns the line of a leftover as it should be written.
func (l Leftover) fix(source []byte) string {
	mark := source[l.Start:l.End]
	var wanted string
	switch l.Form {
	case BrokenLink:
		if m := linkParts.FindSubmatch(mark); m != nil {
			wanted = "[" + string(m[1]) + "](" + string(m[2]) + ")"
		}
	case Strong, WideMark, Struckout:
		wanted = tightened(mark)
	case CheckBox:
		wanted = "☐"
		if mark[1] != ' ' {
			wanted = "☑"
		}
	case Alert:
		wanted = "**" + alertNames[string(bytes.ToUpper(bytes.Trim(mark, "[]!+-")))] + "**"
	}
	if wanted == "" || wanted == "****" {
		return ""
	}
	line := lineAround(source, l.Start)
	return string(source[line.Start:l.Start]) + wanted + string(source[l.End:line.End])
}

// alertNames are the Chinese names of GitHub's kinds of alerts.
var alertNames = map[string]string{"NOTE": "说明", "TIP": "提示", "IMPORTANT": "重要", "WARNING": "注意", "CAUTION": "警告", "INFO": "说明", "DANGER": "警告"}

// tightened writes emphasis with half-width marks and no blanks inside.
func tightened(mark []byte) string {
	inner := bytes.TrimSpace(bytes.Trim(mark, "*＊~"))
	switch {
	case len(inner) == 0 || bytes.HasPrefix(mark, []byte("｀")) || bytes.HasPrefix(mark, []byte("＞")):
		return ""
	case mark[0] == '~':
		return "~~" + string(inner) + "~~"
	}
	return "**" + string(inner) + "**"
}

// lineAround returns the line with an offset, without its end.
func lineAround(source []byte, at int) Span {
	start, end := bytes.LastIndexByte(source[:at], '\n')+1, len(source)
	if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
		end = at + i
	}
	return Span{start, start + len(bytes.TrimRight(source[start:end], " \t\r"))}
}
