package generator_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/content"
	"gongshi/generator/markdown"
	"gongshi/generator/search"
	"gongshi/generator/site"
)

// TestGeneratedPages builds a site of 500 ordinary pages (2,000 in `make test-all`) with every
// nesting of headings, lists, images and tables, and asks its search for a text
// of each passage in two scripts. A sound page is never refused.
func TestGeneratedPages(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	source["content/图.png"] = &fstest.MapFile{Data: []byte("\x89PNG\r\n\x1a\n")}
	pages := 500
	if complete() {
		pages = 2_000
	}
	for seed := range uint64(pages) {
		r := rand.New(rand.NewPCG(seed, 2))
		text := "+++\ntitle = \"" + words(r) + "\"\n+++\n\n" + blocks(r)
		source[fmt.Sprintf("content/p%d.md", seed)] = &fstest.MapFile{Data: []byte(text)}
	}
	// Headings without a text of their own.
	for name, body := range map[string]string{
		"at-once": "## 一、内设机构\n\n### （一）办公室\n\n负责日常工作。\n",
		"image":   "## 机构图\n\n![图](图.png)\n\n## 职责\n\n有职责。\n",
		"last":    "有前言。\n\n## 附件\n",
		"only":    "## 一\n\n### 二\n\n#### 三\n",
		"nothing": "",
	} {
		source["content/"+name+".md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"机构\"\n+++\n\n" + body)}
	}
	result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS("..")})
	for _, d := range result.Diagnostics {
		if d.Rule == "markdown" { // marks that happen to stand side by side are shown, and told
			continue
		}
		text, _ := fs.ReadFile(source, d.Pos.File)
		t.Fatalf("%s %s: %s\n%s", d.Pos, d.Rule, d.Message, text)
	}
	corpus := search.NewCorpus(result.Site, nil)
	sites := []*site.Site{{Variant: site.Variants[0]}, {Variant: site.Variants[1]}}
	missed, err := search.SelfCheck(corpus, sites, 1<<30, generator.Parallel(2), func(path string) ([]byte, error) {
		data, _ := result.Set.Get(path[1:])
		return data, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range missed {
		text, _ := fs.ReadFile(source, m.Passage.Source)
		t.Fatalf("%q of %s is not found:\n%s", m.Run, m.Passage.Source, text)
	}
	parser := markdown.New(result.Site.SafeHTML)
	for _, p := range result.Site.Pages {
		again := content.Localize(parser, p.Body, nil, markdown.Struck, func(href string) string { return href }, result.Site.Base)
		if !reflect.DeepEqual(again, p.Body) {
			t.Fatalf("%s, made from its Markdown again, is\n%+v\nand was\n%+v", p.Source, again, p.Body)
		}
	}
	if t.Logf("%d pages", result.Pages); result.Pages < 2*pages {
		t.Errorf("%d pages were made", result.Pages)
	}
}

// blocks are the blocks of a page: headings that go down one level at a time,
// and what stands under them, which may be nothing.
func blocks(r *rand.Rand) string {
	var b strings.Builder
	level := 1
	for range 1 + r.IntN(9) {
		if r.IntN(2) == 0 {
			level = 2 + r.IntN(min(level, 4))
			fmt.Fprintf(&b, "%s %s\n\n", strings.Repeat("#", level), inline(r))
			continue
		}
		b.WriteString(block(r, 0) + "\n")
	}
	return b.String()
}

// block is one block, which may hold others.
func block(r *rand.Rand, depth int) string {
	kinds := 9
	if depth > 2 {
		kinds = 5
	}
	switch r.IntN(kinds) {
	case 0:
		return "![" + words(r) + "](图.png)\n"
	case 1:
		return "| " + words(r) + " | " + words(r) + " |\n| --- | --: |\n| " + inline(r) + " |  |\n| | " + inline(r) + " |\n"
	case 2:
		return "```\n" + words(r) + "\n\n# " + words(r) + "\n```\n"
	case 3:
		return "***\n"
	case 4:
		return inline(r) + "\n" + inline(r) + "\n"
	case 5, 6:
		return nested(r, depth, "- ", "  ")
	case 7:
		return nested(r, depth, fmt.Sprint(1+r.IntN(9))+". ", "   ")
	}
	return nested(r, depth, "> ", "> ")
}

// nested is a list or quotation around other blocks.
func nested(r *rand.Rand, depth int, first, rest string) string {
	var b strings.Builder
	for range 1 + r.IntN(3) {
		lead := first
		for line := range strings.Lines(block(r, depth+1)) {
			b.WriteString(strings.TrimRight(lead+strings.TrimSuffix(line, "\n"), " ") + "\n")
			lead = rest
		}
		b.WriteString(strings.TrimRight(rest, " ") + "\n") // else the next line would belong to a table
	}
	return b.String()
}

// inline is a line of text with marks.
func inline(r *rand.Rand) string {
	text := words(r)
	switch r.IntN(9) {
	case 0:
		return "**" + text + "。**" + words(r)
	case 1:
		return "[" + text + "](about.md)"
	case 2:
		return "`" + text + "`"
	case 3:
		return text + "~~" + words(r) + "~~"
	case 4:
		return "![" + text + "](图.png)"
	case 5:
		return text + "，" + words(r) + "；" + words(r)
	}
	return text
}

// words is a short text: Chinese, Latin, figures, signs, and characters that
// are written with several code points or outside the basic plane.
func words(r *rand.Rand) string {
	list := []string{"新建", "急救工作站", "台湾青年", "完成", "9个", "2.5%", "16项", "Windows 10", "m²", "CO₂", "𠮷", "（一）", "——", "“引”", "é", "👩‍👩‍👧", "ＡＢＣ", "〇", "里程", "a", "1", "的"}
	var b strings.Builder
	for range 1 + r.IntN(5) {
		b.WriteString(list[r.IntN(len(list))])
	}
	return b.String()
}
