package importer

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gongshi/generator/site"
	"gongshi/generator/zh"
)

// Keys of columns besides those of site.Columns and "extra." with a name.
const (
	bothKey = "text" // one column that is the title and the goal
	idKey   = "id"   // the id of a task
	noKey   = "-"    // to be left out
	// Columns that an export of this program has besides those of the report.
	addressKey  = "url"
	measuresKey = "measures"
	retiredKey  = "retired"
)

// Kinds of heads that only the other heads of a table make the key of a column.
const (
	itemKind   = "item"   // 工作任务: the title, the goal or both
	officeKind = "office" // 责任单位: the lead, or, beside another, who supports it
	otherKind  = "other"  // a column that passes through under its own name
)

// headWords are the words by which heads are known, seen in tables of many
// cities, in the order in which they are looked for: the first that is in a head
// counts. "=" before a word: the whole head; "$": its end.
var headWords = []struct{ kind, words string }{
	{"number", "序号 项次 =序 =号 =编号 =no =no. 任务编号 项目编号 事项编号 =项号"},
	{otherKind, "计量单位 完成率 计划进度 进度计划 进度安排 时间进度 序时进度 投资进度 支付进度 开工时间 开始时间 联系人 联系方式 电话 未完成原因 结果类 考核结果 评价结果"},
	{"support", "协办 配合 协同 参加单位 参加部门 参与单位 参与部门 联办 会办 协作"},
	{"lead", "牵头 主责 主办 承办"},
	{officeKind, "责任 实施单位 建设单位 主管 =单位 =部门 $单位 $部门 $科室"},
	{"due", "时限 期限 完成时间 完成日期 时间节点 完成节点 办结时间 截止 时间要求 =时间"},
	{"status", "状态 是否 完成与否 办结与否 销号情况"},
	{"target", "预期"},
	{"result", "完成情况 进展 落实情况 办理情况 推进情况 实施情况 执行情况 整改情况 工作成效 完成值 实际值 实际完成 $进度 $结果 办理结果 处理结果 $答复 答复内容 答复意见 答复摘要 $回复 回复内容 =现状 =落实 =完成"},
	{"note", "备注 说明 附注"},
	{otherKind, "存在问题 存在的问题 困难 下一步 下步 原因 依据 投资 资金 经费 预算 网址 占比 权重 分值 得分 标准 量化指标"},
	{"category", "类别 类型 分类 领域 板块 大类 章节 =方面"},
	{itemKind, "目标任务 任务目标责任"},
	{"target", "任务及目标 举措 措施 工作内容 主要内容 具体内容 建设内容 建设规模 项目内容 指标值 年度指标 目标 要求"},
	{"title", "任务名称 项目名称 事项名称 指标名称 名称 标题 事项 项目 实事 问题 案由 题目 主题"},
	{itemKind, "任务 重点 要点 工作 指标 $内容"},
	{"result", "$情况"},
}

// leaders are words for the person who answers for a task; a head that also
// names an office, "责任单位及责任人", is that of the office.
var (
	leaders = regexp.MustCompile(`领导|责任人|负责人|包联`)
	offices = regexp.MustCompile(`(单位|部门|科室)[^及和与、/(（]*[及和与、/(（]`)
)

// period is a head that only says which part of the year a column is about.
var period = regexp.MustCompile(`^(20\d\d年)?(第?[一二三四1-4]季度|[上下]半年|全年|\d{1,2}([-~至—]\d{1,2})?月份?)$`)

// folded is a text as heads are compared: without blanks, in half-width forms and
// simplified characters.
func folded(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(text)), ""))
	return strings.Map(func(r rune) rune {
		if forms := zh.Simplified(r); len(forms) > 0 {
			return forms[0]
		}
		return r
	}, text)
}

// kindOf is what a head stands for; "" if it is not known.
func kindOf(label string) string {
	label = strings.ReplaceAll(folded(label), "情形", "情况") // 執行情形
	if leaders.MatchString(label) && !offices.MatchString(label) {
		return "leader"
	}
	if period.MatchString(label) {
		return "result"
	}
	for _, line := range headWords {
		for word := range strings.FieldsSeq(line.words) {
			switch {
			case word[0] == '=':
				if label == word[1:] {
					return line.kind
				}
			case word[0] == '$':
				if strings.HasSuffix(label, word[1:]) {
					return line.kind
				}
			case strings.Contains(label, word):
				return line.kind
			}
		}
	}
	return ""
}

// Labels say what heads are taken for: label → key.
type Labels map[string]string

