package search

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"gongshi/generator/site"
)

// Invented provinces, some of whose names begin or end alike, and what their reports
// have goals for.
var (
	places   = strings.Fields("云岭 江源 东山 西山 海宁 宁海 南屏 北屏 青原 河口 长丰 丰宁 安泽 泽州 平川 川北 石门 金沙 白河 黑水")
	measured = []string{
		"地区生产总值增长%d.%d%%左右", "城镇新增就业%d%d万人以上", "居民消费价格涨幅控制在%d.%d%%以内", "粮食总产量稳定在%d%d0万吨以上",
		"一般公共预算收入增长%d.%d%%", "固定资产投资增长%d.%d%%", "社会消费品零售总额增长%d.%d%%", "外贸进出口总额达到%d%d00亿元",
		"城镇调查失业率%d.%d%%左右", "单位地区生产总值能耗下降%d.%d%%", "细颗粒物年均浓度降到%d%d微克每立方米", "改造城镇老旧小区%d%d0个",
		"新建充电桩%d.%d万个", "新增托育床位%d.%d万张", "建设高标准农田%d%d0万亩",
	}
)

// measureOf is what a goal is of: 地区生产总值增长.
func measureOf(goal string) string {
	measure, _, _ := strings.Cut(goal, "%d")
	for _, tail := range []string{"控制在", "稳定在", "达到", "降到"} {
		measure = strings.TrimSuffix(measure, tail)
	}
	return measure
}

// reportsOfPlaces is a site with the reports of all places for two years. What one says
// of itself is said alike by all, and each speaks of some of the others.
func reportsOfPlaces(random *rand.Rand) *site.Site {
	s := &site.Site{}
	for _, year := range []int{2023, 2022} {
		for i, place := range places {
			r := &site.Report{Year: year, Document: site.Document{Path: fmt.Sprintf("/%d-%d/", year, i), Title: fmt.Sprintf("%s省%d年政府工作报告", place, year), Date: time.Date(year, 1, 10, 0, 0, 0, 0, site.Beijing)}}
			for k, goal := range measured {
				task := &site.Task{Report: r, Number: k + 1, Document: site.Document{Path: fmt.Sprintf("%s%d/", r.Path, k+1), Title: "主要预期目标", Date: r.Date}}
				text := "稳中求进，" + fmt.Sprintf(goal, 1+random.IntN(8), random.IntN(10)) + "。"
				if random.IntN(3) == 0 {
					text += fmt.Sprintf("深化与%s省的合作，%s对口支援。", places[random.IntN(len(places))], places[random.IntN(len(places))])
				}
				if random.IntN(4) == 0 {
					text += fmt.Sprintf("%d年以来，各项工作成效明显。", year-random.IntN(2))
				}
				task.Targets = []site.Target{{ID: "t1", Title: site.Prose{Text: measureOf(goal)}, Result: site.Prose{Text: text}}}
				r.Tasks = append(r.Tasks, task)
			}
			s.Reports = append(s.Reports, r)
		}
	}
	return s
}

// TestPlaces asks for a measure of a place in 105 ways: a passage of the right report
// comes first for 97 of 100, and it is one that says it.
func TestPlaces(t *testing.T) {
	random := rand.New(rand.NewPCG(30, 1))
	x := opened(t, built(t, reportsOfPlaces(random)), site.Variants[0])
	passages := allShown(t, x)
	all, right := 0, 0
	for range 35 {
		place, goal := places[random.IntN(len(places))], measured[random.IntN(len(measured))]
		measure, year := measureOf(goal), []int{2022, 2023}[random.IntN(2)]
		for query, of := range map[string]string{
			place + "今年" + measure + "目标":                  place + "省2023",
			place + "省" + measure + "是多少":                  place + "省2023",
			fmt.Sprintf("%s %d年 %s", measure, year, place): fmt.Sprintf("%s省%d", place, year),
		} {
			a := asked(t, x, query)
			all++
			if len(a.Hits) == 0 {
				t.Logf("%s: nothing is found", query)
				continue
			}
			if first := passages[a.Hits[0].ID]; strings.HasPrefix(first.Report, of) && first.Heading == measure {
				right++
			} else {
				t.Logf("%s: %s %s: %s; sought %s", query, first.Report, first.Heading, first.Text, a.Sought)
			}
		}
	}
	t.Logf("%d of %d", right, all)
	if right*100 < all*97 {
		t.Errorf("the right report is first for %d of %d questions", right, all)
	}
}

