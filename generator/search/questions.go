package search

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/site"
)

// askWords make a query a question and stopWords say nothing; neither is
// sought where something else remains. Both are matched as whole words, the
// longest first.
var (
	askWords = []string{
		"什么", "什么时候", "什么样", "什么时间", "是什么", "为什么", "为何", "为啥", "哪", "哪里", "哪儿", "哪些", "哪个", "哪家", "哪几个", "哪几家", "哪个部门", "哪天", "哪年", "哪一年",
		"在哪", "在哪里", "在哪儿", "几", "几个", "几家", "几次", "几处", "几条", "几项", "几所", "几座", "几天", "几人", "有几个", "有几家", "有几处",
		"多少", "多少个", "多少家", "多少次", "多少钱", "多少人", "多少天", "有多少", "是多少", "多大", "多长", "多久", "多高",
		"怎么", "怎么样", "怎么样了", "怎样", "怎么办", "怎么办理", "如何", "如何办理", "咋样", "咋", "咋办", "谁", "谁来", "谁负责", "由谁", "由谁负责", "谁管", "归谁管", "是谁", "何时",
		"吗", "呢", "吧", "么", "没有", "了吗", "了没", "了没有", "有没有", "是不是", "是否", "能不能", "可不可以", "可以吗", "好吗", "对吗", "有吗", "能吗", "会不会", "要不要", "够不够", "好不好", "多不多",
	}
	stopWords = []string{
		"的", "了", "是", "有", "在", "和", "与", "及", "都", "也", "啊", "呀", "哦",
		"还有", "我们", "你们", "他们", "咱们", "这个", "那个", "这些", "那些", "这里", "那里", "这儿", "那儿", "一下", "一共", "总共", "到底", "究竟",
		"请问", "想知道", "知道", "了解", "想了解", "介绍", "介绍一下", "做得", "最新消息", "我想", "我要", "可以", "应该", "告诉", "查询", "查一下", "搜索", "关于", "有关", "情况", "相关", "进展",
		"今年", "去年", "本年", "本年度", "现在", "目前", "最近", "一年", "就能", "能", "要", "来", "最",
	}
)

// lightCharacters say nothing at the edge of a word: what one does with a thing,
// whose and where it is, and how.
const lightCharacters = "办管查看交花第要去到找问想求给用请从被把对让等为我你他她它本该各某区市县里内中上下外前后时处多少大小高低贵难慢快好差脏乱吵臭啥"

// saidOfStates are what people say of how a task stands, each with what a table may
// call it. A value of a table is meant if it holds one of these.
var saidOfStates = []struct{ said, meant []string }{
	{[]string{"未完成", "没完成", "没有完成", "未办结", "没办结", "没有办结", "没做完", "没办完", "没办成", "没落实", "未落实", "未达到", "没达到", "未达到目标", "没有达到", "未达标", "没达标", "没有达标", "不达标"},
		[]string{"未完成", "未办结", "未达", "滞后", "未开工", "未启动", "暂停", "在办", "推进中", "进行中"}},
	{[]string{"滞后", "落后", "超期", "逾期", "延期", "拖延", "没按时", "未按时", "没有按时", "未达序时", "进度慢", "严重滞后", "超时"}, []string{"滞后", "未达序时", "逾期", "超期", "延期"}},
	{[]string{"待核定", "待核实", "未核定", "没核定", "没有核定", "待定"}, []string{"待核"}},
	{[]string{"未开工", "没开工", "没有开工", "未启动", "没启动", "没有启动", "未开始", "没开始", "没有开始"}, []string{"未开工", "未启动", "未开始", "前期"}},
	{[]string{"暂停", "停工", "中止", "叫停", "暂缓"}, []string{"暂停", "停工", "中止", "暂缓"}},
	{[]string{"已完成", "完成", "办结", "已办结", "做完", "办完", "办成", "达到", "达到目标", "达标", "提前完成", "超额完成"}, []string{"已完成", "已办结", "办结", "提前完成", "超额完成", "达到", "完成"}},
	{[]string{"推进中", "进行中", "在办", "正在办", "正在推进"}, []string{"推进中", "进行中", "在办", "序时"}},
	{[]string{"目标调整", "调整目标", "调整了"}, []string{"调整"}},
}

