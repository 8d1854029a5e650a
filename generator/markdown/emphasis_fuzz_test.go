package markdown

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// FuzzEmphasis checks that emphasis takes nothing from the text but its marks:
// reading the tree from the left gives back the source.
func FuzzEmphasis(f *testing.F) {
	for _, c := range emphasisCases {
		f.Add(c.source)
	}
	f.Add("~~~a~~ ~~b~~~ \\~~~c~~")
	f.Add("*\ufe00**\U000e0100_\xff~~\x00")
	md := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
		)),
		goldmark.WithExtensions(cjkEmphasis),
	)
	// A line indented by four or more is code; without that block it would be lost.
	indent := regexp.MustCompile(`(?m)^[\s\v]+`)
	f.Fuzz(func(t *testing.T, source string) {
		source = indent.ReplaceAllString(source, "")
		root := md.Parser().Parse(text.NewReader([]byte(source)))
		rest := retrace(t, root, []byte(source))
		if len(bytes.TrimSpace(rest)) > 0 {
			t.Errorf("%q: the tree ends before %q", source, rest)
		}
		renderWith(t, md, source)
	})
}

// lineEnd is what a line break in a paragraph stands for.
var lineEnd = regexp.MustCompile(`^[ \t\v\f\r]*\\?\r?\n`)

// retrace walks the tree, takes from the source what each node stands for and
// returns what is left.
func retrace(t *testing.T, root ast.Node, source []byte) []byte {
	rest := source
	var marks []byte               // what opened the elements around the current place
	const lineEdge = " \t\n\v\f\r" // what goldmark drops where a paragraph ends
	take := func(want []byte) {
		if !bytes.HasPrefix(rest, want) {
			rest = bytes.TrimLeft(rest, lineEdge)
		}
		if !bytes.HasPrefix(rest, want) {
			t.Fatalf("%q: the tree has %q where the source has %q", source, want, rest)
		}
		rest = rest[len(want):]
	}
	mark := func(entering bool, length int, allowed string) {
		if entering {
			rest = bytes.TrimLeft(rest, lineEdge)
			if len(rest) == 0 || !bytes.ContainsRune([]byte(allowed), rune(rest[0])) {
				t.Fatalf("%q: no mark at %q", source, rest)
			}
			marks = append(marks, rest[0])
		}
		last := len(marks) - 1
		take(bytes.Repeat(marks[last:], length))
		if !entering {
			marks = marks[:last]
		}
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Emphasis:
			mark(entering, n.Level, "*_")
		case *east.Strikethrough:
			mark(entering, 2, "~")
		case *ast.Text:
			if entering {
				take(n.Segment.Value(source))
			}
			if entering && (n.SoftLineBreak() || n.HardLineBreak()) {
				rest = rest[len(lineEnd.Find(rest)):]
			}
		case *ast.Document, *ast.Paragraph:
		default:
			t.Fatalf("%q: unexpected %s", source, n.Kind())
		}
		return ast.WalkContinue, nil
	})
	return rest
}
