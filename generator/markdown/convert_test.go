package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/generator/diag"
)

// mirror is a converter that a test can read: it writes 裏 for 里, and 髮 for 发
// behind 头, whatever stands between the two in the source.
func mirror(run []byte, cuts []int) ([]byte, []int) {
	return bytes.ReplaceAll(bytes.ReplaceAll(run, []byte("里"), []byte("裏")), []byte("头发"), []byte("头髮")), cuts
}

// TestConvert: letters are converted, across marks and line breaks; all else
// stays as it is.
func TestConvert(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"marks", "这**里**和头**发**、头~~发~~", "这**裏**和头**髮**、头~~髮~~"},
		{"a line break", "头\n发，里", "头\n髮，裏"},
		{"a paragraph ends a run", "头\n\n发", "头\n\n发"},
		{"a cell ends a run", "|头|发|\n|--|--|\n|里|头发|", "|头|发|\n|--|--|\n|裏|头髮|"},
		{"a heading and an item", "## 里\n\n1. 里\n   - 头发", "## 裏\n\n1. 裏\n   - 头髮"},
		{"a name", "记者[里]{原样}说里", "记者[里]{原样}说裏"},
		{"no word across a name", "头[里]{原样}发", "头[里]{原样}发"},
		{"a quotation and code", "“[裏面里]{繁体}”，`代码 里`里。", "“[裏面里]{繁体}”，`代码 里`裏。"},
		{"a block of code", "见：\n\n```里\n里一\n```\n\n这里", "见：\n\n```里\n里一\n```\n\n这裏"},
		{"code inside a link and a power", "[**`里`里**](https://a.cn/里)10<sup>里`里`</sup>", "[**`里`裏**](https://a.cn/里)10<sup>裏`里`</sup>"},
		{"a key", "按<kbd>里`发`里</kbd>里，不按<kbd>里", "按<kbd>里`发`里</kbd>裏，不按<kbd>裏"},
		{"a reading", "<ruby>里<rp>`(`</rp><rt>`里`</rt></ruby>里", "<ruby>裏<rp>`(`</rp><rt>`里`</rt></ruby>裏"},
		{"an address", "见https://a.cn/x，[头](/里 \"这里\")发里", "见https://a.cn/x，[头](/里 \"这裏\")髮裏"},
		{"a picture", "头![这里](/里.png)发", "头![这裏](/里.png)发"},
		{"HTML that is shown", "<b title=\"里\">里", "<b title=\"裏\">裏"},
		{"references and escapes", "\\*里&amp;头&nbsp;发\\", "\\*裏&amp;头&nbsp;发\\"},
		{"an indent", "　　里\n　　里", "　　裏\n　　裏"},
		{"a hard line break", "头\\\n发，头<br>发，头<wbr>发", "头\\\n发，头<br>发，头<wbr>髮"},
		{"references to characters", "&#37324;头&#x53D1;&amp;&#22269;", "裏头髮&amp;&#22269;"},
		{"a title before any text", "![](a.png \"里\")|[`x`](/里 \"里\")", "![](a.png \"裏\")|[`x`](/里 \"裏\")"},
		{"a title like the address", "头 `[` [`c`](/里 \"里\")", "头 `[` [`c`](/里 \"裏\")"},
		{"a footnote", "里[^里]头\n\n[^里]: 里", "裏[^里]头\n\n[^里]: 裏"},
		{"a reference that is text", `里\&#37324;`, `裏\&#37324;`},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := New(SafeElements).Convert(c.source, mirror); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

var tagForm = regexp.MustCompile(`<[^>]*>`)

// FuzzConvert converts any text: what the identity makes of it is the text
// itself, and the tags of the page are the same in another script.
func FuzzConvert(f *testing.F) {
	f.Add("头**发** `里` [里](/x \"里\") ![里](y)\n\n|里|\n|-|\n|[里]{原样}|")
	f.Add("1. <kbd>里\n   - 里</kbd>\n\n> 里\n里")
	f.Add("[里](<里 里> '里')<里 里>")
	p := New(SafeElements)
	f.Fuzz(func(t *testing.T, source string) {
		if !utf8.ValidString(source) {
			return
		}
		if got := p.Convert(source, func(run []byte, cuts []int) ([]byte, []int) { return run, cuts }); got != source {
			t.Fatalf("%q became %q", source, got)
		}
		tags := func(text string) string {
			return fmt.Sprint(tagForm.FindAllString(p.ParseWhole(diag.NewSource("", []byte(text)), nil).HTML, -1))
		}
		other := p.Convert(source, func(run []byte, cuts []int) ([]byte, []int) {
			return bytes.ReplaceAll(run, []byte("里"), []byte("裏")), cuts
		})
		if a, b := tags(source), strings.ReplaceAll(tags(other), "裏", "里"); a != b {
			t.Errorf("%q has the tags %s, %q %s", source, a, other, b)
		}
	})
}
