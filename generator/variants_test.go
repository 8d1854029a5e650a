package generator_test

import (
	"bytes"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"golang.org/x/net/html"

	"gongshi/generator"
	"gongshi/generator/output"
	"gongshi/generator/site"
	"gongshi/generator/zh"
)

// pagesOf lists the pages of the first script that have another variant.
func pagesOf(set *output.Set, folder string) []string {
	var names []string
	for name := range set.All() {
		if _, ok := set.Get(folder + "/" + name); ok && strings.HasSuffix(name, ".html") {
			names = append(names, name)
		}
	}
	return names
}

// TestVariantStructure compares each page with its variant: the same tags with
// the same attributes in the same order; only text, the attributes a person
// reads, the language, links to the variant and the mark on the switch differ.
func TestVariantStructure(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	names := pagesOf(set, "hant")
	if len(names) != 31 {
		t.Fatalf("%d pages have a traditional variant, want 31", len(names))
	}
	for _, name := range names {
		hans, _ := set.Get(name)
		hant, _ := set.Get("hant/" + name)
		a, b := tokens(hans), tokens(hant)
		if len(a) != len(b) {
			t.Errorf("%s: %d tokens, its variant %d", name, len(a), len(b))
			continue
		}
		for i := range a {
			if fault := differs(a[i], b[i]); fault != "" {
				t.Errorf("%s: %s: %s | %s", name, fault, a[i], b[i])
			}
		}
	}
}

// TestCodesOfVariants looks at the codes of pages: each variant's lead to its own.
func TestCodesOfVariants(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	for name, want := range map[string]string{
		"2021/4/index.html": "https://www.bjdch.gov.cn/2021/4/", "hant/2021/4/index.html": "https://www.bjdch.gov.cn/hant/2021/4/",
		"help/index.html": "https://www.bjdch.gov.cn/", "hant/help/index.html": "https://www.bjdch.gov.cn/hant/",
	} {
		page, _ := set.Get(name)
		var codes []string
		for _, token := range tokens(page) {
			if address := attributes(token)["data-address"]; address != "" {
				codes = append(codes, address)
			}
		}
		if len(codes) != 1 || codes[0] != want {
			t.Errorf("%s: codes of %q, want %s", name, codes, want)
		}
	}
}

func tokens(page []byte) []html.Token {
	var list []html.Token
	for z := html.NewTokenizer(bytes.NewReader(page)); z.Next() != html.ErrorToken; {
		list = append(list, z.Token())
	}
	return list
}

// differs says what a variant's token must not have changed.
func differs(a, b html.Token) string {
	switch {
	case a.Type != b.Type || a.Type != html.TextToken && a.Data != b.Data:
		return "another tag"
	case a.Type == html.TextToken && a.Data != b.Data && digits(a.Data) != digits(first.Replace(b.Data)):
		return "another number"
	}
	have := attributes(b)
	for key, value := range attributes(a) {
		switch {
		case key == "aria-current" && have["hreflang"]+attributes(a)["hreflang"] != "":
		case (key == "href" || key == "action") && value == strings.TrimPrefix(have[key], "/hant"):
		case key == "href" && told(value) == told(have[key]): // tells the page's address
		case attributes(a)["data-address"] != "" && (key == "viewbox" || key == "width" || key == "height" || key == "data-address"): // a code of the address
		case key == "d" && a.Data == "path" && strings.HasPrefix(value, finder) && strings.HasPrefix(have[key], finder):
		case key == "lang" && a.Data == "html", key == "content" && a.Data == "meta", key == "href" && attributes(a)["rel"] == "canonical":
		case key == "title" || key == "aria-label" || key == "download" || (strings.HasPrefix(key, "data-") || key == "value" && a.Data == "button") && digits(value) == digits(first.Replace(have[key])):
		case have[key] != value:
			return "another " + key
		}
		delete(have, key)
	}
	if delete(have, "aria-current"); len(have) > 0 {
		return "a new attribute"
	}
	return ""
}

// first makes a variant's text name the first script where it names its own.
var first = strings.NewReplacer("/hant/", "/", "zh-Hant", "zh-Hans")

// finder is how the path of a QR code begins: its corner.
const finder = "M0 0h7m"

// told is what an address with the page's address in it says, without the script.
func told(address string) string {
	text, err := url.QueryUnescape(address)
	if err != nil {
		return address
	}
	return digits(first.Replace(text))
}

func attributes(t html.Token) map[string]string {
	list := map[string]string{}
	for _, a := range t.Attr {
		list[a.Key] = a.Val
	}
	return list
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, s)
}

