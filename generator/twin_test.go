package generator_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// TestTwins reads the plain text of every task as Markdown again: it says what
// the page says, goal by goal.
func TestTwins(t *testing.T) {
	t.Parallel()
	result := buildReal(t)
	parser := markdown.New(nil)
	for _, r := range result.Site.Reports {
		for _, task := range r.Tasks {
			name := strings.TrimPrefix(task.Path, "/") + "index.md"
			doc := parser.Parse(diag.NewSource(name, dataFile(t, result.Set, name)), 0, 2)
			if len(doc.Sections) != len(task.Targets) {
				t.Errorf("%s: %d sections for %d goals", name, len(doc.Sections), len(task.Targets))
				continue
			}
			for i, target := range task.Targets {
				if got := doc.Sections[i]; got.Title.Text != target.Title.Text || !strings.HasSuffix(got.Body.Text, target.Result.Text) {
					t.Errorf("%s: goal %d says %q", name, i+1, got.Title.Text)
				}
			}
		}
	}
	for name := range result.Set.All() {
		if page, ok := strings.CutSuffix(name, "index.md"); ok {
			html := string(dataFile(t, result.Set, page+"index.html"))
			if want := `type="text/markdown" href="/` + site.Escape(name) + `"`; !strings.Contains(html, want) {
				t.Errorf("/%s does not name its plain text", page)
			}
		}
	}
}

// TestTwinLinks keeps code and addresses as they are in the traditional text,
// but for links to pages it has of its own.
func TestTwinLinks(t *testing.T) {
	t.Parallel()
	source := fstest.MapFS{
		"content/site.toml":       {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/网站/\"\n")},
		"content/about.md":        {Data: []byte("+++\ntitle = \"关于\"\n+++\n\n见[图书馆](2024/01.md#t1)、[附件](附件/图书.png \"说明\")、<https://b.cn/图书>、[外面](https://b.cn/图)和 `图书`、[于干]{原样}。\n\n```\n图书馆\n```\n\n| 项目 | 数 |\n|---|---|\n| 图书 | 3 |\n")},
		"content/附件/图书.png":       {Data: []byte("%PDF")},
		"content/2024/_index.md":  {Data: []byte("+++\ntitle = \"任务\"\ndate = 2024-01-10\nsource = \"区\"\n+++\n")},
		"content/2024/02.md":      {Data: []byte("+++\ntitle = \"干部\"\nnumber = 2\n+++\n\n## 干\n\n见[关于](/about/)，干了。\n")},
		"content/2024/02.hant.md": {Data: []byte("+++\ntitle = \"幹部\"\nof = \"OF\"\n+++\n\n## 幹\n\n見[關於](/about/)和 `图书`，后面照写。\n")},
		"content/2024/01.md":      {Data: []byte("+++\ntitle = \"图书馆\"\nnumber = 1\n+++\n\n## 建**图书馆**\n\n1. 选址\n2. 开工，见[关于](/about/)\n")},
	}
	result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS("..")})
	result.Diagnostics = slices.DeleteFunc(result.Diagnostics, func(d diag.Diagnostic) bool { return d.Rule == "override-stale" })
	folder := "https://a.cn/%E7%BD%91%E7%AB%99/"
	for name, want := range map[string]string{
		"about/index.md":       "见[图书馆](" + folder + "2024/1/#t1)、[附件](" + folder + "%E9%99%84%E4%BB%B6/%E5%9B%BE%E4%B9%A6.png \"说明\")、<https://b.cn/图书>、[外面](https://b.cn/图)和 `图书`、于干。\n\n```\n图书馆\n```\n\n| 项目 | 数 |\n|---|---|\n| 图书 | 3 |\n",
		"hant/about/index.md":  "見[圖書館](" + folder + "hant/2024/1/#t1)、[附件](" + folder + "%E9%99%84%E4%BB%B6/%E5%9B%BE%E4%B9%A6.png \"說明\")、<https://b.cn/图书>、[外面](https://b.cn/图)和 `图书`、于干。\n\n```\n图书馆\n```\n\n| 項目 | 數 |\n|---|---|\n| 圖書 | 3 |\n",
		"hant/2024/1/index.md": "## 建**圖書館**\n\n1. 選址\n2. 開工，見[關於](" + folder + "hant/about/)\n",
		"hant/2024/2/index.md": "## 幹\n\n見[關於](" + folder + "hant/about/)和 `图书`，后面照写。\n",
		"llms.txt":             "- [1. 图书馆](" + folder + "2024/1/index.md)\n",
		"hant/llms.txt":        "- [1. 圖書館](" + folder + "hant/2024/1/index.md)\n",
	} {
		if text := pageOf(t, result, name); !strings.Contains(text, want) {
			t.Errorf("%s:\n%s\nlacks\n%s", name, text, want)
		}
	}
}

// TestTwinCode keeps code as it is, however many marks stand around it and
// whatever it holds, in the text of a task and in that of its report.
func TestTwinCode(t *testing.T) {
	t.Parallel()
	const code = "````\n```\n图书馆\n```\n## 图书馆\n````"
	source := goodSource(t)
	source["content/2021/09.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"图书\"\nnumber = 9\n+++\n\n## 图书\n\n" + code + "\n\n图书 `` ` 图书 `` 图书\n")}
	result := build(t, source)
	for name, sentence := range map[string]string{
		"2021/9/index.md": "图书 `` ` 图书 `` 图书", "2021/index.md": "图书 `` ` 图书 `` 图书",
		"hant/2021/9/index.md": "圖書 `` ` 图书 `` 圖書", "hant/2021/index.md": "圖書 `` ` 图书 `` 圖書",
	} {
		if text := pageOf(t, result, name); !strings.Contains(text, "\n"+code+"\n\n"+sentence+"\n") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}
