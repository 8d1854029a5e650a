package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// This file adds footnotes, 增长[^1] with a line "[^1]: 数据来源", and definitions of addresses,
// [公报][1] with a line "[1]: https://…". Both stand anywhere in the file. A fragment shows
// its footnotes at its end, numbered from 1.

// Attributes of a footnote and of a reference to one.
var (
	noteEnd  = []byte("gongshi-end")  // of a footnote: the end of its last indented line, int
	noteMark = []byte("gongshi-mark") // of both, in a fragment: what is shown, "[1]", string
	noteHTML = []byte("gongshi-html") // of both, in a fragment: how it is shown, string
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

// A definition begins with its name and address in one line. "[1]: 数据来源" is none.
var (
	namedForm      = regexp.MustCompile(`^ {0,3}\[[^\[\]\n]+\]:`)
	definitionForm = regexp.MustCompile(namedForm.String() + `[ \t]*(?:<[^<>\n]*[./#][^<>\n]*>|` + address + `)`)
)

// definitionParser takes the definitions from the first lines of a paragraph without others.
type definitionParser struct{ parser.ParagraphTransformer }

func (p definitionParser) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	for i := range node.Lines().Len() {
		line := node.Lines().At(i)
		if value := line.Value(reader.Source()); (i == 0 || namedForm.Match(value)) && !definitionForm.Match(value) {
			return
		}
	}
	p.ParagraphTransformer.Transform(node, reader, pc)
}

// moveNotes moves the footnotes to the end of a tree. References in links, pictures and footnotes become text.
func moveNotes(root ast.Node, source []byte) {
	var list *east.FootnoteList
	var loose []ast.Node
	for n := range nodes(root) {
		if found, ok := n.(*east.FootnoteList); ok {
			list = found
		}
		for outer := n.Parent(); n.Kind() == east.KindFootnoteLink && outer != nil; outer = outer.Parent() {
			if k := outer.Kind(); k == ast.KindLink || k == ast.KindImage || k == east.KindFootnote {
				loose = append(loose, n)
				break
			}
		}
	}
	asText(loose, source)
	if list == nil {
		return
	}
	found := children(list)
	list.Parent().RemoveChild(list.Parent(), list)
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
func asText(links []ast.Node, source []byte) {
	for _, n := range links {
		span := linkSpan(n, source)
		n.Parent().ReplaceChild(n.Parent(), n, ast.NewTextSegment(text.NewSegment(span.Start, span.End)))
	}
}

// noteForm matches the mark of a footnote.
var noteForm = regexp.MustCompile(`\[\^(?:\\.|[^\]\\])*\]`)

// linkSpan returns the mark of a footnote at a node in the source.
func linkSpan(n ast.Node, source []byte) Span {
	m := noteForm.FindIndex(source[n.Pos():])
	return Span{n.Pos() + m[0], n.Pos() + m[1]}
}

// noteLinks returns the references to footnotes below a node.
func noteLinks(root ast.Node) (list []ast.Node) {
	for n := range nodes(root) {
		if n.Kind() == east.KindFootnoteLink {
			list = append(list, n)
		}
	}
	return list
}

// noteText returns the text of a footnote in the source.
func noteText(note ast.Node, source []byte) Span {
	start := linkSpan(note, source).End + len(":")
	end := start
	if last, ok := note.Attribute(noteEnd); ok {
		end = last.(int)
	}
	for n := range nodes(note) {
		if n.Type() != ast.TypeBlock {
			continue
		}
		if lines := n.Lines(); lines != nil && lines.Len() > 0 {
			end = max(end, lines.At(lines.Len()-1).Stop)
		}
	}
	text := bytes.TrimLeft(source[start:end], " \t")
	return Span{end - len(text), end - len(text) + len(bytes.TrimRight(text, " \t\r\n"))}
}

// define lists the footnotes and addresses of a document, and those that nothing refers to.
func (f *fragmenter) define(root ast.Node) {
	f.notes, f.addresses = map[int]ast.Node{}, map[string]*ast.LinkReferenceDefinition{}
	used := map[any]bool{}
	var unused []ast.Node
	for n := range nodes(root) { // footnotes stand last
		var ref *ast.ReferenceLink
		switch n := n.(type) {
		case *east.FootnoteLink:
			used[n.Index] = true
		case *ast.Link:
			ref = n.Reference
		case *ast.Image:
			ref = n.Reference
		case *east.Footnote:
			f.notes[n.Index] = n
			f.defined = append(f.defined, Span{n.Pos(), max(noteText(n, f.source).End, n.Pos()+1)})
			if !used[n.Index] || !n.HasChildren() {
				unused = append(unused, n)
			}
		case *ast.LinkReferenceDefinition:
			f.defined = append(f.defined, Span{n.Pos(), n.Lines().At(n.Lines().Len() - 1).Stop})
			if name := util.ToLinkReference(n.Label); f.addresses[name] == nil {
				f.addresses[name] = n
			} else {
				unused = append(unused, n)
			}
		}
		if ref != nil {
			used[util.ToLinkReference(ref.Value)] = true
		}
	}
	for name, n := range f.addresses {
		if !used[name] {
			unused = append(unused, n)
		}
	}
	slices.SortFunc(unused, func(a, b ast.Node) int { return a.Pos() - b.Pos() })
	for _, n := range unused {
		f.doc.Leftovers = append(f.doc.Leftovers, Leftover{Span: Span{n.Pos(), max(n.Pos()+1, lineSpan(f.source, n).End)}, Form: Unused})
	}
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
			first := at < 0
			if first {
				at = len(list)
				label := string(definition.(*east.Footnote).Ref)
				if f.labels != "" { // else the labels are unique already
					*f.labelled++
					label = f.labels + strconv.Itoa(*f.labelled)
				}
				list = append(list, definition)
				fragment.notes = append(fragment.notes, note{label, noteText(definition, f.source)})
			}
			label, shown := fragment.notes[at].label, "["+strconv.Itoa(at+1)+"]"
			id := "note-" + attributeEscaper.Replace(label)
			href := "#note-" + attributeEscaper.Replace(string(util.URLEscape([]byte(label), false)))
			tag := `<a class="note-mark" href="` + href + `" role="doc-noteref"`
			if first {
				tag += ` id="` + id + `-mark"`
			}
			for node, html := range map[ast.Node]string{
				link: tag + ">" + shown + "</a>",
				// the number leads back; the words of its title are the same in all scripts
				definition: `<div class="note" id="` + id + `"><a href="` + href + `-mark" role="doc-backlink" title="返回正文">` + shown + "</a> ",
			} {
				node.SetAttribute(noteMark, shown)
				node.SetAttribute(noteHTML, html)
			}
			fragment.edits = append(fragment.edits, replacement{linkSpan(link, f.source), "[^" + label + "]"})
		}
	}
	return list
}

func (nodeRenderer) note(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if html, _ := node.Attribute(noteHTML); entering {
		_, _ = w.WriteString(html.(string))
	} else if node.Kind() == east.KindFootnote {
		_, _ = w.WriteString("</div>\n")
	}
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
