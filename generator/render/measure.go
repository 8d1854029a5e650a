package render

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"gongshi/generator/chart"
	"gongshi/generator/site"
)

// measures returns the views of measures. The ids of their charts begin with id.
func (r *Renderer) measures(id string, list []site.Measure) []Measure {
	if len(list) == 0 {
		return nil
	}
	views := make([]Measure, len(list))
	for i, m := range list {
		views[i] = r.measureView(m)
		views[i].Chart = template.HTML(r.bullet(m, views[i], id+"-"+site.MeasureID(i+1), "").SVG())
	}
	return views
}

func (r *Renderer) measureView(m site.Measure) Measure {
	return Measure{Name: m.Name, Goal: m.GoalText(), Actual: m.ActualText(), Outcome: string(m.Outcome()), Verdict: r.site.Text(m.Outcome().Text())}
}

// bullet returns the chart of a measure; its title begins with prefix.
func (r *Renderer) bullet(m site.Measure, v Measure, id, prefix string) chart.Bullet {
	return chart.Bullet{
		ID: id, Title: prefix + strings.TrimSpace(m.Name+r.site.Text(" 目标与完成值")),
		Description: r.site.Text("目标 ") + v.Goal + r.site.Text("，完成 ") + v.Actual + "，" + v.Verdict,
		Goal:        m.Goal, Actual: m.Actual, State: v.Outcome,
	}
}

// overview counts the outcomes of a report's measures and the states of its targets. It
// returns nil if the report has neither.
func (r *Renderer) overview(report *site.Report) *Overview {
	list := report.Measures()
	states := r.stateCounts(report)
	if len(list) == 0 && len(states) == 0 {
		return nil
	}
	view := &Overview{MeasureCount: len(list), States: states}
	for _, task := range report.Tasks {
		for i := range task.Targets {
			if len(task.Targets[i].Measures) > 0 {
				view.Measured++
			}
		}
	}
	for _, outcome := range []site.Outcome{site.Met, site.Missed, site.Pending} {
		c := Count{Name: r.site.Text(outcome.Text()), Class: string(outcome)}
		for _, m := range list {
			if m.Outcome() == outcome {
				c.Count++
			}
		}
		if c.Count > 0 {
			view.Outcomes = append(view.Outcomes, c)
		}
	}
	view.OutcomeChart = partsChart("outcomes", r.site.Text("指标完成情况"), view.Outcomes)
	view.StateChart = partsChart("states", r.site.Text("任务状态"), view.States)
	return view
}

// stateCounts counts targets by state, in order of first occurrence. A target without a
// state has that of its task; if that is empty too, it is not counted.
func (r *Renderer) stateCounts(report *site.Report) []Count {
	var list []Count
	for _, task := range report.Tasks {
		for i := range task.Targets {
			state := cmp.Or(task.Targets[i].Status, task.Status)
			if state == "" {
				continue
			}
			at := slices.IndexFunc(list, func(c Count) bool { return c.Name == state })
			if at < 0 {
				at = len(list)
				list = append(list, Count{Name: state, Class: r.stateClass(state)})
			}
			list[at].Count++
		}
	}
	return list
}

// stateWords map words in the state of a task to the CSS class of its bar; the first
// match counts. They cover the states in the published tables of several cities.
var stateWords = []struct{ word, class string }{
	{"未", "missed"}, {"滞后", "missed"}, {"暂停", "missed"},
	{"待核定", "pending"}, {"前期", "pending"}, {"调整", "pending"},
	{"完成", "met"}, {"办结", "met"}, {"序时", "met"},
}

func (r *Renderer) stateClass(state string) string {
	for _, w := range stateWords {
		if strings.Contains(state, r.site.Text(w.word)) {
			return w.class
		}
	}
	return "other"
}

func partsChart(id, title string, counts []Count) template.HTML {
	p := chart.Parts{ID: id, Title: title}
	for _, c := range counts {
		p.Parts = append(p.Parts, chart.Part{Name: c.Name, Count: c.Count, Class: c.Class})
	}
	return template.HTML(p.SVG())
}
