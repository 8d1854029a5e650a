package markdown

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// sample is a piece of Markdown that uses one construct.
type sample struct{ name, markdown string }

var inlineSamples = []sample{
	{"text", "完成10项"}, {"words", "GDP growth"}, {"a number", "106"},
	{"bold", "**重点。**"}, {"italics", "*强调*"}, {"struck out", "~~8~~"},
	{"code", "`a<b>`"}, {"code with a backtick", "`` ` ``"}, {"code of three backticks", "```x```"}, {"code on two lines", "`甲\n乙`"},
	{"a link", "[外站](https://a.cn/?x=1&y=2 \"说明\")"}, {"a link of the site", "[第四项](04.md#t2)"}, {"an address", "<https://a.cn/x>"}, {"a bare address", " https://a.cn/x "},
	{"a picture", "![图](a.png)"}, {"a picture with a power", "![10<sup>6</sup>~~8~~](a.png)"},
	{"kept", "[于某某]{原样}"}, {"a quotation", "[臺灣]{繁体}"},
	{"an entity", "&lt;b&gt;&amp;&copy;&#65;&nbsp;"}, {"escapes", `\*不是\* \<b> \# 1\.`},
	{"a soft break", "甲\n乙"}, {"a soft break of words", "one\ntwo"}, {"a hard break", "甲\\\n乙"}, {"a hard break of blanks", "甲  \n乙"},
	{"shown HTML", "<A>"}, {"shown HTML with attributes", "<b class=\"x\">重点</b>"}, {"shown HTML on two lines", "<a\nb>"}, {"a comment", "<!-- 草稿 -->"}, {"an open comment", "<!-- 草稿"},
	{"br", "10<br>20"}, {"wbr", "甲<wbr>乙"}, {"sup", "10<sup>6</sup>"}, {"sup of a formula", "10<sup>(n+1)</sup>"}, {"sup of words", "增长<sup>注 1</sup>"},
	{"sub", "CO<sub>2</sub>"}, {"sub of a letter", "H<sub>x</sub>"}, {"sub not closed", "CO<sub>2"}, {"empty sup", "10<sup> </sup>"},
	{"del", "<del>8</del>10"}, {"s", "<s>8</s>10"}, {"ins", "<ins>10</ins>"}, {"kbd", "<kbd>Ctrl</kbd>"}, {"mark", "<mark>重点</mark>"}, {"u", "<u>重点</u>"}, {"small", "<small>注</small>"}, {"abbr", "<abbr>CPI</abbr>"},
	{"ruby", "<ruby>沚<rp>(</rp><rt>zhǐ</rt><rp>)</rp></ruby>"}, {"ruby without rp", "<ruby>沚<rt>zhǐ</rt></ruby>"},
}

var blockSamples = []sample{
	{"a heading", "# 一\n\n### 二 ##"}, {"an empty heading", "#"}, {"a rule", "甲\n\n---\n\n乙"},
	{"code", "```go\na < b\n\n  c\n```"}, {"code with tildes", "~~~\n```\n~~~"}, {"empty code", "```\n```"}, {"code that is not closed", "```\na"},
	{"a quotation", "> 甲\n> 乙\n>\n> > 丙"},
	{"bullets", "- 甲\n- 乙"}, {"loose bullets", "* 甲\n\n* 乙"}, {"an empty bullet", "- 甲\n-\n- 乙"}, {"only an empty bullet", "甲\n\n-\n\n乙"},
	{"numbers", "1. 一\n2. 二"}, {"numbers from three", "3. 三\n4. 四"}, {"numbers that jump", "1. 一\n5. 五\n2. 二"}, {"equal numbers", "1. 一\n1. 一"}, {"number zero", "0. 零"}, {"a bracket", "2) 二"}, {"an empty number", "1. 一\n2.\n3. 三"},
	{"a paragraph in an item", "3. 三\n\n   续\n\n4. 四"}, {"code in an item", "1. ```\n   a\n   ```\n2. 二"}, {"a quotation in an item", "1. > 甲\n2. 二"},
	{"a list in a list", "1. 甲\n   - 子\n     3. 丑\n2. 乙"}, {"a list first in a list", "2. 3. 甲\n   4. 乙"},
	{"check boxes", "- [ ] 未做\n- [x] 做了"},
	{"a table", "| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n| 3 ||"}, {"a table with code", "|甲|\n|-|\n|`a\\|b`|"}, {"a table without outer pipes", "甲 | 乙\n--|--\n1 | 2"}, {"a table without rows", "|甲|\n|-|"}, {"a table behind text", "甲\n|乙|丙|\n|-|-|\n丁"},
	{"a dash between lines", "甲\n-\n乙"}, {"two dashes between lines", "甲\n--\n乙"}, {"a definition", "[1]: https://a.cn/"}, {"indented text", "        继续"},
}

