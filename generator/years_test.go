package generator_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
)

// threeYears is a promise made in three years with the same id, its goal
// reworded and its measure changed from year to year.
func threeYears() fstest.MapFS {
	files := fstest.MapFS{"content/site.toml": {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\n")}}
	for i, goal := range []string{"细颗粒物浓度降到38微克", "细颗粒物年均浓度降到35微克", "细颗粒物年均浓度降到33微克以下"} {
		year := 2022 + i
		files[fmt.Sprintf("content/%d/_index.md", year)] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"%d年任务\"\ndate = %d-01-10\nsource = \"区\"\n+++\n", year, year+1)}
		files[fmt.Sprintf("content/%d/01.md", year)] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"空气\"\nnumber = 1\nid = \"air\"\n[[target]]\nmeasure = {name = \"PM2.5\", direction = \"≤\", goal = %d, actual = %d, unit = \"微克\"}\n+++\n\n## %s\n\n完成。\n", 38-2*i, 37-i, goal)}
	}
	files["content/2023/02.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"只有一年\"\nnumber = 2\nid = \"once\"\nnote = \"原文第二段有误，已更正。\"\n[[target]]\nwithdrawn = \"与第 1 项合并\"\nsuperseded_by = \"/2024/1/#t1\"\n+++\n\n## 目标\n\n情况。\n")}
	return files
}

func pageOf(t *testing.T, result generator.Result, name string) string {
	t.Helper()
	if len(result.Diagnostics) > 0 {
		t.Fatal(result.Diagnostics)
	}
	data, ok := result.Set.Get(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	return string(data)
}

var tag = regexp.MustCompile(`<[^>]*>`)

// TestYearsSideBySide reads the comparison on the page of the middle year.
func TestYearsSideBySide(t *testing.T) {
	t.Parallel()
	result := build(t, threeYears())
	text := pageOf(t, result, "2023/1/index.html")
	_, years, found := strings.Cut(text, `id="years"`)
	if !found {
		t.Fatal("no comparison")
	}
	for _, want := range []string{
		`<a href="/2022/1/">2022 年</a>`, `<a href="/2023/1/" aria-current="true">2023 年</a>`, `<a href="/2024/1/">2024 年</a>`,
		"≤ 38微克", "≤ 36微克", "≤ 34微克", "未达到目标", "达到目标",
		"细颗粒物<ins>年均</ins>浓度降到<del>38</del><ins>35</ins>微克", "<ins>33微克以下</ins>",
	} {
		if !strings.Contains(years, want) {
			t.Errorf("the comparison lacks %s", want)
		}
	}
	// One scale: the goal's line of 38 stands further right than that of 34.
	lines := regexp.MustCompile(`<line x1="([\d.]+)%"`).FindAllStringSubmatch(years, -1)
	if len(lines) != 3 || lines[0][1] != "100" || lines[2][1] != "89.47" { // 34 of 38
		t.Errorf("goals at %v", lines)
	}
	if strings.Contains(pageOf(t, result, "2023/2/index.html"), `id="years"`) {
		t.Error("a task of one year is compared")
	}
	if hant := pageOf(t, result, "hant/2023/1/index.html"); !strings.Contains(hant, `<a href="/hant/2022/1/">2022 年</a>`) || !strings.Contains(hant, "歷年對照") {
		t.Error("the traditional variant has no comparison of its own")
	}
}

// TestRetired keeps the address of a goal that was withdrawn, and says why and
// what took its place: on its page, in the table and in every file.
func TestRetired(t *testing.T) {
	t.Parallel()
	result := build(t, threeYears())
	for name, want := range map[string]string{
		"2023/2/index.html":      `<strong>已撤下</strong><span>与第 1 项合并</span>`,
		"2023/index.html":        `<a href="/2024/1/#t1">查看新的内容</a>`,
		"hant/2023/2/index.html": `<a href="/hant/2024/1/#t1">查看新的內容</a>`,
		"2023/table.csv":         "与第 1 项合并 https://a.cn/2024/1/#t1",
		"2023/table.json":        `"withdrawn":"与第 1 项合并","supersededBy":"https://a.cn/2024/1/#t1"`,
		"hant/2023/table.json":   `"supersededBy":"https://a.cn/hant/2024/1/#t1"`,
	} {
		if text := pageOf(t, result, name); !strings.Contains(text, want) {
			t.Errorf("%s lacks %s", name, want)
		}
	}
	if text := tag.ReplaceAllString(pageOf(t, result, "2023/2/index.html"), "|"); !strings.Contains(text, "备注||原文第二段有误，已更正。") {
		t.Error("the correction is not told")
	}
}
