package render

import (
	"cmp"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/site"
)

// table returns the view of a report's table: a group of rows per task, a row per
// target. Cells that belong to the task span its rows.
func (r *Renderer) table(report *site.Report) *Report {
	view := &Report{
		Caption: report.Title, Head: report.Head, TaskCount: len(report.Tasks),
		Intro: template.HTML(report.Intro.HTML), Overview: r.overview(report),
	}
	need := 0
	for _, c := range report.Columns {
		width := columnWidth(report, c)
		view.Columns = append(view.Columns, Column{Key: cssName(c.Key), Label: c.Label, Width: width})
		need += 1 + cmp.Or(width, wideColumns[c.Key])
	}
	view.Scrolls = need > screenWidth
	for _, task := range report.Tasks {
		view.TargetCount += len(task.Targets)
		group := r.group(report, task)
		group.Results = r.results(view.Overview, report, task)
		view.Groups = append(view.Groups, group)
	}
	view.Downloads = r.downloads(report)
	return view
}

// downloads lists the report's table in its file formats.
func (r *Renderer) downloads(report *site.Report) []Download {
	var list []Download
	for _, f := range site.Formats {
		path := site.TablePath(report, f)
		if size := r.files.Size(path); size > 0 {
			list = append(list, Download{
				Format: f.Name, Type: f.MediaType, URL: r.site.Base.URL(path), FileName: report.Title + "." + f.Extension,
				Size: strconv.Itoa((size+1023)/1024) + " KB",
			})
		}
	}
	return list
}

func (r *Renderer) group(report *site.Report, task *site.Task) Group {
	id := site.GroupID(task)
	group := Group{ID: id, Number: task.Number, Name: task.Title}
	for i, target := range task.Rows() {
		row := Row{
			ID:        site.RowID(task, target),
			Permalink: r.targetURL(task, target),
			Name:      r.targetName(task, i),
		}
		for _, c := range report.Columns {
			if cell, ok := r.cell(c, task, target, i == 0); ok {
				row.Cells = append(row.Cells, cell)
			}
		}
		group.Rows = append(group.Rows, row)
	}
	return group
}

// cell returns one cell; ok is false if the cell above spans this row.
func (r *Renderer) cell(c site.TableColumn, task *site.Task, target *site.Target, first bool) (Cell, bool) {
	cell := Cell{Key: cssName(c.Key), Label: c.Label, Span: 1}
	switch c.Key {
	case "target":
		cell.Scope, cell.Permalink = "row", true
		cell.HTML = template.HTML(target.Title.HTML)
		return cell, true
	case "result":
		cell.HTML = template.HTML(target.Result.HTML)
		cell.Notices = append(r.notices(task.Retired), r.notices(target.Retired)...)
		cell.Measures = r.measures(target.Measures)
		return cell, true
	case "title":
		cell.Scope, cell.URL = "rowgroup", r.site.Base.URL(task.Path)
		cell.HTML = escaped(task.Title)
	default:
		cell.HTML = escaped(task.Value(c.Key))
		if !task.Spans(c.Key) {
			if own := target.Value(c.Key); own != "" {
				cell.HTML = escaped(own)
			}
			return cell, true
		}
	}
	cell.Span = len(task.Rows())
	return cell, first
}

// screenWidth is the width, in characters, of the narrowest screen on which a table of many
// columns is shown as one; wideColumns is what the columns of long texts take at least. Both
// repeat static/css/_report.css. Each column has a character more for its edges.
const screenWidth = 76

var wideColumns = map[string]int{"number": 3, "title": 9, "target": 14, "result": 17}

// columnWidth is the longest part of a column's values that should stay in one line, in
// Chinese characters, at most 8; an empty column is as wide as half its label.
func columnWidth(report *site.Report, c site.TableColumn) int {
	if wideColumns[c.Key] > 0 {
		return 0
	}
	longest := utf8.RuneCountInString(c.Label) * 5 // in tenths of a character: the label may take two lines
	for _, task := range report.Tasks {
		for _, target := range task.Rows() {
			for _, part := range strings.FieldsFunc(cmp.Or(target.Value(c.Key), task.Value(c.Key)), func(r rune) bool { return strings.ContainsRune("、，。；,; \n", r) }) {
				n := 10 * utf8.RuneCountInString(part)
				for _, char := range part {
					if char < utf8.RuneSelf { // letters and figures of usual fonts are narrower
						n -= 4
					}
				}
				longest = max(longest, n)
			}
		}
	}
	return min(max((longest+9)/10, 2), 8)
}

func escaped(text string) template.HTML {
	return template.HTML(template.HTMLEscapeString(text))
}

// cssName converts a column's key to a class name: "extra.依据" to "extra-依据".
func cssName(key string) string { return cssReplacer.Replace(key) }

var cssReplacer = strings.NewReplacer(".", "-", " ", "-")
