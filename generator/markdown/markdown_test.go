package markdown

import (
	"strings"
	"testing"

	"gongshi/generator/diag"
)

func render(t *testing.T, text string, safe ...string) (Fragment, Document) {
	t.Helper()
	doc := New(safe).Parse(diag.NewSource("content/a.md", []byte(text)), 0, Whole)
	return doc.Intro, doc
}

// TestChinese is what Chinese text needs and CommonMark does not do by itself.
func TestChinese(t *testing.T) {
	for _, c := range []struct{ name, markdown, html string }{
		{"break between Han", "持续巩固\n工作成果", "<p>持续巩固工作成果</p>"},
		{"break after punctuation", "持续巩固，\n工作成果", "<p>持续巩固，工作成果</p>"},
		{"break before a quotation", "坚持\n“四早”\n要求", "<p>坚持“四早”要求</p>"},
		{"break between Han and a number", "完成\n95%\n以上", "<p>完成95%以上</p>"},
		{"break between Latin words", "Volatile Organic\nCompounds", "<p>Volatile Organic\nCompounds</p>"},
		{"break between Hangul words", "대한민국\n서울", "<p>대한민국\n서울</p>"},
		{"break behind bold", "**重点**\n工作", "<p><strong>重点</strong>工作</p>"},
		{"break before bold", "工作\n**重点**", "<p>工作<strong>重点</strong></p>"},
		{"break inside a link", "[重点\n工作](https://a.cn)", `<p><a href="https://a.cn">重点工作</a></p>`},
		{"hard break", "第一行\\\n第二行", "<p>第一行<br>\n第二行</p>"},
		{"bold beside punctuation", "**重点。**后文", "<p><strong>重点。</strong>后文</p>"},
		{"italics beside punctuation", "前文*“重点”*后文", "<p>前文<em>“重点”</em>后文</p>"},
		{"range sign", "9~13日，10~12月", "<p>9~13日，10~12月</p>"},
		{"struck out", "~~作废~~有效", "<p><del>作废</del>有效</p>"},
		{"indented by two", "\u3000\u3000继续坚持", "<p>继续坚持</p>"},
		{"indented far", "        继续坚持", "<p>继续坚持</p>"},
		{"number without a space", "1.加快推动", "<p>1.加快推动</p>"},
		{"rule under a paragraph", "正文\n---\n后文", "<p>正文</p>\n<hr>\n<p>后文</p>"},
		{"address before Han", "见 https://www.beijing.gov.cn/zhengce/。", `<p>见 <a href="https://www.beijing.gov.cn/zhengce/">https://www.beijing.gov.cn/zhengce/</a>。</p>`},
		{"table", "| 类别 | 数量 |\n|---|--:|\n| 企业 | 4476 |", "<table>\n<thead>\n<tr>\n<th scope=\"col\">类别</th>\n<th scope=\"col\" class=\"align-right\">数量</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>企业</td>\n<td class=\"align-right\">4476</td>\n</tr>\n</tbody>\n</table>"},
		{"kept in every script", "记者[于某某]{原样}报道", `<p>记者<span translate="no">于某某</span>报道</p>`},
		{"quoted in traditional", "“[臺灣]{繁体}”", `<p>“<span lang="zh-Hant">臺灣</span>”</p>`},
		{"no such mark", "[一]{二}", "<p>[一]{二}</p>"},
		{"numbers of a list", "1. 一\n3. 三\n4. 四", "<ol>\n<li>一</li>\n<li value=\"3\">三</li>\n<li>四</li>\n</ol>"},
		{"a note is no definition", "[1]: 数据来源为区统计局", "<p>[1]: 数据来源为区统计局</p>"},
		{"break before an address", "English\n<https://a.cn/>\nmore", "<p>English\n<a href=\"https://a.cn/\">https://a.cn/</a>\nmore</p>"},
		{"an address inside a link", "[见<https://a.cn/>](b.md)", `<p><a href="` + mark + "0" + mark + `">见https://a.cn/</a></p>`},
		{"escaped marks", `\*不是强调\*，\_也不是\_`, "<p>*不是强调*，_也不是_</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := render(t, c.markdown); got.HTML != c.html {
				t.Errorf("got  %s\nwant %s", got.HTML, c.html)
			}
		})
	}
}

