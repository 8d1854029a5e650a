package check

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// published is the part of an earlier data.json that Against reads; see
// export.CatalogueData.
type published struct {
	Reports []struct {
		Title, URL, Published string
		Rows                  []struct{ URL, Title, Target string }
	}
}

// Against compares a site with the data.json of an earlier publication. Reports, tasks and
// targets that were published may be withdrawn or superseded but not deleted; their dates
// must not change, and their URLs must work. The error, in Chinese, says why the data
// cannot be read.
func Against(s *site.Site, data []byte) ([]diag.Diagnostic, error) {
	var old published
	if err := json.Unmarshal(data, &old); err != nil || old.Reports == nil { // {} and null say nothing
		return nil, fmt.Errorf("不是 gongshi 生成的 data.json")
	}
	now := newAddresses(s)
	var found []diag.Diagnostic
	for _, r := range old.Reports {
		path, _ := pathOf(s.Base, r.URL)
		report := now.reports[path]
		if report == nil && !now.documents[path] {
			found = append(found, vanished(path, fmt.Sprintf("公开过的报告不见了：%s《%s》", path, r.Title), "恢复它的文件夹；不再有效，就在它的 _index.md 里写 withdrawn = \"原因\"；网址改了，就在新的 _index.md 里写 aliases"))
			continue
		}
		if d, moved := dateMoved(report, r.Published); moved && report.Path == path {
			found = append(found, d)
		}
		for _, row := range r.Rows {
			path, fragment := pathOf(s.Base, row.URL)
			task := now.tasks[path]
			switch {
			case task == nil && now.reports[path] != nil && now.reports[path].Withdrawn != "":
				// the whole report is a stub
			case task == nil:
				found = append(found, vanished(path, fmt.Sprintf("公开过的任务不见了：%s “%s”", path, row.Title), "恢复它的文件；不再有效，就在文件里写 withdrawn = \"原因\"，正文可以删掉；网址改了，就写 aliases"))
			case task.Withdrawn != "" && len(task.Targets) == 0: // the task is a stub
			case fragment != "" && !now.targets[task.Path+"#"+fragment]:
				d := vanished(path, fmt.Sprintf("公开过的目标不见了：%s#%s “%s”", path, fragment, short(row.Target)), "恢复这个目标；不再有效，就在它的 [[target]] 里写 withdrawn = \"原因\"")
				d.Pos.File = task.Source
				found = append(found, d)
			}
		}
	}
	return unique(found), nil
}

// addresses maps the current and earlier paths of a site to what is there.
type addresses struct {
	documents map[string]bool
	reports   map[string]*site.Report
	tasks     map[string]*site.Task
	targets   map[string]bool // path of the task, "#" and the target's anchor
}

func newAddresses(s *site.Site) addresses {
	a := addresses{map[string]bool{}, map[string]*site.Report{}, map[string]*site.Task{}, map[string]bool{}}
	for d := range s.Documents() {
		for _, path := range paths(d) {
			a.documents[path] = true
		}
	}
	for _, r := range s.Reports {
		for _, path := range paths(&r.Document) {
			a.reports[path] = r
		}
		for _, t := range r.Tasks {
			for _, path := range paths(&t.Document) {
				a.tasks[path] = t
			}
			for i := range t.Targets {
				a.targets[t.Path+"#"+t.Targets[i].ID] = true
			}
		}
	}
	return a
}

// paths returns the current and earlier paths of a document.
func paths(d *site.Document) []string { return append([]string{d.Path}, d.Aliases...) }

// pathOf returns the site path and fragment of a published URL, on whatever host.
func pathOf(base site.Base, address string) (path, fragment string) {
	u, err := url.Parse(address)
	if err != nil {
		return address, ""
	}
	return strings.TrimPrefix(u.Path, base.Folder()), u.Fragment
}

func vanished(path, message, hint string) diag.Diagnostic {
	return diag.File(diag.Error, "vanished", "content"+strings.TrimSuffix(path, "/"), message).WithHint(hint)
}

// dateMoved reports a changed publication date of a report.
func dateMoved(r *site.Report, was string) (diag.Diagnostic, bool) {
	date, err := time.Parse(time.RFC3339, was)
	if r == nil || err != nil || r.Date.Equal(date) {
		return diag.Diagnostic{}, false
	}
	return diag.File(diag.Error, "date-moved", r.Source, fmt.Sprintf("公开过的日期不能改：原来是 %s", date.In(site.Beijing).Format("2006-01-02 15:04"))).
		WithHint("改回 date = " + date.In(site.Beijing).Format("2006-01-02T15:04:05") + "；更正内容请写在 note 里"), true
}

func short(text string) string {
	if runes := []rune(text); len(runes) > 20 {
		return string(runes[:20]) + "…"
	}
	return text
}

// unique sorts diagnostics and removes repeated messages: a missing task has one per row.
func unique(list []diag.Diagnostic) []diag.Diagnostic {
	diag.Sort(list)
	return slices.CompactFunc(list, func(a, b diag.Diagnostic) bool { return a.Message == b.Message })
}