// TestHreflang follows the list of variants of every page: each page named
// exists, names the same set, itself included, and x-default is the first.
func TestHreflang(t *testing.T) {
	t.Parallel()
	result := buildReal(t)
	set := result.Set
	alternates := func(name string) map[string]string {
		data, ok := set.Get(name)
		if !ok {
			t.Fatalf("no page %s", name)
		}
		list := map[string]string{}
		for _, token := range tokens(data) {
			if a := attributes(token); token.Data == "link" && a["hreflang"] != "" {
				list[a["hreflang"]] = a["href"]
			}
		}
		return list
	}
	for _, name := range pagesOf(set, "hant") {
		list := alternates(name)
		if len(list) != 3 || list["x-default"] != list["zh-Hans"] {
			t.Errorf("%s: %v", name, list)
		}
		for lang, address := range list {
			path, _, ok := result.Site.Base.Split(address)
			if !ok {
				t.Fatalf("%s: %s is not of the site", name, address)
			}
			back := alternates(site.OutputFile(path))
			if len(back) != len(list) || back["zh-Hans"] != list["zh-Hans"] || back["zh-Hant"] != list["zh-Hant"] {
				t.Errorf("%s names %s as its %s variant, which names %v", name, address, lang, back)
			}
		}
	}
}

// TestNoSimplifiedLeft reads the traditional variant for characters that exist
// in simplified script only, outside of what is to stay as it is.
func TestNoSimplifiedLeft(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	converter := zh.New(zh.Hant, zh.Options{})
	simplified := map[rune]bool{}
	for _, name := range pagesOf(set, "hant") {
		page, _ := set.Get("hant/" + name)
		kept := 0
		look := func(text string) {
			for _, r := range text {
				if _, known := simplified[r]; !known {
					simplified[r] = unicode.Is(unicode.Han, r) && onlySimplified(converter, r)
				}
				if simplified[r] {
					t.Errorf("%s: %c is left in %q", name, r, text)
				}
			}
		}
		for _, token := range tokens(page) {
			if list := attributes(token); kept == 0 && list["translate"] != "no" && list["hreflang"] == "" {
				for key, value := range list {
					if key != "content" && key != "href" && key != "id" { // addresses stay
						look(value)
					}
				}
			}
			switch {
			case token.Type == html.StartTagToken && (kept > 0 || attributes(token)["translate"] == "no" || slices.Contains([]string{"pre", "code", "script"}, token.Data)):
				kept++
			case token.Type == html.EndTagToken && kept > 0:
				kept--
			case token.Type == html.TextToken && kept == 0:
				look(token.Data)
			}
		}
	}
	if len(simplified) < 500 {
		t.Errorf("only %d characters were looked at", len(simplified))
	}
}

// onlySimplified is true for a character that no traditional text holds.
func onlySimplified(c *zh.Converter, r rune) bool {
	for _, choice := range c.Choices(r) {
		if choice == string(r) {
			return false
		}
	}
	return c.Convert(string(r)) != string(r)
}

// TestSiteWords builds a site with words of its own, protected spans and a
// quotation, in three scripts.
func TestSiteWords(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	source["content/site.toml"] = &fstest.MapFile{Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\nvariants = [\"Hans\", \"Hant\", \"Hant-HK\"]\n")}
	source["content/variants.toml"] = &fstest.MapFile{Data: []byte("protect = [\"准里巷\"]\n[phrases]\n\"里仁坊\" = \"里仁坊\"\n")}
	source["content/about.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"关于\"\n+++\n\n准里巷在里仁坊里，里**面**需要面粉。记者[于后]{原样}引“[裏面]{繁体}”，`代码里`。\n")}
	result := build(t, source)
	for folder, want := range map[string]string{
		"hant":    `准里巷在里仁坊裡，裡<strong>面</strong>需要麵粉。記者<span translate="no">于后</span>引“<span lang="zh-Hant">裏面</span>”，<code>代码里</code>。`,
		"hant-hk": `准里巷在里仁坊裏，裏<strong>面</strong>需要麪粉。記者<span translate="no">于后</span>引“<span lang="zh-Hant">裏面</span>”，<code>代码里</code>。`,
	} {
		page, ok := result.Set.Get(folder + "/about/index.html")
		if !ok || !strings.Contains(string(page), want) {
			t.Errorf("%s: no %s in %s", folder, want, page)
		}
	}
}

