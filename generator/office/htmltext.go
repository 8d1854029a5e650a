package office

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi/generator/markdown"
)

// isBlock are the elements that begin on a line of their own.
var isBlock = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Li: true, atom.Ol: true, atom.Ul: true, atom.Blockquote: true, atom.Pre: true, atom.Hr: true, atom.Section: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Tr: true,
	atom.Table: true, atom.Caption: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Nav: true, atom.Main: true, atom.Form: true, atom.Figure: true,
}

// unread are the elements whose content is no text, with what they are called.
var unread = map[atom.Atom]string{
	atom.Img: "图片", atom.Svg: "图形", atom.Canvas: "图形", atom.Object: "嵌入的内容", atom.Embed: "嵌入的内容", atom.Iframe: "嵌入的网页",
	atom.Video: "视频", atom.Audio: "声音", atom.Select: "选择框", atom.Textarea: "输入框",
}

// pageText is a text of a page. One that is split ends at a table, which is read with
// the place of the cell that it is within; in others the text of tables is text.
type pageText struct {
	written
	split  bool
	within string
	tables bool // there are tables in the text
}

// text adds the text of a node as a browser shows it: blocks and line breaks on
// lines of their own, lists with their numbers, 10⁶; what is struck or hidden is
// left out and noted.
func (p *page) text(n *html.Node, out *pageText, l look) {
	switch {
	case n.Type == html.TextNode:
		if n.Parent == nil || n.Parent.DataAtom != atom.Pre {
			n.Data = blankRun.ReplaceAllString(n.Data, " ")
		}
		out.add(n.Data, l)
		return
	case n.Type != html.ElementNode && n.Type != html.DocumentNode || p.err != nil:
		return
	}
	l = p.look(n, l)
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Rp:
		return
	case atom.Head:
		for _, template := range children(n, atom.Template) {
			p.text(template, out, l)
		}
		return
	case atom.Br:
		out.add("\n", look{})
		return
	case atom.Input:
		if kind := attributeOf(n, "type"); attributeOf(n, "value") != "" && kind != "hidden" {
			out.note("输入框里的%s没有读入", quoted(attributeOf(n, "value")))
		}
		return
	case atom.Rt:
		spoken := &pageText{}
		p.texts(n, spoken, look{})
		out.add(markdown.Written("rt", spoken.cell().Text), l)
		return
	case atom.Ol:
		p.list(n, out, l)
		return
	case atom.Table:
		if out.split && p.nested < maxNested {
			p.table(n, out, l)
			return
		}
		out.tables = true
	case atom.Td, atom.Th: // of a table in a cell
		out.add(" ", look{})
	}
	if what := unread[n.DataAtom]; what != "" && !(out.split && holdsTable(n)) {
		if words := tidy(attributeOf(n, "alt") + " " + content(n)); words != "" {
			what += quoted(words)
		}
		out.note("%s没有读入", what)
		return
	}
	if isBlock[n.DataAtom] {
		out.add("\n", look{})
		defer out.add("\n", look{})
	}
	p.texts(n, out, l)
}

// holdsTable reports whether there is a table inside an element.
func holdsTable(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.DataAtom == atom.Table {
			return true
		}
	}
	return false
}

// content is all text inside an element.
func content(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return b.String()
}

// blankRun is what a browser shows as one blank.
var blankRun = regexp.MustCompile(`[ \t\r\n\f]+`)

func (p *page) texts(n *html.Node, out *pageText, l look) {
	for child := range n.ChildNodes() {
		p.text(child, out, l)
	}
}

// list adds an ordered list as a browser numbers it, each item on a line.
func (p *page) list(ol *html.Node, out *pageText, l look) {
	number, step := 1, 1
	if hasAttribute(ol, "reversed") {
		number, step = len(children(ol, atom.Li)), -1
	}
	if start, err := strconv.Atoi(attributeOf(ol, "start")); err == nil {
		number = start
	}
	for li := range ol.ChildNodes() {
		if li.DataAtom != atom.Li {
			p.text(li, out, l)
			continue
		}
		if value, err := strconv.Atoi(attributeOf(li, "value")); err == nil {
			number = value
		}
		out.glue = false
		out.add("\n"+strconv.Itoa(number)+". ", l)
		out.glue = true
		p.texts(li, out, l)
		out.glue = false
		out.add("\n", look{})
		number += step
	}
}

func hasAttribute(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attributeOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// elementLooks are the looks that elements have by themselves.
var elementLooks = map[atom.Atom]look{
	atom.Noscript: {hidden: true}, atom.Template: {hidden: true}, atom.S: {struck: true}, atom.Strike: {struck: true}, atom.Del: {struck: true},
	atom.Sup: {shift: "sup"}, atom.Sub: {shift: "sub"},
}

// look is how the content of an element is shown inside of what looks like around.
func (p *page) look(n *html.Node, around look) look {
	l := around.with(elementLooks[n.DataAtom])
	for class := range strings.FieldsSeq(attributeOf(n, "class")) {
		l = l.with(p.classes[class])
	}
	l = l.with(declared(attributeOf(n, "style")))
	l.hidden = l.hidden || hasAttribute(n, "hidden")
	return l
}

func (p *page) hidden(n *html.Node) bool { return p.look(n, look{}).hidden }

// with adds a look to that of what is around.
func (l look) with(own look) look {
	return look{l.struck || own.struck, l.hidden || own.hidden, cmp.Or(own.shift, l.shift)}
}

// hiddenColumns are the columns that <col> hides.
func (p *page) hiddenColumns(table *html.Node) map[int]bool {
	hidden, column := map[int]bool{}, 0
	for _, group := range children(table, atom.Colgroup) {
		for _, col := range children(group, atom.Col) {
			for range max(spanOf(col, "span", maxColumns), 1) {
				if column >= maxColumns {
					return hidden
				}
				hidden[column] = p.hidden(group) || p.hidden(col)
				column++
			}
		}
	}
	return hidden
}

var (
	styleRule   = regexp.MustCompile(`([^{}]*)\{([^{}]*)\}`)
	class       = regexp.MustCompile(`^[a-zA-Z0-9]*\.([-\w]+)$`)
	hiddenStyle = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)`)
	struckStyle = regexp.MustCompile(`(?i)line-through`)
	shiftStyle  = regexp.MustCompile(`(?i)vertical-align\s*:\s*(sup|sub)`)
)

// declared is the look that declarations of a style give.
func declared(style string) look {
	l := look{struck: struckStyle.MatchString(style), hidden: hiddenStyle.MatchString(style)}
	if m := shiftStyle.FindStringSubmatch(style); m != nil {
		l.shift = strings.ToLower(m[1])
	}
	return l
}

// classLooks are the looks that style sheets in the page give by class, as Excel
// writes them.
func classLooks(root *html.Node) map[string]look {
	looks := map[string]look{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Style || n.FirstChild == nil {
			continue
		}
		for _, rule := range styleRule.FindAllStringSubmatch(n.FirstChild.Data, -1) {
			own := declared(rule[2])
			for selector := range strings.SplitSeq(rule[1], ",") {
				if m := class.FindStringSubmatch(strings.TrimSpace(selector)); m != nil && own != (look{}) {
					looks[m[1]] = looks[m[1]].with(own)
				}
			}
		}
	}
	return looks
}
