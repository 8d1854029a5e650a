package content

import (
	"fmt"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// columns decides which columns a report's table has: those its front matter
// lists, else the usual ones and those for which a task gives a value.
func (a *assembler) columns(r *site.Report, f *file) {
	keys := []string(f.report.Columns)
	for i, key := range keys {
		a.knownColumn(f, fmt.Sprintf("columns.%d", i), key, r)
	}
	for key := range sorted(f.report.Labels) {
		a.knownColumn(f, "labels."+key, key, r)
	}
	if len(keys) == 0 {
		for _, c := range site.Columns {
			if c.Always || slices.ContainsFunc(r.Tasks, func(t *site.Task) bool { return t.Has(c.Key) }) {
				keys = append(keys, c.Key)
			}
		}
	}
	for _, key := range keys {
		r.Columns = append(r.Columns, site.TableColumn{Key: key, Label: a.label(f, key)})
	}
}

// label is the word over a column: the report's, the site's, the usual one.
func (a *assembler) label(f *file, key string) string {
	for _, labels := range []map[string]string{f.report.Labels, a.config.site.Labels} {
		if label := labels[key]; label != "" {
			return label
		}
	}
	for _, c := range site.Columns {
		if c.Key == key {
			return c.Label
		}
	}
	return strings.TrimPrefix(key, site.ExtraPrefix)
}

func (a *assembler) knownColumn(f *file, path, key string, r *site.Report) {
	var known []string
	for _, c := range site.Columns {
		known = append(known, c.Key)
	}
	for _, t := range r.Tasks {
		for extra := range t.Extra {
			known = append(known, site.ExtraPrefix+extra)
		}
	}
	slices.Sort(known)
	if slices.Contains(known, key) {
		return
	}
	d := f.at(diag.Error, "unknown-column", path, fmt.Sprintf("没有叫 %s 的列", key))
	if strings.HasPrefix(path, "labels.") {
		s := f.where[path]
		d = f.src.Report(diag.Error, "unknown-column", s.keyStart, s.keyEnd, d.Message)
	}
	if near := diag.Nearest(key, known); near != "" {
		d.Hint = fmt.Sprintf("是不是 %s？", near)
		d.Fix = strings.Replace(d.Line, key, near, 1)
	} else {
		d.Hint = "可以用的列：" + strings.Join(slices.Compact(known), "、")
	}
	a.found = append(a.found, d)
}
