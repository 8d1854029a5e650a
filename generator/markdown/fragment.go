package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
)

// Fragment is a rendered piece of a document.
type Fragment struct {
	// HTML is safe to put into a page once its links are resolved.
	HTML string
	// Text is the same without markup.
	Text string
	// Kept are the parts of Text that no script conversion may touch: marked
	// spans and code. They are in order and do not overlap.
	Kept []Span
	// Anchors are the headings of a file that is parsed whole, in order.
	Anchors []Anchor
	// Links are the destinations inside the site, in order of their marks in HTML.
	Links []Link
	// Source is where the fragment stands in the source.
	Source Span
}

// Anchor is a heading that links can lead to.
type Anchor struct {
	ID      string
	Heading Span // in the Text of its fragment
}

// Markdown is the fragment as it is written in source, with every link of the
// site replaced by what resolve gives for it.
func (f Fragment) Markdown(source []byte, resolve func(Link) string) string {
	var b strings.Builder
	at := f.Source.Start
	for _, l := range f.Links {
		if l.Span.Start < at || l.Span.End > f.Source.End || unescaped(source[l.Span.Start:l.Span.End]) != l.Destination {
			continue // defined elsewhere, by reference
		}
		b.Write(source[at:l.Span.Start])
		b.WriteString(resolve(l))
		at = l.Span.End
	}
	if at == f.Source.Start {
		return string(bytes.TrimSpace(source[at:f.Source.End]))
	}
	b.Write(source[at:f.Source.End])
	return strings.TrimSpace(b.String())
}

func unescaped(destination []byte) string { return string(unescapeText(destination)) }

// Link is a destination that has no scheme: a path, a file, an anchor.
type Link struct {
	// Destination as written, without backslash escapes: "../2022/01.md#t2".
	Destination string
	Image       bool
	Span        Span
}

// mark stands around the number of an unresolved link in HTML. NUL cannot
// come from the source: goldmark prints it as U+FFFD.
const mark = "\x00"

// Resolve returns the HTML with every link of the site replaced by what
// resolve gives for it, which must be a URL already percent-encoded.
func (f Fragment) Resolve(resolve func(Link) string) string {
	if len(f.Links) == 0 {
		return f.HTML
	}
	var b strings.Builder
	rest := f.HTML
	for {
		before, after, found := strings.Cut(rest, mark)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		number, tail, _ := strings.Cut(after, mark)
		if i, err := strconv.Atoi(number); err == nil && i < len(f.Links) {
			b.WriteString(attributeEscaper.Replace(resolve(f.Links[i])))
		}
		rest = tail
	}
}

var attributeEscaper = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;")

// linkNumber is the attribute under which a node keeps its place in Fragment.Links.
var linkNumber = []byte("gongshi-link")

// collect notes the links and the raw HTML below a node.
func (f fragmenter) collect(root ast.Node, fragment *Fragment) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			f.link(n, n.Destination, false, fragment)
		case *ast.Image:
			f.link(n, n.Destination, true, fragment)
		case *ast.RawHTML:
			if _, ok := n.Attribute(allowed); !ok {
				first, last := n.Segments.At(0), n.Segments.At(n.Segments.Len()-1)
				f.doc.RawHTML = append(f.doc.RawHTML, Span{first.Start, last.Stop})
			}
		}
		return ast.WalkContinue, nil
	})
}

func (f fragmenter) link(n ast.Node, destination []byte, image bool, fragment *Fragment) {
	at := max(0, min(textEnd(n), len(f.source))) // the text may read like the destination
	span := Span{at, at + 1}
	if i := bytes.Index(f.source[at:], destination); i >= 0 && len(destination) > 0 {
		span = Span{at + i, at + i + len(destination)}
	}
	if hasScheme(destination) {
		if html.IsDangerousURL(destination) {
			f.doc.UnsafeLinks = append(f.doc.UnsafeLinks, span)
		}
		return
	}
	n.SetAttribute(linkNumber, len(fragment.Links))
	fragment.Links = append(fragment.Links, Link{Destination: string(unescapeText(destination)), Image: image, Span: span})
}

// hasScheme is true for http:, mailto: and the like and for //host/path.
func hasScheme(destination []byte) bool {
	if bytes.HasPrefix(destination, []byte("//")) {
		return true
	}
	scheme, _, found := bytes.Cut(destination, []byte(":"))
	if !found || len(scheme) == 0 {
		return false
	}
	for _, c := range scheme {
		if c >= 0x80 || !unicode.IsLetter(rune(c)) && !unicode.IsDigit(rune(c)) && c != '+' && c != '-' && c != '.' {
			return false
		}
	}
	return true
}