// negated begin states that are not those they end with: 未完成 is not 完成.
const negated = "未没不"

// states lead from what people say of a state to the states of the passages.
func states(passages []Passage) map[string][]string {
	var known []string
	for i := range passages {
		for _, state := range passages[i].states() {
			if state != "" && !slices.Contains(known, state) {
				known = append(known, state)
			}
		}
	}
	table := map[string][]string{}
	for _, group := range saidOfStates {
		values := slices.DeleteFunc(slices.Clone(known), func(state string) bool { return !means(foldText(state), group.meant) })
		for _, said := range folded(group.said) {
			table[said] = values
		}
	}
	for _, state := range known { // as the table has it
		table[foldText(state)] = []string{state}
	}
	return table
}

func means(state string, meant []string) bool {
	return slices.ContainsFunc(meant, func(part string) bool {
		before, _, found := strings.Cut(state, foldText(part))
		last, _ := utf8.DecodeLastRuneInString(before)
		return found && !strings.ContainsRune(negated, last)
	})
}

// columnWords are what people call the columns of a table, or ask for by.
var columnWords = map[string][]string{
	"category": {"类别", "分类"},
	"lead":     {"牵头单位", "责任单位", "负责单位", "主责单位", "承办单位", "主办单位", "牵头部门", "责任部门", "负责部门", "主责部门", "主管部门", "谁负责", "由谁负责", "谁管", "归谁管", "谁牵头", "由谁牵头", "哪个部门", "哪个单位", "什么部门", "什么单位", "哪个部门负责", "哪个单位负责", "哪个部门牵头"},
	"support":  {"协办单位", "配合单位", "协办部门", "配合部门", "谁配合"},
	"leader":   {"牵头领导", "分管领导", "责任领导", "主管领导", "负责人", "责任人", "联系人", "哪位领导", "哪个领导"},
	"due":      {"完成时限", "时限", "截止时间", "截止日期", "完成期限", "办结时间", "时间节点", "什么时候完成", "何时完成", "什么时候完工"},
	"status":   {"状态", "办理状态", "完成状态", "任务状态"},
	"note":     {"备注", "存在问题", "下一步计划"},
}

// column is a column that people ask for: what it is called, the words for it, and
// whether a table has it. The last is that of outcomes,
// which no head names but the filter of a table, with its values.
type column struct {
	Key   string   `json:"key"`
	Label string   `json:"label"`
	Words []string `json:"words"`
	Has   bool     `json:"has"`
}

// columns are those of a site, whose tables may call them otherwise.
func columns(s *site.Site) []column {
	var list []column
	for _, c := range site.Columns {
		words := columnWords[c.Key]
		if words == nil {
			continue
		}
		made := column{Key: c.Key, Label: s.Text(c.Label), Words: folded(words)}
		for _, r := range s.Reports {
			for _, of := range r.Columns {
				if of.Key == c.Key {
					made.Label, made.Has = of.Label, true
				}
			}
		}
		list = append(list, made)
	}
	last := column{Key: "outcome", Label: s.Text("结果"), Has: true}
	for _, outcome := range []site.Outcome{site.Met, site.Missed, site.Pending} {
		last.Words = append(last.Words, s.Text(outcome.Text()))
	}
	return append(list, last)
}

// wordsOfAsking are all words of the tables above.
func wordsOfAsking() []string {
	lists := slices.Concat([][]string{askWords, stopWords, {lightCharacters}}, slices.Collect(maps.Values(columnWords)))
	for _, group := range saidOfStates {
		lists = append(lists, group.said)
	}
	return slices.Concat(lists...)
}