// TestNoAnswer asks what the texts do not say: no card is shown, and what is named as
// missing are words.
func TestNoAnswer(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	for _, query := range []string{
		"东城区有多少条河", "养老金是多少", "2021年死了几个人", "有多少只熊猫", "815个三是什么", "区长是谁", "什么时候放假", "地铁几点停运", "房价多少钱一平米",
		"新建了多少所大学", "机场在哪里", "奥运会得了几块金牌", "如何办理护照", "公务员工资多少", "幼儿园学费是多少", "谁发明了盲盒", "月球上有什么", "王府井有多少棵树",
		"急救站花了多少钱", "粮食价格涨了多少",
	} {
		a := asked(t, x, query)
		card, err := x.Card(a)
		if err != nil {
			t.Fatal(err)
		}
		if card != nil {
			t.Errorf("%s: answered by %s: %s", query, card.Passage.Heading, card.Text.Marked("[", "]"))
		}
		for _, word := range a.Dropped {
			for _, fragment := range []string{"死", "个三", "只熊"} {
				if strings.Contains(word, fragment) && word != query {
					t.Errorf("%s: %s is missing", query, word)
				}
			}
		}
	}
}

// TestAnswers asks what the texts say: the card marks the figure.
func TestAnswers(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	for query, figure := range map[string]string{
		"东城区有多少个急救站": "9个", "东城区有多少人口": "71万人", "流调人员有多少": "200人", "应急供应网点有几个": "27个", "财政支出是多少": "63亿元", "共享停车试点多少处": "54处",
	} {
		card, err := x.Card(asked(t, x, query))
		if err != nil {
			t.Fatal(err)
		}
		if card == nil || !strings.Contains(card.Figure, figure) || !strings.Contains(card.Text.Marked("[", "]"), figure) {
			t.Errorf("%s: %+v, want %s", query, card, figure)
		}
	}
}

