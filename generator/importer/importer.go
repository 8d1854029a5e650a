// Package importer turns the tables that offices keep, in Excel, Word, web
// pages, CSV or pasted text, into the tasks of a report. It reads bytes and
// gives plain data with every doubt it has; it writes nothing.
package importer

import (
	"fmt"
	"strconv"
	"strings"

	"gongshi/generator/office"
)

// Report is what was understood of a table.
type Report struct {
	Tasks []Task
	// Columns are the heads of the table and the keys they were taken for.
	Columns []Column
	// Doubts are what an editor should look at, in the order of the table.
	Doubts []Doubt
}

// Column is a head of the table; an empty Key means it is left out.
type Column struct{ Label, Key string }

// Task is one task with its targets. Fields are by the keys of the front matter.
type Task struct {
	Number  int
	Title   string
	Fields  map[string]string
	Extra   map[string]string
	Targets []Target
}

// Target is a goal and the paragraphs of what became of it.
type Target struct {
	Title  string
	Result []string
	Fields map[string]string
}

// Doubt is what may be wrong, and where.
type Doubt struct{ Where, Text string }

// Error is a reason, in Chinese, why nothing can be imported.
type Error = office.Error

// Understand takes the first of some tables that has a goal and a result. labels
// overrides what heads are taken for: label → key, "-" for a column to leave out.
func Understand(grids []Grid, labels map[string]string) (Report, error) {
	var best Error
	for _, g := range grids {
		r, err := g.understand(labels)
		if err == nil {
			return r, nil
		}
		if best == "" {
			best = Error(g.Name + "：" + err.Error())
		}
	}
	if best == "" {
		best = Error("文件里没有表格")
	}
	return Report{}, best
}

// understand reads one table.
func (g Grid) understand(labels map[string]string) (Report, error) {
	head, columns := g.heads(labels)
	if columns == nil {
		return Report{}, Error("没有认出表头；表头里要有“任务名称”“目标”“完成情况”这样的词，或者用 --map 说明")
	}
	r := reading{grid: g, report: Report{Columns: columns}}
	for _, key := range []string{"title", "target", "result"} {
		if r.column(key) < 0 {
			return Report{}, Error(fmt.Sprintf("表头里没有认出“%s”这一列；用 --map 说明，例如 --map \"%s=%s\"", keyNames[key], keyNames[key], key))
		}
	}
	for row := head; row < len(g.Rows); row++ {
		r.row(row)
	}
	if len(r.report.Tasks) == 0 {
		return Report{}, Error("表头下面没有内容")
	}
	return r.report, nil
}

// reading is the state of reading one table.
type reading struct {
	grid   Grid
	report Report
}

func (r *reading) column(key string) int {
	for i, c := range r.report.Columns {
		if c.Key == key {
			return i
		}
	}
	return -1
}

func (r *reading) doubt(row, column int, format string, args ...any) {
	r.report.Doubts = append(r.report.Doubts, Doubt{r.grid.Cell(row, max(0, column)), fmt.Sprintf(format, args...)})
}

// text is a cell on one line.
func (r *reading) text(row int, key string) string {
	column := r.column(key)
	if column < 0 || column >= len(r.grid.Rows[row]) {
		return ""
	}
	return oneLine(r.grid.Rows[row][column])
}

func (r *reading) joined(row int, key string) bool {
	column := r.column(key)
	return column >= 0 && r.grid.joined(row, column)
}

