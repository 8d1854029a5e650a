package importer

import (
	"fmt"
	"strings"
	"testing"
)

// TestUpdateKeepsMarkup imports the texts of a file again, as tables give them:
// with what the marks say, or without any mark. Neither changes the file.
func TestUpdateKeepsMarkup(t *testing.T) {
	r := Report{Columns: []Column{{Key: "title"}, {Key: "target"}, {Key: "result"}}}
	const file = "+++\ntitle = \"绿化\"\nnumber = 1\n+++\n\n## 减排CO<sub>2</sub>\n\n种了**10<sup>6</sup>**棵，~~8~~9户<br>完成\n\n3. 修路\n4. <u>架桥</u>\n"
	for _, c := range []struct{ name, title, result string }{
		{"with what the marks say", "减排CO₂", "种了10⁶棵，【删去：8】9户完成|3. 修路|4. 架桥"},
		{"without marks", "减排CO2", "种了106棵，89户完成|修路|架桥"},
		{"without what is struck out", "减排CO₂", "种了10⁶棵，9户完成|3. 修路|4. 架桥"},
	} {
		text, changes := r.updated(t, file, Task{Title: "绿化", Targets: []Target{{Title: c.title, Result: strings.Split(c.result, "|")}}})
		if text != file || len(changes) > 0 {
			t.Errorf("%s: %+v", c.name, changes)
		}
	}
	text, changes := r.updated(t, file, Task{Title: "绿化", Targets: []Target{{Title: "减排CO2", Result: []string{"种了107棵"}}}})
	if len(changes) != 1 || !strings.HasSuffix(text, "CO<sub>2</sub>\n\n种了107棵\n") {
		t.Errorf("another text: %q, %+v", text, changes)
	}
}

// updated imports a task into the only file of a report.
func (r Report) updated(t *testing.T, file string, task Task) (string, []Change) {
	t.Helper()
	s, _ := loaded(t, map[string]string{"01.md": file})
	return r.Update(s, file, s.Reports[0].Tasks[0], task, false)
}

// TestCells reads the cells of web pages as their readers do.
func TestCells(t *testing.T) {
	for cell, want := range map[string]string{
		"10<sup>6</sup>吨CO<sub>2</sub>":                              "10⁶吨CO₂",
		"10<sup><b>ab</b></sup>":                                     "10^(ab)",
		"完成<del>8</del><strike>9</strike>10项":                        "完成10项",
		"<ruby>沚<rp>(</rp><rt>zhǐ</rt><rp>)</rp></ruby>村":            "沚（zhǐ）村",
		"<ol start=3><li>修路</li><li>架桥</li><li value=9>种树</li></ol>": "3. 修路|4. 架桥|9. 种树",
		"<ul><li>修路</li><li>架桥</li></ul>":                            "修路|架桥",
		"<h4>修路</h4>完成<blockquote>架桥</blockquote>完成<hr>完":            "修路|完成|架桥|完成|完",
	} {
		r := imported(t, "a.html", "<table><tr><td>序号</td><td>任务名称</td><td>目标</td><td>完成情况</td></tr><tr><td>1</td><td>甲</td><td>乙</td><td>"+cell+"</td></tr></table>", nil)
		if got := strings.Join(r.Tasks[0].Targets[0].Result, "|"); got != want {
			t.Errorf("%s: got %s, want %s", cell, got, want)
		}
	}
}

// TestMatchTargets finds the old goals of new ones: by text, by place where as many
// stand between two that are known, by likeness where not.
func TestMatchTargets(t *testing.T) {
	for _, c := range []struct{ old, fresh, want string }{
		{"修路3条|架桥2座", "架桥2座|修路3条", "[1 0]"},
		{"修路3条|架桥2座|种树", "修路3条|新建桥梁|种树", "[0 1 2]"},
		{"修路3条|种树10棵并养护", "修路3条|建公园|种树12棵并养护", "[0 -1 1]"},
		{"修路3条|种树10棵并养护|建公园", "种树12棵并养护|建公园", "[1 2]"},
		{"修路3条", "架桥2座|种树10棵", "[-1 -1]"},
		{"甲|甲", "甲|甲|甲", "[0 1 -1]"},
		{"", "甲", "[-1]"},
	} {
		var old []oldTarget
		for title := range strings.FieldsFuncSeq(c.old, func(r rune) bool { return r == '|' }) {
			old = append(old, oldTarget{title: title, bare: title})
		}
		var fresh []Target
		for title := range strings.SplitSeq(c.fresh, "|") {
			fresh = append(fresh, Target{Title: title})
		}
		if got := fmt.Sprint(matchTargets(old, fresh)); got != c.want {
			t.Errorf("%s from %s: %s, want %s", c.fresh, c.old, got, c.want)
		}
	}
}