// TestVisibleText compares, for each construct alone, inside every other one
// that may hold it, and in each kind of block, what a browser shows of the HTML
// with the plain text.
func TestVisibleText(t *testing.T) {
	compared := 0
	compare := func(name, markdown string) {
		t.Helper()
		compared++
		sameBothWays(t, name, markdown)
	}
	for _, c := range inlineSamples {
		compare(c.name, c.markdown)
		for _, around := range []sample{
			{"a sentence", "前文%s后文"}, {"bold", "**前文 %s 后文**"}, {"struck out", "~~前文 %s 后文~~"}, {"a link", "[前文%s后文](https://a.cn/)"}, {"an alternative text", "![前文%s后文](a.png)"},
			{"sup", "10<sup>%s</sup>20"}, {"sub", "10<sub>%s</sub>20"}, {"del", "10<del>%s</del>20"}, {"kbd", "10<kbd>%s</kbd>20"}, {"rt", "<ruby>字<rt>%s</rt></ruby>"}, {"rp", "<ruby>字<rp>%s</rp><rt>音</rt></ruby>"},
			{"a heading", "## 前文%s后文"}, {"a bullet", "- %s"}, {"a numbered item", "3. %s\n4. 后文"}, {"a quotation", "> %s"}, {"a cell", "|%s|后文|\n|-|-|\n|前文|%[1]s|"}, {"code", "```\n%s\n```"},
		} {
			compare(c.name+" in "+around.name, fmt.Sprintf(around.markdown, c.markdown))
		}
		for _, other := range inlineSamples {
			compare(c.name+" before "+other.name, c.markdown+other.markdown)
		}
	}
	for _, c := range blockSamples {
		compare(c.name, c.markdown)
		compare(c.name+" in a quotation", indented(c.markdown, "> ", "> "))
		compare(c.name+" in a bullet", indented(c.markdown, "- ", "  ")+"\n- 后文")
		compare(c.name+" in a numbered item", indented(c.markdown, "3. ", "   ")+"\n4. 后文")
		for _, other := range blockSamples {
			compare(c.name+" before "+other.name, c.markdown+"\n\n"+other.markdown)
			compare(c.name+" right before "+other.name, c.markdown+"\n"+other.markdown)
		}
	}
	t.Logf("%d texts compared", compared)
}

// TestVisibleTextOfAnything compares both for documents of constructs nested at random.
func TestVisibleTextOfAnything(t *testing.T) {
	documents := 1_000
	if complete() {
		documents = 5_000
	}
	for seed := range documents {
		g := generated{rand.New(rand.NewPCG(uint64(seed), 0))}
		sameBothWays(t, "seed "+strconv.Itoa(seed), g.blocks(3))
		if t.Failed() {
			return
		}
	}
}

func FuzzVisibleText(f *testing.F) {
	for _, c := range append(blockSamples, inlineSamples...) {
		f.Add(c.markdown)
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		if strings.ContainsAny(markdown, "\x00\r\f\v") || strings.ToValidUTF8(markdown, "") != markdown || strings.Contains(markdown, "&#") {
			return
		}
		sameBothWays(t, "fuzz", markdown)
	})
}

// generated makes Markdown at random.
type generated struct{ *rand.Rand }

func (g generated) blocks(depth int) string {
	var list []string
	for range 1 + g.IntN(3) {
		list = append(list, g.block(depth))
	}
	return strings.Join(list, []string{"\n\n", "\n\n", "\n"}[g.IntN(3)])
}

func (g generated) block(depth int) string {
	if depth > 0 {
		switch g.IntN(6) {
		case 0:
			return indented(g.blocks(depth-1), "> ", "> ")
		case 1:
			return indented(g.blocks(depth-1), "- ", "  ") + "\n" + indented(g.blocks(depth-1), "- ", "  ")
		case 2:
			mark := strconv.Itoa(g.IntN(12)) + []string{". ", ") "}[g.IntN(2)]
			return indented(g.blocks(depth-1), mark, strings.Repeat(" ", len(mark)))
		}
	}
	switch g.IntN(5) {
	case 0:
		return blockSamples[g.IntN(len(blockSamples))].markdown
	case 1:
		return "|" + g.inline(1) + "|" + g.inline(1) + "|\n|-|-|\n|" + g.inline(1) + "|" + g.inline(1) + "|"
	case 2:
		return "## " + g.inline(2)
	}
	return g.inline(3)
}

func (g generated) inline(depth int) string {
	var b strings.Builder
	for range 1 + g.IntN(3) {
		if depth > 0 && g.IntN(3) == 0 {
			around := []string{"**%s**", "*%s*", "~~%s~~", "[%s](https://a.cn/)", "![%s](a.png)", "<sup>%s</sup>", "<sub>%s</sub>", "<del>%s</del>", "<kbd>%s</kbd>", "<u>%s</u>", "<ruby>字<rt>%s</rt></ruby>"}
			fmt.Fprintf(&b, around[g.IntN(len(around))], g.inline(depth-1))
		} else {
			b.WriteString(inlineSamples[g.IntN(len(inlineSamples))].markdown)
		}
	}
	return b.String()
}

