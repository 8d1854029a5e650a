package site

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Columns are the columns a report's table can have, in their usual order,
// with the words printed over them unless an editor chooses others. A column
// marked Always stands in every table, the rest where a task gives a value.
var Columns = []struct {
	Key, Label string
	Always     bool
}{
	{"category", "类别", false},
	{"number", "序号", true},
	{"title", "任务名称", true},
	{"target", "年度任务及目标", true},
	{"result", "全年完成情况", true},
	{"lead", "牵头单位", false},
	{"support", "协办单位", false},
	{"leader", "牵头领导", false},
	{"due", "完成时限", false},
	{"status", "状态", false},
	{"note", "备注", false},
}

// HeadFields are the keys of a report's optional head table in their
// standard order, with their names.
var HeadFields = []struct{ Key, Label string }{
	{"index_number", "索引号"},
	{"issuer", "发文机关"},
	{"document_number", "发文字号"},
	{"written", "成文日期"},
	{"published", "发布日期"},
	{"effective", "实施日期"},
	{"expires", "废止日期"},
	{"topic", "主题分类"},
	{"validity", "有效性"},
	{"openness", "公开方式"},
}

// ExtraPrefix stands before a key of a task's [extra] table in the name of a column.
const ExtraPrefix = "extra."

// CutExtra is the key of the [extra] table that a column stands for.
func CutExtra(column string) (key string, ok bool) { return strings.CutPrefix(column, ExtraPrefix) }

// Has says whether the task, or one of its targets, gives a value for a column.
func (t *Task) Has(key string) bool {
	if t.Value(key) != "" {
		return true
	}
	for i := range t.Targets {
		if t.Targets[i].Value(key) != "" {
			return true
		}
	}
	return false
}

// Spans says whether a column's cell belongs to the task as a whole and spans
// the rows of its targets: not their own goal and result, nor a column for
// which one of them has a value of its own.
func (t *Task) Spans(key string) bool {
	if key == "target" || key == "result" {
		return false
	}
	for i := range t.Targets {
		if t.Targets[i].Value(key) != "" {
			return false
		}
	}
	return true
}

// Value is what a task says in a column of plain text, "" if nothing. The
// columns title, target and result are not plain text.
func (t *Task) Value(key string) string {
	switch key {
	case "number":
		return strconv.Itoa(t.Number)
	case "category":
		return t.Category
	case "lead":
		return t.Lead
	case "support":
		return strings.Join(t.Support, "、")
	case "leader":
		return t.Leader
	case "due":
		return t.Due
	case "status":
		return t.Status
	case "note":
		return t.Note
	}
	if extra, ok := CutExtra(key); ok {
		return plain(t.Extra[extra])
	}
	return ""
}

// Plain says whether a value of [extra] can be printed: text, a number, a
// date, yes or no, or a list of these.
func Plain(value any) bool {
	switch v := value.(type) {
	case string, int64, float64, bool, time.Time:
		return true
	case []any:
		return !slices.ContainsFunc(v, func(element any) bool { return !Plain(element) })
	}
	return false
}

// plain prints such a value as a reader expects it.
func plain(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if v {
			return "是"
		}
		return "否"
	case time.Time:
		if h, m, s := v.Clock(); h+m+s == 0 {
			return v.Format(time.DateOnly)
		}
		return v.Format("2006-01-02 15:04")
	case []any:
		var parts []string
		for _, element := range v {
			parts = append(parts, plain(element))
		}
		return strings.Join(parts, "、")
	}
	return ""
}

// Value is what a target says of its own in a column, where the task's value
// would stand otherwise.
func (t *Target) Value(key string) string {
	switch key {
	case "status":
		return t.Status
	case "due":
		return t.Due
	case "lead":
		return t.Lead
	}
	return ""
}
