package localize

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator/content"
	"gongshi/generator/site"
	"gongshi/generator/words"
	"gongshi/generator/zh"
)

// convert makes the site in standard traditional script and returns it with the
// texts that had to be converted for it.
func convert(t *testing.T, task string, cache *Cache) (*site.Site, []string) {
	t.Helper()
	s, faults := content.Load(fstest.MapFS{
		"content/site.toml":      {Data: []byte("title = \"清源区政府网站\"\nbase_url = \"https://a.cn/\"\nvariants = [\"Hans\", \"Hant\"]\n")},
		"content/about.md":       {Data: []byte("+++\ntitle = \"关于我们\"\n+++\n\n说明。\n")},
		"content/2021/_index.md": {Data: []byte("+++\ntitle = \"汇总表\"\ndate = 2021-01-01\nsource = \"区政府\"\n+++\n")},
		"content/2021/01.md":     {Data: []byte(task)},
	}, content.Options{})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	m := Find(s, s.Variants[1], []string{"链接"}, cache, inOrder)
	runs := slices.Clone(m.Runs)
	return m.Site(zh.New(zh.Hant, zh.Options{Words: zh.WithPhrases(words.New(slices.Values(runs), s.OwnWords()))})), runs
}

func inOrder(n int, do func(i int)) {
	for i := range n {
		do(i)
	}
}

const task = "+++\ntitle = \"发展经济\"\nnumber = 1\n+++\n\n## 种树\n\n种了**十万棵**，见[说明](/about/)和`文件名`。\n"

func TestSiteInAnotherScript(t *testing.T) {
	s, runs := convert(t, task, &Cache{})
	for _, text := range []string{"清源区政府网站", "发展经济", "链接"} {
		if !slices.Contains(runs, text) {
			t.Errorf("%s is not among the texts to convert: %q", text, runs)
		}
	}
	got := s.Reports[0].Tasks[0]
	if got.Title != "發展經濟" || got.Path != "/hant/2021/1/" {
		t.Errorf("got the task %q at %s", got.Title, got.Path)
	}
	for _, want := range []string{"種了<strong>十萬棵</strong>", `<a href="/hant/about/">說明</a>`, "<code>文件名</code>"} {
		if html := got.Targets[0].Result.HTML; !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	if text := s.Text("链接"); text != "鏈接" {
		t.Errorf("a text of the program became %s", text)
	}
}

// TestOnlyNewTextsAreConverted changes one paragraph: only its texts are missing,
// and what was known before is in the new site.
func TestOnlyNewTextsAreConverted(t *testing.T) {
	cache := &Cache{}
	convert(t, task, cache)
	s, runs := convert(t, strings.Replace(task, "十万棵", "二十万棵", 1), cache)
	if slices.Contains(runs, "发展经济") || !slices.ContainsFunc(runs, func(run string) bool { return strings.Contains(run, "二十万棵") }) {
		t.Errorf("converted again: %q", runs)
	}
	if got := s.Reports[0].Tasks[0]; got.Title != "發展經濟" || !strings.Contains(got.Targets[0].Result.HTML, "二十萬棵") {
		t.Errorf("got %q with %s", got.Title, got.Targets[0].Result.HTML)
	}
}
