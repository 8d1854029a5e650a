package proof

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi/generator/diag"
	"gongshi/generator/site"
	"gongshi/generator/words"
)

var own = site.Proof{
	Wrong: map[string]string{"一但": "一旦", "竟标": "竞标", "防犯": "防范", "末完成": "未完成"},
	Names: map[string][]string{"李小明": {"区委副书记", "区长"}, "王红": {"区生态环境局局长"}, "赵敏": {"副区长"}},
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
		{"date-slip", "2021年2月29日", "2020年2月29日，2月29日"},
		{"date-slip", "2021年13月", "2021年12月"},
		{"date-slip", "于2021-02-30开工", "于2021-02-28开工，编号2021-32-15、2021-02-30-1"},
		{"weekday", "2021年5月6日（星期五）召开", "2021年5月6日（星期四）至9日（周日）召开，5月6日（星期五）"},
		{"weekday", "2022年1月1日周日", "2022年1月1日周六"},
		{"period-reversed", "2021年9月至2021年3月", "2021年9月至2022年3月，2021年11月至次年3月，11月至3月"},
		{"period-reversed", "2021年9月15日—3日", "2021年9月3日—15日，2021年9月—2021年9月"},
		{"period-reversed", "“十三五”时期（2020—2016年），2020年—2016年", "2016年—2020年间，2020年到3月底"},
		{"doubled-character", "制定了了实施方案", "为了了解情况，不了了之，和和平里街道，现在在建，关键是是否公平"},
		{"doubled-character", "植树300株，，绿篱800米", "标点是，；：三种"},
		{"doubled-character", "2021年年月", "2021年年底，12月月底，5月6日日均"},
		{"doubled-character", "补助20万元元，提高2个个百分点", "补助20万元，提高2个百分点，一个个百分之百"},
		{"about-twice", "约3万平方米左右", "约3万平方米，3万平方米左右，约5000人，占三成左右"},
		{"about-twice", "接待近2000余人次", "接待近2000人次、2000余人次，近10余年来预约20余次，附近30多户"},
		{"about-twice", "年满60周岁以上左右", "年满60周岁以上"},
		{"as-of", "截止2021年11月底，全区接种86万剂次", "截至2021年11月底；报名自3月1日起，截止3月15日；截止日期为2021年3月"},
		{"as-of", "截止目前，已完成", "截至目前，投标截止时间为2021年8月9日"},
		{"unpaired", "印发《东城区规划，明确了任务", "印发《关于转发〈东城区规划〉的通知》"},
		{"unpaired", "绿地2.5公顷（口袋公园6处，全部开放", "绿地(口袋公园6处）；1）申请；2）发证。（一）机构"},
		{"unpaired", "坚持“四不两直”方式”", "“第一段。\n\n“第二段。”"},
		{"wrong-word", "工作的到市民的肯定", "谋划好的到年底落实，他的到来得到好评"},
		{"wrong-word", "第十四界人大", "第十四届人大，第三界别"},
		{"wrong-word", "记帐、转帐要规范", "帐篷、蚊帐"},
		{"wrong-word", "既使没有", "既使群众满意，又使企业减负"},
		{"growth", "由50亿元增加到60亿元，增长30%", "由50亿元增加到60亿元，增长20%"},
		{"growth", "从1.26万件下降到1.13万件，同比下降11.5%", "从1.26万件下降到1.13万件，同比下降10.3%，从约5万到6万，增长30%"},
		{"growth", "由67.2%提高到93.5%，提高25个百分点", "由67.2%提高到93.5%，提高26.3个百分点"},
		{"growth", "由40件增加到30件，增加25%", "由40件减少到30件，减少25%以上"},
		{"growth", "达到1200亿元，比上年的1000亿元增长12%", "达到1200亿元，比上年的1000亿元增长20%"},
		{"growth", "去年同期为50件，今年为40件，同比下降10%", "去年同期为50件，今年为40件，同比下降20%"},
		{"growth", "水费由5元调整为4元，下降10%", "水费由5元调整为4元，下降20%"},
		{"growth", "优良天数288天，比上年的276天增加14天", "优良天数288天，比上年的276天增加12天，用时由10天压缩到3天，减少7天"},
		{"growth", "企业由320家增加到352家，净增30家", "企业由320家增加到352家，净增32家，由1.2万件增加到1.5万件，增加3012件"},
		{"rate", "计划新建停车位1500个，实际建成1800个，完成年度任务的110%", "计划新建停车位1500个，实际建成1800个，完成年度任务的120%；计划投资5亿元，新建停车位18个，完成年度任务的90%"},
		{"rate", "绿化覆盖率为145.1%", "拨备覆盖率为210%，绿化覆盖率提高120%，合格率100%"},
		{"doubled-character", "执法检查人320人次", "执法检查320人次，老年人320人次"},
		{"doubled-character", "增长6..5%", "增长6.5%"},
		{"wrong-word", "配备医务人员人员980名", "配备医务人员980名"},
		{"wrong-word", "植树造林2300苗，", "植树造林2300亩，育苗2300株"},
		{"period-reversed", "从2022年9月15日开始，至2022年6月30日结束", "从2022年9月15日开始，至2023年6月30日结束，2022年9月起，到3月底"},
		{"count", "项目36个，其中道路18个、管网11个、绿化9个", "党员36名，其中女性18名、青年11名、农民9名；项目38个，其中道路18个、管网11个"},
		{"mixed-punctuation", "一是开会,二是学习，三是落实", "一是开会，二是1,000人"},
		{"image-alt", "![](tu.png)", "![竣工照片](tu.png)"},
		{"external-link", "[网站](http://a.cn/)", "[网站](https://a.cn/)"},
		{"external-link", "[网站](https://10.1.2.3/)", "[网站](https://a.cn/10.1.2.3)"},
		{"person-title", "副区长李小明主持会议", "区长李小明主持会议，区委副书记、区长李小明讲话"},
		{"person-title", "区长赵敏主持会议", "副区长赵敏主持会议"},
		{"person-title", "李小明局长主持会议", "李小明区长主持会议，李小明同志主持会议"},
		{"person-title", "区水务局副局长王红", "区生态环境局局长王红，局长王红"},

		{"rate", "完成率98%（88/89）", "完成率98.88%（88/89）"},
		{"rate", "88/89（98.87%）", "88/89(98.88%)，8/9（89%）"},
		{"rate", "应整改89项，已整改88项，整改率98%", "应整改89项，已整改88项，整改率98.9%"},
		{"rate", "事项1173项。集中进驻1153项，集中进驻率98.27%", "事项1173项。集中进驻1153项，集中进驻率98.29%"},
		{"rate", "检查200家，整改199家，占99.4%", "检查200家，整改199家，占99.5%"},
		{"rate", "应整改89项，已整改80项，整改率89%", "应整改89项，已整改80项，整改率90%以上"},
		{"rate", "应整改89项，已整改80项，整改率为95%", "应整改89项，已整改80项，比上年提高5%，群众200人，投入30万元，增长0.5%"},
		{"rate", "应办1000件，办结950件，办结率96%", "应办约1000件，办结950余件，办结率96%；受理1000件，办结950件，按时办结率100%"},
		{"rate", "应整改1000件，整改950件，整改率96%", "受理1000件，办结950件，满意率98%"},
		{"rate", "项目120个，重点项目30个，开工28个，开工率93.4%", "项目120个，重点项目30个，占25%，开工28个，开工率93.3%"},
		{"count", "共50项，其中超序时完成14项、按序时完成7项、滞后26项", "共50项，其中超序时完成14项、按序时完成10项、滞后26项"},
		{"count", "共有任务50项，已完成40项，正在推进12项", "共有任务50余项，已完成40项，正在推进12项；共有任务50项，已完成40项"},
		{"count", "共65件，其中办结60件，在办4件", "共65件，其中办结60件，在办4件，不予办理1件；共120人参加，完成100人，待考核15人"},
		{"count", "共10项，已完成8项，未完成3项", "共10项，已完成8项，未完成2项；另有绿化3处"},
		{"count", "停车位1200个，其中地上停车位500个、地下停车位600个", "停车位1200个，其中地上停车位600个、地下停车位600个"},
		{"count", "总投资1.2亿元，其中市级资金5000万元、区级资金6000万元", "总投资1.2亿元，其中市级资金5234万元、区级资金6801万元"},
		{"count", "检查100家（其中合格80家，不合格19家）", "检查100家，其中学校60家，工地50家；教师100人，其中小学教师50人、中学教师45人，其余为职员"},
		{"count", "合计20件，办结15件，在办6件", "合计20件，办结15件，其中提前办结3件，在办5件"},
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
	for _, d := range read("+++\ntitle = \"绿化\"\n+++\n" + text + "\n") {
		names = append(names, d.Rule)
	}
	return names
}

