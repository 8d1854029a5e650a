package render

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/chart"
	"gongshi/generator/site"
	"gongshi/generator/wording"
)

// notices tells readers that a report, task or target has been withdrawn or superseded.
func (r *Renderer) notices(x site.Retired) []Notice {
	var list []Notice
	if x.Withdrawn != "" {
		list = append(list, Notice{Label: r.site.Text("已撤下"), Text: x.Withdrawn})
	}
	if x.SupersededBy != "" {
		list = append(list, Notice{Label: r.site.Text("已有新的内容代替"), Link: r.entry(site.Entry{Name: r.site.Text("查看新的内容"), URL: x.SupersededBy})})
	}
	return list
}

// history returns the revisions of a task; nil if there are none.
func (r *Renderer) history(task *site.Task, labels map[string]string) *History {
	if len(task.History) == 0 {
		return nil
	}
	view := &History{Published: Date{task.Published()}, Revised: Date{task.Revised()}}
	for _, rev := range task.History {
		v := Revision{Date: Date{rev.Date}, Subject: rev.Subject}
		for _, c := range rev.Changes {
			label := labels[c.Key]
			if c.Target > 0 {
				label += " " + strconv.Itoa(c.Target)
			}
			v.Changes = append(v.Changes, Change{label, diff(c.Before, c.After)})
		}
		view.Revisions = append(view.Revisions, v)
	}
	return view
}

// diffContext is the number of unchanged characters shown before and after a change.
const diffContext = 30

// diff compares two texts in HTML, with <del> and <ins>. It shortens long unchanged parts.
func diff(before, after string) template.HTML {
	var b strings.Builder
	pieces := wording.Diff(before, after)
	for i, p := range pieces {
		switch text := template.HTMLEscapeString(p.Text); p.Kind {
		case wording.Gone:
			b.WriteString("<del>" + text + "</del>")
		case wording.New:
			b.WriteString("<ins>" + text + "</ins>")
		default:
			b.WriteString(template.HTMLEscapeString(wording.Excerpt(p.Text, i > 0, i < len(pieces)-1, diffContext)))
		}
	}
	return template.HTML(b.String())
}

// years compares a task with the same task in other reports. It returns nil if no other
// report has it.
func (r *Renderer) years(task *site.Task) *Years {
	if len(task.Years) < 2 {
		return nil
	}
	view := &Years{}
	for _, t := range task.Years {
		link := Link{Name: yearName(t), URL: r.site.Base.URL(t.Path)}
		if t == task {
			link.Current = "true"
		}
		view.Tasks = append(view.Tasks, link)
	}
	for _, name := range measureNames(task.Years) {
		view.Measures = append(view.Measures, r.series(task, name))
	}
	for i, t := range task.Years[1:] {
		earlier := task.Years[i]
		for k := range min(len(earlier.Targets), len(t.Targets)) {
			before, after := earlier.Targets[k].Title.Text, t.Targets[k].Title.Text
			if before != after {
				view.Wordings = append(view.Wordings, Change{yearName(earlier) + " → " + yearName(t), diff(before, after)})
			}
		}
	}
	return view
}

// yearName returns the year of a task's report, or the report's title.
func yearName(t *site.Task) string {
	if t.Report.Year == 0 {
		return t.Report.Title
	}
	return strconv.Itoa(t.Report.Year) + " 年"
}

// measureNames lists the names of the measures of tasks, each once, the last task first.
func measureNames(tasks []*site.Task) []string {
	var names []string
	for _, t := range slices.Backward(tasks) {
		for k := range t.Targets {
			for _, m := range t.Targets[k].Measures {
				if !slices.Contains(names, m.Name) {
					names = append(names, m.Name)
				}
			}
		}
	}
	return names
}

// series returns a measure over the years. Its charts have the same scale.
func (r *Renderer) series(task *site.Task, name string) Series {
	s := Series{Name: name}
	var bullets []chart.Bullet
	for _, t := range task.Years {
		for k := range t.Targets {
			for _, m := range t.Targets[k].Measures {
				if m.Name != name {
					continue
				}
				v := r.measureView(m)
				s.Years = append(s.Years, YearMeasure{Year: yearName(t), Measure: v})
				bullets = append(bullets, r.bullet(m, v))
			}
		}
	}
	for i, b := range chart.OneScale(bullets) {
		s.Years[i].Chart = template.HTML(b.SVG())
	}
	return s
}
