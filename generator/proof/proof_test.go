package proof

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

var list = site.Proof{
	Wrong: map[string]string{"一但": "一旦", "竟标": "竞标", "防犯": "防范", "末完成": "未完成"},
	Right: []string{"统一但", "究竟", "犯罪", "周末"},
}

// TestTextRules gives each rule of the text what it finds and what it must not.
func TestTextRules(t *testing.T) {
	for _, c := range []struct{ rule, wrong, right string }{
		{"wrong-word", "一但发现，立即上报", "要求统一但不强求"},
		{"wrong-word", "组织竟标", "究竟标准是什么"},
		{"wrong-word", "加强防犯", "预防犯罪"},
		{"wrong-word", "写作一但", "写作`一但`\n\n```\n一但\n```"},
		{"wrong-word", "工程末完成", "周末完成"},
		{"doubled-character", "绿化的的面积", "目的的确明确，为了了解，关键是是否及时"},
		{"doubled-character", "出动人员人3169人次", "出动人员3169人次"},
		{"date-slip", "2022年月2日", "2022年2月2日"},
		{"date-slip", "2月28前完成", "2月28日前完成"},
		{"date-slip", "13月5日", "3月5日"},
		{"date-slip", "2月30日", "1月30日"},
		{"date-slip", "11月31日", "12月31日"},
		{"mixed-punctuation", "一是开会,二是学习，三是落实", "一是开会，二是1,000人"},
		{"image-alt", "![](tu.png)", "![竣工照片](tu.png)"},
		{"external-link", "[网站](http://a.cn/)", "[网站](https://a.cn/)"},
		{"external-link", "[网站](https://10.1.2.3/)", "[网站](https://a.cn/10.1.2.3)"},
	} {
		if got := rules(c.wrong); !slices.Contains(got, c.rule) {
			t.Errorf("%s: %q finds %q", c.rule, c.wrong, got)
		}
		if got := rules(c.right); slices.Contains(got, c.rule) {
			t.Errorf("%s: %q is right", c.rule, c.right)
		}
	}
}

func rules(text string) []string {
	var names []string
	for _, d := range Text(diag.NewSource("a.md", []byte("+++\n一但\n+++\n"+text+"\n")), len("+++\n一但\n+++\n"), list) {
		names = append(names, d.Rule)
	}
	return names
}

// TestReportRules does the same for what a report says of itself.
func TestReportRules(t *testing.T) {
	report := func(change func(*site.Report, *site.Target)) []string {
		r := &site.Report{Document: site.Document{Title: "2021年度任务", Date: time.Date(2022, 1, 10, 0, 0, 0, 0, site.Beijing)}, Year: 2021, Period: "2021年度"}
		r.Tasks = []*site.Task{{Report: r, Document: site.Document{Title: "绿化"}, Targets: []site.Target{{
			Title: site.Prose{Text: "种树12.5公顷"}, Result: site.Prose{Text: "截至2021年底，种了13公顷，预算3.12.5万"},
			Measures: []site.Measure{{Goal: 12.5, Actual: 13}},
		}}}}
		change(r, &r.Tasks[0].Targets[0])
		var names []string
		for _, d := range Report(r) {
			names = append(names, d.Rule)
		}
		return names
	}
	if got := report(func(*site.Report, *site.Target) {}); len(got) > 0 {
		t.Errorf("a good report: %q", got)
	}
	for rule, change := range map[string]func(*site.Report, *site.Target){
		"unfinished":         func(_ *site.Report, g *site.Target) { g.Result.Text += "，数据待市局核定" },
		"as-of-date":         func(_ *site.Report, g *site.Target) { g.Result.Text += "，截至2020年11月" },
		"date-before-period": func(r *site.Report, _ *site.Target) { r.Date = r.Date.AddDate(-2, 0, 0) },
		"measure-source":     func(_ *site.Report, g *site.Target) { g.Measures[0].Actual = 3 },
		"title-long":         func(r *site.Report, _ *site.Target) { r.Title = strings.Repeat("长", 61) },
	} {
		if got := report(change); !slices.Equal(got, []string{rule}) {
			t.Errorf("%s: %q", rule, got)
		}
	}
	if got := report(func(_ *site.Report, g *site.Target) { g.Measures[0].Goal = 2.5 }); !slices.Equal(got, []string{"measure-source"}) {
		t.Errorf("2.5 is no part of 12.5: %q", got)
	}
}

// TestEveryRule is tested above.
func TestEveryRule(t *testing.T) {
	for _, r := range Rules {
		if r.Reason == "" || !Known(r.Name) {
			t.Error(fmt.Sprint(r))
		}
	}
	if Known("dead-link") {
		t.Error("an error of form can be silenced")
	}
}