// TestRawHTML shows raw HTML as text, but for the elements allowed by name.
func TestRawHTML(t *testing.T) {
	for _, c := range []struct{ name, markdown, html string }{
		{"not allowed", "<b>重点</b>", "<p>&lt;b&gt;重点&lt;/b&gt;</p>"},
		{"a block", "<div onclick=\"x()\">\n重点</div>", "<p>&lt;div onclick=&quot;x()&quot;&gt;重点&lt;/div&gt;</p>"},
		{"a script", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
		{"allowed", "CO<sub>2</sub>", "<p>CO<sub>2</sub></p>"},
		{"allowed, in capitals", "CO<SUB>2</SUB>", "<p>CO<sub>2</sub></p>"},
		{"allowed, with an attribute", `CO<sub class="x">2</sub>`, "<p>CO&lt;sub class=&quot;x&quot;&gt;2&lt;/sub&gt;</p>"},
		{"allowed, not closed", "CO<sub>2", "<p>CO&lt;sub&gt;2</p>"},
		{"allowed, closed across another", "<sub>1**2</sub>3**", "<p>&lt;sub&gt;1<strong>2&lt;/sub&gt;3</strong></p>"},
		{"void", "一<br>二<br />三", "<p>一<br>二<br>三</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, doc := render(t, c.markdown, "sub", "br")
			if got.HTML != c.html {
				t.Errorf("got  %s\nwant %s", got.HTML, c.html)
			}
			if shown := strings.Contains(got.HTML, "&lt;"); shown != (len(doc.RawHTML) > 0) {
				t.Errorf("raw HTML noted: %v", doc.RawHTML)
			}
		})
	}
}

// TestLinks leaves links of the site open until Resolve and keeps their place.
func TestLinks(t *testing.T) {
	const text = "见[第四项](../2021/04.md#t2)、[外站](https://a.cn/?x=1&y=2)和![图](map.png \"说明\")。"
	f, _ := render(t, text)
	if len(f.Links) != 2 || f.Links[0].Destination != "../2021/04.md#t2" || f.Links[1].Destination != "map.png" {
		t.Fatalf("%+v", f.Links)
	}
	for _, l := range f.Links {
		if got := text[l.Span.Start:l.Span.End]; got != l.Destination {
			t.Errorf("%q is said to stand at %q", l.Destination, got)
		}
	}
	got := f.Resolve(func(l Link) string { return "/x?" + l.Destination + `"&` })
	const want = `<p>见<a href="/x?../2021/04.md#t2&quot;&amp;">第四项</a>、<a href="https://a.cn/?x=1&amp;y=2">外站</a>和` +
		`<img src="/x?map.png&quot;&amp;" alt="图" title="说明" loading="lazy">。</p>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	unsafe, doc := render(t, "[x](JavaScript:alert(1))")
	if len(doc.UnsafeLinks) != 1 || strings.Contains(unsafe.HTML, "alert(1)") {
		t.Errorf("%s %v", unsafe.HTML, doc.UnsafeLinks)
	}
}

// TestSections splits at the level asked for and gives each heading an anchor.
func TestSections(t *testing.T) {
	const text = "说明\n\n## 1.开办**企业**\n\n新设4476户。\n\n截至目前。\n\n## 2.不动产\n\n- 一\n- 二\n"
	doc := New(nil).Parse(diag.NewSource("content/a.md", []byte(text)), 0, 2)
	if doc.Intro.Text != "说明" || len(doc.Sections) != 2 {
		t.Fatalf("%+v", doc)
	}
	s := doc.Sections[0]
	if s.Title.HTML != "1.开办<strong>企业</strong>" || s.Title.Text != "1.开办企业" {
		t.Errorf("title: %+v", s.Title)
	}
	if s.Body.Text != "新设4476户。\n截至目前。" || s.Body.HTML != "<p>新设4476户。</p>\n<p>截至目前。</p>" {
		t.Errorf("body: %+v", s.Body)
	}
	if got := text[s.Heading.Span.Start:s.Heading.Span.End]; got != "## 1.开办**企业**" {
		t.Errorf("place: %q", got)
	}
	if got := doc.Sections[1].Body.Text; got != "一\n二" {
		t.Errorf("list as text: %q", got)
	}
	if title := New(nil).Parse(diag.NewSource("content/a.md", []byte("## #1 目标\n\n完成")), 0, 2).Sections[0].Title; title.Markdown([]byte("## #1 目标\n\n完成"), nil) != "#1 目标" {
		t.Errorf("a title that begins with a mark: %+v", title)
	}
	whole, _ := render(t, "## 怎么 查？\n\n### 怎么查\n\n## ！！\n\n## 怎么-查")
	for _, id := range []string{`id="怎么-查"`, `id="怎么查"`, `id="section"`, `id="怎么-查-2"`} {
		if !strings.Contains(whole.HTML, id) {
			t.Errorf("no %s in %s", id, whole.HTML)
		}
	}
}

// TestParts: the text of a page is divided at its headings, each under the
// anchor it has on the page; what stands around headings inside a list is text.
func TestParts(t *testing.T) {
	f, _ := render(t, "说明`里`\n\n# 甲`里`\n\n3. 修路\n4. ## 内\n\n## 甲`里`\n\n# 乙\n\n10<sup>6</sup>", "sup")
	var got []string
	for _, a := range f.Anchors {
		got = append(got, a.ID+":"+f.Text[a.Heading.Start:a.Heading.End])
	}
	if list, want := strings.Join(got, " "), "甲里:甲里 甲里-2:甲里 乙:乙"; list != want {
		t.Errorf("got %s, want %s", list, want)
	}
}

// TestKeptHeadings: marks of what is kept are no part of an id.
func TestKeptHeadings(t *testing.T) {
	got, doc := render(t, "# [于后]{原样}与`里`\n\n![图[里]{原样}](a.png)")
	if want := `<h1 id="于后与里"><span translate="no">于后</span>与<code>里</code></h1>`; !strings.HasPrefix(got.HTML, want) || doc.Headings[0].Text != "于后与里" {
		t.Errorf("%s, %+v", got.HTML, doc.Headings)
	}
	if !strings.Contains(got.HTML, `alt="图里"`) {
		t.Errorf("no plain alt in %s", got.HTML)
	}
}

// TestCodeAsWritten: code keeps the characters that are blanked elsewhere.
func TestCodeAsWritten(t *testing.T) {
	got, _ := render(t, "```\n\u3000甲\n##\u3000乙\n```\n\n\u3000丙")
	if want := "<pre><code>\u3000甲\n##\u3000乙\n</code></pre>\n<p>丙</p>"; got.HTML != want {
		t.Errorf("got %q", got.HTML)
	}
}

