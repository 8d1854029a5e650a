package generator_test

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"gongshi/generator"
	"gongshi/generator/diag"
)

// foreign are content trees in the manner of other generators: the front matter of a page
// with the title %s, and bodies, each of which holds a mark of its dialect.
var foreign = map[string]struct {
	front  string
	bodies []string
}{
	"Hugo": {"---\ntitle: \"%s\"\ndate: 2021-03-04T10:00:00+08:00\nlastmod: 2021-03-05\nweight: 3\ncategories: [公告, 通知]\ndraft: false\n---\n", []string{
		"{{< figure src=\"a.png\" >}}", "{{% notice tip %}}\n提示\n{{% /notice %}}", "增长[^1]\n\n[^1]: 数据", "> [!NOTE]\n> 注意", "## 标题 {#id}", "- [x] 做了", "甲 | 乙 | 丙\n-|-\n1|2", "见[[某页]]", "==重点==", "$$x$$"}},
	"Hexo": {"---\ntitle: %s\ndate: 2021-03-04 10:00:00\nupdated: 2021-03-05 10:00:00\ntags:\n  - 环境\n  - 空气\ncomments: false\n---\n", []string{
		"{% asset_img a.png %}", "甲\n\n<!-- more -->\n\n乙", "{% raw %}甲{% endraw %}", "{{ page.title }}", "这是** 重点 **工作", "＊＊重点＊＊", "[公报] (https://a.gov.cn/b)", "[公报]（https://a.gov.cn/b）", "标题\n===", ":tada: 完成"}},
	"Zola": {"+++\ntitle = \"%s\"\ndate = 2021-03-04\nweight = 3\n\n[taxonomies]\ntags = [\"环境\"]\n+++\n", []string{
		"{{ youtube(id=\"x\") }}", "{% quote() %}\n甲\n{% end %}", "见[公报][1]\n\n[1]: https://a.gov.cn/b", "增长[^1]\n\n[^1]: 数据", "## 标题 {#id}", "- [ ] 未做", "~~ 删 ~~", "甲 ```", "说明：\n    - 甲\n    - 乙", "[公报](https://a.gov.cn/b"}},
	"VuePress": {"---\ntitle: %s\nsidebar: auto\ndescription: >\n  一段\n  说明\n---\n", []string{
		"::: tip 提示\n内容\n:::", "[[toc]]", "<<< @/a.js", "<Badge text=\"新\" />", "{{ $page.title }}", "## 标题 {#id}", ":tada:", "- [x] 做了", "[文字]{.red}", "|甲|乙|"}},
	"Jekyll": {"---\nlayout: post\ntitle: '%s'\npermalink: /old/%[1]s/\nredirect_from:\n  - /a-%[1]s/\npublished: true\n---\n", []string{
		"{% include a.html %}", "{% highlight go %}\na\n{% endhighlight %}", "甲\n{: .note}", "* TOC\n{:toc}", "{{ site.title }}", "[公报]: https://a.gov.cn/b\n\n见[公报][]", "增长[^1]\n\n[^1]: 数据", "!!! note 注", "＞ 引用", "[TOC]"}},
}

// TestForeignTrees publishes 40 pages of another generator: what has to be done first is
// toldBriefly in fewer than 30 diagnostics; when it is done, every mark left in a text is told.
func TestForeignTrees(t *testing.T) {
	t.Parallel()
	for name, tree := range foreign {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := goodSource(t)
			source["content/posts/_index.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 文章\nsort_by: date\n---\n")}
			for i, body := range tree.bodies {
				for j := range 4 {
					source[fmt.Sprintf("content/posts/p%d-%d.md", i, j)] = &fstest.MapFile{Data: []byte(fmt.Sprintf(tree.front, fmt.Sprintf("p%d-%d", i, j)) + "\n" + body + "\n")}
				}
			}
			for round := range 4 {
				result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS(".."), BaseURL: "https://www.example.gov.cn/"})
				errors := toldBriefly(t, result.Diagnostics)
				t.Logf("round %d: %d diagnostics, %d errors", round+1, len(result.Diagnostics), errors)
				if errors == 0 {
					noMarkUntold(t, result)
					return
				}
				for name, f := range source {
					if strings.HasPrefix(name, "content/posts/") {
						f.Data = []byte(follow(name, string(f.Data), result.Diagnostics))
					}
				}
				delete(source, "content/posts/_index.md")
			}
			t.Error("the site is never published")
		})
	}
}

