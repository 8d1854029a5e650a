package site

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ColumnInfo describes a column that a report's table can have.
type ColumnInfo struct {
	Key, Label string // key of the front matter, and the usual label
	// Always marks columns of every table; the others are there if a task has a value.
	Always bool
	// List marks a list of names, which a cell joins by "、".
	List bool

	task   func(*Task) string   // value of a task; nil for title, target and result
	target func(*Target) string // own value of a target; nil if targets have none
}

// OfTask reports whether a task has a value of its own in the column, besides its number.
func (c ColumnInfo) OfTask() bool { return c.task != nil && c.Key != "number" }

// OfTarget reports whether a single target can replace the value of its task.
func (c ColumnInfo) OfTarget() bool { return c.target != nil }

// Columns are the columns a report's table can have, in their usual order.
var Columns = []ColumnInfo{
	{Key: "category", Label: "类别", task: func(t *Task) string { return t.Category }},
	{Key: "number", Label: "序号", Always: true, task: func(t *Task) string { return strconv.Itoa(t.Number) }},
	{Key: "title", Label: "任务名称", Always: true},
	{Key: "target", Label: "年度任务及目标", Always: true},
	{Key: "result", Label: "全年完成情况", Always: true},
	{Key: "lead", Label: "牵头单位", task: func(t *Task) string { return t.Lead }, target: func(t *Target) string { return t.Lead }},
	{Key: "support", Label: "协办单位", List: true, task: func(t *Task) string { return strings.Join(t.Support, "、") }},
	{Key: "leader", Label: "牵头领导", task: func(t *Task) string { return t.Leader }},
	{Key: "due", Label: "完成时限", task: func(t *Task) string { return t.Due }, target: func(t *Target) string { return t.Due }},
	{Key: "status", Label: "状态", task: func(t *Task) string { return t.Status }, target: func(t *Target) string { return t.Status }},
	{Key: "note", Label: "备注", task: func(t *Task) string { return t.Note }},
}

// ColumnOf returns the column with a key.
func ColumnOf(key string) (c ColumnInfo, ok bool) {
	if i := slices.IndexFunc(Columns, func(c ColumnInfo) bool { return c.Key == key }); i >= 0 {
		return Columns[i], true
	}
	return ColumnInfo{}, false
}

// HeadFields are the fields of a report's optional head table, in their standard order.
var HeadFields = []string{"索引号", "发文机关", "发文字号", "成文日期", "发布日期", "实施日期", "废止日期", "主题分类", "有效性", "公开方式"}

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
	for i := range t.Targets {
		if t.Targets[i].Value(key) != "" {
			return true
		}
	}
	return false
}

// Value returns the task's value in a column of plain text, or "". The columns title,
// target and result are not plain text.
func (t *Task) Value(key string) string {
	if c, ok := ColumnOf(key); ok && c.task != nil {
		return c.task(t)
	}
	if extra, ok := CutExtra(key); ok {
		return plain(t.Extra[extra])
	}
	return ""
}

// Plain reports whether a value of [extra] can be printed: a string, finite number, date or
// boolean, or a list of these.
func Plain(value any) bool {
	switch v := value.(type) {
	case float64:
		return !math.IsNaN(v) && !math.IsInf(v, 0)
	case string, int64, bool, time.Time:
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

// Timestamp formats a time as RFC 3339, and the zero time as "".
func Timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// Value returns the target's own value in a column, which replaces that of the task.
func (t *Target) Value(key string) string {
	if c, ok := ColumnOf(key); ok && c.target != nil {
		return c.target(t)
	}
	return ""
}

// FullText returns all that a task says, in a form that does not depend on how pages look:
// two texts that are the same are the same version.
func (t *Task) FullText() string {
	parts := []any{t.Title, t.Retired, t.Extra, t.Intro.Text}
	for _, c := range Columns {
		parts = append(parts, t.Value(c.Key))
	}
	for i := range t.Targets {
		g := &t.Targets[i]
		parts = append(parts, g.Title.Text, g.Result.Text, g.Measures, g.Retired)
		for _, c := range Columns {
			parts = append(parts, g.Value(c.Key))
		}
	}
	return fmt.Sprintf("%+v", parts)
}

// FullText returns all that a report and its tasks say.
func (r *Report) FullText() string {
	parts := []any{r.Title, r.Retired, r.Period, r.From, r.Head, r.Intro.Text}
	for _, t := range r.Tasks {
		parts = append(parts, t.Path, t.FullText())
	}
	return fmt.Sprintf("%+v", parts)
}
