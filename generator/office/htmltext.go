package office

import (
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

// text adds the text of a node as a browser shows it: blocks and line breaks on
// lines of their own, lists with their numbers, 10⁶; what is struck or hidden is
// left out and noted.
func (p *page) text(n *html.Node, out *written, l look) {
	switch {
	case n.Type == html.TextNode:
		if n.Parent == nil || n.Parent.DataAtom != atom.Pre {
			n.Data = blankRun.ReplaceAllString(n.Data, " ")
		}
		out.add(n.Data, l)
		return
	case n.Type != html.ElementNode && n.Type != html.DocumentNode:
		return
	}
	l = p.look(n, l)
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Rp:
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
		var spoken written
		p.texts(n, &spoken, look{})
		out.add(markdown.Written("rt", spoken.cell().Text), l)
		return
	case atom.Ol:
		p.list(n, out, l)
		return
	case atom.Td, atom.Th: // of a table in a cell
		out.add(" ", look{})
	}
	if what := unread[n.DataAtom]; what != "" {
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

func (p *page) texts(n *html.Node, out *written, l look) {
	for child := range n.ChildNodes() {
		p.text(child, out, l)
	}
}

// list adds an ordered list as a browser numbers it, each item on a line.
func (p *page) list(ol *html.Node, out *written, l look) {
	number, step := 1, 1
	if hasAttribute(ol, "reversed") {
		step, number = -1, 0
		for li := range ol.ChildNodes() {
			if li.DataAtom == atom.Li {
				number++
			}
		}
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

// look is how the content of an element is shown inside of what looks like around.
func (p *page) look(n *html.Node, around look) look {
	style, l, a := p.style(n), around, n.DataAtom
	has := func(declaration string) bool { return strings.Contains(style, declaration) }
	l.hidden = l.hidden || a == atom.Noscript || a == atom.Template || hasAttribute(n, "hidden") || has("display:none") || has("visibility:hidden") || has("visibility:collapse")
	l.struck = l.struck || a == atom.S || a == atom.Strike || a == atom.Del || has("line-through")
	switch {
	case a == atom.Sup || has("vertical-align:super"):
		l.shift = "sup"
	case a == atom.Sub || has("vertical-align:sub"):
		l.shift = "sub"
	}
	return l
}

func (p *page) hidden(n *html.Node) bool { return p.look(n, look{}).hidden }

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

// style is what an element says of its look, by itself and by its classes, without
// blanks: "display:none;".
func (p *page) style(n *html.Node) string {
	style := ""
	for class := range strings.FieldsSeq(attributeOf(n, "class")) {
		if rule := p.rules[class]; !strings.Contains(style, rule) {
			style += rule
		}
	}
	return style + squeezed(attributeOf(n, "style"))
}

func squeezed(style string) string {
	return strings.ToLower(strings.Join(strings.Fields(style), "")) + ";"
}

var (
	styleRule = regexp.MustCompile(`([^{}]*)\{([^{}]*)\}`)
	class     = regexp.MustCompile(`^[a-zA-Z0-9]*\.([-\w]+)$`)
)

// telling are the declarations that count.
var telling = []string{"display:none", "visibility:hidden", "visibility:collapse", "line-through", "vertical-align:super", "vertical-align:sub"}

// classRules are what style sheets in the page say of hidden, struck and raised
// text by class, as Excel writes them.
func classRules(root *html.Node) map[string]string {
	rules := map[string]string{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Style || n.FirstChild == nil {
			continue
		}
		for _, rule := range styleRule.FindAllStringSubmatch(n.FirstChild.Data, -1) {
			told, style := "", squeezed(rule[2])
			for _, words := range telling {
				if strings.Contains(style, words) {
					told += words + ";"
				}
			}
			if told == "" {
				continue
			}
			for selector := range strings.SplitSeq(rule[1], ",") {
				if m := class.FindStringSubmatch(strings.TrimSpace(selector)); m != nil && !strings.Contains(rules[m[1]], told) {
					rules[m[1]] += told
				}
			}
		}
	}
	return rules
}
