package generator_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestWordsEverywhere: page, plain text, table, data and feed of the traditional
// variant cut words alike, across marks and line breaks, at labels, and around
// what is no text.
func TestWordsEverywhere(t *testing.T) {
	t.Parallel()
	const body = "服务台湾青年，控制台风，做好困难群众的头**发**，市场\n准入。羊2000只，见https://www.beijing.gov.cn/发布/台风.html，依据京政发〔2021〕5号。\n"
	source := fstest.MapFS{
		"content/site.toml":      {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\n")},
		"content/variants.toml":  {Data: []byte("[phrases]\n\"台湾\" = \"台灣\"\n")},
		"content/2024/_index.md": {Data: []byte("+++\ntitle = \"任务\"\ndate = 2024-01-10\nsource = \"区\"\n+++\n")},
		"content/2024/02.md":     {Data: []byte("+++\ntitle = \"链条式整治\"\nnumber = 2\n\n[[target]]\nmeasure = { name = \"羊\", direction = \"≥\", goal = 1500, actual = 2000, unit = \"只\" }\n+++\n\n## 违法制售\n\n" + body)},
	}
	result := build(t, source)
	for name, want := range map[string][]string{
		"hant/2024/2/index.html": {"服務台灣青年，控制颱風，做好困難群眾的頭<strong>髮</strong>，市場准入", "2000隻", "/发布/台风.html", "京政发〔2021〕5号", "第2項</span>鏈條式整治", "違法製售"},
		"hant/2024/2/index.md":   {"服務台灣青年，控制颱風，做好困難群眾的頭**髮**，市場\n准入", "2000隻", "/发布/台风.html", "京政发〔2021〕5号", "違法製售"},
		"hant/2024/table.csv":    {"服務台灣青年，控制颱風，做好困難群眾的頭髮，市場准入", "2000隻", "/发布/台风.html", "京政发〔2021〕5号"},
		"hant/2024/table.json":   {`"unit":"隻"`, "服務台灣青年，控制颱風，做好困難群眾的頭髮，市場准入", "2000隻", "/发布/台风.html", "京政发〔2021〕5号"},
		"hant/2024/feed.xml":     {"違法製售"},
	} {
		text := string(dataFile(t, result.Set, name))
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s has no %q:\n%s", name, part, text[max(0, strings.Index(text, "服務")):][:300])
			}
		}
	}
}

// TestVariantSpellings: forms of Markdown and layouts that a variant must keep.
func TestVariantSpellings(t *testing.T) {
	t.Parallel()
	source := fstest.MapFS{
		"content/site.toml":      {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/x/y/\"\nsafe_html = [\"u\", \"br\"]\nvariants = [\"Hans\", \"Hant\", \"Hant-HK\", \"Hant-TW\"]\n")},
		"content/about.md":       {Data: []byte("+++\ntitle = \"关于\"\n+++\n\n[![图](a.png)](/about/)返回[<u>首页</u>](/)，~~国家~~头<br>发国&#22269;。\n")},
		"content/a.png":          {Data: []byte("png")},
		"content/2023/_index.md": {Data: []byte("+++\ntitle = \"旧任务\"\ndate = 2023-01-10\nsource = \"区\"\nyear = 2022\n+++\n")},
		"content/2023/01.md":     {Data: []byte("+++\ntitle = \"甲\"\nnumber = 1\nid = \"a\"\n\n[[target]]\nmeasure = [{ name = \"羊\", direction = \"≥\", goal = 1, actual = 2, unit = \"只\" }, { name = \"牛\", direction = \"≥\", goal = 1, actual = 2, unit = \"头\" }]\n+++\n\n## 目标\n\n完成。\n")},
		"content/2024/_index.md": {Data: []byte("+++\ntitle = \"任务\"\ndate = 2024-01-10\nsource = \"区\"\nyear = 2023\n+++\n")},
		"content/2024/01.md":     {Data: []byte("+++\ntitle = \"甲\"\nnumber = 1\nid = \"a\"\n\n[[target]]\nmeasure = [{ name = \"羊\", direction = \"≥\", goal = 1, actual = 2, unit = \"只\" }, { name = \"牛\", direction = \"≥\", goal = 1, actual = 2, unit = \"头\" }]\n+++\n\n## 目标\n\n完成。\n")},
	}
	page, err := os.ReadFile("../layouts/page.html")
	must(t, err)
	source["layouts/page.html"] = &fstest.MapFile{Data: []byte(strings.Replace(string(page), "{{define \"main\"}}", "{{define \"main\"}}<p title=\"他说&quot;好&quot;吗&lt;\"><a href=\"/x/y/about/\">国</a></p>", 1))}
	result := build(t, source)
	for name, want := range map[string][]string{
		"hant/about/index.html":     {`<a href="/x/y/hant/about/"><img src="/x/y/a.png" alt="圖" loading="lazy"></a>返回<a href="/x/y/hant/"><u>首頁</u></a>`, "頭<br>發國國。", "【刪去：國家】", `他說"好"嗎<`, `<a href="/x/y/hant/about/">國</a>`},
		"about/index.md":            {"[![图](https://a.cn/x/y/a.png)](https://a.cn/x/y/about/)返回[<u>首页</u>](https://a.cn/x/y/)"},
		"hant-tw/2024/1/index.html": {"2隻"},
	} {
		text := string(dataFile(t, result.Set, name))
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s has no %q:\n%s", name, part, text)
			}
		}
	}
}
