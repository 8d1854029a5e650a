// Package markdown renders the Markdown of content files to safe HTML and plain text. It
// records source offsets of headings, links, raw HTML and likely mistakes, for diagnostics.
//
// It supports CommonMark with GFM tables, strikethrough and bare links, adapted to Chinese:
//   - emphasis works next to Chinese punctuation;
//   - a line break in a Chinese sentence adds no space;
//   - paragraphs may be indented by U+3000 or spaces, so there are no indented code blocks;
//   - a line of --- does not turn the paragraph above it into a heading;
//   - a single ~ is a range sign;
//   - list items keep the numbers they are given;
//   - a line of only "-", and dashes below a line of text, are text and neither a list nor
//     a table;
//   - addresses are links directly after Chinese text, too, and end before it;
//   - file names in links may contain blanks: [附件](表 1.csv);
//   - footnotes, 增长[^1], stand at the end of the fragment that refers to them (notes.go);
//   - "[1]: 数据来源" is a note and not a link definition: that needs an address.
//
// Raw HTML is escaped unless the element is allowed. Since URLs of the site are not known
// during parsing, links inside the site remain unresolved until Fragment.Resolve.
package markdown

import (
	"bytes"
	"iter"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"gongshi/generator/diag"
)

// Span is a range of byte offsets, in the source unless stated otherwise.
type Span struct{ Start, End int }

// Document is a parsed file.
type Document struct {
	Intro    Fragment  // the part before the first section
	Sections []Section // the parts under headings of the split level
	Headings []Heading // all headings of the top level of the file

	RawHTML       []Span // raw HTML that is escaped
	Nested        []Span // headings in a quotation or list, which do not start a section
	LostCells     []Span // table rows with more cells than the table has columns
	ForeignImages []Span // images on other hosts, which pages may not load
	HeadingMarks  []int  // "#" or "＃" at the start of a line that is not a heading
	Comments      []Span // "<!--", which is text, since comments are not supported
	Products      []Span // multiplications that are parsed as italics: 2*3*4
	OpenCode      []Span // first lines of code blocks without closing fence
	UnsafeLinks   []Span // destinations that run code (javascript:), which HTML omits

	Leftovers []Leftover // marks of Markdown that are shown as text
}

// Section is a heading and the part under it.
type Section struct {
	Heading Heading
	Title   Fragment
	Body    Fragment
}

// Fragments returns all fragments in order.
func (d Document) Fragments() []Fragment {
	list := []Fragment{d.Intro}
	for _, s := range d.Sections {
		list = append(list, s.Title, s.Body)
	}
	return list
}

// Heading is one heading of the file.
type Heading struct {
	Level int
	ID    string // the anchor; empty with a split level
	Text  string
	Span  Span // the whole line
}

// Parser parses content files. It is safe for concurrent use.
type Parser struct {
	parser   parser.Parser
	renderer renderer.Renderer
	safe     map[string]bool
	bare     bool // see Bare
}

// SafeElements are the elements that a site may allow in Markdown: none of them contains
// links, styles or scripts.
var SafeElements = []string{"abbr", "br", "del", "ins", "kbd", "mark", "rp", "rt", "ruby", "s", "small", "sub", "sup", "u", "wbr"}

// New returns a Parser. safeElements are the HTML elements that are allowed, without
// attributes; all other raw HTML is escaped.
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
				util.Prioritized(noteParser{extension.NewFootnoteBlockParser()}, 900),
				util.Prioritized(paragraphParser{parser.NewParagraphParser()}, 1000),
			),
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100),
				util.Prioritized(verbatimParser{}, 150),
				util.Prioritized(extension.NewFootnoteParser(), 160),
				util.Prioritized(parser.NewLinkParser(), 200),
				util.Prioritized(parser.NewAutoLinkParser(), 300),
				util.Prioritized(parser.NewRawHTMLParser(), 400),
				util.Prioritized(hanLinks{}, 450), // before emphasis, for "_" in names
				util.Prioritized(bare, 999),
			),
			parser.WithParagraphTransformers(
				util.Prioritized(definitionParser{parser.LinkReferenceParagraphTransformer}, 100),
				util.Prioritized(tableParser{extension.NewTableParagraphTransformer()}, 200),
			),
			parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
		)),
		goldmark.WithExtensions(cjkEmphasis),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(
			util.Prioritized(nodeRenderer{}, 1),
			util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), 500),
		)),
	)
	p.parser, p.renderer = md.Parser(), md.Renderer()
	return p
}

// Bare returns a parser whose plain text contains no list numbers, superscripts or HTML,
// like a text whose formatting was lost.
func (p *Parser) Bare() *Parser {
	bare := *p
	bare.bare = true
	return &bare
}

// Whole is the split level for a document without sections.
const Whole = 0

// Parse parses the Markdown of src from byte offset body. With splitLevel 2, each level-2
// heading starts a section; with Whole, all text is in the intro, and headings have ids.
func (p *Parser) Parse(src *diag.Source, body, splitLevel int) Document {
	ids := anchors{}
	return p.parse(src, body, splitLevel, func(heading *ast.Heading, source []byte) string {
		if splitLevel != Whole { // sections are targets, which have their own ids
			return ""
		}
		return ids.next(bareText(heading, source))
	})
}

