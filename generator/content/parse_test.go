package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
)

func parseTask(text string) *file {
	return parse(diag.NewSource("content/2021/01.md", []byte(text)), taskKind, markdown.New(nil))
}

const goodTask = "+++\ntitle = \"优化营商环境工作\"\nnumber = 1\n+++\n\n## 1.开办企业\n\n新设企业4476户。\n\n截至目前，已办结。\n"

// TestForms reads one task as different editors save it: the result is the same.
func TestForms(t *testing.T) {
	want := parseTask(goodTask).doc
	for name, text := range map[string]string{
		"CRLF":              strings.ReplaceAll(goodTask, "\n", "\r\n"),
		"no last line end":  strings.TrimRight(goodTask, "\n"),
		"indent by U+3000":  strings.NewReplacer("新设", "\u3000\u3000新设", "截至", "\u3000\u3000截至").Replace(goodTask),
		"indent by NBSP":    strings.NewReplacer("新设", "\u00a0\u00a0\u00a0 新设", "截至", "\u00a0\u00a0\u00a0 截至").Replace(goodTask),
		"indent by spaces":  strings.NewReplacer("新设", "        新设").Replace(goodTask),
		"U+3000 in heading": strings.Replace(goodTask, "## 1", "##\u30001", 1),
		"NBSP at line ends": strings.NewReplacer("户。", "户。\u00a0\u00a0\u00a0 ", "办结。", "办结。\u3000").Replace(goodTask),
		"blank lines first": "\n\n" + goodTask,
		"spaces at fences":  strings.ReplaceAll(goodTask, "+++", "+++  "),
	} {
		t.Run(name, func(t *testing.T) {
			f := parseTask(text)
			if len(f.found) > 0 {
				t.Fatalf("faults: %+v", f.found)
			}
			if f.task.Title != "优化营商环境工作" || f.task.Number != 1 {
				t.Errorf("front matter: %+v", f.task)
			}
			got := f.doc
			if got.Sections[0].Title.HTML != want.Sections[0].Title.HTML || got.Sections[0].Body.HTML != want.Sections[0].Body.HTML {
				t.Errorf("got  %q\nwant %q", got.Sections[0].Body.HTML, want.Sections[0].Body.HTML)
			}
		})
	}
	t.Run("byte order mark", func(t *testing.T) {
		src, fault := readText(fstest.MapFS{"content/a.md": {Data: []byte("\ufeff" + goodTask)}}, "content/a.md")
		if fault != nil || string(src.Text) != goodTask {
			t.Errorf("%v %q", fault, src.Text)
		}
	})
}

// TestFixes applies the correction that each slip of TOML is answered with:
// the corrected file has to be read without a fault.
func TestFixes(t *testing.T) {
	for _, line := range []string{
		`number = 04`, `number ＝ 4`, `number: 4`, `number = ４`, `number : ４`, `序号 = 4`, `numbre = 4`, `number = "4"`,
		`title = 污染防治`, `title = “污染防治”`, `title = "污染防治”`, `title = "污染防治`, `title = "落实"四早"要求"`, `title : 污染防治`, `标题 = 污染防治`, `title = 2021`,
		`tags = ["a"，"b"]`, `tags = ["a"、"b"]`, `tags = 【"a"】`, `tags = [“a”, “b”]`, `tags = ["a", "b"`, `tags = [1, 2]`, `note = "D:\公示"`,
		`date = 2022/1/10`, `date = 2022年1月10日`, `date = 2022.01.10`, `date = "2022年1月10日"`, `date = 2022-1-10 15:25`, `date = 2022－01－10`,
		`draft = 是`, `draft = True`, `draft = "否"`, `lead = `, `＃ 说明`, `这里写说明`, `lead "区发展改革委"`, `【extra】`,
		`number = 1，`, `tags = ["a" "b"]`, `slug = 007`, `lead = "a"；note = "b"`, `lead = "a"，`, `due = 2021年底`,
	} {
		t.Run(line, func(t *testing.T) {
			lines := []string{"+++", `title = "优化营商环境工作"`, "number = 1", line, "+++", "", "## 目标", "", "完成。"}
			for i, key := range []string{"title", "number"} { // a line about a required key replaces it
				if strings.HasPrefix(line, key) || strings.HasPrefix(line, "numb") && i == 1 || strings.HasPrefix(line, []string{"标题", "序号"}[i]) {
					lines = append(lines[:i+1], lines[i+2:]...)
				}
			}
			f := parseTask(strings.Join(lines, "\n"))
			if len(f.found) != 1 {
				t.Fatalf("%d faults, want 1: %+v", len(f.found), f.found)
			}
			d := f.found[0]
			if d.Fix == "" || d.Addition {
				t.Fatalf("no correction: %+v", d)
			}
			lines[d.Pos.Line-1] = d.Fix
			if again := parseTask(strings.Join(lines, "\n")); len(again.found) > 0 {
				t.Errorf("%q is corrected to %q, which is a fault, too: %s", line, d.Fix, again.found[0].Message)
			}
		})
	}
}

// FuzzParse reads any bytes as a file of any kind: no panic, and every fault
// stands inside the file.
func FuzzParse(f *testing.F) {
	f.Add(goodTask, uint8(2))
	f.Add("+++\ntitle = “x”\ndate=2022/1/1\n[[target]]\n+++\n# 一\n### 二\n", uint8(2))
	f.Add("+++\na = [\n\"x\"\n+++\n", uint8(1))
	f.Add("---\n", uint8(0))
	f.Fuzz(func(t *testing.T, text string, k uint8) {
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
			return // refused before parsing
		}
		src := diag.NewSource("content/x.md", []byte(text))
		got := parse(src, kind(k%3), markdown.New([]string{"sub"}))
		for _, d := range got.found {
			if line := src.Line(d.Pos.Line); d.Pos.Line > 0 && (d.Line != line || d.Pos.Column < 1 || d.Pos.Column > utf8.RuneCountInString(line)+1) {
				t.Errorf("%s stands outside its line: %+v", d.Rule, d.Pos)
			}
			if d.Message == "" || d.Rule == "" {
				t.Errorf("a fault without words: %+v", d)
			}
		}
	})
}

// TestManySlips reads a file in which every line is a slip: each is shown.
func TestManySlips(t *testing.T) {
	var b strings.Builder
	b.WriteString("+++\n")
	for i := range 10 {
		fmt.Fprintf(&b, "key%d = 值\n", i)
	}
	b.WriteString("+++\n## 目标\n\n完成。\n")
	bare := 0
	for _, d := range parseTask(b.String()).found {
		if d.Rule == "toml-bare-value" {
			bare++
		}
	}
	if bare != 10 {
		t.Errorf("%d of 10 slips shown", bare)
	}
}
