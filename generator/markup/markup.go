// Package markup reads pages that the program has made itself: it cuts them
// into tags and text and finds the attributes of a tag, all as slices of the
// page, so that a page can be changed in places and stay the same bytes
// elsewhere. It is no HTML parser: it knows no element tree and expects what
// layouts and Markdown give, text without "<" and attributes in quotes or
// plain. Tests hold it against the tokenizer of golang.org/x/net/html, which
// takes eight times as long.
package markup

import "bytes"

// Kind is the kind of a token.
type Kind uint8

// The kinds of token. Other is a comment or a document type.
const (
	Text Kind = iota
	StartTag
	EndTag
	Other
)

// Token is a piece of a page.
type Token struct {
	Kind Kind
	// Raw is the whole piece as it stands in the page.
	Raw []byte
	// Name is the name of a tag as written.
	Name []byte
}

// Reader cuts a page into tokens. Their Raw parts joined are the page.
type Reader struct{ rest []byte }

// NewReader starts at the beginning of a page.
func NewReader(page []byte) *Reader { return &Reader{page} }

// Next returns the next token; ok is false at the end.
func (r *Reader) Next() (token Token, ok bool) {
	if len(r.rest) == 0 {
		return Token{}, false
	}
	if !beginsTag(r.rest) {
		return r.take(Text, textEnd(r.rest)), true
	}
	switch c := r.rest[1]; {
	case c == '/':
		token = r.take(EndTag, after(r.rest, []byte(">")))
		token.Name = token.Raw[2 : 2+nameEnd(token.Raw[2:])]
	case c == '!':
		end := after(r.rest, []byte(">"))
		if bytes.HasPrefix(r.rest, []byte("<!--")) {
			end = 4 + after(r.rest[4:], []byte("-->"))
		}
		token = r.take(Other, end)
	default:
		token = r.take(StartTag, tagEnd(r.rest))
		token.Name = token.Raw[1 : 1+nameEnd(token.Raw[1:])]
	}
	return token, true
}

func (r *Reader) take(kind Kind, n int) Token {
	token := Token{Kind: kind, Raw: r.rest[:n:n]}
	r.rest = r.rest[n:]
	return token
}

func beginsTag(s []byte) bool {
	return len(s) > 1 && s[0] == '<' && (isLetter(s[1]) || s[1] == '!' || s[1] == '/' && len(s) > 2 && isLetter(s[2]))
}

// textEnd is the length of the text at the start of s.
func textEnd(s []byte) int {
	for at := 1; ; {
		i := bytes.IndexByte(s[at:], '<')
		if i < 0 {
			return len(s)
		}
		at += i
		if beginsTag(s[at:]) {
			return at
		}
		at++
	}
}

// after is the length of s up to and with mark, or of all of s.
func after(s, mark []byte) int {
	if i := bytes.Index(s, mark); i >= 0 {
		return i + len(mark)
	}
	return len(s)
}

// tagEnd is the length of the start tag at the start of s. A ">" in a quoted
// value does not end it.
func tagEnd(s []byte) int {
	quick := after(s, []byte(">"))
	if bytes.Count(s[:quick], []byte(`"`))%2 == 0 && bytes.IndexByte(s[:quick], '\'') < 0 {
		return quick
	}
	at := 1 + nameEnd(s[1:])
	for {
		a, n := attribute(s[at:])
		if at += n; a.Name == nil {
			return min(at+1, len(s))
		}
	}
}

// Attribute is one attribute of a start tag.
type Attribute struct {
	Name, Value []byte
	// Start and End are the place of the attribute in the tag with the white
	// space before it, ValueStart and ValueEnd that of its value without quotes.
	Start, End, ValueStart, ValueEnd int
}

// Attributes calls yield for each attribute of a start tag, in order.
func (t Token) Attributes(yield func(Attribute) bool) {
	at := 1 + len(t.Name)
	for {
		a, n := attribute(t.Raw[at:])
		if a.Name == nil {
			return
		}
		a.Start, a.End = at, at+n
		a.ValueStart += at
		a.ValueEnd += at
		at += n
		if !yield(a) {
			return
		}
	}
}

// attribute reads one attribute with the white space before it and says how
// long they are. Without a further one the name is nil and the length that of
// the space.
func attribute(s []byte) (a Attribute, n int) {
	n = space(s)
	if n >= len(s) || s[n] == '>' {
		return a, n
	}
	length := max(1, nameEnd(s[n:]))
	a.Name = s[n : n+length]
	n += length
	a.ValueStart, a.ValueEnd = n, n
	mark := n + space(s[n:])
	if mark >= len(s) || s[mark] != '=' {
		return a, n
	}
	n = mark + 1 + white(s[mark+1:])
	if n < len(s) && (s[n] == '"' || s[n] == '\'') {
		end := bytes.IndexByte(s[n+1:], s[n])
		if end < 0 {
			end = len(s) - n - 1
		}
		a.ValueStart, a.ValueEnd = n+1, n+1+end
		n = min(a.ValueEnd+1, len(s))
	} else {
		a.ValueStart = n
		for n < len(s) && s[n] != '>' && !isSpace(s[n]) {
			n++
		}
		a.ValueEnd = n
	}
	a.Value = s[a.ValueStart:a.ValueEnd]
	return a, n
}

// space is the length of white space and slashes, white that of white space.
func space(s []byte) int {
	n := 0
	for n < len(s) && (isSpace(s[n]) || s[n] == '/') {
		n++
	}
	return n
}

func white(s []byte) int {
	n := 0
	for n < len(s) && isSpace(s[n]) {
		n++
	}
	return n
}

// nameEnd is the length of the name at the start of s.
func nameEnd(s []byte) int {
	n := 0
	for n < len(s) && !isSpace(s[n]) && s[n] != '/' && s[n] != '>' && s[n] != '=' {
		n++
	}
	return n
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
