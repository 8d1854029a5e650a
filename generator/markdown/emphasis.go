package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// cjkEmphasis makes * and _ work beside Chinese punctuation and adds ~~ for
// deleted text. CommonMark looks at the two characters beside a run of marks
// and leaves **重点。**后文 as it stands; the CJK-friendly amendments
// (github.com/tats-u/markdown-cjk-friendly, specification.md) change only
// those two questions, what may open and what may close, and only where a CJK
// character stands beside the run. Matching stays goldmark's.
var cjkEmphasis goldmark.Extender = emphasisExtension{}

type emphasisExtension struct{}

// Extend registers the parsers just before goldmark's own emphasis parser
// (500), which then never sees a mark.
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

func (emphasisParser) Trigger() []byte { return []byte{'*', '_'} }

func (emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	return pushRun(scanRun(parent, block), emphasisPairs{}, block, pc)
}

// emphasisPairs says which delimiters belong together and what they make.
type emphasisPairs struct{}

func (emphasisPairs) IsDelimiter(b byte) bool { return b == '*' || b == '_' }

func (emphasisPairs) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (emphasisPairs) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

// run is a row of equal marks and what stands on either side of it.
type run struct {
	mark          byte
	segment       text.Segment
	before, after neighbour
}

// scanRun reads the run at the reader's place without moving it.
func scanRun(parent ast.Node, block text.Reader) run {
	line, segment := block.PeekLine()
	length := 1
	for length < len(line) && line[length] == line[0] {
		length++
	}
	// What stands before the line, such as the "> " of a quotation, is no neighbour.
	number, _ := block.Position()
	head := block.Source()[parent.Lines().At(number).Start:segment.Start]
	return run{
		mark:    line[0],
		segment: segment.WithStop(segment.Start + length),
		before:  neighbourBefore(head),
		after:   neighbourAfter(line[length:]),
	}
}

// pushRun hands a run to goldmark, which pairs the delimiters of a block when it ends.
func pushRun(r run, pairs parser.DelimiterProcessor, block text.Reader, pc parser.Context) ast.Node {
	canOpen, canClose := r.roles()
	d := parser.NewDelimiter(canOpen, canClose, r.segment.Len(), r.mark, pairs)
	d.Segment = r.segment
	block.Advance(r.segment.Len())
	pc.PushDelimiter(d)
	return d
}

// roles says whether a run may open and whether it may close.
func (r run) roles() (canOpen, canClose bool) {
	left, right := flanking(r.before, r.after)
	if r.mark != '_' {
		return left, right
	}
	// snake_case stays: inside a word _ does nothing, Chinese words included.
	return left && (!right || r.before.punct), right && (!left || r.after.punct)
}

// flanking says whether a run leans on the text after it (left) and on the
// text before it (right). Punctuation keeps a run from leaning on it only
// where no CJK character stands on either side.
func flanking(before, after neighbour) (left, right bool) {
	if before.space || after.space {
		return !after.space, !before.space
	}
	if before.cjk || after.cjk {
		return true, true
	}
	return before.punct || !after.punct, after.punct || !before.punct
}