// TestStatesAndColumns asks the repository's own site, whose table has no column for the
// state or the unit, for tasks in a state and for columns, and for tasks by number.
func TestStatesAndColumns(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	for query, want := range map[string]string{
		"哪些没完成": "state 没完成 of 达到目标、待核定, 0", "没完成的有哪些": "state 没完成 of 达到目标、待核定, 0", "哪些任务没有完成": "state 没有完成 of 达到目标、待核定, 0", "未完成": "state 未完成 of 达到目标、待核定, 0",
		"未完成的任务": "state 未完成 of 达到目标、待核定, 0", "滞后的有哪些": "state 滞后 of 达到目标、待核定, 0", "哪些项目滞后": "state 滞后 of 达到目标、待核定, 0", "待核定": "state 待核定 of 达到目标、待核定, 1",
		"待核定的指标": "state 待核定 of 达到目标、待核定, 1", "还没开工的": "state 没开工 of 达到目标、待核定, 0", "哪些工作逾期": "state 逾期 of 达到目标、待核定, 0", "没达标的": "state 没达标 of 达到目标、待核定, 0",
		"哪些指标未达到目标": "state 未达到目标 of 达到目标、待核定, 0", "暂停的项目": "state 暂停 of 达到目标、待核定, 0", "目标调整的任务有哪些": "state 目标调整 of 达到目标、待核定, 0",
		"达到目标的有哪些": "state 达到目标 of 达到目标、待核定, 8", "哪些达到目标": "state 达到目标 of 达到目标、待核定, 8",
		"牵头单位": "column 牵头单位, 0", "牵头单位是谁": "column 牵头单位, 0", "责任单位是哪个": "column 牵头单位, 0", "谁负责": "column 牵头单位, 0", "哪个部门负责": "column 牵头单位, 1",
		"停车改革由谁负责": "column 牵头单位, 1", "协办单位有哪些": "column 协办单位, 0", "分管领导是谁": "column 牵头领导, 0", "完成时限": "column 完成时限, 1", "状态": "column 状态, 0", "备注": "column 备注, 0",
		"第8项": "text 1", "8号任务": "text 1", "任务8": "text 1", "第 8 项任务": "text 1",
	} {
		a := asked(t, x, query)
		got := fmt.Sprintf("text %d", len(a.Hits))
		switch {
		case a.Column != "":
			got = fmt.Sprintf("column %s, %d", a.Column, min(len(a.Hits), 1))
		case a.State != nil:
			got = fmt.Sprintf("state %s of %s, %d", a.State.Said, strings.Join(a.State.Known, "、"), len(a.Hits))
		}
		if got != want {
			t.Errorf("%s: %s, want %s; %s", query, got, want, a.Sought)
		}
		if a.State != nil && len(a.Hits) > 0 && (len(a.State.Tables) != 1 || a.State.Tables[0].URL != "/2021/?"+url.Values{"结果": a.State.Values}.Encode()) {
			t.Errorf("%s leads to %v", query, a.State.Tables)
		}
		if strings.HasPrefix(want, "text") {
			if first := showing(t, x, a.Hits[0].ID); !strings.HasPrefix(first.URL, "/2021/8/") {
				t.Errorf("%s finds %s", query, first.URL)
			}
		}
	}
}

// TestStateList asks a site with states: the list has the tasks in them.
func TestStateList(t *testing.T) {
	s := reportsOfPlaces(rand.New(rand.NewPCG(30, 2)))
	r := s.Reports[0]
	r.Columns = []site.TableColumn{{Key: "status", Label: "办理状态"}}
	r.Tasks[1].Status, r.Tasks[2].Status, r.Tasks[3].Targets[0].Status = "已完成", "严重滞后", "待核定"
	x := opened(t, built(t, s), site.Variants[0])
	for query, want := range map[string]string{
		"哪些没完成": "/2023-0/3/", "滞后的有哪些": "/2023-0/3/", "待核定": "/2023-0/4/", "严重滞后的任务": "/2023-0/3/", "哪些已完成": "/2023-0/2/",
	} {
		a := asked(t, x, query)
		if len(a.Hits) != 1 || !strings.HasPrefix(showing(t, x, a.Hits[0].ID).URL, want) || a.State == nil || a.State.Column != "办理状态" {
			t.Errorf("%s: %+v", query, a)
		}
	}
}

// TestExamples asks the examples of the home page: each has an answer.
func TestExamples(t *testing.T) {
	files, examples := built(t, real()), real().Home.Examples
	if len(examples) == 0 {
		t.Fatal("the site has no examples")
	}
	for _, v := range site.Variants[:2] {
		x := opened(t, files, v)
		for _, query := range examples {
			if a := asked(t, x, query); a.Total == 0 {
				t.Errorf("%s: %s has no answer", v.Code, query)
			}
		}
	}
}

// TestStatesInScript looks at the states that an answer names: they are those of the
// page's own script.
func TestStatesInScript(t *testing.T) {
	files := built(t, real())
	for v, want := range map[site.Variant]string{site.Variants[0]: "达到目标", site.Variants[1]: "達到目標"} {
		if entry := string(files[EntryPath(v)]); !strings.Contains(entry, want) {
			t.Errorf("%s: no %s among the states", v.Code, want)
		}
	}
}
