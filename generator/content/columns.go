package content

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// setColumns sets the columns of a report's table: those listed in its front
// matter, or else the usual ones and those for which a task has a value.
func (a *assembler) setColumns(r *site.Report, f *file) {
	keys := []string(f.report.Columns)
	for i, key := range keys {
		s := f.where[f.element("columns", i)]
		a.checkColumn(f, r, key, s.valueStart, s.valueEnd)
	}
	for _, key := range slices.Sorted(maps.Keys(f.report.Labels)) {
		s := f.where[join("labels", key)]
		a.checkColumn(f, r, key, s.keyStart, s.keyEnd)
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

// label returns the heading of a column, as set by the report or the site.
func (a *assembler) label(f *file, key string) string {
	label := strings.TrimPrefix(key, site.ExtraPrefix)
	if c, ok := site.ColumnOf(key); ok {
		label = c.Label
	}
	return cmp.Or(f.report.Labels[key], a.config.site.Labels[key], label)
}

// checkColumn reports an unknown column, named between two offsets of a report's file.
func (a *assembler) checkColumn(f *file, r *site.Report, key string, start, end int) {
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
	d := f.src.Report(diag.Error, "unknown-column", start, end, fmt.Sprintf("没有叫 %s 的列", key))
	if near := diag.Nearest(key, known); near != "" {
		d = d.WithHint(fmt.Sprintf("是不是 %s？", near)).WithFix(strings.Replace(d.Line, key, near, 1))
	} else {
		d = d.WithHint("可以用的列：" + strings.Join(slices.Compact(known), "、"))
	}
	a.add(d)
}
