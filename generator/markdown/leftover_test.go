package markdown

import (
	"strings"
	"testing"

	"gongshi/generator/diag"
)

// TestLeftovers lists marks that pages would show, with the line to write instead.
func TestLeftovers(t *testing.T) {
	for _, c := range []struct {
		text string
		form Form
		mark string
		fix  string
	}{
		{`图：{{< figure src="a.png" >}}`, Shortcode, `{{< figure src="a.png" >}}`, ""},
		{"{% raw %}", Shortcode, "{% raw %}", ""},
		{"见 {{ site.title }}。", Shortcode, "{{ site.title }}", ""},
		{"::: tip 提示", Container, "::: tip 提示", ""},
		{"!!! note", Container, "!!! note", ""},
		{"> [!NOTE]\n> 请注意", Alert, "[!NOTE]", "> **说明**"},
		{"## 目标 {#mubiao}", Attributes, "{#mubiao}", ""},
		{"[文字]{.red}", Attributes, "]{.red}", ""},
		{"增长[^1]。", Footnote, "[^1]", ""},
		{"甲[^1]\n\n[^1]: 见[^2]\n\n[^2]: 数据", Footnote, "[^2]", ""}, // and the second footnote is not used
		{"[甲[^1]](https://a.gov.cn/)乙[^1]\n\n[^1]: 数据", Footnote, "[^1]", ""},
		{"![图[^1]](a.png)乙[^1]\n\n[^1]: 数据", Footnote, "[^1]", ""},
		{"[^1]: 数据来源", Unused, "[^1]: 数据来源", ""},
		{"甲[^1]\n\n[^1]:", Unused, "[^1]:", ""},
		{"甲[^1]\n\n[^1]: 数据\n\n[^1]: 又一条", Unused, "[^1]: 又一条", ""},
		{"[公报]: https://a.gov.cn/b", Unused, "[公报]: https://a.gov.cn/b", ""},
		{"见下面：\n[公报]: https://a.gov.cn/b", Definition, "[公报]: https://a.gov.cn/b", ""},
		{"见[公报][1]。", Reference, "[公报][1]", ""},
		{"[TOC]", Contents, "[TOC]", ""},
		{"见[[某页]]", Contents, "[[某页]]", ""},
		{"见[公报]（https://a.gov.cn/b）。", BrokenLink, "[公报]（https://a.gov.cn/b）", "见[公报](https://a.gov.cn/b)。"},
		{"见[公报] (https://a.gov.cn/b)。", BrokenLink, "[公报] (https://a.gov.cn/b)", "见[公报](https://a.gov.cn/b)。"},
		{"见【公报】(biao.csv)", BrokenLink, "【公报】(biao.csv)", "见[公报](biao.csv)"},
		{"见[公报](biao.csv", BrokenLink, "[公报](biao.csv", "见[公报](biao.csv)"},
		{"- [ ] 未做", CheckBox, "[ ]", "- ☐ 未做"},
		{"- [x] 做了", CheckBox, "[x]", "- ☑ 做了"},
		{"甲|乙|丙\n-|-\n1|2", TableRow, "-|-", ""},
		{"标题\n===", Underline, "===", ""},
		{"说明：\n    - 甲", DeepList, "- ", ""},
		{"<<< @/a.js", Inclusion, "<<< @/a.js", ""},
		{"＊＊重点＊＊", WideMark, "＊＊重点＊＊", "**重点**"},
		{"＞ 引用", WideMark, "＞", ""},
		{"这是** 重点 **工作", Strong, "** 重点 **", "这是**重点**工作"},
		{"有~~ 八 ~~项", Struckout, "~~ 八 ~~", "有~~八~~项"},
		{"==重点==", Highlight, "==重点==", ""},
		{"$$x^2$$", Formula, "$$", ""},
		{"甲 ```", Backticks, "```", ""},
		{"完成:tada:", Emoji, ":tada:", ""},
	} {
		doc := New(nil).Parse(diag.NewSource("a.md", []byte(c.text)), 0, Whole)
		if len(doc.Leftovers) == 0 {
			t.Errorf("%q: no leftover; HTML %s", c.text, doc.Intro.HTML)
			continue
		}
		if l := doc.Leftovers[len(doc.Leftovers)-1]; l.Form != c.form || c.text[l.Start:l.End] != c.mark || l.Fix != c.fix {
			t.Errorf("%q: form %d %q, fix %q; want %d %q, fix %q", c.text, l.Form, c.text[l.Start:l.End], l.Fix, c.form, c.mark, c.fix)
		}
	}
}

