package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Fragment is a rendered part of a document.
type Fragment struct {
	HTML string // safe; see Resolve
	Text string // plain text
	// Anchors are the headings with ids, in order.
	Anchors []Anchor
	// Links are the links inside the site, in order of their numbers in HTML.
	Links []Link
	// Source is the fragment in the source.
	Source Span
	notes  []note
	// edits bring the source into the form in which it can be read without the rest of the
	// file: addresses stand in the links, and footnotes have labels of their own.
	edits []replacement
	// verbatim are the spans [text]{原样} of the source, in order.
	verbatim []Span
}

// Anchor is a heading with an id.
type Anchor struct {
	ID      string
	Heading Span // in Fragment.Text
}

// Markdown returns the source of the fragment with its footnotes. Links inside the site are
// replaced by the results of resolve, which must be percent-encoded URLs.
func (f Fragment) Markdown(source []byte, resolve func(Link) string) string {
	return f.edited(source, f.linkEdits(source, resolve))
}

// Plain is Markdown for other programs, without the syntax for verbatim text, which only
// this package supports.
func (f Fragment) Plain(source []byte, resolve func(Link) string) string {
	edits := f.linkEdits(source, resolve)
	for _, span := range f.verbatim {
		text := source[span.Start+len("[") : span.End-len("]{原样}")]
		edits = append(edits, replacement{span, string(text)})
	}
	return f.edited(source, edits)
}

func (f Fragment) edited(source []byte, edits []replacement) string {
	slices.SortStableFunc(edits, func(a, b replacement) int { return a.Start - b.Start }) // a picture in a link comes first
	text := edit(source, f.Source, edits)
	for _, n := range f.notes {
		text += "\n\n[^" + n.label + "]: " + edit(source, n.text, edits)
	}
	return text
}

func (f Fragment) linkEdits(source []byte, resolve func(Link) string) []replacement {
	var edits []replacement
	for _, l := range f.Links {
		if string(unescapeText(source[l.Span.Start:l.Span.End])) != l.Destination {
			continue // the destination was not found in the source
		}
		edits = append(edits, replacement{l.Span, parentheses.Replace(resolve(l))})
	}
	for _, e := range f.edits {
		e.text = f.fill(e.text, func(l Link) string { return parentheses.Replace(resolve(l)) })
		edits = append(edits, e)
	}
	return edits
}

// parentheses escapes the characters that end the destination of a link in Markdown.
var parentheses = strings.NewReplacer("(", "%28", ")", "%29")

// replacement replaces a span of the source by a text.
type replacement struct {
	Span
	text string
}

// edit applies replacements, which are in order, to a part of the source and trims empty
// lines around it. It ignores a replacement that overlaps the one before.
func edit(source []byte, part Span, edits []replacement) string {
	var b strings.Builder
	at := part.Start
	for _, e := range edits {
		if e.Start >= at && e.End <= part.End {
			b.Write(source[at:e.Start])
			b.WriteString(e.text)
			at = e.End
		}
	}
	b.Write(source[at:part.End])
	text := strings.TrimRight(b.String(), " \t\r\n")
	for {
		line, rest, found := strings.Cut(text, "\n")
		if !found || strings.TrimSpace(line) != "" {
			return text
		}
		text = rest
	}
}

// Link is a link or image inside the site: its destination is a path, file or anchor
// without a scheme.
type Link struct {
	// Destination is unescaped: "../2022/01.md#t2".
	Destination string
	Span        Span
}

// mark encloses the number of an unresolved link in HTML. NUL cannot come from the
// source: goldmark replaces it by U+FFFD.
const mark = "\x00"

// Resolve returns the HTML with links inside the site replaced by the results of resolve,
// which must be percent-encoded URLs.
func (f Fragment) Resolve(resolve func(Link) string) string {
	return f.fill(f.HTML, func(l Link) string { return attributeEscaper.Replace(resolve(l)) })
}

