// Package markdown turns the Markdown of a content file into safe HTML
// fragments and plain text, and keeps the source offset of whatever a later
// check may have to point at: headings, links, raw HTML.
//
// It is CommonMark with GFM tables, strikethrough and bare links, made right
// for Chinese by default: emphasis works beside Chinese punctuation, a line
// break inside a Chinese sentence adds no space, paragraphs may be indented
// by U+3000 or spaces (there are no indented code blocks), a line of ---
// never turns the paragraph above it into a heading, a single ~ is a range
// sign, list items keep the numbers they are given, a line that is only "-"
// or dashes below text is text and makes neither a list nor a table, and a line
// like "[1]: 数据来源" is a note and no link definition. Raw HTML is shown as text unless an element is allowed by name.
// The package knows no URL of the site: links inside it stay marked in a
// Fragment until Resolve is told where they lead.
package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"gongshi/generator/diag"
)

// Span is a range of byte offsets, in the source if nothing else is said.
type Span struct{ Start, End int }

// Document is a parsed file.
type Document struct {
	// Intro is what stands before the first section.
	Intro Fragment
	// Sections are the parts under each heading of the split level; none if
	// the file was parsed whole.
	Sections []Section
	// Headings are all headings of the file in order.
	Headings []Heading
	// RawHTML are the places where raw HTML is shown as text.
	RawHTML []Span
	// Nested are headings inside a quotation or list; they divide nothing.
	Nested []Span
	// LostCells are table rows with more cells than the table has columns.
	LostCells []Span
	// ForeignImages are images of other sites, which the pages may not load.
	ForeignImages []Span
	// HeadingMarks are where a line of a paragraph begins with "#" or "＃": it is
	// no heading.
	HeadingMarks []int
	// Comments are the marks "<!--" that begin no comment but text.
	Comments []Span
	// Products are multiplications whose asterisks make italics: 2*3*4.
	Products []Span
	// OpenCode are the first lines of blocks of code that nothing ends.
	OpenCode []Span
	// UnsafeLinks are destinations that would run code (javascript: and the
	// like); they are left out of the HTML.
	UnsafeLinks []Span
}

// Section is a heading and what stands under it.
type Section struct {
	Heading Heading
	Title   Fragment
	Body    Fragment
}

// Heading is one heading of the file.
type Heading struct {
	Level int
	// ID is the anchor made from the text, where the file is parsed whole:
	// Han characters and letters stay.
	ID   string
	Text string
	Span Span // the whole heading line
}

// Parser parses content files. It may be used by several goroutines at once.
type Parser struct {
	parser   parser.Parser
	renderer renderer.Renderer
	safe     map[string]bool
	// bare leaves out of plain text all that marks say.
	bare bool
}

// SafeElements are the elements that a site may let authors write: they carry
// no link, no style and no script.
var SafeElements = []string{"abbr", "br", "del", "ins", "kbd", "mark", "rp", "rt", "ruby", "s", "small", "sub", "sup", "u", "wbr"}

// New makes a Parser. safeElements are the names of HTML elements that
// authors may write, without attributes; all other raw HTML is shown as text.
func New(safeElements []string) *Parser {
	p := &Parser{safe: map[string]bool{}}
	for _, name := range safeElements {
		p.safe[name] = true
	}
	md := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(
				util.Prioritized(parser.NewThematicBreakParser(), 200),
				util.Prioritized(parser.NewListParser(), 300),
				util.Prioritized(parser.NewListItemParser(), 400),
				util.Prioritized(parser.NewATXHeadingParser(), 600),
				util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
				util.Prioritized(parser.NewBlockquoteParser(), 800),
				util.Prioritized(paragraphParser{parser.NewParagraphParser()}, 1000),
			),
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100),
				util.Prioritized(verbatimParser{}, 150),
				util.Prioritized(parser.NewLinkParser(), 200),
				util.Prioritized(parser.NewAutoLinkParser(), 300),
				util.Prioritized(parser.NewRawHTMLParser(), 400),
			),
		)),
		goldmark.WithExtensions(
			pipeTables,
			extension.Linkify,
			cjkEmphasis,
		),
		goldmark.WithRendererOptions(
			renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{html.NewConfig()}, 1)),
		),
	)
	p.parser, p.renderer = md.Parser(), md.Renderer()
	return p
}

// Bare is the parser with plain text that is the letters alone: no numbers of
// lists, no powers, no HTML. So does a text read that has lost its marks.
func (p *Parser) Bare() *Parser {
	bare := *p
	bare.bare = true
	return &bare
}

// Whole is the split level of a document that is not divided into sections.
const Whole = 0

// Body is the byte offset at which a file's Markdown begins: behind its front
// matter, which stands between two lines of "+++"; 0 if it has none.
func Body(text string) int {
	at := 0
	for line := range strings.Lines(text) {
		at += len(line)
		if strings.TrimSpace(line) == "+++" && at > len(line) {
			return at
		}
	}
	return 0
}

