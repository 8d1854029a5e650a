package search

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/generator/engine"
	"gongshi/generator/site"
)

// TestEverydayTable: every line is a pair with a reason, and no two say the same.
func TestEverydayTable(t *testing.T) {
	lines := 0
	for line := range strings.Lines(everydayText) {
		if line == "\n" || strings.HasPrefix(line, "#") {
			continue
		}
		lines++
		pair, reason, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " # ")
		said, written, ok := strings.Cut(strings.TrimPrefix(pair, "+"), " = ")
		if !ok || reason == "" || utf8.RuneCountInString(foldText(said)) < 2 {
			t.Errorf("no pair with a reason: %s", line)
		}
		for _, word := range strings.Fields(written) {
			if foldText(word) == foldText(said) {
				t.Errorf("%s is itself: %s", word, line)
			}
		}
	}
	if known := everyday(); lines < 400 || len(known) != lines {
		t.Errorf("%d lines say %d things", lines, len(known))
	}
}

// TestEverydayOnSite asks the repository's own site in everyday words of the
// mainland, Taiwan and Hong Kong for a page each.
func TestEverydayOnSite(t *testing.T) {
	files := built(t, real())
	for _, v := range site.Variants[:2] {
		x := opened(t, files, v)
		for query, want := range map[string]string{
			"看病": "/2021/11/", "看病贵": "/2021/11/", "雾霾": "/2021/4/", "堵车": "/2021/8/", "泊車位": "/2021/8/", "急症室": "/2021/6/",
			"發燒": "/2021/6/", "救護車": "/2021/6/", "倒垃圾": "/2021/2/", "資訊": "/2021/16/", "僭建": "/2021/3/", "塞車": "/2021/8/",
			"打官司": "/2021/14/", "xinguan": "/2021/6/", "刻公章": "/2021/5/", "房本": "/2021/5/", "警察": "/2021/6/",
		} {
			a, urls := asked(t, x, query), []string{}
			for _, p := range passagesOf(t, x, a) {
				urls = append(urls, strings.TrimPrefix(p.URL, "/hant"))
			}
			if ok := slices.ContainsFunc(urls[:min(len(urls), 5)], func(url string) bool { return strings.HasPrefix(url, want) }); !ok {
				t.Errorf("%s %s: %s %d %v, want %s", v.Code, query, a.Answered, a.Total, urls, want)
			}
		}
	}
}

func passagesOf(t *testing.T, x *engine.Engine, a *engine.Answer) (list []engine.Passage) {
	t.Helper()
	for _, h := range a.Hits {
		list = append(list, showing(t, x, h.ID))
	}
	return list
}

// TestEverydayFinds makes a site of what official texts write, a passage each, and
// asks in everyday words: each finds all that is written for it, in either script.
func TestEverydayFinds(t *testing.T) {
	s := *real()
	s.Reports, s.Pages = nil, slices.Clone(s.Pages[:1])
	words := map[string]bool{}
	for _, saying := range everyday() {
		for _, word := range saying.written {
			words[word] = true
		}
	}
	page := *s.Pages[0]
	page.Body.Parts = nil
	for i, word := range slices.Sorted(maps.Keys(words)) {
		page.Body.Parts = append(page.Body.Parts, site.Part{ID: fmt.Sprint("w", i), Heading: "第" + fmt.Sprint(i) + "处", Text: "这里写的是：" + word + "。"})
	}
	s.Pages[0] = &page
	files := built(t, &s)
	all := os.Getenv("GONGSHI_TEST_ALL") != ""
	shown := allShown(t, opened(t, files, site.Variants[0])) // 账 is 帳 in traditional script
	for i, v := range site.Variants[:2] {
		x := opened(t, files, v)
		for n, said := range slices.Sorted(maps.Keys(everyday())) {
			if !all && n%10 != i*5 {
				continue
			}
			a, saying := asked(t, x, said), everyday()[said]
			for _, word := range saying.written {
				if !slices.ContainsFunc(a.Hits, func(h engine.Hit) bool { return strings.Contains(foldText(shown[h.ID].Text), word) }) {
					t.Errorf("%s: %s does not find %s: %d hits of %v", v.Code, said, word, a.Total, a.Sought)
				}
			}
		}
	}
}