// ParseWhole parses Markdown without front matter and sections. Headings get the given ids
// in order: those of the same text in the first variant.
func (p *Parser) ParseWhole(src *diag.Source, ids []string) Fragment {
	return p.parse(src, 0, Whole, func(*ast.Heading, []byte) string {
		if len(ids) == 0 {
			return ""
		}
		id := ids[0]
		ids = ids[1:]
		return id
	}).Intro
}

func (p *Parser) parse(src *diag.Source, body, splitLevel int, id func(heading *ast.Heading, source []byte) string) Document {
	root, source := p.tree(src.Text, body)
	for _, node := range children(root) {
		if heading, ok := node.(*ast.Heading); ok && heading.Level == splitLevel {
			asText(noteLinks(node), source) // its fragment is one line
		}
	}
	doc := Document{}
	f := fragmenter{parser: p, source: source, doc: &doc, labelled: new(int)}
	f.define(root)
	doc.inspect(root, source)
	if src.Path != "" {
		f.labels = anchors{}.next(strings.TrimSuffix(src.Path, ".md")) + "-"
	}
	var part []ast.Node
	from := body
	flush := func(to int) {
		fragment := f.render(part, "\n")
		fragment.Source = Span{min(from, to), to}
		for _, d := range f.defined {
			if d.Start >= from && d.End <= to {
				fragment.edits = append(fragment.edits, replacement{d, ""})
			}
		}
		if n := len(doc.Sections); n > 0 {
			doc.Sections[n-1].Body = fragment
		} else {
			doc.Intro = fragment
		}
		part = part[:0]
	}
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		heading, ok := node.(*ast.Heading)
		switch {
		case node.Kind() == east.KindFootnote, node.Kind() == ast.KindLinkReferenceDefinition:
			continue // shown where they are referred to
		case !ok:
			part = append(part, node)
			continue
		}
		h := Heading{Level: heading.Level, ID: id(heading, source), Text: plainText(heading, source), Span: lineSpan(source, heading)}
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

// tree parses Markdown from byte offset body. Offsets in the tree are valid for the
// original and for the returned source.
func (p *Parser) tree(original []byte, body int) (root ast.Node, source []byte) {
	source = normalise(original, body)
	blanks := joinDestinations(source[min(body, len(source)):])
	root = p.parser.Parse(text.NewReader(source))
	moveNotes(root, source)
	splitDestinations(root, blanks)
	loneMarks(root, source)
	tidy(root, source)
	restoreCode(root, source, original)
	for block := root.FirstChild(); block != nil; block = block.NextSibling() {
		allowHTML(block, source, p.safe)
	}
	return root, source
}

// paragraphParser accepts lines with any indentation: Chinese paragraphs are often
// indented, and there are no indented code blocks.
type paragraphParser struct{ parser.BlockParser }

func (paragraphParser) CanAcceptIndentedLine() bool { return true }

// nodes yields a node and those below it, in order.
func nodes(root ast.Node) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering && !yield(n) {
				return ast.WalkStop, nil
			}
			return ast.WalkContinue, nil
		})
	}
}

func children(n ast.Node) []ast.Node {
	var list []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		list = append(list, c)
	}
	return list
}

// lineSpan returns the source line of a node.
func lineSpan(source []byte, n ast.Node) Span {
	return lineAround(source, max(0, min(n.Pos(), len(source))))
}

// normalise replaces everything before body, and white space that Markdown does not know,
// by as many spaces, so that offsets stay valid.
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
		for at < end && out[at] == '#' { // "##　目标": U+3000 after the marks
			at++
		}
		blankIndent(out[:end], at)
		at = end + 1
	}
	return out
}

// restoreCode restores the white space in code blocks that normalise has replaced.
func restoreCode(root ast.Node, source, original []byte) {
	for n := range nodes(root) {
		if n.Kind() == ast.KindFencedCodeBlock {
			lines := n.Lines()
			for i := range lines.Len() {
				copy(source[lines.At(i).Start:lines.At(i).Stop], original[lines.At(i).Start:])
			}
		}
	}
}

// blankIndent replaces each U+3000 and NBSP at an offset by as many spaces as it has bytes.
// It returns the offset of the text after white space.
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
	// notes are the footnotes by their indices; addresses are the definitions of links by
	// their names; defined are the spans of both, which no fragment shows.
	notes     map[int]ast.Node
	addresses map[string]*ast.LinkReferenceDefinition
	defined   []Span
	// labels is what the labels of footnotes begin with, and labelled their number so far:
	// several fragments of several files may stand on one page.
	labels   string
	labelled *int
}

// render renders nodes to a Fragment. Their plain texts are joined by sep.
func (f fragmenter) render(nodes []ast.Node, sep string) Fragment {
	var out bytes.Buffer
	prose := plain{bare: f.parser.bare}
	var fragment Fragment
	for _, n := range append(nodes, f.number(nodes, &fragment)...) {
		f.collect(n, &fragment)
		if err := f.parser.renderer.Render(&out, f.source, n); err != nil {
			panic(err) // impossible: only writing can fail, and a buffer does not
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
	fragment.Text = prose.String()
	return fragment
}
