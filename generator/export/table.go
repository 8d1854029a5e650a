package export

import (
	"cmp"
	"strconv"
	"strings"

	"gongshi/generator/site"
)

// table is a report's table in one script, as rows of plain text: one for each
// target. What belongs to a task stands in each of its rows; merged are the
// cells that are one on the page.
type table struct {
	site.Edition
	report  *site.Report
	columns []site.TableColumn // with their words in the script
	rows    [][]string
	merged  []merge
}

// merge joins the cells of a column in rows first to last, counted from 0.
type merge struct{ column, first, last int }

// Columns that stand only in the files: a row's own address, and where the
// report has any, its measures and why it does not hold any more.
const (
	measuresColumn = "measures"
	retiredColumn  = "retired"
	addressColumn  = "url"
)

// Words are what the files say of their own, for converters that have to know
// beforehand which words they will see.
var Words = []string{labelMeasures, labelAddress, labelRetired, sheetTable, sheetAbout, labelTitle, labelSource, labelDate, labelPage, labelReport, labelWhole, cutShort, "目标", "完成"}

const (
	labelMeasures = "量化指标"
	labelAddress  = "网址"
	labelRetired  = "撤下或代替"
	sheetTable    = "汇总表"
	sheetAbout    = "说明"
	labelTitle    = "标题"
	labelSource   = "来源"
	labelDate     = "日期"
	labelPage     = "网页"
	labelReport   = "报告"
	labelWhole    = "全部目标和完成情况"
	cutShort      = "……（这一格放不下，全文见网页）"
)

func newTable(e site.Edition, report *site.Report) table {
	t := table{Edition: e, report: report}
	for _, c := range report.Columns {
		t.columns = append(t.columns, site.TableColumn{Key: c.Key, Label: e.Text(c.Label)})
	}
	if len(report.Measures()) > 0 {
		t.columns = append(t.columns, site.TableColumn{Key: measuresColumn, Label: e.Text(labelMeasures)})
	}
	if t.anyRetired() {
		t.columns = append(t.columns, site.TableColumn{Key: retiredColumn, Label: e.Text(labelRetired)})
	}
	t.columns = append(t.columns, site.TableColumn{Key: addressColumn, Label: e.Text(labelAddress)})
	for _, task := range report.Tasks {
		first := len(t.rows)
		rows := task.Rows()
		for i := range rows {
			t.rows = append(t.rows, t.row(task, &rows[i]))
		}
		last := len(t.rows) - 1
		for column, c := range report.Columns {
			if last > first && task.Spans(c.Key) {
				t.merged = append(t.merged, merge{column, first, last})
			}
		}
	}
	return t
}

func (t table) row(task *site.Task, target *site.Target) []string {
	row := make([]string, len(t.columns))
	for i, c := range t.columns {
		row[i] = t.cell(c.Key, task, target)
	}
	return row
}

func (t table) cell(key string, task *site.Task, target *site.Target) string {
	switch key {
	case "title":
		return t.Text(task.Title)
	case "target":
		return t.Prose(target.Title)
	case "result":
		return t.Prose(target.Result)
	case measuresColumn:
		return t.Text(measuresText(target.Measures))
	case retiredColumn:
		why, by := t.retired(task, target)
		return strings.TrimSpace(why + " " + by)
	case addressColumn:
		return t.address(task, target)
	}
	if own := target.Value(key); own != "" {
		return t.Text(own)
	}
	return t.Text(task.Value(key))
}

// retired says why a target does not hold any more, and the address of what
// took its place.
func (t table) retired(task *site.Task, target *site.Target) (why, by string) {
	path, fragment, found := strings.Cut(cmp.Or(target.SupersededBy, task.SupersededBy), "#")
	if path != "" {
		by = t.Absolute(path)
	}
	if found {
		by += "#" + site.EscapeFragment(fragment)
	}
	return t.Text(cmp.Or(target.Withdrawn, task.Withdrawn)), by
}

func (t table) anyRetired() bool {
	for _, task := range t.report.Tasks {
		rows := task.Rows()
		for i := range rows {
			if why, by := t.retired(task, &rows[i]); why+by != "" {
				return true
			}
		}
	}
	return false
}

// address is the permalink of a target.
func (t table) address(task *site.Task, target *site.Target) string {
	return t.Absolute(task.Path) + target.Fragment()
}

// measuresText is a target's measures in one cell, one to a line.
func measuresText(list []site.Measure) string {
	lines := make([]string, len(list))
	for i, m := range list {
		lines[i] = strings.TrimSpace(m.Name + " 目标 " + m.GoalText() + " 完成 " + m.ActualText() + " " + m.Outcome().Text())
	}
	return strings.Join(lines, "\n")
}

// number is the value of a cell that is a number on the page.
func (t table) number(column int, text string) (int, bool) {
	if t.columns[column].Key != "number" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}