// TestNoLeftovers lists texts of offices in which the same signs are no marks.
func TestNoLeftovers(t *testing.T) {
	for _, text := range []string{
		"`{{< figure >}}`、`**`、`[^1]`", "```\n::: tip\n[^1]\n```", `\*\*不是\*\*、\[^1]、\{{ x }}`,
		"[1]: 数据来源", "京政发〔2021〕5号", "京政发[2021]5号", "每日 8:30:00", "10~20 万、8～10 项", "姓名：____年__月",
		"注：*表示初步数", "138****5678 和 139****5678", "电话138****5678。", "张**、王**", "** 表示初步数", "2 ** 3", "a|b", "**重点**，~~八~~", "[附件](表 1.csv)", "[附件](https://a.gov.cn/b c)", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
		"见[公报][1]、[年报][]、[图]和![图][1]。\n\n[1]: https://a.gov.cn/b\n[年报]: b.pdf \"年报\"\n[图]: <a b.png>", "增长[^1]、[^注]。\n[^1]: 数据\n[^注]: 来源",
		"[于某某]{原样}", "增长 5%；{甲、乙}", "见（附件 1）", "甲\n\n---\n\n乙", "    首行缩进四格", "-", "电话：010-12345678：",
	} {
		if doc := New(nil).Parse(diag.NewSource("a.md", []byte(text)), 0, Whole); len(doc.Leftovers) > 0 {
			l := doc.Leftovers[0]
			t.Errorf("%q: leftover %d %q", text, l.Form, text[l.Start:l.End])
		}
	}
}

// TestAddresses checks that addresses beside Chinese are links and end before it.
func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"网址：https://a.gov.cn/x_1_2.html。": `网址：<a href="https://a.gov.cn/x_1_2.html">https://a.gov.cn/x_1_2.html</a>。`,
		"（https://a.gov.cn/b）":            `（<a href="https://a.gov.cn/b">https://a.gov.cn/b</a>）`,
		"邮箱：a-b.c@gov.cn，":                `邮箱：<a href="mailto:a-b.c@gov.cn">a-b.c@gov.cn</a>，`,
		"网站www.gov.cn查询":                  `网站<a href="http://www.gov.cn">www.gov.cn</a>查询`,
		"**网址：https://a.gov.cn/**":        `<strong>网址：<a href="https://a.gov.cn/">https://a.gov.cn/</a></strong>`,
		"邮箱：a_b@gov.cn，a_b_@gov.cn":       `邮箱：<a href="mailto:a_b@gov.cn">a_b@gov.cn</a>，<a href="mailto:a_b_@gov.cn">a_b_@gov.cn</a>`,
		"邮箱:a__b_c@gov.cn":                `邮箱:<a href="mailto:a__b_c@gov.cn">a__b_c@gov.cn</a>`,
		"x:a_b@gov.cn、_邮箱a_b@gov.cn_":     `x:<a href="mailto:a_b@gov.cn">a_b@gov.cn</a>、<em>邮箱<a href="mailto:a_b@gov.cn">a_b@gov.cn</a></em>`,
		"网址:https://a.gov.cn，":            `网址:<a href="https://a.gov.cn">https://a.gov.cn</a>，`,
		"比例 3:2、第1.2节、10:00":              `比例 3:2、第1.2节、10:00`,
		"[附件](表 1.csv)":                   `<a href="表 1.csv">附件</a>`,
		`![图](图 1.png "说明")`:              `<img src="图 1.png" alt="图" title="说明" loading="lazy">`,
	} {
		fragment := New(nil).Parse(diag.NewSource("a.md", []byte(text)), 0, Whole).Intro
		got := fragment.Resolve(func(l Link) string { return l.Destination })
		if got = strings.TrimSuffix(strings.TrimPrefix(got, "<p>"), "</p>"); got != want {
			t.Errorf("%q: %s\nwant %s", text, got, want)
		}
	}
}
