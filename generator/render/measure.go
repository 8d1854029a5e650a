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
	view.Told = view.TargetCount
	for _, c := range view.Results {
		view.Told -= c.Count
	}
	parts := view.Results
	if view.Told > 0 {
		parts = append(slices.Clip(parts), Count{Name: r.site.Text("以文字说明"), Class: "told", Count: view.Told})
	}
	view.Chart = partsChart("results", r.site.Text("目标完成情况"), parts)
	return view
}

// addResults adds the targets of a task to counts, which stay sorted from best to worst.
func (r *Renderer) addResults(counts []Count, report *site.Report, task *site.Task) []Count {
	for i := range task.Targets {
		target := &task.Targets[i]
		column, name, class := r.site.Text("结果"), "", string(target.Outcome())
		if state := cmp.Or(target.Status, task.Status); state != "" {
			column, name, class = statusLabel(report), state, r.stateClass(state)
		} else if class != "" {
			name = r.site.Text(target.Outcome().Text())
		} else {
			continue
		}
		at := slices.IndexFunc(counts, func(c Count) bool { return c.Name == name })
		if at < 0 {
			at = len(counts)
			c := Count{Name: name, Class: class, URL: r.site.Base.URL(report.Path)}
			if column != "" {
				c.URL += "?" + url.Values{column: {name}}.Encode()
			}
			counts = append(counts, c)
		}
		counts[at].Count++
	}
	slices.SortStableFunc(counts, func(a, b Count) int { return cmp.Compare(rank(a.Class), rank(b.Class)) })
	return counts
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

// rank orders the classes of results from best to worst.
func rank(class string) int {
	return slices.Index([]string{"met", "other", "pending", "missed"}, class)
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