// toldBriefly checks that a list is short and that each diagnostic has a step to take. It returns
// the number of errors.
func toldBriefly(t *testing.T, list []diag.Diagnostic) (errors int) {
	t.Helper()
	if len(list) >= 30 {
		t.Errorf("%d diagnostics", len(list))
	}
	for _, d := range list {
		if d.Hint == "" && d.Fix == "" {
			t.Errorf("no step to take: %+v", d)
		}
		if d.Severity == diag.Error {
			errors++
		}
	}
	return errors
}

// follow does in one file what the diagnostics say of it or of a file like it: YAML gives
// way to the TOML that is printed, an unknown key goes.
func follow(name, text string, list []diag.Diagnostic) string {
	for _, d := range list {
		own := d.Pos.File == name
		for _, n := range d.Notes {
			own = own || n.Pos.File == name
		}
		switch {
		case !own:
		case d.Rule == "front-matter-yaml" && d.Fix != "":
			_, rest, _ := strings.Cut(text[len("---"):], "\n---\n")
			text = d.Fix + "\n" + rest
		case d.Rule == "front-matter-yaml": // one of many: as the first ones
			_, rest, _ := strings.Cut(text[len("---"):], "\n---\n")
			text = "+++\ntitle = \"" + strings.TrimSuffix(path.Base(name), ".md") + "\"\n+++\n" + rest
		case d.Rule == "unknown-key" && strings.Contains(text, "[taxonomies]"):
			text = regexp.MustCompile(`(?m)^(weight = .*|\[taxonomies\]|tags = .*)\n`).ReplaceAllString(text, "")
		}
	}
	return text
}

// marks are those that readers must not see without an editor knowing.
var marks = regexp.MustCompile("\\{[{%#:.]|[%}]\\}|\\[\\^|\\[!|:::|\\]\\(|\\]\\[|\\[\\[|\\*\\*|＊＊|~~|==|\\$\\$|```|<<<|<!--|!!! |:tada:|\\[[ x]\\]|\\|")

// noMarkUntold looks for marks in the visible text of all pages of posts.
func noMarkUntold(t *testing.T, result generator.Result) {
	t.Helper()
	warned := map[string]bool{}
	for _, d := range result.Diagnostics {
		warned[d.Pos.File] = true
		for _, n := range d.Notes {
			warned[n.Pos.File] = true
		}
	}
	marked := 0
	for name, data := range result.Set.All() {
		post, ok := strings.CutPrefix(name, "posts/")
		if !ok || path.Base(name) != "index.html" {
			continue
		}
		if found := marks.FindString(visibleText(t, data)); found != "" {
			marked++
			if source := "content/posts/" + path.Dir(post) + ".md"; !warned[source] {
				t.Errorf("%s shows %q, and nobody was told", source, found)
			}
		}
	}
	if marked < 20 {
		t.Errorf("only %d pages with marks: the test looks at the wrong place", marked)
	}
}

// visibleText returns the text of the main part of a page.
func visibleText(t *testing.T, page []byte) string {
	t.Helper()
	var b strings.Builder
	z := html.NewTokenizer(bytes.NewReader(page))
	hidden := 0
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		tag, _ := z.TagName()
		isHidden := string(tag) == "script" || string(tag) == "style" || string(tag) == "template"
		switch {
		case kind == html.StartTagToken && isHidden:
			hidden++
		case kind == html.EndTagToken && isHidden:
			hidden--
		case kind == html.TextToken && hidden == 0:
			b.Write(z.Text())
		}
	}
	return b.String()
}
