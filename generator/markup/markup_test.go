package markup

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// read prints the tokens of a page by this package.
func read(page []byte) string {
	var b, whole bytes.Buffer
	r := NewReader(page)
	for token, ok := r.Next(); ok; token, ok = r.Next() {
		whole.Write(token.Raw)
		switch token.Kind {
		case Text:
			b.WriteString(html.UnescapeString(string(token.Raw)))
		case EndTag:
			b.WriteString("</" + strings.ToLower(string(token.Name)) + ">")
		case StartTag:
			b.WriteString("<" + strings.ToLower(string(token.Name)))
			for a := range token.Attributes {
				if !bytes.Equal(a.Value, token.Raw[a.ValueStart:a.ValueEnd]) || !bytes.Contains(token.Raw[a.Start:a.End], a.Name) {
					return "an attribute is not where it is said to be"
				}
				b.WriteString(" " + strings.ToLower(string(a.Name)) + "=" + html.UnescapeString(string(a.Value)))
			}
			b.WriteString(">")
		}
	}
	if !bytes.Equal(whole.Bytes(), page) {
		return "the tokens joined are not the page"
	}
	return b.String()
}

// tokenized prints the same by a full tokenizer.
func tokenized(page []byte) string {
	var b strings.Builder
	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.WriteString(z.Token().Data)
		case html.EndTagToken:
			b.WriteString("</" + z.Token().Data + ">")
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			b.WriteString("<" + token.Data)
			for _, a := range token.Attr {
				b.WriteString(" " + a.Key + "=" + a.Val)
			}
			b.WriteString(">")
		}
	}
}

// TestReader compares with the tokenizer on the forms a layout may hold.
func TestReader(t *testing.T) {
	for _, page := range []string{
		`<!DOCTYPE html><a href="/x/?a=1&amp;b=2#t1" id="a">甲</a><img src='b.png'><a href=/plain>x</a>`,
		`<a HREF = "/x" hidden id = y>x</a><br/><p id="一">1 &lt; 2 href="/no"</p>`,
		`<!-- <a href="/comment"> --><a title="id=&quot;x&quot; > href='/no'" href="/yes">x</a>`,
		`<img src="a.png"/><a href>x</a><p id=>x</p><a/href="/y">x</a><p title='a"b>c'>d</p >`, `1 < 2 <3 a`, ``, `<`, `</`,
	} {
		if got, want := read([]byte(page)), tokenized([]byte(page)); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", page, got, want)
		}
	}
}

// FuzzReader compares with the tokenizer on tags of any content, and reads
// any bytes at all without losing one.
func FuzzReader(f *testing.F) {
	f.Add("a", "href", "/x?y=1&amp;z", "text")
	f.Add("IMG", "SRC", "a'b>", "id=\"x\" <!-- ")
	f.Fuzz(func(t *testing.T, tag, key, value, text string) {
		if got := read([]byte(tag + key + value + text)); strings.HasPrefix(got, "the tokens joined") || strings.HasPrefix(got, "an attribute is not") {
			t.Error(got)
		}
		switch strings.ToLower(tag) {
		case "script", "style", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp":
			return // their text is not markup to the tokenizer
		}
		if tag == "" || key == "" || !isLetter(tag[0]) || strings.ContainsAny(tag+key, " \t\r\n\f/>=\"'<\x00&!?") ||
			strings.ContainsAny(value, "\"\x00\r&") || strings.ContainsAny(text, "<\x00\r&") || strings.EqualFold(key, "id") ||
			strings.ContainsFunc(tag+key, func(r rune) bool { return r >= 0x80 }) || !utf8.ValidString(value+text) {
			return
		}
		page := []byte("<" + tag + " " + key + "=\"" + value + "\" id=\"z\">" + text + "</" + tag + ">")
		if got, want := read(page), tokenized(page); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", page, got, want)
		}
	})
}
