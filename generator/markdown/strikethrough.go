package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// strikethroughParser turns runs of exactly two tildes into delimiters. One tilde is
// a range sign in Chinese (9~13日); three or more are text, as in GFM.
type strikethroughParser struct{}

func (strikethroughParser) Trigger() []byte { return []byte("~") }

func (strikethroughParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	r := scanRun(parent, block)
	switch length := r.segment.Len(); length {
	case 1:
		return nil
	case 2:
		return pushRun(r, &strikethroughPairs, block, pc)
	default: // consume the whole run, so that its last two tildes are not parsed
		block.Advance(length)
		return ast.NewTextSegment(r.segment)
	}
}

var strikethroughPairs = delimiterPairs{"~", func(int) ast.Node { return east.NewStrikethrough() }}
