package content

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// hostile are texts of up to 1 MB that once took minutes or gigabytes: by name, the
// text of a task's body and the rule that refuses it, "" if it is read.
var hostile = map[string][2]string{
	"many columns":    {"|" + strings.Repeat("a|", 3000) + "\n|" + strings.Repeat("-|", 3000) + "\n" + strings.Repeat("|\n", 500), "table-too-large"},
	"many rows":       {"|a|b|\n|-|-|\n" + strings.Repeat("|1|2|\n", 26000), "table-too-large"},
	"many tables":     {strings.Repeat("|a|b|\n|-|-|\n"+strings.Repeat("|1|2|\n", 90)+"\n", 300), "table-too-large"},
	"lists in lists":  {strings.Repeat("* ", 40000), "line-too-long"},
	"deep list":       {strings.Repeat("- ", 200) + "a", "nested-too-deep"},
	"deep indents":    {strings.Repeat(" ", 300) + "- a", "nested-too-deep"},
	"quotations":      {strings.Repeat("> ", 500) + "a", "nested-too-deep"},
	"one line":        {strings.Repeat("种树", 40000), "line-too-long"},
	"lines of a text": {strings.Repeat("种了很多树。\n", 2000), "paragraph-too-long"},
	"setext":          {strings.Repeat("a\n", 200000) + "===", "paragraph-too-long"},
	"definitions":     {strings.Repeat("[a]: b\n", 50000), "paragraph-too-long"},
	"links":           {strings.Repeat("[a](", 1500), "paragraph-too-long"},
	"headings":        {strings.Repeat("## 标题\n\n做了。\n\n", 20000), "too-many-headings"},
	"long list":       {strings.Repeat("- 种了很多树，也种了很多花。\n", 3000), ""},
	"many paragraphs": {strings.Repeat("种了很多树，也种了很多花。\n\n", 5000), ""},
	"table":           {"|a|b|\n|-|-|\n" + strings.Repeat("|1|2|\n", 20000), ""},
}

// marksInBlocks are marks that a parser pairs or looks for again and again; paragraphs
// as long as they may be hold nothing else.
var marksInBlocks = strings.Split("*a_ a**b [ [] & <a <![CDATA[ www. ~~a <!--x--> `a``b [^1] a@b.cn https://a.cn/ \\* “ a\u00a0 约100万元左右， 2021年2月30日，", " ")

func TestHostileTexts(t *testing.T) {
	for name, c := range hostile {
		t.Run(name, func(t *testing.T) { readHostile(t, c[0], c[1]) })
	}
	paragraphs := 3
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		paragraphs = 120
	}
	for _, mark := range marksInBlocks {
		t.Run(mark, func(t *testing.T) {
			block := strings.Repeat(mark, (maxBlock-10)/len(mark))
			readHostile(t, strings.Repeat(block+"\n\n", paragraphs), "")
			readHostile(t, block+block, "line-too-long")
		})
	}
}

// readHostile reads a task with a body, which has to be refused by a rule or read.
func readHostile(t *testing.T, body, rule string) {
	t.Helper()
	_, found := Load(fstest.MapFS{
		"content/site.toml":      {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\n")},
		"content/2021/_index.md": {Data: []byte("+++\ntitle = \"汇总表\"\ndate = 2021-01-01\nsource = \"区\"\n+++\n")},
		"content/2021/01.md":     {Data: []byte("+++\ntitle = \"种树\"\nnumber = 1\n+++\n\n## 种树\n\n" + body + "\n")},
	}, Options{})
	refused := ""
	for _, d := range found {
		for _, limit := range []string{"line-too-long", "paragraph-too-long", "table-too-large", "nested-too-deep", "too-many-headings"} {
			if d.Rule == limit {
				refused = limit
			}
		}
	}
	if refused != rule {
		t.Errorf("refused by %q, want %q", refused, rule)
	}
}

func TestHostileTOML(t *testing.T) {
	for _, text := range []string{
		"x = " + strings.Repeat("{a=", 10000) + "1" + strings.Repeat("}", 10000),
		"x = " + strings.Repeat("{a=[\n", 10000) + "1" + strings.Repeat("]}", 10000),
		"x." + strings.Repeat("a.", 10000) + "a = 1",
		"[" + strings.Repeat("a.", 10000) + "a]",
		"a = \"]]]\"\nx = " + strings.Repeat("['}',", 1000),
	} {
		_, found := Load(fstest.MapFS{"content/site.toml": {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\n" + text + "\n")}}, Options{})
		if len(found) == 0 || !strings.Contains(fmt.Sprint(found), "toml-too-deep") {
			t.Errorf("%.20s: %d faults", text, len(found))
		}
	}
}