// row adds one row of the table: to the task above, or as a new one.
func (r *reading) row(row int) {
	if r.empty(row) || r.repeatsHead(row) {
		return
	}
	target := Target{Title: r.text(row, "target"), Fields: map[string]string{}}
	if column := r.column("result"); column < len(r.grid.Rows[row]) {
		target.Result = paragraphs(r.grid.Rows[row][column])
	}
	if r.begins(row) {
		r.report.Tasks = append(r.report.Tasks, r.task(row))
	}
	if len(r.report.Tasks) == 0 {
		r.doubt(row, 0, "这一行在第一项任务前面，没有导入")
		return
	}
	task := &r.report.Tasks[len(r.report.Tasks)-1]
	switch {
	case target.Title == "" && len(target.Result) == 0:
		return
	case target.Title == "" && len(task.Targets) > 0: // a cell that a page break cut
		last := &task.Targets[len(task.Targets)-1]
		last.Result = append(last.Result, target.Result...)
		r.doubt(row, r.column("target"), "没有目标，完成情况并入上一个目标")
		return
	case target.Title == "":
		r.doubt(row, r.column("target"), "没有目标，用任务名称代替")
		target.Title = task.Title
	case len(target.Result) == 0:
		r.doubt(row, r.column("result"), "没有完成情况，请补上")
		target.Result = []string{"（未填写）"}
	}
	for _, key := range []string{"status", "due", "lead"} {
		if value := r.text(row, key); value != "" && value != task.Fields[key] && !r.joined(row, key) {
			target.Fields[key] = value
		}
	}
	task.Targets = append(task.Targets, target)
}

func (r *reading) empty(row int) bool {
	for _, text := range r.grid.Rows[row] {
		if oneLine(text) != "" {
			return false
		}
	}
	return true
}

// repeatsHead says whether a row is the head again, as at the top of a page.
func (r *reading) repeatsHead(row int) bool {
	same := 0
	for i, c := range r.report.Columns {
		if i < len(r.grid.Rows[row]) && oneLine(r.grid.Rows[row][i]) == c.Label && c.Label != "" {
			same++
		}
	}
	return same > 1 && same >= len(r.report.Columns)-1
}

// begins says whether a row begins a task: it has another number or title than
// the row above. A number that is repeated with the same title, or without
// one, continues its task: a page break does that.
func (r *reading) begins(row int) bool {
	number, title := r.text(row, "number"), r.text(row, "title")
	if len(r.report.Tasks) == 0 {
		return number != "" || title != ""
	}
	last := r.report.Tasks[len(r.report.Tasks)-1]
	if r.joined(row, "title") || r.joined(row, "number") {
		return false
	}
	if number == "" && title == "" {
		return false
	}
	sameNumber := number == "" || number == strconv.Itoa(last.Number)
	sameTitle := title == "" || title == last.Title
	if sameNumber && sameTitle {
		if number != "" && title == "" {
			r.doubt(row, r.column("number"), "序号 %s 又出现一次，接着上一项", number)
		}
		return false
	}
	return true
}

func (r *reading) task(row int) Task {
	t := Task{Title: r.text(row, "title"), Fields: map[string]string{}, Extra: map[string]string{}}
	next := 1
	if n := len(r.report.Tasks); n > 0 {
		next = r.report.Tasks[n-1].Number + 1
	}
	text := strings.TrimRight(r.text(row, "number"), ".．、")
	number, err := strconv.Atoi(text)
	switch {
	case r.column("number") < 0:
		number = next
	case err != nil || number < 1:
		r.doubt(row, r.column("number"), "序号“%s”不是数字，写作 %d", text, next)
		number = next
	case number < next:
		r.doubt(row, r.column("number"), "序号 %d 已经有了，写作 %d", number, next)
		number = next
	case number > next:
		r.doubt(row, r.column("number"), "序号从 %d 跳到 %d", next-1, number)
	}
	t.Number = number
	if t.Title == "" {
		t.Title = "第" + strconv.Itoa(number) + "项"
		r.doubt(row, r.column("title"), "没有任务名称，写作“%s”", t.Title)
	}
	for i, c := range r.report.Columns {
		if i >= len(r.grid.Rows[row]) {
			continue
		}
		value := oneLine(r.grid.Rows[row][i])
		extra, isExtra := strings.CutPrefix(c.Key, "extra.")
		switch {
		case value == "":
		case isExtra:
			t.Extra[extra] = value
		case taskKeys[c.Key]:
			t.Fields[c.Key] = value
		}
	}
	return t
}
