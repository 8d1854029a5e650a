package main

import (
	"fmt"
	"testing"

	"gongshi/generator/site"
)

// twelveTasks is a library of twelve tasks that all speak of 工作, the third of
// 蓝天保卫战 as well.
func twelveTasks() *library {
	report := &site.Report{Document: site.Document{Path: "/2021/", Title: "汇总表"}}
	for n := 1; n <= 12; n++ {
		text := "完成各项工作。"
		if n == 3 {
			text += "打赢蓝天保卫战。"
		}
		task := &site.Task{Document: site.Document{Path: fmt.Sprintf("/2021/%d/", n), Title: "任务"}, Report: report}
		task.Targets = []site.Target{{ID: "t1", Title: site.Prose{Text: "目标"}, Result: site.Prose{Text: text}}}
		report.Tasks = append(report.Tasks, task)
	}
	return newLibrary(&site.Site{Reports: []*site.Report{report}})
}

// links of the tasks first … last.
func links(first, last int) []string {
	var list []string
	for n := first; n <= last; n++ {
		list = append(list, fmt.Sprintf("/2021/%d/#t1", n))
	}
	return list
}

// TestFound tells right answers from wrong ones.
func TestFound(t *testing.T) {
	l := twelveTasks()
	rare := query{text: "蓝天", sought: []string{"蓝天"}, passage: 2}
	common := query{text: "gongzuo", sought: []string{"工作"}, passage: 11}
	for _, c := range []struct {
		name  string
		q     query
		links []string
		want  bool
	}{
		{"the passage comes first", rare, links(3, 3), true},
		{"the passage comes tenth", rare, append(links(4, 12), links(3, 3)...), true},
		{"the passage comes eleventh", rare, append(links(4, 12), "/2021/1/#t1", "/2021/3/#t1"), false},
		{"nothing", rare, nil, false},
		{"ten others that hold it as well", common, links(1, 10), true},
		{"nine others", common, links(1, 9), false},
		{"ten, one of which does not hold it", common, append(links(1, 9), "/about/"), false},
	} {
		if got := l.found(c.q, c.links); got != c.want {
			t.Errorf("%s: found is %v", c.name, got)
		}
	}
}

// TestFoundPage: for a search of pages it is enough to find the task.
func TestFoundPage(t *testing.T) {
	l := twelveTasks()
	rare := query{sought: []string{"蓝天"}, passage: 2}
	if !l.foundPage(rare, []string{"/2021/3/"}) || l.foundPage(rare, []string{"/2021/4/"}) {
		t.Error("the task's page is not told from another")
	}
}

// TestRecallRule: few passages must all be there, of many each shown one must hold the run.
func TestRecallRule(t *testing.T) {
	l := twelveTasks()
	few, many := query{sought: []string{"天保卫"}}, query{sought: []string{"作"}}
	if !l.recalls(few, append(links(1, 1), links(3, 3)...)) || l.recalls(few, links(4, 12)) {
		t.Error("a run of few passages: a missing one goes unnoticed")
	}
	if !l.recalls(many, links(3, 12)) || l.recalls(many, append(links(1, 9), "/2021/")) {
		t.Error("a run of many passages: one that does not hold it goes unnoticed")
	}
}

// TestFolded: what differs in script, width, case and white space alone is the same.
func TestFolded(t *testing.T) {
	for text, want := range map[string]string{"優化營商環境": "优化营商环境", "ＰＭ２.5 \u200b年均": "pm2.5年均", "發 髮": "发发"} {
		if got := folded(text); got != want {
			t.Errorf("%q is folded to %q, want %q", text, got, want)
		}
	}
}
