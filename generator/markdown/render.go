package markdown

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// nodeRenderer renders the nodes whose output differs from goldmark's.
type nodeRenderer struct{}

func (r nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindImage, r.image)
	reg.Register(ast.KindAutoLink, r.autoLink)
	reg.Register(ast.KindRawHTML, r.rawHTML)
	reg.Register(ast.KindListItem, r.listItem)
	reg.Register(kindVerbatim, r.verbatim)
	reg.Register(east.KindFootnoteLink, r.note)
	reg.Register(east.KindFootnote, r.note)
}

func (r nodeRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Link)
	_, _ = w.WriteString(`<a href="`)
	writeDestination(w, n, n.Destination)
	writeTitle(w, n.Title)
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

// autoLink renders a URL as a link. Inside another link it is text, since links must not be
// nested.
func (r nodeRenderer) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	label := util.EscapeHTML(n.Label(source))
	for outer := n.Parent(); outer != nil; outer = outer.Parent() {
		if outer.Kind() == ast.KindLink {
			_, _ = w.Write(label)
			return ast.WalkContinue, nil
		}
	}
	address := util.URLEscape(n.URL(source), false)
	if html.IsDangerousURL(address) {
		address = nil
	}
	_, _ = w.WriteString(`<a href="`)
	if n.AutoLinkType == ast.AutoLinkEmail && !bytes.HasPrefix(bytes.ToLower(address), []byte("mailto:")) {
		_, _ = w.WriteString("mailto:")
	}
	_, _ = w.Write(util.EscapeHTML(address))
	_, _ = w.WriteString(`">`)
	_, _ = w.Write(label)
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

// listItem renders the number of an item that does not follow from the item before: numbers
// are part of a published text.
func (r nodeRenderer) listItem(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</li>\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<li")
	if list, ok := node.Parent().(*ast.List); ok && list.IsOrdered() {
		number, known := itemNumber(node, source)
		expected := list.Start
		if before := node.PreviousSibling(); before != nil {
			last, _ := itemNumber(before, source)
			expected = last + 1
		}
		if known && number != expected {
			_, _ = w.WriteString(` value="` + strconv.Itoa(number) + `"`)
		}
	}
	_ = w.WriteByte('>')
	if first := node.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		_ = w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) image(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	_, _ = w.WriteString(`<img src="`)
	writeDestination(w, n, n.Destination)
	_, _ = w.WriteString(`" alt="`)
	_, _ = w.Write(util.EscapeHTML([]byte(plainText(n, source))))
	writeTitle(w, n.Title)
	_, _ = w.WriteString(` loading="lazy">`)
	return ast.WalkSkipChildren, nil
}

// writeDestination writes the mark of a link inside the site, or the URL of another site. It
// omits URLs that run code.
func writeDestination(w util.BufWriter, n ast.Node, destination []byte) {
	if number, ok := n.Attribute(linkNumber); ok {
		_, _ = w.WriteString(mark + strconv.Itoa(number.(int)) + mark)
		return
	}
	if !html.IsDangerousURL(destination) {
		_, _ = w.Write(util.EscapeHTML(util.URLEscape(destination, true)))
	}
}

// writeTitle writes the title attribute, if any, and the closing quote of the one before.
func writeTitle(w util.BufWriter, title []byte) {
	if title != nil {
		_, _ = w.WriteString(`" title="`)
		_, _ = w.Write(util.EscapeHTML(unescapeText(title)))
	}
	_ = w.WriteByte('"')
}

// allowed is the attribute of an allowed tag of raw HTML; its value is the tag to render.
var allowed = []byte("gongshi-allowed")

func (r nodeRenderer) rawHTML(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.RawHTML)
	text := n.Segments.Value(source)
	if tag, ok := n.Attribute(allowed); ok {
		text = []byte(tag.(string))
	} else {
		text = util.EscapeHTML(text)
	}
	_, _ = w.Write(text)
	return ast.WalkContinue, nil
}

// voidElements have no end tag.
var voidElements = map[string]bool{"br": true, "wbr": true, "hr": true}

// allowHTML marks the allowed tags of a block: tags of safe elements, without attributes,
// that are closed in the same block.
func allowHTML(block ast.Node, source []byte, safe map[string]bool) {
	type open struct {
		name string
		node *ast.RawHTML
	}
	var stack []open
	for n := range nodes(block) {
		raw, ok := n.(*ast.RawHTML)
		if !ok {
			continue
		}
		name, closing := tagName(string(raw.Segments.Value(source)))
		switch {
		case !safe[name]:
		case voidElements[name] && !closing:
			raw.SetAttribute(allowed, "<"+name+">")
		case !closing:
			stack = append(stack, open{name, raw})
		case len(stack) > 0 && stack[len(stack)-1].name == name && stack[len(stack)-1].node.Parent() == raw.Parent():
			stack[len(stack)-1].node.SetAttribute(allowed, "<"+name+">")
			raw.SetAttribute(allowed, "</"+name+">")
			stack = stack[:len(stack)-1]
		}
	}
}

// tagName parses "<sub>", "</sub>" or "<br />". The name of a tag with attributes contains
// these, so no safe element has it.
func tagName(tag string) (name string, closing bool) {
	tag = strings.TrimSuffix(strings.TrimPrefix(tag, "<"), ">")
	tag, closing = strings.CutPrefix(tag, "/")
	return strings.ToLower(strings.TrimSpace(strings.TrimSuffix(tag, "/"))), closing
}

// escapeForm matches a backslash escape or a character reference.
var escapeForm = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]*);")

// unescapeText resolves backslash escapes and character references, each once: `\&amp;` is
// the text "&amp;".
func unescapeText(text []byte) []byte {
	if !bytes.ContainsAny(text, "\\&") {
		return text
	}
	return escapeForm.ReplaceAllFunc(text, func(form []byte) []byte {
		if form[0] == '\\' {
			return form[1:]
		}
		return util.ResolveEntityNames(util.ResolveNumericReferences(form))
	})
}

// Escape writes a text as Markdown that means the same inside a line.
func Escape(text string) string { return inlineSigns.Replace(text) }

var inlineSigns = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "~~", `\~~`, "|", `\|`, "&", `\&`)
