package render

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// Localize returns the layouts in another variant: text converts their text, the
// attributes that readers see or hear, and string literals in actions ({{or .Label
// "电话"}}); link converts addresses that are written out. Elements for which isVerbatim
// is true keep their text.
func (l *Layouts) Localize(text, link func(string) string) *Layouts {
	out := *l
	out.minified, _ = out.parse(func(layout []byte) ([]byte, error) { // Load has reported all errors
		return minifyLayout(localizeLayout(layout, text, link))
	})
	return &out
}

var (
	action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	quoted = regexp.MustCompile(`"[^"\n]*"`)
	// fileAction matches actions whose string literals are file names.
	fileAction = regexp.MustCompile(`^\{\{-?\s*(?:asset|inline|template|cached|block|define)\b`)
	// textAttribute matches attributes that readers see or hear; scripts print data-*.
	// linkAttribute matches addresses without actions in them.
	linkAttribute = regexp.MustCompile(`\s(?:href|action)=("[^"{}]*"|'[^'{}]*')`)
	textAttribute = regexp.MustCompile(`\s(?:title|alt|aria-label|placeholder|label|download|content|data-[\w-]+)=("[^"]*"|'[^']*')`)
)

// localizeLayout converts one layout. Actions are replaced by spaces for the tokenizer,
// since they may occur where HTML expects a name.
func localizeLayout(layout []byte, text, link func(string) string) []byte {
	hidden := action.ReplaceAllFunc(layout, func(a []byte) []byte { return bytes.Repeat([]byte(" "), len(a)) })
	z := html.NewTokenizer(bytes.NewReader(hidden))
	var out []byte
	verbatim, depth := "", 0 // the name of the open verbatim element, and how many of that name are open
	at := 0
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		raw := len(z.Raw())
		part, masked := layout[at:at+raw], hidden[at:at+raw]
		at += raw
		switch token := z.Token(); {
		case verbatim != "" && kind == html.StartTagToken && token.Data == verbatim:
			depth++
		case verbatim != "" && kind == html.EndTagToken && token.Data == verbatim:
			if depth--; depth == 0 {
				verbatim = ""
			}
		case verbatim != "":
		case kind == html.StartTagToken && isVerbatim(token):
			verbatim, depth = token.Data, 1
		case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
			part = localizeTag(part, masked, text, link)
		case kind == html.TextToken:
			part = localizeText(part, text)
		}
		out = append(out, part...)
	}
	return append(out, layout[at:]...)
}

// isVerbatim reports whether the text of an element is the same in every variant.
func isVerbatim(t html.Token) bool {
	switch t.Data {
	case "code", "pre", "kbd", "samp", "script", "style", "textarea":
		return true
	}
	for _, a := range t.Attr {
		if a.Key == "translate" && a.Val == "no" || a.Key == "lang" && strings.HasPrefix(a.Val, "zh-Hant") {
			return true
		}
	}
	return false
}

// localizeTag converts the attributes of a tag; masked is the tag without actions.
func localizeTag(tag, masked []byte, text, link func(string) string) []byte {
	var out []byte
	at := 0
	for _, m := range textAttribute.FindAllSubmatchIndex(masked, -1) {
		out = append(append(out, tag[at:m[2]]...), localizeText(tag[m[2]:m[3]], text)...)
		at = m[3]
	}
	out = append(out, tag[at:]...)
	if bytes.Contains(tag, []byte("hreflang=")) { // leads to a certain variant
		return out
	}
	return linkAttribute.ReplaceAllFunc(out, func(attribute []byte) []byte {
		name, value, _ := strings.Cut(string(attribute), "=")
		mark := value[:1]
		return []byte(name + "=" + mark + link(strings.Trim(value, mark)) + mark)
	})
}

// localizeText converts the text between actions and the string literals in them.
func localizeText(part []byte, text func(string) string) []byte {
	var out []byte
	at := 0
	for _, m := range action.FindAllIndex(part, -1) {
		out = append(out, text(string(part[at:m[0]]))...)
		a := part[m[0]:m[1]]
		if !fileAction.Match(a) {
			a = quoted.ReplaceAllFunc(a, func(s []byte) []byte { return []byte(text(string(s))) })
		}
		out = append(out, a...)
		at = m[1]
	}
	return append(out, text(string(part[at:]))...)
}
