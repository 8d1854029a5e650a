package importer

import (
	"strconv"
	"strings"
)

// keyNames are the columns that can be read, with their usual words.
var keyNames = map[string]string{
	"number": "序号", "title": "任务名称", "target": "目标", "result": "完成情况", "category": "类别", "lead": "牵头单位",
	"support": "协办单位", "leader": "牵头领导", "due": "完成时限", "status": "状态", "note": "备注",
}

// taskKeys are the keys of a task's front matter that a column can fill.
var taskKeys = map[string]bool{"category": true, "lead": true, "support": true, "leader": true, "due": true, "status": true, "note": true}

// headWords are the words by which heads are known, seen in the tables of
// several cities; the first that fits counts. Words that name a goal or a
// result inside a longer head come after those that name something else.
var headWords = []struct{ word, key string }{
	{"网址", "-"}, {"量化指标", "-"}, {"撤下或代替", "-"},
	{"序号", "number"}, {"编号", "number"},
	{"协办", "support"}, {"配合单位", "support"}, {"协同单位", "support"}, {"责任单位", "lead"}, {"牵头单位", "lead"}, {"主责单位", "lead"}, {"承办单位", "lead"}, {"主办单位", "lead"},
	{"领导", "leader"}, {"时限", "due"}, {"完成时间", "due"}, {"备注", "note"}, {"说明", "note"},
	{"类别", "category"}, {"类型", "category"}, {"分类", "category"},
	{"完成情况", "result"}, {"进展情况", "result"}, {"落实情况", "result"}, {"工作进展", "result"}, {"办理情况", "result"},
	{"状态", "status"}, {"是否完成", "status"},
	{"任务及目标", "target"}, {"目标", "target"}, {"主要内容", "target"}, {"工作内容", "target"}, {"具体内容", "target"},
	{"任务名称", "title"}, {"项目名称", "title"}, {"任务", "title"}, {"项目", "title"}, {"事项", "title"},
}

// maxHeadRows is how many rows a head can have, headSearch how far down it is
// looked for: above it stand titles and dates.
const (
	maxHeadRows = 3
	headSearch  = 12
)

// heads finds the head of a table. It returns the first row below it and the
// columns; nil if there is none.
func (g Grid) heads(labels map[string]string) (below int, columns []Column) {
	for row := range g.Rows[:min(len(g.Rows), headSearch)] {
		if known(g.Rows[row], labels) < 2 {
			continue
		}
		last := row
		for last+1 < len(g.Rows) && last-row+1 < maxHeadRows && g.continuesHead(last+1, labels) {
			last++
		}
		return last + 1, g.columns(row, last, labels)
	}
	return 0, nil
}

// continuesHead says whether a row is a further row of the head: some of its
// cells are joined with those above, the rest are short and no numbers.
func (g Grid) continuesHead(row int, labels map[string]string) bool {
	joined, own := 0, 0
	for i, text := range g.Rows[row] {
		text = oneLine(text)
		switch {
		case g.joined(row, i) || i < len(g.Rows[row-1]) && text != "" && text == oneLine(g.Rows[row-1][i]):
			joined++
		case text == "":
		case len([]rune(text)) > 12:
			return false
		default:
			if _, err := strconv.Atoi(text); err == nil {
				return false
			}
			own++
		}
	}
	return joined > 0 && own > 0
}

// columns names the columns by the lowest words of the head, or, where these
// say nothing, by all of them.
func (g Grid) columns(first, last int, labels map[string]string) []Column {
	var list []Column
	taken := map[string]bool{}
	for i := range g.Rows[first] {
		var words []string
		for row := first; row <= last; row++ {
			if i < len(g.Rows[row]) {
				if text := oneLine(g.Rows[row][i]); text != "" && (len(words) == 0 || words[len(words)-1] != text) {
					words = append(words, text)
				}
			}
		}
		c := Column{Label: strings.Join(words, "")}
		for _, word := range append([]string{c.Label}, words...) {
			if c.Key = keyOf(word, labels); c.Key != "" {
				break
			}
		}
		switch {
		case c.Key == "-" || c.Label == "":
			c.Key = ""
		case c.Key == "" || taken[c.Key]:
			c.Key = "extra." + c.Label
		}
		taken[c.Key] = true
		list = append(list, c)
	}
	return list
}

// known counts the cells of a row that are heads.
func known(row []string, labels map[string]string) int {
	seen := map[string]bool{}
	for _, text := range row {
		if text = oneLine(text); len([]rune(text)) <= 16 {
			if key := keyOf(text, labels); key != "" {
				seen[key] = true
			}
		}
	}
	return len(seen)
}

// keyOf is the key a head stands for; "" if it is not known, "-" if it is to be
// left out.
func keyOf(label string, labels map[string]string) string {
	if key, ok := labels[label]; ok {
		return key
	}
	squeezed := strings.ReplaceAll(label, " ", "")
	for _, w := range headWords {
		if strings.Contains(squeezed, w.word) {
			return w.key
		}
	}
	return ""
}
