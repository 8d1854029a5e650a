package render

import (
	"html/template"
	"slices"
	"strings"

	"gongshi/generator/chart"
	"gongshi/generator/site"
)

// measures are the views of a target's measures; id begins the ids of charts.
func measures(id string, list []site.Measure) []Measure {
	if len(list) == 0 {
		return nil
	}
	views := make([]Measure, len(list))
	for i, m := range list {
		views[i] = measureView(m)
		views[i].Chart = template.HTML(bullet(m, views[i], id+"-"+site.MeasureID(i+1), "").SVG())
	}
	return views
}

// measureView is a measure in words.
func measureView(m site.Measure) Measure {
	return Measure{Name: m.Name, Goal: m.GoalText(), Actual: m.ActualText(), Outcome: string(m.Outcome()), Verdict: m.Outcome().Text()}
}

// bullet is a measure as a chart; prefix goes before its title.
func bullet(m site.Measure, v Measure, id, prefix string) chart.Bullet {
	return chart.Bullet{
		ID: id, Title: prefix + strings.TrimSpace(m.Name+" 目标与完成值"), Description: "目标 " + v.Goal + "，完成 " + v.Actual + "，" + v.Verdict,
		Goal: m.Goal, Actual: m.Actual, State: v.Outcome,
	}
}

// overview counts the outcomes of a report's measures and the states of its
// tasks; nil if it gives neither.
func overview(report *site.Report) *Overview {
	list := report.Measures()
	states := stateCounts(report)
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
		c := Count{Name: outcome.Text(), Class: string(outcome)}
		for _, m := range list {
			if m.Outcome() == outcome {
				c.Count++
			}
		}
		if c.Count > 0 {
			view.Outcomes = append(view.Outcomes, c)
		}
	}
	view.OutcomeChart = partsChart("outcomes", "指标完成情况", view.Outcomes)
	view.StateChart = partsChart("states", "任务状态", view.States)
	return view
}

// stateCounts counts the targets by state, in the order in which they first
// occur; a target without one has that of its task, and one without either
// does not count.
func stateCounts(report *site.Report) []Count {
	var list []Count
	for _, task := range report.Tasks {
		for i := range task.Targets {
			state := task.Targets[i].Status
			if state == "" {
				state = task.Status
			}
			if state == "" {
				continue
			}
			place := slices.IndexFunc(list, func(c Count) bool { return c.Name == state })
			if place < 0 {
				place = len(list)
				list = append(list, Count{Name: state, Class: stateClass(state)})
			}
			list[place].Count++
		}
	}
	return list
}

// stateWords are what the states of tasks have in common, seen in the tables of
// several cities, with the class of their bar; the first that fits counts.
var stateWords = []struct{ word, class string }{
	{"未", "missed"}, {"滞后", "missed"}, {"暂停", "missed"},
	{"待核定", "pending"}, {"前期", "pending"}, {"调整", "pending"},
	{"完成", "met"}, {"办结", "met"}, {"序时", "met"},
}

func stateClass(state string) string {
	for _, w := range stateWords {
		if strings.Contains(state, w.word) {
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