func indented(text, first, rest string) string {
	return first + strings.ReplaceAll(text, "\n", "\n"+rest)
}

func sameBothWays(t *testing.T, name, markdown string) {
	t.Helper()
	f, _ := render(t, markdown, SafeElements...)
	page := f.Resolve(func(Link) string { return "/x" })
	if seen, text := visible(t, page), tidied(f.Text); seen != text {
		t.Errorf("%s: %q\nHTML    %s\nvisible %q\ntext    %q", name, markdown, page, seen, text)
	}
}

// tidied is a text without what white space cannot tell: how much of it there is.
func tidied(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// visible is what a browser shows of a page, written as a reader would copy it
// by hand: numbers before the items of a list, alternative texts for pictures,
// blocks on lines of their own, 10⁶ and CO₂ with the characters for it, struck
// text marked, and readings of characters in brackets.
func visible(t *testing.T, page string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	var v seen
	for _, n := range nodes {
		v.node(n, false)
	}
	return tidied(v.String())
}

type seen struct {
	strings.Builder
	numbered int // the length of the text when the number of an item was written
}

// line begins a line, but not between the number of an item and its text.
func (v *seen) line() {
	if v.Len() > v.numbered {
		v.WriteByte('\n')
	}
}

func (v *seen) inside(n *html.Node, pre bool) string {
	var inner seen
	for c := range n.ChildNodes() {
		inner.node(c, pre)
	}
	return inner.String()
}

func (v *seen) node(n *html.Node, pre bool) {
	if n.Type == html.TextNode {
		text := n.Data
		if !pre {
			text = strings.NewReplacer("\n", " ", "\t", " ").Replace(text)
		}
		if strings.TrimSpace(text) != "" || !besideBlock(n) { // what is not seen in HTML's own line breaks
			v.WriteString(text)
		}
		return
	}
	switch n.DataAtom {
	case atom.Br:
		v.WriteByte(' ')
	case atom.Img:
		v.WriteString(attribute(n, "alt"))
	case atom.Rp:
	case atom.Rt:
		v.around("（", v.inside(n, pre), "）")
	case atom.Del, atom.S:
		v.around("【删去：", v.inside(n, pre), "】")
	case atom.Sup:
		v.WriteString(moved(v.inside(n, pre), "^", map[rune]rune{'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹', '+': '⁺', '-': '⁻', '−': '⁻', '=': '⁼', '(': '⁽', ')': '⁾', 'n': 'ⁿ', 'i': 'ⁱ'}))
	case atom.Sub:
		v.WriteString(moved(v.inside(n, pre), "_", map[rune]rune{'0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉', '+': '₊', '-': '₋', '−': '₋', '=': '₌', '(': '₍', ')': '₎'}))
	case atom.Td, atom.Th:
		v.WriteByte(' ')
		v.children(n, pre)
	default:
		if !isBlock[n.DataAtom] {
			v.children(n, pre)
			return
		}
		v.line()
		if n.DataAtom == atom.Li && n.Parent.DataAtom == atom.Ol {
			fmt.Fprintf(v, "%d. ", number(n))
			v.numbered = v.Len()
		}
		v.children(n, pre || n.DataAtom == atom.Pre)
		if n.DataAtom == atom.Li {
			v.numbered = 0 // also of an item without text
		}
		v.line()
	}
}

func (v *seen) children(n *html.Node, pre bool) {
	for c := range n.ChildNodes() {
		v.node(c, pre)
	}
}

var isBlock = map[atom.Atom]bool{
	atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Blockquote: true, atom.Pre: true,
	atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Table: true, atom.Thead: true, atom.Tbody: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Hr: true, atom.Div: true,
}

// besideBlock says whether a text borders on a block or is alone in one.
func besideBlock(n *html.Node) bool {
	edge := func(beside *html.Node) bool {
		if beside == nil {
			return n.Parent == nil || isBlock[n.Parent.DataAtom]
		}
		return isBlock[beside.DataAtom]
	}
	return edge(n.PrevSibling) || edge(n.NextSibling)
}

// around writes a text between signs; where there is none, a reader sees none.
func (v *seen) around(begin, text, end string) {
	if strings.TrimSpace(text) != "" {
		v.WriteString(begin + text + end)
	}
}

// moved is a text above or below the line.
func moved(text, sign string, forms map[rune]rune) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(text) {
		if forms[r] == 0 {
			return sign + "(" + text + ")"
		}
		b.WriteRune(forms[r])
	}
	return b.String()
}

// number is the number a browser gives an item of a list.
func number(li *html.Node) int {
	if value, err := strconv.Atoi(attribute(li, "value")); err == nil {
		return value
	}
	for before := li.PrevSibling; before != nil; before = before.PrevSibling {
		if before.DataAtom == atom.Li {
			return number(before) + 1
		}
	}
	if start, err := strconv.Atoi(attribute(li.Parent, "start")); err == nil {
		return start
	}
	return 1
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
