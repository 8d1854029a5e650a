package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// cjkEmphasis makes * and _ work beside Chinese punctuation and adds ~~ for deleted
// text. Whether a run of marks may start or end emphasis depends on the characters
// before and after it, and by CommonMark's rules **重点。**后文 is not bold. The
// CJK-friendly amendments (github.com/tats-u/markdown-cjk-friendly, specification.md)
// change these rules only for runs beside a CJK character. goldmark still matches
// the runs.
var cjkEmphasis goldmark.Extender = emphasisExtension{}

type emphasisExtension struct{}

// Extend registers the parsers with a higher priority than goldmark's own emphasis
// parser (500), which therefore never runs.
func (emphasisExtension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithInlineParsers(
		util.Prioritized(emphasisParser{}, 490),
		util.Prioritized(strikethroughParser{}, 490),
	))
	m.Renderer().AddOptions(renderer.WithNodeRenderers(
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
	))
}

// emphasisParser turns runs of * and _ into delimiters.
type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte("*_") }

func (emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	return pushRun(scanRun(parent, block), &emphasisPairs, block, pc)
}

var emphasisPairs = delimiterPairs{"*_", func(level int) ast.Node { return ast.NewEmphasis(level) }}

// delimiterPairs tells goldmark which marks are delimiters and makes the node of a
// pair.
type delimiterPairs struct {
	marks   string
	newNode func(level int) ast.Node
}

func (p *delimiterPairs) IsDelimiter(b byte) bool { return strings.IndexByte(p.marks, b) >= 0 }

func (*delimiterPairs) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (p *delimiterPairs) OnMatch(consumes int) ast.Node { return p.newNode(consumes) }

// run is a sequence of equal marks with the characters on both sides.
type run struct {
	mark          byte
	segment       text.Segment
	before, after neighbour
}

// scanRun reads the run at the reader's position without moving it.
func scanRun(parent ast.Node, block text.Reader) run {
	line, segment := block.PeekLine()
	rest := bytes.TrimLeft(line, string(line[:1]))
	// The start of the line excludes a prefix such as the "> " of a quotation.
	number, _ := block.Position()
	start := block.Source()[parent.Lines().At(number).Start:segment.Start]
	return run{
		mark:    line[0],
		segment: segment.WithStop(segment.Start + len(line) - len(rest)),
		before:  neighbourBefore(start),
		after:   neighbourAfter(rest),
	}
}

// pushRun adds a run to goldmark's delimiters, which are paired at the end of the block.
func pushRun(r run, pairs *delimiterPairs, block text.Reader, pc parser.Context) ast.Node {
	canOpen, canClose := r.roles()
	d := parser.NewDelimiter(canOpen, canClose, r.segment.Len(), r.mark, pairs)
	d.Segment = r.segment
	block.Advance(r.segment.Len())
	pc.PushDelimiter(d)
	return d
}

// roles reports whether a run may start and whether it may end emphasis.
func (r run) roles() (canOpen, canClose bool) {
	left, right := flanking(r.before, r.after)
	if r.mark != '_' {
		return left, right
	}
	// _ has no effect inside a word, such as snake_case or 编号_甲_乙.
	return left && (!right || r.before.punct), right && (!left || r.after.punct)
}

// flanking reports whether a run is left-flanking and right-flanking in CommonMark's
// terms. Unlike there, punctuation does not matter beside a CJK character.
func flanking(before, after neighbour) (left, right bool) {
	if before.space || after.space {
		return !after.space, !before.space
	}
	if before.cjk || after.cjk {
		return true, true
	}
	return before.punct || !after.punct, after.punct || !before.punct
}
