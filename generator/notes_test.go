package generator_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
)

// TestFootnotesOnPages publishes tasks whose footnotes have the same names: on the page of
// the report they keep apart, in both scripts, and in the copies for programs.
func TestFootnotesOnPages(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	source["content/site.toml"].Data = append([]byte("variants = [\"Hans\", \"Hant\"]\n"), source["content/site.toml"].Data...)
	for name, place := range map[string]string{"03": "东城", "04": "西城"} {
		source["content/2021/"+name+".md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"任务" + name + "\"\nnumber = " + name[1:] + "\n+++\n\n## 目标一\n\n增长[^1]，见[公报][1]。\n\n## 目标二\n\n减少[^1]。\n\n" +
			"[^1]: 数据来源：" + place + "统计局，见[说明](../about.md)\n\n[1]: 01.md#t1\n")}
	}
	result := built(t, generator.Options{Source: source, Defaults: os.DirFS(".."), BaseURL: "https://www.example.gov.cn/"}) // no anchor twice, none missing
	holds := func(name string, wanted ...string) {
		t.Helper()
		data, _ := result.Set.Get(name)
		for _, want := range wanted {
			if !strings.Contains(string(data), want) {
				t.Errorf("%s has no %s:\n%s", name, want, data)
			}
		}
	}
	holds("2021/index.html", `id="note-content-2021-03-1"`, `id="note-content-2021-04-2"`)
	holds("2021/4/index.html", "西城统计局", `<a href="/2021/1/#t1">公报</a>`)
	holds("hant/2021/4/index.html", "增長<a", "西城統計局", "#note-content-2021-04-2-mark", "/hant/about/", "/hant/2021/1/#t1", "公報")
	holds("2021/index.md", "增长[^content-2021-03-1]", "\n\n[^content-2021-03-1]: 数据来源：东城统计局", "[公报](https://www.example.gov.cn/2021/1/#t1)")
	holds("hant/2021/index.md", "\n\n[^content-2021-04-2]: 數據來源：西城統計局")
	holds("2021/table.csv", "增长[1]，见公报。\r\n[1] 数据来源：东城统计局", "减少[1]。\r\n[1] 数据")
	if out, err := validate(t, writeSet(t, result.Set)); err != nil {
		t.Errorf("html-validate: %v\n%s", err, out)
	}
}
