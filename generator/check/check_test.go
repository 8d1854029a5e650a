package check

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"gongshi/generator/content"
	"gongshi/generator/site"
)

// load makes a site of one report with one task, whose folder and front matter a
// test chooses.
func load(t *testing.T, folder, task string) *site.Site {
	t.Helper()
	s, faults := content.Load(fstest.MapFS{
		"content/site.toml":                {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/sub/\"\n")},
		"content/" + folder + "/_index.md": {Data: []byte("+++\ntitle = \"汇总表\"\ndate = 2021-01-01\nsource = \"区政府\"\n+++\n")},
		"content/" + folder + "/01.md":     {Data: []byte("+++\ntitle = \"种树\"\nnumber = 1\n" + task + "+++\n\n## 种树\n\n种了。\n")},
	}, content.Options{})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return s
}

const earlier = `{"reports": [{"title": "汇总表", "url": "https://a.cn/sub/2021/", "published": "2021-01-01",
	"rows": [{"url": "https://a.cn/sub/2021/1/#t1", "title": "种树", "target": "种树"}]}]}`

func TestAgainst(t *testing.T) {
	for _, c := range []struct {
		name, folder, task, data string
		want                     []string // messages
	}{
		{"nothing changed", "2021", "", earlier, nil},
		{"a report moved without a word", "2022", "", earlier, []string{"公开过的报告不见了：/2021/《汇总表》"}},
		{"a task with another address", "2021", "slug = \"trees\"\n", earlier, []string{"公开过的任务不见了：/2021/1/ “种树”"}},
		{"its earlier address still leads to it", "2021", "slug = \"trees\"\naliases = [\"/2021/1/\"]\n", earlier, nil},
		{"a target with another anchor", "2021", "[[target]]\nid = \"trees\"\n", earlier, []string{"公开过的目标不见了：/2021/1/#t1 “种树”"}},
	} {
		found, err := Against(load(t, c.folder, c.task), []byte(c.data))
		var got []string
		for _, d := range found {
			got = append(got, d.Message)
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, %v", c.name, got, err)
		}
	}
	for _, other := range []string{"<html>", "{}", "null", `{"reports": null}`} {
		if _, err := Against(load(t, "2021", ""), []byte(other)); err == nil {
			t.Errorf("%s was taken for data.json", other)
		}
	}
}

func TestLinks(t *testing.T) {
	s := load(t, "2021", "")
	has := func(file string) bool {
		return slices.Contains([]string{"index.html", "2021/index.html", "a.pdf"}, file)
	}
	pages := []Page{
		Scan("/", "content/site.toml", []byte(`<p id="top"><a href="/sub/2021/">1</a><a href="/sub/2021/#t1">2</a><a href="a.pdf">3</a><a href="#top">4</a><a href="https://b.cn/x">5</a><a href="../sub/2021/">6</a><a href="?q=1">7</a><a href="https://a.cn/other/">8</a><a href="tel:12345"><img src="data:image/png;base64,AA==">`)),
		Scan("/2021/", "content/2021/_index.md", []byte(`<p id="t1">`)),
	}
	if found := Links(s, has, pages, nil, nil); len(found) > 0 {
		t.Errorf("good links were reported: %v", found)
	}
	for _, bad := range []string{`<a href="/sub/2022/">`, `<img src="/sub/b.png">`, `<a href="/sub/2021/#t9">`, `<a href="#none">`, `<a href="2022/">`, `<a href="/other/">`, `<a href="../../x">`, `<a href="javascript:x">`, `<a href="JavaScript&#58;x">`, `<a href="java&#10;script:x">`, `<a href=" https://b.cn/">`,
		`<a href="data:text/html,x">`, `<a href="//b.cn/">`, `<a href="\\b.cn/">`, `<a href="/\b.cn/">`, `<a href="https:b.cn">`, `<a href="https:\\b.cn">`, `<a href="https://b.cn@c.cn/">`, `<a href="https://b.cn:0/">`, `<a href="https:///x">`,
		`<p id="a"><p id="a">`} {
		if found := Links(s, has, []Page{Scan("/", "content/site.toml", []byte(bad)), pages[1]}, nil, nil); len(found) != 1 {
			t.Errorf("%s: got %v", bad, found)
		}
	}
}

// TestOthers names the places of links to hosts that are not trusted and to pages that do not
// answer: of those that a page shows, and where an editor has written them.
func TestOthers(t *testing.T) {
	s := load(t, "2021", "")
	s.Proof.Hosts = []string{"b.cn"}
	files := fstest.MapFS{
		"content/site.toml": {Data: []byte("[[footer]]\nurl = \"https://e.cn/\"\n")},
		"content/about.md":  {Data: []byte("[一](https://b.cn/1)，<https://x.b.cn/2>，[三](https://c.cn/政策)。\n`https://d.cn/4`，https://d.cn/44\n")},
	}
	pages := []Page{
		Scan("/", "content/site.toml", []byte(`<a href="https://e.cn/">`)),
		Scan("/about/", "content/about.md", []byte(`<a href="https://b.cn/1"><a href="https://x.b.cn/2"><a href="https://c.cn/%E6%94%BF%E7%AD%96"><a href="https://d.cn/44"><a href="https://e.cn/"><a href="https://weibo.cn/share"><a href="https://a.cn/sub/2021/">`)),
	}
	var asked []string
	found := Others(s, pages, files, func(addresses []string) map[string]string {
		asked = append(asked, addresses...)
		return map[string]string{"https://x.b.cn/2": "没有了"}
	})
	var got []string
	for _, d := range found {
		got = append(got, fmt.Sprintf("%s:%d:%d %s", d.Pos.File, d.Pos.Line, d.Pos.Column, d.Rule))
	}
	want := []string{"content/site.toml:2:8 untrusted-host", "content/about.md:1:44 untrusted-host", "content/about.md:2:18 untrusted-host", "content/about.md:1:22 unreachable"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if want := []string{"https://b.cn/1", "https://c.cn/%E6%94%BF%E7%AD%96", "https://d.cn/44", "https://e.cn/", "https://x.b.cn/2"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q", asked)
	}
}
