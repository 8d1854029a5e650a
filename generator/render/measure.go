package render

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"gongshi/generator/chart"
	"gongshi/generator/site"
)

// shortBar is the percentage below which a bar from 0 to 100 shows nothing.
const shortBar = 10

// measures returns the views of measures.
func (r *Renderer) measures(list []site.Measure) []Measure {
	var views []Measure
	for _, m := range list {
		v := r.measureView(m)
		if m.Unit != "%" || max(m.Goal, m.Actual) >= shortBar {
			v.Chart = template.HTML(r.bullet(m, v).SVG())
		}
		views = append(views, v)
	}
	return views
}

func (r *Renderer) measureView(m site.Measure) Measure {
	return Measure{Name: m.Name, Goal: m.GoalText(), Actual: m.ActualText(), Outcome: string(m.Outcome()), Verdict: r.site.Text(m.Outcome().Text())}
}

func (r *Renderer) bullet(m site.Measure, v Measure) chart.Bullet {
	return chart.Bullet{Goal: m.Goal, Actual: m.Actual, GoalText: r.site.Text("目标 ") + v.Goal, Percent: m.Unit == "%", Class: v.Outcome}
}

// overview counts the targets of a report by what became of them: by their states if
// some have one, else by the outcomes of their measures, from best to worst, and last
// those of which only a text tells. It returns nil if the texts tell of all.
func (r *Renderer) overview(report *site.Report) *Overview {
	view := &Overview{}
	for _, task := range report.Tasks {
		view.TargetCount += len(task.Targets)
		view.Results = r.addResults(view.Results, report, task)
	}
	if len(view.Results) == 0 {
		return nil
	}
	told := r.site.Text("见文字说明")
	view.Told = Count{Name: told, Class: "told", Count: view.TargetCount, URL: r.rowsURL(report, r.site.Text("结果"), told)}
	for _, c := range view.Results {
		view.Told.Count -= c.Count
	}
	var parts []chart.Part
	for _, c := range append(slices.Clip(view.Results), view.Told) {
		if c.Count > 0 {
			parts = append(parts, chart.Part{Count: c.Count, Label: r.site.Text("项") + c.Name, Class: c.Class, URL: c.URL})
		}
	}
	view.Chart = template.HTML(chart.Parts(parts))
	return view
}

// results tells what became of the targets of a task; nil if the report has nothing to
// count.
func (r *Renderer) results(overview *Overview, report *site.Report, task *site.Task) *Results {
	if overview == nil {
		return nil
	}
	return &Results{TargetCount: len(task.Targets), Counts: r.addResults(nil, report, task)}
}

// addResults adds the targets of a task to counts, which stay sorted from best to worst.
func (r *Renderer) addResults(counts []Count, report *site.Report, task *site.Task) []Count {
	for i := range task.Targets {
		target := &task.Targets[i]
		column, name := statusLabel(report), cmp.Or(target.Status, task.Status)
		if name == "" {
			if target.Outcome() == "" {
				continue
			}
			column, name = r.site.Text("结果"), r.site.Text(target.Outcome().Text())
		}
		at := slices.IndexFunc(counts, func(c Count) bool { return c.Name == name })
		if at < 0 {
			at = len(counts)
			class, rank := r.state(name)
			counts = append(counts, Count{Name: name, Class: class, URL: r.rowsURL(report, column, name), rank: rank})
		}
		counts[at].Count++
	}
	slices.SortStableFunc(counts, func(a, b Count) int { return cmp.Compare(a.rank, b.rank) })
	return counts
}

// rowsURL is the table with the rows that have a value in a column; the whole table if it
// does not show the column.
func (r *Renderer) rowsURL(report *site.Report, column, value string) string {
	address := r.site.Base.URL(report.Path)
	if column != "" {
		address += "?" + url.Values{column: {value}}.Encode()
	}
	return address + "#table"
}

// statusLabel is the label of the column of states in the table of a report.
func statusLabel(report *site.Report) string {
	for _, c := range report.Columns {
		if c.Key == "status" {
			return c.Label
		}
	}
	return ""
}

// stateWords map words in the state of a task or in an outcome to the CSS class of its
// mark and to its rank, from best to worst; the first match counts. They cover the states
// in the published tables of several cities.
var stateWords = []struct {
	word, class string
	rank        int
}{
	{"未", "missed", 9}, {"严重", "missed-2", 8}, {"滞后", "missed-3", 7}, {"暂停", "missed-4", 10},
	{"待核定", "pending", 5}, {"前期", "pending-2", 6}, {"调整", "pending-3", 6},
	{"超", "met-2", 0}, {"提前", "met-3", 1}, {"完成", "met", 2}, {"办结", "met", 2}, {"达到", "met", 2}, {"序时", "met-4", 3},
}

// state returns the class and the rank of a state; what no word tells stands between.
func (r *Renderer) state(name string) (class string, rank int) {
	for _, w := range stateWords {
		if strings.Contains(name, r.site.Text(w.word)) {
			return w.class, w.rank
		}
	}
	return "other", 4
}
