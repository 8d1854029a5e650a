package importer

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/site"
)

// data adds a row of the table: to the task above, or as a new one.
func (r *reading) data(row int) {
	before := len(r.report.Tasks)
	if r.begins(row) {
		r.task(row)
	}
	if len(r.report.Tasks) == 0 {
		r.leaveRow(row, "这一行在第一项任务前面，没有导入："+quoted(r.p.rowText(row)))
		return
	}
	task := &r.report.Tasks[len(r.report.Tasks)-1]
	target := Target{Title: r.goal(row, task), Result: r.result(row), Fields: map[string]string{}, Place: r.p.place(row, r.column("target")), address: r.text(row, addressKey), retired: r.text(row, retiredKey)}
	target.measures = strings.TrimSpace(r.value(row, r.column(measuresKey)))
	if len(r.report.Tasks) == before {
		r.fields(row, task, false)
	}
	export := r.column(addressKey) >= 0 // which repeats every value, so that none is one that was cleared
	for _, c := range site.Columns {
		if column := r.column(c.Key); c.OfTarget() && column >= 0 {
			if value := r.field(row, c.Key); value != "" || export {
				target.Fields[c.Key] = value
			}
		}
	}
	r.addTarget(row, task, target)
}

// goal is the text of the goal; a title joined with the cell beside it is one too.
func (r *reading) goal(row int, task *Task) string {
	column := r.column("target")
	text := r.text(row, "target")
	switch {
	case r.p.cell(row, column).Left && r.column("title") == column-1:
		return task.Title
	case r.joined(row, "target") && len(task.Targets) > 0:
		return ""
	}
	if s, ok := parseSerial(r.text(row, "number")); ok && s.sub > 0 && text != "" && s.number == r.last.number && r.last.sub <= 0 {
		text = fmt.Sprintf("%d.%d %s", s.number, s.sub, text)
	}
	return text
}

// result are the paragraphs of the columns that are results; where there are
// several, the label stands before each.
func (r *reading) result(row int) (list []string) {
	several := 0
	for _, c := range r.p.columns {
		if c.Key == "result" {
			several++
		}
	}
	for i, c := range r.p.columns {
		if c.Key != "result" {
			continue
		}
		part := paragraphs(r.value(row, i))
		if r.p.cell(row, i).Above && several == 1 && r.column("target") >= 0 && r.joined(row, "target") {
			continue // one cell for a goal and its result over several rows
		}
		if len(part) > 0 && several > 1 {
			part[0] = c.Label + "：" + part[0]
		}
		list = append(list, part...)
	}
	return list
}

// addTarget adds a goal, or a result to the goal above where a page break cut it.
func (r *reading) addTarget(row int, task *Task, target Target) {
	if target.Title == "" && len(target.Result) == 0 {
		task.retired = task.retired || target.retired != ""
		r.join(row, task, target)
		return
	}
	if target.Title == "" && len(task.Targets) > 0 {
		last := &task.Targets[len(task.Targets)-1]
		if slices.Equal(last.Result, []string{unfilled}) {
			last.Result, last.noResult = nil, ""
		}
		last.Result = append(last.Result, target.Result...)
		if !r.joined(row, "target") {
			r.note(r.p.place(row, r.column("target")), "没有目标，完成情况并入上一个目标")
		}
		r.join(row, task, target)
		return
	}
	if target.Title == "" {
		r.note(r.p.place(row, r.column("target")), "没有目标，用任务名称代替")
		target.Title = task.Title
	}
	if len(target.Result) == 0 {
		target.Result = []string{unfilled}
		if column := r.column("result"); column >= 0 {
			target.noResult = r.p.place(row, column)
		}
	}
	task.Targets = append(task.Targets, target)
}

// join adds the values of a row without a goal of its own to those of the goal above.
func (r *reading) join(row int, task *Task, target Target) {
	for _, key := range slices.Sorted(maps.Keys(target.Fields)) {
		fields := task.Fields
		if n := len(task.Targets); n > 1 {
			fields = task.Targets[n-1].Fields
		}
		r.add(fields, key, target.Fields[key], row, r.column(key))
		if len(task.Targets) == 1 {
			task.Targets[0].Fields[key] = fields[key]
		}
	}
}

// fields takes what a row says about its task as a whole; the first also what its goals
// may have of their own.
func (r *reading) fields(row int, task *Task, first bool) {
	for i, c := range r.p.columns {
		if i == r.column(c.Key) && isTaskField(c.Key) && (first || !isTargetField(c.Key)) {
			value := r.field(row, c.Key)
			fields, key := task.values(c.Key)
			if first || !r.p.cell(row, i).Above {
				r.add(fields, key, value, row, i)
			}
		}
	}
}

// values are the texts of a task that a column belongs to, and its key there.
func (t *Task) values(column string) (map[string]string, string) {
	if key, ok := site.CutExtra(column); ok {
		return t.Extra, key
	}
	return t.Fields, column
}

// add joins a value with what a row above says, and tells it.
func (r *reading) add(fields map[string]string, key, value string, row, column int) {
	separator := separatorOf(key)
	switch before := fields[key]; {
	case value == "" || value == before || slices.Contains(strings.Split(before, separator), value):
	case before == "":
		fields[key] = value
	default:
		fields[key] = before + separator + value
		r.note(r.p.place(row, column), "同一项任务的几行里“"+r.p.columns[column].Label+"”不同，连成了一格")
	}
}

