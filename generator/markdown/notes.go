package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// notes adds footnotes, 增长[^1] with a line "[^1]: 数据来源", and definitions of addresses,
// [公报][1] with a line "[1]: https://…". Both stand anywhere in the file. A fragment shows
// its footnotes at its end, numbered from 1.
var notes goldmark.Extender = noteExtension{}

type noteExtension struct{}

func (noteExtension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(noteParser{extension.NewFootnoteBlockParser()}, 900)),
		parser.WithInlineParsers(util.Prioritized(noteLinkParser{extension.NewFootnoteParser()}, 160)),
		parser.WithParagraphTransformers(util.Prioritized(definitionParser{}, 100)),
	)
}

// Attributes of a footnote and of a reference to one.
var (
	noteEnd    = []byte("gongshi-end")    // the end of its last indented line, int
	noteSpan   = []byte("gongshi-span")   // the reference in the source, Span
	noteNumber = []byte("gongshi-number") // its number in the fragment, int
	noteID     = []byte("gongshi-id")     // the label that no other fragment has, string
	noteFirst  = []byte("gongshi-first")  // whether it is the first to the footnote, bool
)

// noteParser ends a footnote at an empty line: what follows may be indented as all
// paragraphs may be.
type noteParser struct{ parser.BlockParser }

func (p noteParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, segment := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Close
	}
	state := p.BlockParser.Continue(node, reader, pc)
	if state&parser.Continue != 0 {
		node.SetAttribute(noteEnd, segment.Stop)
	}
	return state
}

type noteLinkParser struct{ parser.InlineParser }

// Trigger omits "!", which starts a picture.
func (noteLinkParser) Trigger() []byte { return []byte{'['} }

func (p noteLinkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, start := block.Position()
	node := p.InlineParser.Parse(parent, block, pc)
	if node != nil {
		_, end := block.Position()
		node.SetAttribute(noteSpan, Span{start.Start, end.Start})
	}
	return node
}

// definitionForm matches a definition in one line. "[1]: 数据来源" is none.
var definitionForm = regexp.MustCompile(`^ {0,3}\[[^\[\]\n]+\]:[ \t]*(?:<[^<>\n]*[./#][^<>\n]*>|` + address + `)`)

// definitionParser takes the definitions from the first lines of a paragraph.
type definitionParser struct{}

func (definitionParser) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	for lines := node.Lines(); lines.Len() > 0; {
		first := lines.At(0)
		if !definitionForm.Match(first.Value(reader.Source())) {
			return
		}
		line := ast.NewParagraph()
		line.Lines().Append(first)
		node.Parent().InsertBefore(node.Parent(), node, line)
		parser.LinkReferenceParagraphTransformer.Transform(line, reader, pc)
		if line.Parent() != nil { // it is none
			line.Parent().RemoveChild(line.Parent(), line)
			return
		}
		lines.SetSliced(1, lines.Len())
	}
	node.Parent().RemoveChild(node.Parent(), node)
}

// moveNotes moves the footnotes to the end of a tree, in the order in which they are
// referred to. References in links, pictures and footnotes become text.
func moveNotes(root ast.Node) {
	var list *east.FootnoteList
	var loose []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if found, ok := n.(*east.FootnoteList); ok {
			list = found
		}
		for outer := n.Parent(); n.Kind() == east.KindFootnoteLink && entering && outer != nil; outer = outer.Parent() {
			if k := outer.Kind(); k == ast.KindLink || k == ast.KindImage || k == east.KindFootnote {
				loose = append(loose, n)
				break
			}
		}
		return ast.WalkContinue, nil
	})
	asText(loose)
	if list == nil {
		return
	}
	found := children(list)
	list.Parent().RemoveChild(list.Parent(), list)
	slices.SortStableFunc(found, func(a, b ast.Node) int { return a.(*east.Footnote).Index - b.(*east.Footnote).Index })
	for _, n := range found {
		if first, ok := n.FirstChild().(*ast.Paragraph); ok { // it stands behind the number
			block := ast.NewTextBlock()
			block.SetLines(first.Lines())
			for _, c := range children(first) {
				block.AppendChild(block, c)
			}
			n.ReplaceChild(n, first, block)
		}
		root.AppendChild(root, n)
	}
}

// asText replaces references to footnotes by their text in the source.
func asText(links []ast.Node) {
	for _, n := range links {
		if value, ok := n.Attribute(noteSpan); ok {
			span := value.(Span)
			n.Parent().ReplaceChild(n.Parent(), n, ast.NewTextSegment(text.NewSegment(span.Start, span.End)))
		}
	}
}

// noteLinks returns the references to footnotes below a node.
func noteLinks(root ast.Node) (list []ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == east.KindFootnoteLink {
			list = append(list, n)
		}
		return ast.WalkContinue, nil
	})
	return list
}

