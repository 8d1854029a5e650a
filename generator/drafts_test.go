package generator_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
)

// TestDraftsStayUnseen looks through every file of a site for what stands in
// its drafts, each in a way that a draft can be hidden or covered by one above.
func TestDraftsStayUnseen(t *testing.T) {
	t.Parallel()
	const secret, name = "机密样本", "jimi"
	report := func(keys string) string {
		return "+++\ntitle = \"" + secret + "\"\ndate = 2023-01-10\nsource = \"清源区\"\n" + keys + "+++\n\n" + secret + "。\n"
	}
	page := func(keys string) string {
		return "+++\ntitle = \"" + secret + "\"\n" + keys + "+++\n\n" + secret + "。\n"
	}
	task := func(keys string) string {
		return "+++\ntitle = \"" + secret + "\"\nnumber = 9\n" + keys + "+++\n\n## " + secret + "\n\n" + secret + "。\n"
	}
	source := goodSource(t)
	for path, text := range map[string]string{
		"content/jimi/_index.md":           report("draft = true\n"),
		"content/jimi/09.md":               task(""),
		"content/jimi/09.hant.md":          "+++\ntitle = \"機密樣本\"\n+++\n\n## 機密樣本\n\n機密樣本。\n",
		"content/jimi/名单.csv":              secret + "\n",
		"content/jimi/sub/jimi.md":         page(""),
		"content/jimi/sub/deep/jimi.md":    page(""),
		"content/jimi/sub/deep/jimi.txt":   secret,
		"content/jimi/part/_index.md":      report(""),
		"content/jimi/part/09.md":          task(""),
		"content/2021/09.md":               task("slug = \"jimi\"\ndraft = true\n"),
		"content/other/jimi.md":            page("draft = true\naliases = [\"/old/jimi.html\"]\n"),
		"content/2021/jimi-more/_index.md": report("draft = true\n"),
		"content/2021/jimi-more/jimi.md":   task(""),
	} {
		source[path] = &fstest.MapFile{Data: []byte(text)}
	}
	for path, data := range build(t, source).Set.All() {
		if strings.Contains(path, name) || bytes.Contains(data, []byte(secret)) || bytes.Contains(data, []byte("機密樣本")) || bytes.Contains(data, []byte(name)) {
			t.Errorf("%s shows a draft", path)
		}
	}
	shown := 0
	for path := range generator.Build(generator.Options{Source: source, Defaults: os.DirFS(".."), Drafts: true}).Set.All() {
		if strings.Contains(path, name) {
			shown++
		}
	}
	if shown < 20 {
		t.Errorf("with drafts, only %d files of them are made", shown)
	}
}
