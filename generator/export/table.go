package export

import (
	"cmp"
	"slices"
	"strings"

	"gongshi/generator/site"
)

// table is a report's table in plain text, with a row per target. The values of a task
// are repeated in each of its rows.
type table struct {
	*site.Site
	report  *site.Report
	columns []site.TableColumn
	rows    [][]string
	merged  []merge // cells that are one cell on the page
}

// merge is a merged cell: a column, and the first and last row, counted from 0.
type merge struct{ column, first, last int }

// Columns that only the files have: the URL of a row and, if the report has any, measures
// and notes that a target was withdrawn or superseded.
const (
	measuresColumn = "measures"
	retiredColumn  = "retired"
	addressColumn  = "url"
)

// Words are the texts that this package itself prints in files: the conversion to other
// variants needs all texts in advance. TestWordsOfTheProgram checks the list.
var Words = []string{
	labelMeasures, labelAddress, labelRetired, sheetTable, sheetAbout, labelTitle, labelSource, labelDate, labelPage, labelReport, labelWhole, CutShort,
	" 目标 ", " 完成 ", site.Met.Text(), site.Missed.Text(), site.Pending.Text(),
}

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
	CutShort      = "……（这一格放不下，全文见网页）"
)

func newTable(s *site.Site, report *site.Report) table {
	t := table{Site: s, report: report, columns: slices.Clone(report.Columns)}
	if len(report.Measures()) > 0 {
		t.columns = append(t.columns, site.TableColumn{Key: measuresColumn, Label: s.Text(labelMeasures)})
	}
	if t.anyRetired() {
		t.columns = append(t.columns, site.TableColumn{Key: retiredColumn, Label: s.Text(labelRetired)})
	}
	t.columns = append(t.columns, site.TableColumn{Key: addressColumn, Label: s.Text(labelAddress)})
	for _, task := range report.Tasks {
		first := len(t.rows)
		for _, target := range task.Rows() {
			t.rows = append(t.rows, t.row(task, target))
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

// Cell returns a cell of an exported table, by the key of its column: "url" and
// "measures" among them.
func Cell(s *site.Site, r *site.Report, key string, task *site.Task, target *site.Target) string {
	return table{Site: s, report: r}.cell(key, task, target)
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
		return task.Title
	case "target":
		return target.Title.Text
	case "result":
		return target.Result.Text
	case measuresColumn:
		return measuresText(t.Site, target.Measures)
	case retiredColumn:
		reason, successor := retired(t.Site, task, target)
		return strings.TrimSpace(reason + " " + successor)
	case addressColumn:
		return t.address(task, target)
	}
	if own := target.Value(key); own != "" {
		return own
	}
	return task.Value(key)
}

// retired returns why a target was withdrawn and the URL of what supersedes it. Both may
// be empty. The task's values apply to targets without their own.
func retired(s *site.Site, task *site.Task, target *site.Target) (reason, successor string) {
	if address := cmp.Or(target.SupersededBy, task.SupersededBy); address != "" {
		successor = s.Base.AbsoluteLink(s.Base.Link(address))
	}
	return cmp.Or(target.Withdrawn, task.Withdrawn), successor
}

// anyRetired reports whether a target of the report was withdrawn or superseded.
func (t table) anyRetired() bool {
	return slices.ContainsFunc(t.report.Tasks, func(task *site.Task) bool {
		return slices.ContainsFunc(task.Rows(), func(target *site.Target) bool { return t.cell(retiredColumn, task, target) != "" })
	})
}

// address returns the permalink of a target.
func (t table) address(task *site.Task, target *site.Target) string {
	return t.Base.Absolute(task.Path) + target.Fragment()
}

// measuresText returns measures as text, one per line.
func measuresText(s *site.Site, list []site.Measure) string {
	lines := make([]string, len(list))
	for i, m := range list {
		lines[i] = strings.TrimSpace(m.Name + s.Text(" 目标 ") + m.GoalText() + s.Text(" 完成 ") + m.ActualText() + " " + s.Text(m.Outcome().Text()))
	}
	return strings.Join(lines, "\n")
}