// Parse reads the Markdown of src from byte offset body on. With splitLevel 2
// each level-2 heading begins a section; with Whole everything is the intro
// and headings carry their anchors.
func (p *Parser) Parse(src *diag.Source, body, splitLevel int) Document {
	source := normalise(src.Text, body)
	root := p.parser.Parse(text.NewReader(source))
	loneMarks(root, source)
	tidy(root, source)
	restoreCode(root, source, src.Text)
	doc := Document{}
	doc.inspect(root, source)
	ids := anchors{}
	f := fragmenter{p, source, &doc}
	var part []ast.Node
	from := body
	flush := func(to int) {
		fragment := f.render(part, "\n")
		fragment.Source = Span{min(from, to), to}
		if n := len(doc.Sections); n > 0 {
			doc.Sections[n-1].Body = fragment
		} else {
			doc.Intro = fragment
		}
		part = part[:0]
	}
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		allowHTML(node, source, p.safe)
		heading, ok := node.(*ast.Heading)
		if !ok {
			part = append(part, node)
			continue
		}
		h := Heading{Level: heading.Level, Text: plainText(heading, source), Span: lineSpan(source, heading)}
		if splitLevel == Whole { // the targets of a task have ids of their own
			h.ID = ids.next(bareText(heading, source))
		}
		doc.Headings = append(doc.Headings, h)
		if heading.Level != splitLevel {
			if h.ID != "" {
				heading.SetAttributeString("id", []byte(h.ID))
			}
			part = append(part, node)
			continue
		}
		flush(h.Span.Start)
		from = h.Span.End
		title := f.render(children(heading), "")
		line := bytes.TrimLeft(source[h.Span.Start:h.Span.End], " ")
		text := bytes.TrimLeft(line[min(h.Level, len(line)):], " ")
		title.Source = Span{h.Span.End - len(text), h.Span.End}
		doc.Sections = append(doc.Sections, Section{Heading: h, Title: title})
	}
	flush(len(source))
	return doc
}

// paragraphParser takes lines however far they are indented: a Chinese
// paragraph begins with two blanks, and there are no indented code blocks.
type paragraphParser struct{ parser.BlockParser }

func (paragraphParser) CanAcceptIndentedLine() bool { return true }

func children(n ast.Node) []ast.Node {
	var list []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		list = append(list, c)
	}
	return list
}

// lineSpan is the source line a heading stands on.
func lineSpan(source []byte, n ast.Node) Span {
	at := max(0, min(n.Pos(), len(source)))
	start := bytes.LastIndexByte(source[:at], '\n') + 1
	end := len(source)
	if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
		end = at + i
	}
	return Span{start, start + len(bytes.TrimRight(source[start:end], " \t\r"))}
}

// normalise returns the source with everything before body and the white
// space that Markdown does not know blanked, byte for byte, so that offsets stay true.
func normalise(source []byte, body int) []byte {
	out := bytes.Clone(source)
	for i := range out[:min(body, len(out))] {
		if out[i] != '\n' {
			out[i] = ' '
		}
	}
	for at := body; at < len(out); {
		end := len(out)
		if i := bytes.IndexByte(out[at:], '\n'); i >= 0 {
			end = at + i
		}
		at = blankIndent(out[:end], at)
		for at < end && out[at] == '#' { // "##　目标": the space after the marks
			at++
		}
		blankIndent(out[:end], at)
		at = end + 1
	}
	return out
}

// restoreCode gives the lines of code back what normalise has blanked in them.
func restoreCode(root ast.Node, source, original []byte) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindFencedCodeBlock && entering {
			lines := n.Lines()
			for i := range lines.Len() {
				copy(source[lines.At(i).Start:lines.At(i).Stop], original[lines.At(i).Start:])
			}
		}
		return ast.WalkContinue, nil
	})
}

// blankIndent turns U+3000 and NBSP at the given place into as many spaces as
// they have bytes and returns where the text begins.
func blankIndent(line []byte, at int) int {
	for at < len(line) {
		switch {
		case line[at] == ' ' || line[at] == '\t':
			at++
		case bytes.HasPrefix(line[at:], []byte("\u3000")):
			at += copy(line[at:], "   ")
		case bytes.HasPrefix(line[at:], []byte("\u00a0")):
			at += copy(line[at:], "  ")
		default:
			return at
		}
	}
	return at
}

// fragmenter renders parts of one document.
type fragmenter struct {
	parser *Parser
	source []byte
	doc    *Document
}

// render makes one Fragment of a list of nodes. Parts of the plain text are
// joined by sep.
func (f fragmenter) render(nodes []ast.Node, sep string) Fragment {
	var out bytes.Buffer
	prose := plain{bare: f.parser.bare}
	var fragment Fragment
	for _, n := range nodes {
		f.collect(n, &fragment)
		if err := f.parser.renderer.Render(&out, f.source, n); err != nil {
			panic(err) // only a failing writer can make it fail, and this one cannot
		}
		if prose.Len() > 0 {
			prose.WriteString(sep)
		}
		from := prose.Len()
		prose.write(n, f.source)
		if id, ok := n.AttributeString("id"); ok {
			fragment.Anchors = append(fragment.Anchors, Anchor{string(id.([]byte)), Span{from, prose.Len()}})
		}
	}
	fragment.HTML = string(bytes.TrimRight(out.Bytes(), "\n"))
	fragment.Text, fragment.Kept = prose.String(), prose.kept
	return fragment
}
