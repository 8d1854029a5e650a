package site

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Columns are the columns a report's table can have, in their usual order, with their
// default labels. Columns with Always are in every table, others only if a task has a
// value for them.
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

// HeadFields are the fields of a report's optional head table, in their standard order.
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

// ExtraPrefix and a key of a task's [extra] table form the key of a column.
const ExtraPrefix = "extra."

// CutExtra returns the key of the [extra] table in the key of a column.
func CutExtra(column string) (key string, ok bool) { return strings.CutPrefix(column, ExtraPrefix) }

// Has reports whether the task or one of its targets has a value in a column.
func (t *Task) Has(key string) bool { return t.Value(key) != "" || t.targetHas(key) }

// Spans reports whether a column has one cell for the whole task: neither the target and
// result nor a column in which a target has its own value.
func (t *Task) Spans(key string) bool {
	return key != "target" && key != "result" && !t.targetHas(key)
}

func (t *Task) targetHas(key string) bool {
	return slices.ContainsFunc(t.Targets, func(target Target) bool { return target.Value(key) != "" })
}

// Value returns the task's value in a column of plain text, or "". The columns title,
// target and result are not plain text.
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

// Plain reports whether a value of [extra] can be printed: a string, number, date or
// boolean, or a list of these.
func Plain(value any) bool {
	switch v := value.(type) {
	case string, int64, float64, bool, time.Time:
		return true
	case []any:
		return !slices.ContainsFunc(v, func(element any) bool { return !Plain(element) })
	}
	return false
}

// plain formats such a value for readers.
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
		return FormatTime(v)
	case []any:
		var parts []string
		for _, element := range v {
			parts = append(parts, plain(element))
		}
		return strings.Join(parts, "、")
	}
	return ""
}

// FormatTime formats a time for readers, "2022-01-10 15:25", or "2022-01-10" at midnight:
// then no time of day was given.
func FormatTime(t time.Time) string {
	if h, m, s := t.Clock(); h+m+s == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}

// Value returns the target's own value in a column, which replaces that of the task.
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
