package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// verbatimForm matches text that is not converted to other variants:
//
//	[于某某]{原样}      <span translate="no">
//	[臺灣繁體]{繁体}    <span lang="zh-Hant">, a quotation in traditional script
var verbatimForm = regexp.MustCompile(`^\[([^\[\]\n]+)\]\{(原样|繁体)\}`)

// verbatimTags maps the word after the text to a start tag.
var verbatimTags = map[string]string{"原样": `<span translate="no">`, "繁体": `<span lang="zh-Hant">`}

var kindVerbatim = ast.NewNodeKind("Verbatim")

// verbatim is the node of such a text, which is its child.
type verbatim struct {
	ast.BaseInline
	tag string
}

func (*verbatim) Kind() ast.NodeKind { return kindVerbatim }

func (v *verbatim) Dump(source []byte, level int) { ast.DumpHelper(v, source, level, nil, nil) }

// verbatimParser has precedence over the parser of links.
type verbatimParser struct{}

func (verbatimParser) Trigger() []byte { return []byte{'['} }

func (verbatimParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	m := verbatimForm.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	node := &verbatim{tag: verbatimTags[string(line[m[4]:m[5]])]}
	node.AppendChild(node, ast.NewTextSegment(text.NewSegment(segment.Start+m[2], segment.Start+m[3])))
	block.Advance(m[1])
	return node
}

func (nodeRenderer) verbatim(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(node.(*verbatim).tag)
	} else {
		_, _ = w.WriteString("</span>")
	}
	return ast.WalkContinue, nil
}
