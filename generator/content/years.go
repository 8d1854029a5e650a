package content

import (
	"fmt"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// linkYears links the tasks that have the same id in the reports of several years.
func (a *assembler) linkYears(reports []*site.Report) {
	byID := map[string][]*site.Task{}
	for _, r := range slices.Backward(reports) { // the earliest first
		first := map[string]*site.Task{}
		for _, t := range r.Tasks {
			if t.ID == "" {
				continue
			}
			if other := first[t.ID]; other != nil {
				a.add(a.files[t.Source].at(diag.Error, "task-id", "id", fmt.Sprintf("id “%s”在这份报告里用了两次", t.ID)).
					WithHint("不同年份的同一项任务用同一个 id；一份报告里每个 id 只用一次").
					WithNote(a.files[other.Source].position("id"), "第一次用在这里"))
				continue
			}
			first[t.ID] = t
			byID[t.ID] = append(byID[t.ID], t)
		}
	}
	for _, tasks := range byID {
		for _, t := range tasks {
			if len(tasks) > 1 {
				t.Years = tasks
			}
		}
	}
}

// retired converts the keys of something that is no longer valid. The link to its
// replacement is checked like any other.
func (a *assembler) retired(f *file, prefix string, k retiredKeys) site.Retired {
	r := site.Retired{Withdrawn: strings.TrimSpace(k.Withdrawn), SupersededBy: strings.TrimSpace(k.SupersededBy)}
	if r.SupersededBy == "" {
		return r
	}
	where := f.at(diag.Error, "url-form", prefix+"superseded_by", "要写替代它的目标在本站的网址，以 / 开头")
	if !strings.HasPrefix(r.SupersededBy, "/") || strings.HasPrefix(r.SupersededBy, "//") {
		a.add(where.WithHint("例如 /2022/4/#t1；在那个目标旁边点“链接”可以复制"))
		r.SupersededBy = ""
		return r
	}
	path, fragment, _ := strings.Cut(r.SupersededBy, "#")
	a.links = append(a.links, site.Link{Path: path, Fragment: fragment, Where: where})
	return r
}