// read proofreads a file, all of which is prose but its marks of front matter.
func read(text string) []diag.Diagnostic {
	cut := words.New(slices.Values([]string{text}), nil).Pieces
	return NewReader(own, cut).Text(diag.NewSource("a.md", []byte(text)), []byte(text), strings.LastIndex(text, "+++")+1)
}

// TestReportRules does the same for what a report says of itself.
func TestReportRules(t *testing.T) {
	report := func(change func(*site.Report, *site.Target)) []string {
		r := &site.Report{Document: site.Document{Title: "2021年度任务", Date: time.Date(2022, 1, 10, 0, 0, 0, 0, site.Beijing)}, Year: 2021, Period: "2021年度"}
		r.Column = site.Column{Name: "任务公示", Type: "政务公开", Description: "任务和完成情况", Keywords: []string{"任务"}}
		r.Intro.Text = "2021年共承担1项任务，其中完成1项。"
		r.Tasks = []*site.Task{{Report: r, Document: site.Document{Title: "绿化"}, Status: "完成", Targets: []site.Target{{
			Title: site.Prose{Text: "种树不少于12.5公顷"}, Result: site.Prose{Text: "截至2021年底，种了13公顷，完成率104%，预算3.12.5万"},
			Measures: []site.Measure{{Direction: "≥", Goal: 12.5, Actual: 13, Unit: "公顷"}},
		}}}}
		change(r, &r.Tasks[0].Targets[0])
		var names []string
		for _, d := range Report(r, nil) {
			names = append(names, d.Rule)
		}
		return names
	}
	for what, change := range map[string]func(*site.Report, *site.Target){
		"as it is": func(*site.Report, *site.Target) {},
		"withdrawn": func(r *site.Report, _ *site.Target) {
			r.Withdrawn, r.Column, r.Intro.Text = "重复", site.Column{}, "共9项任务"
		},
		"unfinished in half a year": func(r *site.Report, g *site.Target) {
			r.Title, r.Period, g.Result.Text = "上半年任务", "上半年", "种了13公顷，预计年底完成"
		},
		"unfinished and marked so": func(r *site.Report, g *site.Target) {
			g.Measures[0].Goal, g.Title.Text, g.Result.Text, r.Tasks[0].Status = 20, "种树20公顷", "种了13公顷", "未完成"
		},
		"as of a month of the half": func(r *site.Report, g *site.Target) {
			r.Period, g.Result.Text = "2021年上半年", g.Result.Text+"，截至2021年6月"
		},
		"the number of targets": func(r *site.Report, g *site.Target) {
			r.Tasks[0].Targets = append(r.Tasks[0].Targets, *g)
			r.Intro.Text = "共2个目标"
		},
		"less is better, goal over value": func(_ *site.Report, g *site.Target) {
			g.Title.Text, g.Result.Text, g.Measures[0] = "不超过5", "4，完成率125%", site.Measure{Direction: "≤", Goal: 5, Actual: 4}
		},
	} {
		if got := report(change); len(got) > 0 {
			t.Errorf("%s: %q", what, got)
		}
	}
	for _, c := range []struct {
		rule   string
		change func(*site.Report, *site.Target)
	}{
		{"unfinished", func(_ *site.Report, g *site.Target) { g.Result.Text += "，数据待市局核定" }},
		{"as-of-date", func(_ *site.Report, g *site.Target) { g.Result.Text += "，截至2020年11月" }},
		{"as-of-date", func(r *site.Report, g *site.Target) {
			r.Period = "2021年上半年"
			g.Result.Text += "，截至2021年7月"
		}},
		{"date-before-period", func(r *site.Report, _ *site.Target) { r.Date = r.Date.AddDate(-2, 0, 0) }},
		{"measure-source", func(_ *site.Report, g *site.Target) { g.Result.Text = "种了14公顷" }},
		{"measure-source", func(_ *site.Report, g *site.Target) { g.Title.Text = "种树2.5公顷" }},             // 12.5 is another number
		{"measure-source", func(_ *site.Report, g *site.Target) { g.Result.Text = "种了两次\n  13. 种了14公顷" }}, // 13 is the number of an item
		{"measure-words", func(_ *site.Report, g *site.Target) { g.Title.Text = "种树不超过12.5公顷" }},
		{"goal-missed", func(_ *site.Report, g *site.Target) {
			g.Title.Text, g.Measures[0].Goal, g.Result.Text = "种树20公顷", 20, "种了13公顷"
		}},
		{"goal-missed", func(r *site.Report, g *site.Target) {
			r.Intro.Text, r.Tasks[0].Status = "", ""
			g.Title.Text, g.Measures[0].Goal, g.Result.Text = "种树20公顷", 20, "种了13公顷"
		}},
		{"rate", func(_ *site.Report, g *site.Target) { g.Result.Text = "种了13公顷，完成率为105%" }},
		{"count", func(r *site.Report, _ *site.Target) { r.Intro.Text = "2021年共承担3项重点任务" }},
		{"count", func(r *site.Report, _ *site.Target) { r.Intro.Text = "其中完成2项" }},
		{"missing-meta", func(r *site.Report, _ *site.Target) { r.Column = site.Column{} }},
		{"missing-meta", func(r *site.Report, _ *site.Target) { r.Column.Keywords = nil }},
		{"csv-formula", func(r *site.Report, _ *site.Target) { r.Tasks[0].Title = "=HYPERLINK(1)" }},
		{"csv-formula", func(_ *site.Report, g *site.Target) { g.Result.Text = "-1+2，" + g.Result.Text }},
		{"title-long", func(r *site.Report, _ *site.Target) { r.Title = strings.Repeat("长", 61) }},
	} {
		if got := report(c.change); !slices.Equal(got, []string{c.rule}) {
			t.Errorf("%s: %q", c.rule, got)
		}
	}
}