// key is what the editor, or else the report that exists, says about a label.
func (o *Options) key(label string) (key string, ok bool) {
	for _, labels := range []Labels{o.Labels, o.Known} {
		for _, l := range slices.Sorted(maps.Keys(labels)) {
			if folded(l) == folded(label) {
				return labels[l], true
			}
		}
	}
	return "", false
}

// unmet are the labels of Options.Labels that no column has.
func (o *Options) unmet(columns []Column) (list []string) {
	for _, l := range slices.Sorted(maps.Keys(o.Labels)) {
		if !slices.ContainsFunc(columns, func(c Column) bool { return strings.Contains(folded(c.Label), folded(l)) }) {
			list = append(list, l)
		}
	}
	return list
}

// maxHead is how long a head can be, in characters.
const maxHead = 20

// looksLikeHead reports whether a text can be a head: it is short and not "责任单位：某局".
func looksLikeHead(text string) bool {
	n := len([]rune(text))
	_, after, colon := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	return n > 0 && n <= maxHead && !(colon && after != "") && strings.Trim(text, "0123456789.%-/ ") != ""
}

// known counts the different heads that are known in a row.
func (p *piece) known(row int, o *Options) int {
	seen := map[string]bool{}
	for i := range p.Rows[row].Cells {
		c := &p.Rows[row].Cells[i]
		text := oneLine(c.Text)
		if c.Left || !looksLikeHead(text) {
			continue
		}
		key, ok := o.key(text)
		if !ok {
			if key = kindOf(text); key == otherKind {
				key += text
			}
		}
		if key != "" {
			seen[key] = true
		}
	}
	return len(seen)
}

// Limits of the search for a head: how many rows it can have, and how far down it
// is looked for. Above it stand titles, dates and lines such as 责任单位：….
const (
	maxHeadRows = 3
	headSearch  = 30
)

// findHead finds the head of a piece between two rows: the first row with the
// most known heads, and the rows that continue it.
func (p *piece) findHead(o *Options) bool {
	best := 1
	for row := p.from; row < min(p.to, p.from+headSearch); row++ {
		if n := p.known(row, o); n > best {
			best, p.head = n, row
		}
	}
	if best < 2 {
		return false
	}
	p.body = p.head + 1
	for p.head > p.from && p.body-p.head < maxHeadRows && len(p.own(p.head-1)) > 1 && p.allHeads(p.head-1) && p.continuesHead(p.head, o) {
		p.head--
	}
	for p.body < p.to && p.body-p.head < maxHeadRows && p.continuesHead(p.body, o) {
		p.body++
	}
	p.columns = p.readColumns(o)
	return true
}

// allHeads says whether all texts of a row can be heads.
func (p *piece) allHeads(row int) bool {
	return !slices.ContainsFunc(p.own(row), func(i int) bool { return !looksLikeHead(p.line(row, i)) })
}

// continuesHead says whether a row is a further row of the head: its own cells are
// short and no numbers, and the others are joined with those above, or all its own
// are known and stand beside or below blanks, as where joined cells were lost.
func (p *piece) continuesHead(row int, o *Options) bool {
	joined, own, known, blank := 0, 0, 0, 0
	for i := range p.width {
		c, above := p.cell(row, i), p.cell(row-1, i)
		text := oneLine(c.Text)
		switch {
		case c.Above || text != "" && text == oneLine(above.Text):
			joined++
		case text == "":
			blank++
		case !looksLikeHead(text):
			return false
		default:
			own++
			if _, ok := o.key(text); ok || kindOf(text) != "" {
				known++
			}
		}
	}
	return own > 0 && (joined > 0 || blank > 0 && known == own && own > 1)
}

// readColumns names the columns by all words of the head, or by the lowest that
// say something.
func (p *piece) readColumns(o *Options) []Column {
	list := make([]Column, p.width)
	kinds := make([]string, len(list))
	for i := range list {
		c := &list[i]
		var words []string
		for row := p.head; row < p.body; row++ {
			if text := p.line(row, i); text != "" && (len(words) == 0 || words[len(words)-1] != text) {
				words = append(words, text)
			}
		}
		c.Label = strings.Join(words, "")
		if !o.Hidden && p.any(p.from, p.to, func(row int) bool { return p.cell(row, i).Hidden }) {
			c.Key, c.told, c.hidden = noKey, true, true
			continue
		}
		if len(words) > 1 {
			words = append([]string{c.Label}, words...)
		}
		slices.Reverse(words[min(1, len(words)):])
		for _, word := range words {
			if key, ok := o.key(word); ok {
				c.Key, c.told = key, true
				break
			}
		}
		for k := 0; k < len(words) && !c.told && kinds[i] == ""; k++ {
			kinds[i] = kindOf(words[k])
		}
	}
	p.ownExport(list, kinds)
	assignContent(list, kinds)
	assignOffices(list, kinds)
	assignRest(list, kinds)
	return list
}