// begins says whether a row begins a task: it has another number or title than the
// row above. A number that is repeated with the same title, or without one,
// continues its task: a page break does that. So does 6.2 below 6, where its text
// is a goal of 6.
func (r *reading) begins(row int) bool {
	number, title := r.text(row, "number"), r.text(row, "title")
	s, isSerial := parseSerial(number)
	if r.joined(row, "number") {
		number = ""
	}
	if r.joined(row, "title") {
		title = ""
	}
	if len(r.report.Tasks) == 0 {
		return number != "" || title != ""
	}
	last := r.report.Tasks[len(r.report.Tasks)-1]
	if number == "" && title == "" {
		return false
	}
	if hasKey(r.p.columns, bothKey) {
		if title == "" {
			r.note(r.p.place(row, r.column("number")), fmt.Sprintf("序号 %s 又出现一次，接着上一项", number))
			return false
		}
		if isSerial && s.sub > 0 && s.number == r.last.number && r.last.sub <= 0 { // 6.2 is a goal of 6
			if r.last.sub == 0 && len(last.Targets) == 1 && last.Targets[0].noResult != "" {
				r.report.Tasks[len(r.report.Tasks)-1].Targets = nil
			}
			r.last.sub = -1
			return false
		}
		return number != "" && s != r.last || len(last.Targets) == 0 || title != last.Targets[len(last.Targets)-1].Title
	}
	sameNumber := number == "" || isSerial && s == r.last
	sameTitle := title == "" || title == last.Title
	if sameNumber && sameTitle {
		if number != "" && title == "" {
			r.note(r.p.place(row, r.column("number")), fmt.Sprintf("序号 %s 又出现一次，接着上一项", number))
		}
		return false
	}
	return !(isSerial && s.sub > 0 && s.number == r.last.number && sameTitle)
}

// task begins a task.
func (r *reading) task(row int) {
	t := Task{Title: r.text(row, "title"), Fields: map[string]string{}, Extra: map[string]string{}, ID: r.text(row, idKey), address: r.text(row, addressKey)}
	t.Number = r.number(row)
	t.Place = r.p.place(row, max(r.column("number"), r.column("title"), 0))
	if hasKey(r.p.columns, bothKey) {
		t.Title, t.short = shortTitle(t.Title), true
	}
	if t.Title == "" {
		t.Title = "第" + strconv.Itoa(t.Number) + "项"
		r.note(r.p.place(row, r.column("title")), "没有任务名称，写作“"+t.Title+"”")
	}
	r.fields(row, &t, true)
	if len(r.sections) > 0 && t.Fields["category"] == "" {
		t.Fields["category"] = strings.Join(r.sections, " / ")
		r.open = nil
	}
	r.report.Tasks = append(r.report.Tasks, t)
}

// number is the number of a new task. Where serials begin again, in a section or on
// another sheet, they go on from the last.
func (r *reading) number(row int) int {
	next := 1
	if n := len(r.report.Tasks); n > 0 {
		next = r.report.Tasks[n-1].Number + 1
	}
	column := r.column("number")
	if column < 0 {
		return next
	}
	text, place := r.text(row, "number"), r.p.place(row, column)
	s, ok := parseSerial(text)
	previous := r.last
	r.last = s
	if s.number == next {
		r.offset = 0
	}
	switch n := s.number + r.offset; {
	case text == "":
		r.note(place, fmt.Sprintf("没有序号，写作 %d", next))
	case !ok:
		r.note(place, fmt.Sprintf("序号“%s”不是数字，写作 %d", text, next))
	case s.sub > 0:
		r.note(place, fmt.Sprintf("序号“%s”不是整数，写作 %d", text, next))
	case s.number == 1 && next > 2 && n != next:
		r.offset = next - 1
		r.note(place, fmt.Sprintf("序号又从 1 编起，写作 %d", next))
	case n < next && previous.sub <= 0:
		r.note(place, fmt.Sprintf("序号 %d 已经有了，写作 %d", s.number, next))
	case n > next && previous.sub <= 0:
		r.note(place, fmt.Sprintf("序号从 %d 跳到 %d", next-1, n))
		return n
	}
	return next
}

// shortTitle is the beginning of a text that is title and goal: the whole of it if
// it is short, or else up to the first mark that ends a clause, or the last comma.
func shortTitle(text string) string {
	const least, most = 6, 40
	text = strings.TrimRight(text, "。；;")
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	rest := string(runes[least : most+1])
	at := strings.IndexAny(rest, "。；：:;")
	if at < 0 {
		at = strings.LastIndexAny(rest, "，,、")
	}
	if at < 0 {
		return string(runes[:most]) + "…"
	}
	return string(runes[:least]) + rest[:at]
}

// finish tells the results that are missing, and gives a goal to tasks without one.
func (r *reading) finish() {
	for i := range r.report.Tasks {
		t := &r.report.Tasks[i]
		for _, target := range t.Targets {
			if target.noResult != "" {
				r.note(target.noResult, "没有完成情况，请补上")
			}
		}
		if len(t.Targets) == 0 && !t.retired {
			r.note(t.Place, "没有目标和完成情况，用任务名称作目标，请补上")
			t.Targets = []Target{{Title: t.Title, Result: []string{unfilled}, Fields: map[string]string{}, Place: t.Place}}
		}
	}
}
