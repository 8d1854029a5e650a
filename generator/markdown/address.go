package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// hanLinks makes links of addresses that goldmark does not see, since no blank stands
// before them, or of which it sees the end: 网址：https://…, 网站www.gov.cn, 邮箱:a_b@gov.cn.
type hanLinks struct{}

// Trigger returns the first sign in an address of each kind. goldmark asks inline parsers
// at ASCII signs only, so the letters before it are taken from the text already parsed.
func (hanLinks) Trigger() []byte { return []byte(":.@_-+") }

var (
	addressStart = regexp.MustCompile(`(?:https?|ftp|www|[A-Za-z0-9][A-Za-z0-9.+_-]*)$`)
	// maxHead is the length of the longest name before an @, in bytes (RFC 5321, 4.5.3.1.1).
	maxHead  = 64
	mailHost = regexp.MustCompile(`^[A-Za-z0-9.+_-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)
	// hanPath is the rest of a path with Chinese names, up to its last ASCII character before
	// a sign: …/发布/台风.html, but not …/是官网.
	hanPath = regexp.MustCompile("^[^\\s<>\"'`*|\\[\\]，。；：、！？（）〔〕【】《》“”‘’]*[A-Za-z0-9/]")
	// bare is goldmark's linkify, which finds the end of an address.
	bare = extension.NewLinkifyParser()
)

func (hanLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	last, ok := parent.LastChild().(*ast.Text)
	if !ok || pc.IsInLinkLabel() || last.SoftLineBreak() || last.HardLineBreak() {
		return nil
	}
	line, segment := block.PeekLine()
	if last.Segment.Stop != segment.Start {
		return nil
	}
	before := last.Segment.Value(block.Source())
	head := addressStart.Find(before[max(0, len(before)-maxHead):])
	start := segment.Start - len(head)
	if len(head) == 0 {
		return nil
	}
	mail := mailHost.FindIndex(line)
	switch {
	case mail != nil:
	case !followsText(block.Source(), start):
		return nil
	case line[0] == ':' && bytes.HasPrefix(line, []byte("://")) && (bytes.HasPrefix(head, []byte("http")) || string(head) == "ftp"):
	case line[0] == '.' && string(head) == "www":
	default:
		return nil
	}
	var link *ast.AutoLink
	if mail != nil {
		link = ast.NewAutoLink(ast.AutoLinkEmail, ast.NewTextSegment(text.NewSegment(start, segment.Start+mail[1])))
		block.Advance(mail[1])
	} else {
		rest := text.NewReader(block.Source()[start : segment.Start+len(bytes.TrimRight(line, "\r\n"))])
		found, ok := bare.Parse(ast.NewParagraph(), rest, pc).(*ast.AutoLink)
		if !ok {
			return nil
		}
		_, left := rest.Position()
		length := left.Start
		if bytes.Contains(bytes.TrimPrefix(rest.Source()[:length], []byte("https://")), []byte("/")) {
			length += len(hanPath.Find(rest.Source()[length:]))
		}
		link = ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, start+length)))
		link.Protocol = found.Protocol
		block.Advance(length - len(head))
	}
	last.Segment = last.Segment.WithStop(start)
	if last.Segment.IsEmpty() {
		parent.RemoveChild(parent, last)
	}
	return link
}

// followsText reports whether an address may begin at an offset: behind a character that is
// not ASCII, or a sign that goldmark does not know as a beginning.
func followsText(source []byte, at int) bool {
	return at > 0 && (source[at-1] >= 0x80 || bytes.IndexByte([]byte(":;,|"), source[at-1]) >= 0)
}

// spacedDestination matches a link whose destination is a file name or address with blanks.
var spacedDestination = regexp.MustCompile(`\]\(([^\s()<>"'][^()<>"'\n]*(?:\([^()<>"'\n]*\)[^()<>"'\n]*)*\.[A-Za-z0-9]{1,5}(?:#[^\s()<>"']*)?|https?://[^\s()<>"'][^()<>"'\n]*)(?:[ \t]+["'][^"'\n]*["'])?[ \t]*\)`)

// joint stands for a blank in a destination while Markdown is parsed: CommonMark ends the
// destination at a blank.
const joint = 0x1f

// joinDestinations replaces the blanks in destinations by joints, so that no offset moves.
// It returns the addresses of the replaced bytes.
func joinDestinations(body []byte) (blanks []*byte) {
	if !bytes.Contains(body, []byte("](")) {
		return nil
	}
	for _, m := range spacedDestination.FindAllSubmatchIndex(body, -1) {
		for i := m[2]; i < m[3]; i++ {
			if body[i] == ' ' {
				body[i] = joint
				blanks = append(blanks, &body[i])
			}
		}
	}
	return blanks
}

// splitDestinations puts the blanks back, in the source and in the tree.
func splitDestinations(root ast.Node, blanks []*byte) {
	if len(blanks) == 0 {
		return
	}
	for _, b := range blanks {
		*b = ' '
	}
	split := func(s []byte) []byte { return bytes.ReplaceAll(s, []byte{joint}, []byte{' '}) }
	for n := range nodes(root) {
		switch n := n.(type) {
		case *ast.Link:
			n.Destination = split(n.Destination)
		case *ast.Image:
			n.Destination = split(n.Destination)
		}
	}
}
