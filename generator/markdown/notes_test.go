package markdown

import (
	"slices"
	"strings"
	"testing"

	"gongshi/generator/diag"
)

// TestFootnotes: a fragment shows its footnotes at its end, numbered from 1, with ids that
// no other fragment has; its Markdown holds them too.
func TestFootnotes(t *testing.T) {
	const text = `说明[^z]。

## 目标一

增长 5%[^1]，其中甲[^注]，又[^1]。
[^1]: 数据来源：**区统计局**，
    见[公报](gb.md)。

后文。

## 目标二[^1]

再用[^1]。

　　缩进的段落。

[^注]: <b>初步数</b>

　　又一段。

[^z]: 一条
`
	doc := New(nil).Parse(diag.NewSource("content/2021/04.md", []byte(text)), 0, 2)
	link := func(l Link) string { return "/" + l.Destination + "/" }
	for i, want := range []string{
		`<p>说明<a class="note-mark" href="#note-content-2021-04-1" role="doc-noteref" id="note-content-2021-04-1-mark">[1]</a>。</p>
<div class="note" id="note-content-2021-04-1"><a href="#note-content-2021-04-1-mark" role="doc-backlink" title="返回正文">[1]</a> 一条</div>`,
		"目标一",
		`<p>增长 5%<a class="note-mark" href="#note-content-2021-04-2" role="doc-noteref" id="note-content-2021-04-2-mark">[1]</a>，其中甲<a class="note-mark" href="#note-content-2021-04-3" role="doc-noteref" id="note-content-2021-04-3-mark">[2]</a>，又<a class="note-mark" href="#note-content-2021-04-2" role="doc-noteref">[1]</a>。</p>
<p>后文。</p>
<div class="note" id="note-content-2021-04-2"><a href="#note-content-2021-04-2-mark" role="doc-backlink" title="返回正文">[1]</a> 数据来源：<strong>区统计局</strong>，见<a href="/gb.md/">公报</a>。</div>
<div class="note" id="note-content-2021-04-3"><a href="#note-content-2021-04-3-mark" role="doc-backlink" title="返回正文">[2]</a> &lt;b&gt;初步数&lt;/b&gt;</div>`,
		"目标二[^1]",
		`<p>再用<a class="note-mark" href="#note-content-2021-04-4" role="doc-noteref" id="note-content-2021-04-4-mark">[1]</a>。</p>
<p>缩进的段落。</p>
<p>又一段。</p>
<div class="note" id="note-content-2021-04-4"><a href="#note-content-2021-04-4-mark" role="doc-backlink" title="返回正文">[1]</a> 数据来源：<strong>区统计局</strong>，见<a href="/gb.md/">公报</a>。</div>`,
	} {
		if got := doc.Fragments()[i].Resolve(link); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	body := doc.Sections[0].Body
	if want := "增长 5%[1]，其中甲[2]，又[1]。\n后文。\n[1] 数据来源：区统计局，见公报。\n[2] <b>初步数</b>"; body.Text != want {
		t.Errorf("text %q\nwant %q", body.Text, want)
	}
	want := "增长 5%[^content-2021-04-2]，其中甲[^content-2021-04-3]，又[^content-2021-04-2]。\n\n\n后文。\n\n" +
		"[^content-2021-04-2]: 数据来源：**区统计局**，\n    见[公报](/gb.md/)。\n\n[^content-2021-04-3]: <b>初步数</b>"
	if got := body.Markdown([]byte(text), link); got != want {
		t.Errorf("Markdown %q\nwant     %q", got, want)
	}
}

// TestReferences: links by name are those of the definition, and in Markdown inline ones.
func TestReferences(t *testing.T) {
	const text = `见[**公报**][1]、[年报][]、[图]、[![徽标][图]][1]和![图][1]。

## 一

[1]: https://a.gov.cn/b_(1)?x=1&y=2 "公 \"报\""
[年报]: 年报.pdf
[图]: <a b.png> (说明)

[数据]: 数据来源
`
	doc := New(nil).Parse(diag.NewSource("content/a.md", []byte(text)), 0, 2)
	var links []string
	for _, l := range doc.Intro.Links {
		links = append(links, l.Destination)
		if got := text[l.Span.Start:l.Span.End]; got != l.Destination {
			t.Errorf("%q is said to stand at %q", l.Destination, got)
		}
	}
	if want := []string{"年报.pdf", "a b.png", "a b.png"}; !slices.Equal(links, want) {
		t.Errorf("links %q, want %q", links, want)
	}
	link := func(l Link) string { return "/" + strings.ReplaceAll(l.Destination, " ", "%20") }
	const out = `](https://a.gov.cn/b_%281%29?x=1&y=2 "公 \&quot;报\&quot;")`
	want := `见[**公报**` + out + `、[年报](/年报.pdf)、[图](/a%20b.png "说明")、[![徽标](/a%20b.png "说明")` + out + `和![图` + out + `。`
	if got := doc.Intro.Markdown([]byte(text), link); got != want {
		t.Errorf("Markdown %s\nwant     %s", got, want)
	}
	if got := doc.Sections[0].Body.Text; got != "[数据]: 数据来源" {
		t.Errorf("the rest: %q", got)
	}
}

// FuzzSelfContained: what a fragment is in Markdown is read as what it is in the file.
func FuzzSelfContained(f *testing.F) {
	for _, c := range append(blockSamples, inlineSamples...) {
		f.Add(c.markdown)
	}
	f.Add("甲[^a\\]b]、![^a\\]b]\n\n[^a\\]b]: 丁")
	f.Add("> 甲[^1]\n> [^1]: 乙\n丙\n\n[^1]: 丁")
	f.Add("- [a]\n\n  [a]: b.md 'x\"y'\n[^1]: z[^1]")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\x00\x1f\r\f\v") || strings.ToValidUTF8(text, "") != text {
			return
		}
		source := []byte(text)
		first := New(SafeElements).Parse(diag.NewSource("a.md", source), 0, Whole).Intro
		link := func(l Link) string {
			return strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", "\\", "%5C", "\n", "%0A", "\t", "%09").Replace(l.Destination)
		}
		copied := first.Markdown(source, link)
		second := New(SafeElements).ParseWhole(diag.NewSource("", []byte(copied)), nil)
		if len(first.notes) > 0 && second.Text != first.Text {
			t.Errorf("%q\nis copied as %q\nwith the text %q\nwant          %q", text, copied, second.Text, first.Text)
		}
	})
}
