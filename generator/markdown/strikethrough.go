package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// strikethroughParser turns runs of exactly two tildes into delimiters. One
// tilde is a range sign in Chinese (9~13日), three or more are text as in GFM.
type strikethroughParser struct{}

func (strikethroughParser) Trigger() []byte { return []byte{'~'} }

func (strikethroughParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	r := scanRun(parent, block)
	switch length := r.segment.Len(); length {
	case 1:
		return nil
	case 2:
		return pushRun(r, strikethroughPairs{}, block, pc)
	default: // taken whole, so that its last two tildes are not looked at again
		block.Advance(length)
		return ast.NewTextSegment(r.segment)
	}
}

// strikethroughPairs says which delimiters belong together and what they make.
type strikethroughPairs struct{}

func (strikethroughPairs) IsDelimiter(b byte) bool { return b == '~' }

func (strikethroughPairs) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (strikethroughPairs) OnMatch(int) ast.Node { return east.NewStrikethrough() }
