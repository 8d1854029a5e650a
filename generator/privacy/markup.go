package privacy

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// readAttributes are the attributes of elements that a reader gets to see or
// follows, or that hold the value of a cell.
var readAttributes = []string{"alt", "aria-label", "content", "descr", "href", "placeholder", "title", "value", "target", "xlink:href", "office:value", "office:string-value"}

// inline are the elements inside a word or number.
var inline = strings.Fields("a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q ruby s samp small span strike strong sub sup time tspan tt u var wbr")

// Separates reports whether an element of a web page or drawing stands between texts.
func Separates(element string) bool { return !slices.Contains(inline, element) }

// MarkupText is the text of a web page, a drawing, or a part of a document as it is
// read: elements for which separates is true begin a line, others join what they stand
// between. Comments are in it, lengths and coordinates are not: rows of figures that
// look like numbers of persons.
func MarkupText(text string, separates func(element string) bool) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	z.AllowCDATA(true)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(bytes.ReplaceAll(z.Text(), []byte("\n"), []byte(" "))) // a line break is shown as a space
		case html.CommentToken:
			b.WriteString("\n" + string(z.Text()) + "\n")
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, more := z.TagName()
			if separates(string(name)) {
				b.WriteByte('\n')
			}
			for more {
				var key, value []byte
				if key, value, more = z.TagAttr(); len(value) > 0 && slices.Contains(readAttributes, string(key)) {
					b.WriteString("\n" + string(value) + "\n")
				}
			}
		}
	}
}