// fill replaces the marks of links in a text.
func (f Fragment) fill(text string, resolve func(Link) string) string {
	if len(f.Links) == 0 {
		return text
	}
	var b strings.Builder
	rest := text
	for {
		before, after, found := strings.Cut(rest, mark)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		number, tail, _ := strings.Cut(after, mark)
		if i, err := strconv.Atoi(number); err == nil && i < len(f.Links) {
			b.WriteString(resolve(f.Links[i]))
		}
		rest = tail
	}
}

var attributeEscaper = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;")

// linkNumber is the attribute of a node with its index in Fragment.Links.
var linkNumber = []byte("gongshi-link")

// collect adds the links, verbatim text and raw HTML below a node to the fragment and the
// document.
func (f fragmenter) collect(root ast.Node, fragment *Fragment) {
	for n := range nodes(root) {
		switch n := n.(type) {
		case *ast.Link:
			f.link(n, n.Destination, n.Title, n.Reference, fragment)
		case *ast.Image:
			f.link(n, n.Destination, n.Title, n.Reference, fragment)
		case *verbatim:
			text := n.FirstChild().(*ast.Text).Segment
			fragment.verbatim = append(fragment.verbatim, Span{text.Start - len("["), text.Stop + len("]{原样}")})
		case *ast.RawHTML:
			if _, ok := n.Attribute(allowed); !ok {
				first, last := n.Segments.At(0), n.Segments.At(n.Segments.Len()-1)
				f.doc.RawHTML = append(f.doc.RawHTML, Span{first.Start, last.Stop})
			}
		}
	}
}

func (f fragmenter) link(n ast.Node, destination, title []byte, ref *ast.ReferenceLink, fragment *Fragment) {
	var span Span
	to := string(destination)
	if ref == nil {
		span = destinationSpan(n, f.source, destination)
	} else {
		start := f.addresses[util.ToLinkReference(ref.Value)].Pos()
		start += bytes.Index(f.source[start:], destination)
		span = Span{start, start + len(destination)}
	}
	if !elsewhere.Match(destination) {
		n.SetAttribute(linkNumber, len(fragment.Links))
		to = mark + strconv.Itoa(len(fragment.Links)) + mark
		fragment.Links = append(fragment.Links, Link{Destination: string(unescapeText(destination)), Span: span})
	} else if html.IsDangerousURL(destination) {
		f.doc.UnsafeLinks = append(f.doc.UnsafeLinks, span)
	}
	if ref != nil {
		tail, inline := reference(n, ref, title, f.source, to)
		fragment.edits = append(fragment.edits, replacement{tail, inline})
	}
}

// destinationSpan returns the span of the destination of a link or image: it stands
// behind the "](" that ends its text, which may hold the same characters, tags, and
// pictures with destinations of their own.
func destinationSpan(n ast.Node, source, destination []byte) Span {
	at, pictures := min(max(0, n.Pos()), len(source)), 0
	_ = ast.Walk(n, func(child ast.Node, entering bool) (ast.WalkStatus, error) {
		switch child := child.(type) {
		case *ast.Text:
			if entering {
				at, pictures = child.Segment.Stop, 0
			}
		case *ast.RawHTML:
			if entering {
				at, pictures = child.Segments.At(child.Segments.Len()-1).Stop, 0
			}
		case *ast.Image:
			if !entering && child != n {
				pictures++
			}
		}
		return ast.WalkContinue, nil
	})
	for range pictures + 1 {
		if i := bytes.Index(source[at:], []byte("](")); i >= 0 {
			at += i + len("](")
		}
	}
	if i := bytes.Index(source[at:], destination); i >= 0 && len(destination) > 0 {
		return Span{at + i, at + i + len(destination)}
	}
	return Span{at, min(at+1, len(source))}
}

// elsewhere matches the start of a destination with a scheme (http:, mailto:) or a host
// (//host/path).
var elsewhere = regexp.MustCompile(`^(?://|[A-Za-z0-9+.-]+:)`)
