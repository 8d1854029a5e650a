package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// bareLink finds addresses that stand right behind a Chinese character:
// Chinese puts no space before them, which is where GFM looks.
type bareLink struct{ parser.InlineParser }

func newBareLink() parser.InlineParser { return bareLink{extension.NewLinkifyParser()} }

func (bareLink) Trigger() []byte { return []byte("hw") }

func (b bareLink) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	begins := bytes.HasPrefix(line, []byte("http://")) || bytes.HasPrefix(line, []byte("https://")) || bytes.HasPrefix(line, []byte("www."))
	if !begins || block.PrecendingCharacter() < utf8.RuneSelf {
		return nil
	}
	return b.InlineParser.Parse(parent, block, pc)
}
