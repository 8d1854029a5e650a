package render

import (
	"html/template"
	"strconv"
	"strings"

	"gongshi/generator/chart"
	"gongshi/generator/site"
	"gongshi/generator/wording"
)

// notices are what a reader has to know before reading: that a task or target
// no longer holds.
func (r *Renderer) notices(x site.Retired) []Notice {
	var list []Notice
	if x.Withdrawn != "" {
		list = append(list, Notice{Label: "已撤下", Text: x.Withdrawn})
	}
	if x.SupersededBy != "" {
		list = append(list, Notice{Label: "已有新的内容代替", Link: r.entry(site.Entry{Name: "查看新的内容", URL: x.SupersededBy})})
	}
	return list
}

// history is what the repository tells of a task; nil if nothing.
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
			v.Changes = append(v.Changes, Change{label, marked(wording.Diff(c.Before, c.After))})
		}
		view.Revisions = append(view.Revisions, v)
	}
	return view
}

// shownAround is how many characters of unchanged text stand around a change.
const shownAround = 30

// marked writes a comparison with <del> and <ins>; long runs that stayed the
// same are cut short.
func marked(pieces []wording.Piece) template.HTML {
	var b strings.Builder
	for i, p := range pieces {
		switch text := template.HTMLEscapeString(p.Text); p.Kind {
		case wording.Gone:
			b.WriteString("<del>" + text + "</del>")
		case wording.New:
			b.WriteString("<ins>" + text + "</ins>")
		default:
			b.WriteString(template.HTMLEscapeString(excerpt(p.Text, i > 0, i < len(pieces)-1)))
		}
	}
	return template.HTML(b.String())
}

// excerpt keeps the ends of a text that border on a change.
func excerpt(text string, before, after bool) string {
	runes := []rune(text)
	head, tail := 0, 0
	if before {
		head = shownAround
	}
	if after {
		tail = shownAround
	}
	if len(runes) <= head+tail+1 {
		return text
	}
	return string(runes[:head]) + "…" + string(runes[len(runes)-tail:])
}

// years puts the same task of several reports side by side; nil if there is
// but one.
func (r *Renderer) years(task *site.Task) *Years {
	if len(task.Years) < 2 {
		return nil
	}
	view := &Years{}
	for _, t := range task.Years {
		view.Tasks = append(view.Tasks, Link{Name: yearName(t), URL: r.site.Base.URL(t.Path), Current: current(t == task)})
	}
	for _, name := range measureNames(task.Years) {
		view.Measures = append(view.Measures, r.series(task, name))
	}
	for i, t := range task.Years[1:] {
		was := task.Years[i]
		for k := range min(len(was.Targets), len(t.Targets)) {
			before, after := was.Targets[k].Title.Text, t.Targets[k].Title.Text
			if before != after {
				view.Wordings = append(view.Wordings, Change{yearName(was) + " → " + yearName(t), marked(wording.Diff(before, after))})
			}
		}
	}
	return view
}

func current(is bool) string {
	if is {
		return "true"
	}
	return ""
}

// yearName names the year of a task's report.
func yearName(t *site.Task) string {
	if t.Report.Year == 0 {
		return t.Report.Title
	}
	return strconv.Itoa(t.Report.Year) + " 年"
}

// measureNames are the names of the measures of several years, each once, in
// the order of the latest year and then of earlier ones.
func measureNames(tasks []*site.Task) []string {
	var names []string
	seen := map[string]bool{}
	for i := len(tasks) - 1; i >= 0; i-- {
		for k := range tasks[i].Targets {
			for _, m := range tasks[i].Targets[k].Measures {
				if !seen[m.Name] {
					seen[m.Name] = true
					names = append(names, m.Name)
				}
			}
		}
	}
	return names
}

// series is one measure over the years, its charts on one scale.
func (r *Renderer) series(task *site.Task, name string) Series {
	s := Series{Name: name}
	var bullets []chart.Bullet
	for _, t := range task.Years {
		for k := range t.Targets {
			for _, m := range t.Targets[k].Measures {
				if m.Name != name {
					continue
				}
				v := measureView(m)
				s.Years = append(s.Years, YearMeasure{Year: yearName(t), Measure: v})
				bullets = append(bullets, bullet(m, v, "y"+strconv.Itoa(t.Report.Year)+"-"+t.Targets[k].ID+"-"+strconv.Itoa(len(bullets)), yearName(t)+" "))
			}
		}
	}
	for i, b := range chart.OneScale(bullets) {
		s.Years[i].Chart = template.HTML(b.SVG())
	}
	return s
}
