package check

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// tokenized is what Scan should find, by a full tokenizer.
func tokenized(page []byte) References {
	var refs References
	for z := html.NewTokenizer(bytes.NewReader(page)); z.Next() != html.ErrorToken; {
		token := z.Token()
		if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
			continue
		}
		for _, a := range token.Attr {
			switch a.Key {
			case "href", "src", "action", "poster":
				refs.Links = append(refs.Links, a.Val)
			case "id":
				refs.Anchors = append(refs.Anchors, a.Val)
			}
		}
	}
	return refs
}

func compare(t *testing.T, page []byte) {
	t.Helper()
	got, want := Scan(page), tokenized(page)
	if !slices.Equal(got.Links, want.Links) || !slices.Equal(got.Anchors, want.Anchors) {
		t.Errorf("%s\ngot  %q\nwant %q", page, got, want)
	}
}

// TestScan compares with the tokenizer on the forms a layout may hold.
func TestScan(t *testing.T) {
	for _, page := range []string{
		`<!DOCTYPE html><a href="/x/?a=1&amp;b=2#t1" id="a">甲</a><img src='b.png'><a href=/plain>x</a>`,
		`<a HREF = "/x" hidden id = y>x</a><br/><p id="一">1 &lt; 2 href="/no"</p>`,
		`<!-- <a href="/comment"> --><a title="id=&quot;x&quot; href='/no'" href="/yes">x</a>`,
		`<img src="a.png"/><a href>x</a><p id=>x</p><a/href="/y">x</a>`, `<`, `<a`, ``, `a < b > c <3 </a href="/x">`,
	} {
		compare(t, []byte(page))
	}
}

// FuzzScan compares with the tokenizer on well-formed tags of any content.
func FuzzScan(f *testing.F) {
	f.Add("a", "href", "/x?y=1&amp;z", "text")
	f.Add("IMG", "SRC", "a'b", "id=\"x\"")
	f.Fuzz(func(t *testing.T, tag, key, value, text string) {
		if strings.ContainsAny(tag+key, " \t\r\n\f/>=\"'<\x00&!?") || strings.ContainsAny(value, "\"\x00\r") || strings.ContainsAny(text, "<\x00") || tag == "" || key == "" || !isLetter(tag[0]) {
			return
		}
		switch strings.ToLower(tag) {
		case "script", "style", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp":
			return // their text is not markup
		}
		page := "<" + tag + " " + key + "=\"" + value + "\" href=\"/2/\">" + text + "<p id=\"z\">"
		if strings.EqualFold(key, "href") {
			page = strings.Replace(page, ` href="/2/"`, "", 1) // a second one does not count
		}
		compare(t, []byte(page))
	})
}