// addressForm is the address of a task or goal on a page of this program.
var addressForm = regexp.MustCompile(`^https?://[^/\s]+/\S*/(#\S*)?$`)

// ownExport knows the further columns of an export of this program by the last of
// them, which holds the address of each row.
func (p *piece) ownExport(list []Column, kinds []string) {
	last := len(list) - 1
	if last < 0 || folded(list[last].Label) != "网址" || list[last].told {
		return
	}
	for row := p.body; row < p.to; row++ {
		if text := p.line(row, last); text != "" && text != list[last].Label && !addressForm.MatchString(text) {
			return
		}
	}
	list[last].Key, kinds[last] = addressKey, ""
	for i := last - 1; i >= max(0, last-2); i-- {
		if key, ok := map[string]string{"量化指标": measuresKey, "撤下或代替": retiredKey}[folded(list[i].Label)]; ok && !list[i].told {
			list[i].Key, kinds[i] = key, ""
		}
	}
}

// levels is the head of the first of columns that divide each other: 一级指标, 二级指标.
var levels = regexp.MustCompile(`^[一二]级`)

// assignContent decides which columns are the title and the goal.
func assignContent(list []Column, kinds []string) {
	of := func(kind string) (at []int) {
		for i, k := range kinds {
			if k == kind {
				at = append(at, i)
			}
		}
		return at
	}
	contents := func() []int { return slices.Concat(of("title"), of(itemKind), of("target")) }
	set := func(key string, i int) { list[i].Key, kinds[i] = key, "" }
	has := func(key string) bool { return hasKey(list, key, bothKey) }
	items := of(itemKind)
	leveled := len(items) > 1 && len(of("target")) > 0 && levels.MatchString(list[items[0]].Label)                        // 一级指标, 二级指标, 指标值
	if len(of("title")) == 0 && (leveled || len(items) >= 3) && !has("category") && !slices.Contains(kinds, "category") { // 一级任务, 二级任务, 三级任务
		set("category", items[0])
	}
	if leveled && !has("title") {
		set("title", items[len(items)-1])
	}
	if all := contents(); len(all) == 1 && !has("title") && !has("target") {
		set(bothKey, all[0])
	} else if len(all) > 0 && !has("title") && (len(all) > 1 || has("target")) {
		set("title", all[0])
	}
	if items = of(itemKind); !has("target") { // a goal, or else the last item, or else a title
		for _, i := range slices.Concat(of("target"), items[max(0, len(items)-1):], of("title")) {
			set("target", i)
			break
		}
	}
	for i := range list { // only one of them was told, and there is no other
		if c := &list[i]; c.told && (c.Key == "title" && !has("target") || c.Key == "target" && !has("title")) {
			c.Key = bothKey
		}
	}
	for _, i := range contents() {
		kinds[i] = otherKind
	}
}

// assignOffices decides which columns are the lead and the support: 责任单位 is the
// lead where there is no 牵头单位, and supports it where there is no 协办单位.
func assignOffices(list []Column, kinds []string) {
	for i, kind := range kinds {
		if kind != officeKind {
			continue
		}
		kinds[i] = otherKind
		for _, key := range []string{"lead", "support"} {
			if !slices.Contains(kinds, key) && !hasKey(list, key) {
				kinds[i] = key
				break
			}
		}
	}
}

// assignRest gives the other columns their keys: one for each, but several can be
// results.
func assignRest(list []Column, kinds []string) {
	taken, toldResult, times := map[string]bool{}, false, map[string]int{}
	for _, c := range list {
		taken[c.Key] = c.Key != ""
		toldResult = toldResult || c.Key == "result"
	}
	for i := range list {
		c := &list[i]
		switch kind := kinds[i]; {
		case c.Key != "" || c.Label == "":
		case kind == "result" && !toldResult || kind != "" && kind != otherKind && !taken[kind]:
			c.Key, taken[kind] = kind, true
		default:
			c.Key = site.ExtraPrefix + c.Label
			if times[c.Label]++; times[c.Label] > 1 { // the same head again
				c.Key += "（" + strconv.Itoa(times[c.Label]) + "）"
			}
			c.unknown = kind == ""
		}
	}
}
