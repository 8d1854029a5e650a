package content

import (
	"cmp"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// reports makes the reports and their tasks, the latest report first.
func (a *assembler) reports(files []*file) []*site.Report {
	byFolder := map[string]*site.Report{}
	var list []*site.Report
	for _, f := range files {
		if f.kind != reportKind {
			continue
		}
		if path.Dir(f.path) == Root {
			a.add(f.at(diag.Error, "report-folder", "title", "报告要放在自己的文件夹里").
				WithHint("新建文件夹，例如 content/2021/，把 _index.md 移进去"))
			continue
		}
		r := a.report(f)
		byFolder[path.Dir(f.path)] = r
		list = append(list, r)
	}
	for _, f := range files {
		if f.kind != taskKind {
			continue
		}
		if r := byFolder[path.Dir(f.path)]; r != nil {
			r.Tasks = append(r.Tasks, a.task(f, r))
		} else {
			a.hidden[f.path] = max(a.hidden[path.Dir(f.path)+"/"+indexName], draftFile)
		}
	}
	for _, r := range list { // in the order of their files
		a.finishReport(r, a.files[r.Source])
	}
	slices.SortStableFunc(list, func(x, y *site.Report) int {
		return cmp.Or(cmp.Compare(y.Year, x.Year), y.Date.Compare(x.Date), cmp.Compare(x.Path, y.Path))
	})
	return list
}

func (a *assembler) report(f *file) *site.Report {
	k := f.report
	r := &site.Report{Document: a.document(f, a.address(f)), Year: k.Year, Period: string(k.Period), From: k.Source, Retired: a.retired(f, "", k.retiredKeys)}
	a.bySource[f.path] = &r.Document
	a.claims[strings.ToLower(r.Path+site.FeedName)] = claim{source: "程序"}
	if r.Date.IsZero() && !f.has("date") && !slices.Contains(f.broken, "date") {
		a.add(f.atStart(diag.Error, "missing-key", "缺少 date（发布日期）").WithAddition("date = 2022-01-10T15:25:00"))
	}
	if r.Year == 0 {
		r.Year = yearOf(path.Base(path.Dir(f.path)), r)
	}
	c := k.Column
	r.Column = site.Column{Name: c.Name, Type: cmp.Or(c.Type, c.Name), Description: c.Description, Keywords: c.Keywords, Path: c.Path}
	head := reflect.ValueOf(k.headKeys)
	for i, label := range site.HeadFields {
		if value := head.Field(i).String(); value != "" {
			r.Head = append(r.Head, site.Field{Name: label, Value: value})
		}
	}
	return r
}

// yearOf returns the year from the folder's name, or else from the date.
func yearOf(folder string, r *site.Report) int {
	if year, err := strconv.Atoi(folder); err == nil && year > 1900 && year < 3000 {
		return year
	}
	if r.Date.IsZero() {
		return 0
	}
	return r.Date.Year()
}

// columns returns a task with what the columns of tables say of it.
func (k *taskFile) columns() *site.Task {
	return &site.Task{
		Number: k.Number, Category: k.Category, Lead: k.Lead, Support: k.Support, Leader: k.Leader, Due: string(k.Due), Status: k.Status, Note: k.Note,
	}
}

func (a *assembler) task(f *file, r *site.Report) *site.Task {
	k := &f.task
	t := k.columns()
	t.Report, t.Revision, t.ID, t.Retired = r, strings.TrimSpace(k.Revision), strings.TrimSpace(string(k.ID)), a.retired(f, "", k.retiredKeys)
	address := a.address(f)
	if k.Number > 0 || k.Slug != "" {
		t.Document = a.document(f, address)
	} else {
		t.Document = site.Document{Path: address, Source: f.path, Title: k.Title}
		a.faulty = append(a.faulty, r.Path)
	}
	if t.Date.IsZero() {
		t.Date = r.Date
	}
	a.bySource[f.path] = &t.Document
	t.Targets = make([]site.Target, len(f.doc.Sections))
	for i := range f.doc.Sections {
		target, section := &t.Targets[i], &f.doc.Sections[i]
		target.ID = site.TargetID(i + 1)
		if i < len(k.Target) {
			*target = k.Target[i].target(target.ID)
			target.Retired = a.retired(f, fmt.Sprintf("target.%d.", i), k.Target[i].retiredKeys)
		}
		target.Title.Text, target.Result.Text = section.Title.Text, section.Body.Text
	}
	return t
}

// target converts the front matter of one target; id is used if it sets none.
func (t targetTable) target(id string) site.Target {
	target := site.Target{ID: cmp.Or(string(t.ID), id), Status: t.Status, Due: string(t.Due), Lead: t.Lead}
	for _, m := range t.Measure {
		direction := directions[m.Direction]
		if !site.Plain(m.Goal) || !site.Plain(m.Actual) || direction == "" {
			continue // reported by checkMeasure
		}
		target.Measures = append(target.Measures, site.Measure{
			Name: m.Name, Direction: direction, Goal: m.Goal, Actual: m.Actual, Unit: m.Unit, Provisional: m.Provisional,
		})
	}
	return target
}

// finishReport sorts a report's tasks, reports duplicate numbers and sets the columns.
func (a *assembler) finishReport(r *site.Report, f *file) {
	slices.SortStableFunc(r.Tasks, func(x, y *site.Task) int {
		return cmp.Or(cmp.Compare(x.Number, y.Number), cmp.Compare(x.Source, y.Source))
	})
	dir := path.Dir(f.path)
	if len(r.Tasks) == 0 && r.Withdrawn == "" && !a.anyFaulty(dir) {
		a.add(f.at(diag.Error, "report-empty", "title", "这份报告没有任务").
			WithHint(fmt.Sprintf("在 %s/ 里为每项任务新建一个文件，例如 %s/01.md；草稿不算", dir, dir)))
	}
	for i, t := range r.Tasks[min(1, len(r.Tasks)):] {
		first := r.Tasks[i]
		if t.Number == first.Number && t.Number > 0 {
			a.duplicateNumber(a.files[t.Source], a.files[first.Source], r)
		}
	}
	a.setColumns(r, f)
}

// anyFaulty reports whether a folder has a file that could not be read.
func (a *assembler) anyFaulty(dir string) bool {
	for source, why := range a.hidden {
		if why == faultyFile && path.Dir(source) == dir {
			return true
		}
	}
	return false
}

// duplicateNumber reports a number that two tasks share, instead of the duplicate
// address that follows from it.
func (a *assembler) duplicateNumber(f, first *file, r *site.Report) {
	next := r.Tasks[len(r.Tasks)-1].Number + 1
	a.found = slices.DeleteFunc(a.found, func(d diag.Diagnostic) bool {
		return d.Rule == "duplicate-url" && d.Pos.File == f.path
	})
	a.add(f.at(diag.Error, "duplicate-number", "number", fmt.Sprintf("序号 %d 用了两次", f.task.Number)).
		WithHint("同一份报告里每项任务的序号都要不同").
		WithFix(fmt.Sprintf("number = %d", next)).
		WithNote(first.position("number"), "第一次用在这里"))
}
