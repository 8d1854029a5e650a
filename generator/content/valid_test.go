package content

import (
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
)

// checked are the faults of a page and of a task with the given text, each as
// "rule line:column", lines counted from the text's first.
func checked(text string) (page, task []diag.Diagnostic) {
	const head = "+++\ntitle = \"说明\"\n+++\n"
	const goal = "+++\ntitle = \"说明\"\nnumber = 1\n+++\n## 目标\n\n完成。\n\n"
	shift := func(f *file, by int) []diag.Diagnostic {
		for i := range f.found {
			f.found[i].Pos.Line -= by
		}
		return f.found
	}
	parser := markdown.New([]string{"sup"})
	return shift(parse(diag.NewSource("content/a.md", []byte(head+text)), pageKind, parser), strings.Count(head, "\n")),
		shift(parse(diag.NewSource("content/2021/01.md", []byte(goal+text)), taskKind, parser), strings.Count(goal, "\n"))
}

// TestValidMarkdown: what is correct Markdown is no fault, whatever stands in
// code, addresses and HTML.
func TestValidMarkdown(t *testing.T) {
	for _, text := range []string{
		"~~~\n```\n~~~", "~~~\n```\na\n~~~\n\n后文", "````\n```\n#x\n```\n````", "~~~~\n~~~\n~~~~", "```\n~~~\n```",
		"```x``` 是代码", "前文\n```x``` 是代码\n后文", "```` ``` ````", "`` `2*3*4` ``",
		"```\n#x\n```", "```\n##目标\n＃＃ 目标\n## 目标\n```", "- ```\n  #x\n  ```", "> ```\n> #x\n> ```\n\n后文", "3. 甲\n\n   ~~~\n   #x\n   ~~~", "> ```\n> #x\n\n后文",
		"`甲\n#x`", "前文`甲\n##目标\n乙`后文", "[见](\n#t1)",
		"`2*3*4`", "前文 `5*3*2=30` 后文", "```\n2*3*4\n```", `2\*3\*4`, "5*3=15", "5 * 3 * 2", "<https://a.cn/2*3*4>", "[见](https://a.cn/2*3*4)", "[见](a.md \"2*3*4\")", "![图](2*3*4.png)", "第2*次*", "*3*",
		"`<!-- 甲`", "```\n<!-- 甲\n\n乙 -->\n```", `\<!-- 甲`, "[见](<a<!--.md>)",
		"> | 甲 | 乙 |\n> |---|---|\n> | 1 | 2 |", "- | 甲 | 乙 |\n  |---|---|\n  | 1 | 2 |", "#编号 | 名称\n--|--\n#1 | 甲", "|甲|\n|-|\n|`a\\|b`|", "| 甲 |\n|---|\n| 1 | \n",
		"`![图](https://a.cn/a.png)`", "```\n[x](javascript:alert(1))\n```", `\#x`, "第#x号", "- #x", "`[x](javascript:alert(1))`",
		"10<sup>2*3</sup>", "甲\n--\n乙",
	} {
		page, task := checked(text)
		for _, d := range append(page, task...) {
			t.Errorf("%q: %s %d:%d %s", text, d.Rule, d.Pos.Line, d.Pos.Column, d.Line)
		}
	}
}

// TestSlips: what would be printed or swallowed otherwise than meant is found
// where it stands, beside code that looks the same.
func TestSlips(t *testing.T) {
	for _, c := range []struct{ text, want, fix string }{
		{"#x", "heading-form 1:1", "# x"},
		{"前文\n##目标", "heading-form 2:1", "## 目标"},
		{"  ##**目标**", "heading-form 1:1", "## **目标**"},
		{"＃＃ 目标", "heading-form 1:1", "## 目标"},
		{"##`x`", "heading-form 1:1", "## `x`"},
		{"```\n#x\n```\n#x", "heading-form 4:1", "# x"},
		{"~~~\n```\n~~~\n#x", "heading-form 4:1", "# x"},
		{"共5*3*2=30户", "asterisk 1:2", "共5×3×2=30户"},
		{"`2*3*4`与2*3*4", "asterisk 1:9", "`2*3*4`与2×3×4"},
		{"2*3*4与5*6*7", "asterisk 1:1, asterisk 1:7", "2×3×4与5×6×7"},
		{"共2*3和4*5", "asterisk 1:2", "共2×3和4×5"},
		{"共2*3和*4", "asterisk 1:2", "共2×3和*4"},
		{"2*3\n4*5", "asterisk 1:1", "2×3"},
		{"> 2*3*4", "asterisk 1:3", "> 2×3×4"},
		{"|2*3*4|\n|-|", "asterisk 1:2", "|2×3×4|"},
		{"```\n完成", "code-unclosed 1:1", ""},
		{"````\n```\n", "code-unclosed 1:1", ""},
		{"~~~\n```\n```", "code-unclosed 1:1", ""},
		{"前文\n```\n\n\n", "code-unclosed 2:1", ""},
		{"```\n```\n\n```", "code-unclosed 4:1", ""},
		{"> ```\n> 甲", "code-unclosed 1:3", ""},
		{"<!-- 甲\n\n乙 -->", "raw-html 1:1", ""},
		{"`<!--`<!-- 甲\n\n乙 -->", "raw-html 1:7", ""},
		{"- 甲 <!-- 乙\n\n  丙 -->", "raw-html 1:5", ""},
		{"> | 甲 |\n> |---|\n> | 1 | 2 |", "table-cells 3:3", ""},
	} {
		page, task := checked(c.text)
		for kind, found := range map[string][]diag.Diagnostic{"page": page, "task": task} {
			var got []string
			fix := ""
			for _, d := range found {
				got = append(got, fmt.Sprintf("%s %d:%d", d.Rule, d.Pos.Line, d.Pos.Column))
				fix = d.Fix
			}
			if list := strings.Join(got, ", "); list != c.want || fix != c.fix {
				t.Errorf("%s %q: got %s %q, want %s %q", kind, c.text, list, fix, c.want, c.fix)
			}
		}
	}
}