// blockEnd returns the end of the last line of a footnote.
func blockEnd(note ast.Node) int {
	end, _ := note.Attribute(noteEnd)
	last, _ := end.(int)
	_ = ast.Walk(note, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		if n.Type() != ast.TypeBlock {
			return ast.WalkSkipChildren, nil
		}
		if lines := n.Lines(); lines != nil && lines.Len() > 0 {
			last = max(last, lines.At(lines.Len()-1).Stop)
		}
		return ast.WalkContinue, nil
	})
	return last
}

// noteText returns the text of a footnote in the source.
func noteText(note ast.Node, source []byte) Span {
	start := note.Pos()
	start += bytes.Index(source[start:], []byte("]:")) + len("]:")
	end := max(start, blockEnd(note))
	text := source[start:end]
	start += len(text) - len(bytes.TrimLeft(text, " \t"))
	return Span{start, max(start, end-len(text)+len(bytes.TrimRight(text, " \t\r\n")))}
}

// note is a footnote of a fragment.
type note struct {
	label string
	text  Span
}

// number numbers the footnotes that a fragment refers to. It returns them in order.
func (f fragmenter) number(nodes []ast.Node, fragment *Fragment) (list []ast.Node) {
	for _, n := range nodes {
		for _, link := range noteLinks(n) {
			definition := f.notes[link.(*east.FootnoteLink).Index]
			at := slices.Index(list, definition)
			link.SetAttribute(noteFirst, at < 0)
			if at < 0 {
				at = len(list)
				label := string(definition.(*east.Footnote).Ref)
				if f.labels != "" { // else the labels are unique already
					*f.labelled++
					label = f.labels + strconv.Itoa(*f.labelled)
				}
				list = append(list, definition)
				fragment.notes = append(fragment.notes, note{label, noteText(definition, f.source)})
			}
			label := fragment.notes[at].label
			for _, node := range []ast.Node{link, definition} {
				node.SetAttribute(noteNumber, at+1)
				node.SetAttribute(noteID, label)
			}
			span, _ := link.Attribute(noteSpan)
			fragment.edits = append(fragment.edits, replacement{span.(Span), "[^" + label + "]"})
		}
	}
	return list
}

// noteMark returns the number of a footnote as it is shown.
func noteMark(n ast.Node) string {
	number, _ := n.Attribute(noteNumber)
	shown, _ := number.(int)
	return "[" + strconv.Itoa(shown) + "]"
}

func (nodeRenderer) noteLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		id, _ := node.Attribute(noteID)
		_, _ = w.WriteString(`<a class="note-mark" href="#note-` + attributeEscaper.Replace(string(util.URLEscape([]byte(id.(string)), false))) + `" role="doc-noteref"`)
		if first, _ := node.Attribute(noteFirst); first == true {
			_, _ = w.WriteString(` id="note-` + attributeEscaper.Replace(id.(string)) + `-mark"`)
		}
		_, _ = w.WriteString(`>` + noteMark(node) + `</a>`)
	}
	return ast.WalkContinue, nil
}

// note renders a footnote, whose number leads back to the text. The words of its title are
// the same in all scripts.
func (nodeRenderer) note(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</div>\n")
		return ast.WalkContinue, nil
	}
	id, _ := node.Attribute(noteID)
	escaped := attributeEscaper.Replace(id.(string))
	href := attributeEscaper.Replace(string(util.URLEscape([]byte(id.(string)), false)))
	_, _ = w.WriteString(`<div class="note" id="note-` + escaped + `"><a href="#note-` + href + `-mark" role="doc-backlink" title="返回正文">` + noteMark(node) + `</a> `)
	return ast.WalkContinue, nil
}

// reference returns what stands behind the text of a link by name, "][公报]", and the inline
// form of it, "](https://… "标题")", with to for the address.
func reference(n ast.Node, ref *ast.ReferenceLink, title, source []byte, to string) (Span, string) {
	tail := map[ast.ReferenceLinkType]string{ast.ReferenceLinkFull: "][" + string(ref.Value) + "]", ast.ReferenceLinkCollapsed: "][]", ast.ReferenceLinkShortcut: "]"}[ref.Type]
	at := textEnd(n)
	if ref.Type == ast.ReferenceLinkShortcut {
		at = n.Pos() + bytes.Index(source[n.Pos():], append([]byte("["), ref.Value...)) + len("[") + len(ref.Value)
	}
	i := bytes.Index(source[at:], []byte(tail))
	if i < 0 { // a name on two lines of a quotation
		return Span{}, ""
	}
	inline := "](" + strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(to)
	if len(title) > 0 {
		inline += ` "` + strings.ReplaceAll(string(title), `"`, "&quot;") + `"`
	}
	return Span{at + i, at + i + len(tail)}, inline + ")"
}
