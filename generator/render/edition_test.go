package render

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/generator/markup"
	"gongshi/generator/site"
	"gongshi/generator/zh"
)

func edition(t testing.TB, s *site.Site) *Edition {
	t.Helper()
	return NewEdition(s, site.Variants[1], Keeping{zh.New(zh.Hant, zh.Options{})}, func(path string) bool { return path == "/2021/" })
}

func emptySite(t testing.TB) *site.Site {
	t.Helper()
	base, err := site.ParseBase("https://a.cn/")
	if err != nil {
		t.Fatal(err)
	}
	return &site.Site{Config: site.Config{Base: base}}
}

// TestEdition is what becomes of each kind of thing on a page.
func TestEdition(t *testing.T) {
	e := edition(t, emptySite(t))
	for _, c := range []struct{ name, page, want string }{
		{"text", `<p>平方公里</p>`, `<p>平方公里</p>`},
		{"text that changes", `<p>这里发布</p>`, `<p>這裡發布</p>`},
		{"a phrase across a tag", `<p>头<b>发</b></p>`, `<p>頭<b>髮</b></p>`},
		{"a label before a title", `<h1><span>第2项</span>链条式整治</h1>`, `<h1><span>第2項</span>鏈條式整治</h1>`},
		{"a phrase ends at a block", `<p>头</p><p>发</p>`, `<p>頭</p><p>發</p>`},
		{"a link to a page of the edition", `<a href="/2021/#t1">这</a>`, `<a href="/hant/2021/#t1">這</a>`},
		{"a link to a file", `<a href="/a.pdf">这</a>`, `<a href="/a.pdf">這</a>`},
		{"a link elsewhere", `<a href="https://b.cn/2021/">这</a>`, `<a href="https://b.cn/2021/">這</a>`},
		{"what is read aloud", `<img src="里.png" alt="这里" title="发现">`, `<img src="里.png" alt="這裡" title="發現">`},
		{"what scripts say", `<p data-none="没有" data-src="/x.js">这</p>`, `<p data-none="沒有" data-src="/x.js">這</p>`},
		{"ids and classes", `<p id="里" class="发">这</p>`, `<p id="里" class="发">這</p>`},
		{"kept", `<p><span translate="no">这<b>里</b></span>这</p>`, `<p><span translate="no">这<b>里</b></span>這</p>`},
		{"kept, nested", `<div translate="no"><div>这</div>这</div>这`, `<div translate="no"><div>这</div>这</div>這`},
		{"code", `<pre><code>这</code></pre><p>这</p>`, `<pre><code>这</code></pre><p>這</p>`},
		{"traditional already", `<p>“<span lang="zh-Hant">裏面</span>”</p>`, `<p>“<span lang="zh-Hant">裏面</span>”</p>`},
		{"the language", `<html lang="zh-Hans">`, `<html lang="zh-Hant">`},
		{"the switch", `<a href="/x/" hreflang="zh-Hans" translate="no" aria-current="true">简体</a><a href="/hant/x/" hreflang="zh-Hant" translate="no">繁體</a>`,
			`<a href="/x/" hreflang="zh-Hans" translate="no">简体</a><a href="/hant/x/" hreflang="zh-Hant" translate="no" aria-current="true">繁體</a>`},
		{"the address", `<link rel="canonical" href="https://a.cn/x/">`, `<link rel="canonical" href="https://a.cn/hant/x/">`},
		{"a description", `<meta name="Description" content="这里">`, `<meta name="Description" content="這裡">`},
		{"an identifier", `<meta name="SiteIDCode" content="1101010020"><meta name="viewport" content="这">`, `<meta name="SiteIDCode" content="1101010020"><meta name="viewport" content="这">`},
		{"the locale", `<meta property="og:locale" content="zh_CN">`, `<meta property="og:locale" content="zh_TW">`},
		{"a link that tells the address", `<a href="https://b.cn/jiucuo?code=1&amp;url=https%3A%2F%2Fa.cn%2Fx%2F&amp;n=2">这</a>`, `<a href="https://b.cn/jiucuo?code=1&amp;url=https%3A%2F%2Fa.cn%2Fhant%2Fx%2F&amp;n=2">這</a>`},
		{"a link that tells another address", `<a href="https://b.cn/jiucuo?url=https%3A%2F%2Fa.cn%2Fx%2Fy%2F">这</a>`, `<a href="https://b.cn/jiucuo?url=https%3A%2F%2Fa.cn%2Fx%2Fy%2F">這</a>`},
		{"linked data", `<script type="application/ld+json">{"@type":"Article","headline":"这里\u003c发\"布","inLanguage":"zh-Hans","url":"https://a.cn/2021/","n":[1,"这"],"id":"https:\/\/b.cn\/这"}</script>这`,
			`<script type="application/ld+json">{"@type":"Article","headline":"這裡\u003c發\"布","inLanguage":"zh-Hant","url":"https://a.cn/hant/2021/","n":[1,"這"],"id":"https:\/\/b.cn\/这"}</script>這`},
		{"linked data cut off", `<script type="application/ld+json">{"a":"这`, `<script type="application/ld+json">{"a":"这`},
		{"a script", `<script type="module">"这"</script>`, `<script type="module">"这"</script>`},
		{"references in text", `<p>这&amp;那 &lt;里&gt;</p>`, `<p>這&amp;那 &lt;裡&gt;</p>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(e.Append(nil, "/x/", []byte(c.page))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// FuzzEdition converts any bytes: no panic, valid text stays valid, and the
// tags are the same in the same order.
func FuzzEdition(f *testing.F) {
	f.Add(`<p>这里<b title="发">布</b></p><!-- x --><a href="/2021/" hreflang="zh-Hant">里`)
	f.Add(`<div translate=no><div>这</div></p><span lang="zh-Hant">里</span>`)
	f.Add("<p>\ue000里<b>发</b>\ue001这")
	f.Add("<a b='<c>' title=\"这\">\x00\xff里")
	e := edition(f, emptySite(f))
	f.Fuzz(func(t *testing.T, page string) {
		got := e.Append(nil, "/x/", []byte(page))
		if utf8.ValidString(page) && !utf8.Valid(got) {
			t.Errorf("invalid text from %q: %q", page, got)
		}
		if a, b := tagNames(unmarked([]byte(page))), tagNames(got); a != b { // marks of text to be kept are taken out everywhere
			t.Errorf("%q has the tags %s, its edition %s", page, a, b)
		}
	})
}

func tagNames(page []byte) string {
	var names []string
	r := markup.NewReader(page)
	for token, ok := r.Next(); ok; token, ok = r.Next() {
		switch token.Kind {
		case markup.StartTag:
			names = append(names, string(bytes.ToLower(token.Name)))
		case markup.EndTag:
			names = append(names, "/"+string(bytes.ToLower(token.Name)))
		}
	}
	return strings.Join(names, " ")
}

// TestKeeping leaves marked text as it is, with tags before, in and behind it.
func TestKeeping(t *testing.T) {
	k := Keeping{zh.New(zh.Hant, zh.Options{})}
	mark := site.Keep("里发")
	for text, want := range map[string]string{
		mark: "里发", "这" + mark + "这": "這里发這", mark + mark: "里发里发", "这" + site.KeepBegin + "里发": "這里发", "这里": "這裡",
	} {
		if got := k.Convert(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	e := NewEdition(emptySite(t), site.Variants[1], k, func(string) bool { return false })
	if got := string(e.Append(nil, "/", []byte("<p>这<b>"+site.KeepBegin+"里</b>发"+site.KeepEnd+"这<i>里</i></p>"))); got != "<p>這<b>里</b>发這<i>裡</i></p>" {
		t.Errorf("across tags: %s", got)
	}
}

// TestMarksStayInside: where nothing is converted the marks go all the same.
func TestMarksStayInside(t *testing.T) {
	e := edition(t, emptySite(t))
	mark := site.Keep("里")
	page := `<a href="https://b.cn/?t=` + url.QueryEscape(mark) + `" data-title="` + mark + `">` + mark + `</a><script>"` + mark + `"</script>` +
		`<a href="https://b.cn/?t=` + strings.ToLower(url.QueryEscape(mark)) + `"></a>`
	want := `<a href="https://b.cn/?t=%E9%87%8C" data-title="里">里</a><script>"里"</script><a href="https://b.cn/?t=%e9%87%8c"></a>`
	if got := string(e.Append(nil, "/", []byte(page))); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestShorten cuts a description; marks have no length and are in pairs.
func TestShorten(t *testing.T) {
	long := strings.Repeat("里", 130)
	for _, c := range []struct{ name, text, want string }{
		{"short", " 目标\n\t完成  了 ", "目标 完成 了"},
		{"as long as can be", long[:360], long[:360]},
		{"cut", long, long[:357] + "…"},
		{"cut behind white space", long[:354] + "\n" + long, long[:354] + "…"},
		{"short, marked", "这" + site.Keep(" 里 ") + "发", "这" + site.KeepBegin + " 里" + site.KeepEnd + " 发"},
		{"marked and as long as can be", site.Keep(long[:360]), site.Keep(long[:360])},
		{"cut before a mark", long[:357] + site.Keep("发现"), long[:357] + "…"},
		{"cut in what is marked", "这" + site.Keep(long), "这" + site.Keep(long[:354]) + "…"},
		{"cut behind what is marked", site.Keep("这") + long, site.Keep("这") + long[:354] + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := shorten(c.text)
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if plain := withoutMarks.Replace(c.text); withoutMarks.Replace(got) != shorten(plain) {
				t.Errorf("without marks it would be %q", shorten(plain))
			}
		})
	}
}
