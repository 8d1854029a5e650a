package generator_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
)

// TestWordsEverywhere: page, plain text, table, data and feed of the traditional
// edition cut words alike, across marks and line breaks, at labels, and around
// what is no text.
func TestWordsEverywhere(t *testing.T) {
	const body = "服务台湾青年，控制台风，做好困难群众的头**发**，市场\n准入。羊2000只，见https://www.beijing.gov.cn/发布/台风.html，依据京政发〔2021〕5号。\n"
	source := fstest.MapFS{
		"content/site.toml":      {Data: []byte("title = \"某某区\"\nbase_url = \"https://a.cn/\"\n")},
		"content/variants.toml":  {Data: []byte("[phrases]\n\"台湾\" = \"台灣\"\n")},
		"content/2024/_index.md": {Data: []byte("+++\ntitle = \"任务\"\ndate = 2024-01-10\nsource = \"区\"\n+++\n")},
		"content/2024/02.md":     {Data: []byte("+++\ntitle = \"链条式整治\"\nnumber = 2\n\n[[target]]\nmeasure = { name = \"羊\", direction = \"≥\", goal = 1500, actual = 2000, unit = \"只\" }\n+++\n\n## 违法制售\n\n" + body)},
	}
	result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS("..")})
	for _, d := range result.Diagnostics {
		t.Fatal(d)
	}
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