// TestConfig asks for the site's code.
func TestConfig(t *testing.T) {
	src := diag.NewSource("content/site.toml", []byte("title = \"区政府\"\n"))
	if got := Config(&site.Config{}, src); len(got) != 1 || got[0].Rule != "missing-meta" {
		t.Error(got)
	}
	var c site.Config
	c.Identifiers.SiteCode = "1101010020"
	if got := Config(&c, src); len(got) > 0 {
		t.Error(got)
	}
}

// TestPlaces looks for a doubt at the line it is about, in its own target.
func TestPlaces(t *testing.T) {
	text := "+++\ntitle = \"甲\"\n+++\n## 目标一\n\n预计完成\n\n## 目标二\n\n预计完成\n"
	r := &site.Report{Document: site.Document{Title: "年度任务", Source: "r.md"}, Period: "2021年度"}
	r.Column = site.Column{Name: "任务", Type: "政务", Description: "任务", Keywords: []string{"任务"}}
	r.Tasks = []*site.Task{{Document: site.Document{Source: "t.md"}, Targets: []site.Target{
		{Result: site.Prose{Text: "已完成"}}, {Result: site.Prose{Text: "预计完成"}},
	}}}
	got := Report(r, Sources{"t.md": diag.NewSource("t.md", []byte(text))})
	if len(got) != 1 || got[0].Pos.Line != 10 || got[0].Pos.Column != 1 {
		t.Errorf("%+v", got)
	}
}

// TestManyDoubts shows some of each rule and counts the others.
func TestManyDoubts(t *testing.T) {
	found := read(strings.Repeat("组织竟标。\n", diag.Shown+20))
	if last := found[len(found)-1]; len(found) != diag.Shown+1 || last.More != 20 || found[diag.Shown-1].Pos.Line != diag.Shown {
		t.Errorf("%d, %+v", len(found), last)
	}
}

// TestEveryRule has a reason, and a case of its own above.
func TestEveryRule(t *testing.T) {
	tests, err := os.ReadFile("proof_test.go")
	if err != nil {
		t.Fatal(err)
	}
	links, err := os.ReadFile("../check/check_test.go") // finds those of links
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Rules {
		if r.Reason == "" || !Known(r.Name) || !strings.Contains(string(tests), "{\""+r.Name+"\", ") && !strings.Contains(string(links), " "+r.Name+"\"") {
			t.Error(fmt.Sprint(r))
		}
	}
	if Known("dead-link") {
		t.Error("an error of form can be silenced")
	}
}