// TestOverride gives one task a text of its own in traditional script: its
// page and the report show that text as it is, all else is converted.
func TestOverride(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	text := "+++\nof = \"%s\"\ntitle = \"公共衞生&里應急\"\n+++\n\n## 急救設施八個\n\n新建**急救站**九個，在和平裡，见[第一项](01.md)。\n"
	build := func(of string) generator.Result {
		source["content/2021/02.hant.md"] = &fstest.MapFile{Data: []byte(strings.Replace(text, "%s", of, 1))}
		return generator.Build(generator.Options{Source: source, Defaults: os.DirFS("..")})
	}
	first := build("x")
	if len(first.Diagnostics) != 1 || first.Diagnostics[0].Rule != "override-stale" {
		t.Fatalf("%+v", first.Diagnostics)
	}
	result := build(strings.Split(first.Diagnostics[0].Fix, `"`)[1])
	if len(result.Diagnostics) > 0 {
		t.Fatalf("%+v", result.Diagnostics)
	}
	for _, name := range []string{"hant/2021/2/index.html", "hant/2021/index.html"} {
		page, _ := result.Set.Get(name)
		for _, want := range []string{"公共衞生&amp;里應急", "急救設施八個", `新建<strong>急救站</strong>九個，在和平裡，见<a href="/hant/2021/1/">第一项</a>。`} {
			if !strings.Contains(string(page), want) {
				t.Errorf("%s does not contain %s", name, want)
			}
		}
	}
	if page, _ := result.Set.Get("hant/2021/2/index.html"); !strings.Contains(string(page), "本頁網址：https://www.qingyuan.example/hant/2021/2/<") {
		t.Errorf("another address is printed: %s", page)
	}
	for name, want := range map[string]string{
		"2021/2/index.html": "公共卫生应急体系建设", "hant/2021/1/index.html": "優化營商環境工作", "hant/2021/feed.xml": "公共衞生&amp;里應急",
	} {
		if data, _ := result.Set.Get(name); !strings.Contains(string(data), want) {
			t.Errorf("%s does not contain %s", name, want)
		}
	}
}

// TestVerbatimText: what an editor marked stays as written in descriptions and
// feeds, too.
func TestVerbatimText(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	front := "+++\ntitle = \"甲里任务\"\nnumber = 3\n+++\n\n"
	report := string(source["content/2021/_index.md"].Data) + "\n记者[于后]{原样}在这里引“[裏面]{繁体}”，`里发`。\n\n```\n里头\n```\n"
	source["content/2021/_index.md"] = &fstest.MapFile{Data: []byte(report)}
	source["content/2021/03.md"] = &fstest.MapFile{Data: []byte(front + "这里`里一`\n\n## 在[于后]{原样}、[裏面]{繁体}、`里发`里\n\n这里[于后二]{原样}、[裏面二]{繁体}、`里发二`。\n")}
	source["content/2021/04.md"] = &fstest.MapFile{Data: []byte(strings.Replace(front, "3", "4", 1) + "## 这里\n\n" + strings.Repeat("里", 110) + "[" + strings.Repeat("发", 20) + "]{原样}\n")}
	source["content/notes.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"说明\"\n+++\n\n## [于后]{原样}这里\n\n见[`里发`](#于后这里)，![[里]{原样}](a.png)\n")}
	source["content/a.png"] = &fstest.MapFile{Data: []byte("png")}
	result := built(t, generator.Options{Source: source, Defaults: os.DirFS(".."), Review: true})
	for name, want := range map[string]string{
		"2021/3/index.html":      `content="在于后、裏面、里发里：这里于后二、裏面二、里发二。"`,
		"hant/2021/3/index.html": `content="在于后、裏面、里发裡：這裡于后二、裏面二、里发二。"`,
		"2021/4/index.html":      `content="这里：` + strings.Repeat("里", 110) + strings.Repeat("发", 6) + `…"`,
		"hant/2021/4/index.html": `content="這裡：` + strings.Repeat("裡", 110) + strings.Repeat("发", 6) + `…"`,
		"notes/index.html":       `content="于后这里 见里发，里"`,
		"hant/notes/index.html":  `content="于后這裡 見里发，里"`,
		"2021/feed.xml":          `<summary>在于后、裏面、里发里</summary>`,
		"hant/2021/feed.xml":     `<summary>在于后、裏面、里发裡</summary>`,
		"feed.xml":               `<summary>记者于后在这里引“裏面”，里发。&#xA;里头`,
		"hant/feed.xml":          `<summary>記者于后在這裡引“裏面”，里发。&#xA;里头`,
	} {
		if data, _ := result.Set.Get(name); !strings.Contains(string(data), want) {
			t.Errorf("%s does not contain %s:\n%s", name, want, data)
		}
	}
}

// TestCorrection: the link for reporting a fault tells the address of the page
// that the reader sees.
func TestCorrection(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	result := build(t, source)
	const register = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=1101010020&amp;url="
	for name, want := range map[string]string{
		"index.html": "https%3A%2F%2Fwww.qingyuan.example%2F\"", "hant/index.html": "https%3A%2F%2Fwww.qingyuan.example%2Fhant%2F\"",
		"2021/1/index.html": "https%3A%2F%2Fwww.qingyuan.example%2F2021%2F1%2F\"", "hant/2021/1/index.html": "https%3A%2F%2Fwww.qingyuan.example%2Fhant%2F2021%2F1%2F\"",
	} {
		if page, _ := result.Set.Get(name); !strings.Contains(string(page), register+want) {
			t.Errorf("%s does not tell %s", name, want)
		}
	}
}