// TestLinkPlaces finds a destination where it stands and not in the text of
// its link.
func TestLinkPlaces(t *testing.T) {
	for _, text := range []string{"[04.md](04.md)", "![a.png](a.png)", "[**04.md**](<04.md>)", "[`04.md`](04.md \"04.md\")", "[<u>04.md</u>](04.md)", "[a![04.md](https://a.cn/04.md)](04.md)", "[a ![](https://a.cn/04.md) b](04.md)"} {
		f, _ := render(t, text)
		if l := f.Links[0]; l.Span.Start <= strings.Index(text, "](") || text[l.Span.Start:l.Span.End] != l.Destination {
			t.Errorf("%s: %q at %d", text, l.Destination, l.Span.Start)
		}
		if got, want := f.Markdown([]byte(text), func(Link) string { return "X" }), text[:strings.Index(text, "](")+2]; !strings.HasPrefix(got, want) || !strings.Contains(got[len(want):], "X") {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestResolvedMarkdown replaces the address of each link, and nothing else, in the
// Markdown of a text with pictures and tags in links.
func TestResolvedMarkdown(t *testing.T) {
	for source, want := range map[string]string{
		"[![图](a.png)](/about/)":          "[![图](<a.png>)](</about/>)",
		"[![](/)](/)":                     "[![](</>)](</>)",
		"返回[<u>首页</u>](/)":                "返回[<u>首页</u>](</>)",
		"[a ![/b](https://c.cn/b) /](/b)": "[a ![/b](https://c.cn/b) /](</b>)",
		"[`](/x)`](/x)":                   "[`](/x)`](</x>)",
	} {
		f, _ := render(t, source, "u")
		if got := f.Markdown([]byte(source), func(l Link) string { return "<" + l.Destination + ">" }); got != want {
			t.Errorf("%s became %s, want %s", source, got, want)
		}
	}
}

// TestEscape reads escaped texts: they mean the same.
func TestEscape(t *testing.T) {
	for _, text := range []string{`1*2*3`, `~~废止~~`, `a_b_ [甲](乙) <br> &amp; C:\d`, "`码`", "[^1] 甲 | 乙"} {
		if got, _ := render(t, "甲"+Escape(text), "br"); got.Text != "甲"+text {
			t.Errorf("%q is read as %q", text, got.Text)
		}
	}
}
