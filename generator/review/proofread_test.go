package review

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// load loads a site of one report with one task, and some more files.
func load(t *testing.T, task string, more map[string]string) (fstest.MapFS, *site.Site) {
	t.Helper()
	fsys := fstest.MapFS{
		"content/site.toml":      {Data: []byte("title = \"某某区\"\nbase_url = \"https://www.example.gov.cn/\"\n[identifiers]\nsite_code = \"1101010020\"\n")},
		"content/2021/_index.md": {Data: []byte("+++\ntitle = \"2021年度任务\"\ndate = 2022-01-10\nsource = \"区\"\nyear = 2021\n[column]\nname = \"公示\"\ntype = \"公开\"\ndescription = \"任务\"\nkeywords = [\"任务\"]\n+++\n")},
		"content/2021/01.md":     {Data: []byte(task)},
	}
	for name, text := range more {
		if old := fsys[name]; old != nil {
			text = string(old.Data) + text
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, found := content.Load(fsys, content.Options{Review: true, Parallel: func(n int, do func(int)) {
		for i := range n {
			do(i)
		}
	}})
	if s == nil {
		t.Fatal(found)
	}
	return fsys, s
}

func places(found []diag.Diagnostic) []string {
	var list []string
	for _, d := range found {
		list = append(list, fmt.Sprintf("%d:%d %s %v", d.Pos.Line, d.Pos.Column, d.Rule, d.Severity == diag.Error))
	}
	return list
}

const task = "+++\ntitle = \"绿化布署\"\nnumber = 1\ndue = \"2021年2月30日\" # 布署\nnote = \"印发《规划\"\n\n[[target]]\nlead = [\"区布署局\"]\n+++\n\n## 种树\n\n一但开工，植树10棵，东城去的。\n"

// TestProofread reads every text of a file, at the levels and with the words of the site.
func TestProofread(t *testing.T) {
	inFile := []string{"2:12 wrong-word false", "4:8 date-slip false", "5:11 unpaired false", "8:11 wrong-word false", "13:1 wrong-word false"}
	for name, c := range map[string]struct {
		more map[string]string
		want []string
	}{
		"built in": {nil, inFile},
		"the site's own words": {map[string]string{"content/wrong.toml": "right = [\"区布署局\"]\n[wrong]\n\"东城去\" = \"东城区\"\n"},
			[]string{"2:12 wrong-word false", "4:8 date-slip false", "5:11 unpaired false", "13:1 wrong-word false", "13:12 wrong-word false"}},
		"levels": {map[string]string{"content/site.toml": "[[rule]]\nname = \"wrong-word\"\nlevel = \"off\"\nreason = \"甲\"\n[[rule]]\nname = \"unpaired\"\nlevel = \"error\"\nreason = \"乙\"\n"},
			[]string{"4:8 date-slip false", "5:11 unpaired true"}},
		"a rule that is none": {map[string]string{"content/site.toml": "[[rule]]\nname = \"dead-link\"\nlevel = \"off\"\nreason = \"甲\"\n"},
			append(slices.Clone(inFile), "0:0 rule-name true")},
	} {
		fsys, s := load(t, task, c.more)
		if got := places(Proofread(fsys, s, nil)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestLevelsOfOthers holds what others found to the levels of the site as well.
func TestLevelsOfOthers(t *testing.T) {
	fsys, s := load(t, "+++\ntitle = \"绿化\"\nnumber = 1\n+++\n\n## 种树\n\n种了。\n", map[string]string{"content/site.toml": "[[rule]]\nname = \"untrusted-host\"\nlevel = \"error\"\nreason = \"甲\"\n"})
	if got := places(Proofread(fsys, s, []diag.Diagnostic{{Severity: diag.Warning, Rule: "untrusted-host"}})); !slices.Equal(got, []string{"0:0 untrusted-host true"}) {
		t.Errorf("%q", got)
	}
}
