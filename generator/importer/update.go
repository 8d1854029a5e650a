package importer

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/export"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// Change is what an import makes of one text of a file that exists.
type Change struct {
	// What is changed, in words an editor knows: "目标 2 的完成情况".
	What          string
	Before, After string
	// Kept says why the file keeps what it has; empty for a change that is made.
	Kept string
}

// oldTarget is a goal of a file: its text, the text as a table without formats has
// it, and its id.
type oldTarget struct{ title, bare, id string }

// update is the state of changing one file.
type update struct {
	report  Report
	text    string
	old     *site.Task
	task    Task
	targets []oldTarget
	changes []Change
	// order are the goals of the file after the update: the index of the old and of
	// the new one, or none.
	order []slot
}

type slot struct{ old, fresh int }

// Update puts a task of the report into the file of a task that exists: what says
// something else is replaced, every other byte stays. Goals that the table no longer
// has are kept unless remove is set.
func (r Report) Update(s *site.Site, text string, old *site.Task, t Task, remove bool) (string, []Change) {
	u := update{report: r, text: text, old: old, task: t}
	src := diag.NewSource("", []byte(text))
	parser := markdown.New(markdown.SafeElements)
	doc, bare := parser.Parse(src, content.Body(text), 2), parser.Bare().Parse(src, content.Body(text), 2)
	for i, section := range doc.Sections {
		target := oldTarget{title: oneLine(section.Title.Text), bare: oneLine(bare.Sections[i].Title.Text), id: site.TargetID(i + 1)}
		if i < len(old.Targets) {
			target.id = old.Targets[i].ID
		}
		u.targets = append(u.targets, target)
	}
	u.setOrder(matchTargets(u.targets, t.Targets), remove)
	u.derived(s)
	u.body(doc, bare) // first, so that the places of doc are true
	u.title()
	u.fields()
	return u.text, u.changes
}

func (u *update) change(what, before, after string) {
	u.changes = append(u.changes, Change{What: what, Before: before, After: after})
}

func (u *update) keep(what, why string) {
	u.changes = append(u.changes, Change{What: what, Kept: why})
}

// set writes a key, and tells the change.
func (u *update) set(table, key, what, before, after string) {
	statementOf := ""
	switch {
	case after == "":
	case table == site.ExtraPrefix:
		statementOf = quoteKey(key) + " = " + content.Quote(after)
	default:
		statementOf = statement(key, after)
	}
	text, ok := setStatement(u.text, table, key, statementOf)
	if !ok {
		u.keep(what, fmt.Sprintf("改成了“%s”，但文件里的 %s 写在花括号里，请自己改", after, strings.TrimSuffix(table, ".")))
		return
	}
	u.text = text
	u.change(what, before, after)
}

// title compares name, number and id. A title that was made of the goal is compared
// only if the file has such a one.
func (u *update) title() {
	t, old := u.task, u.old
	made := t.short && !(len(old.Targets) > 0 && shortTitle(oneLine(old.Targets[0].Title.Text)) == oneLine(old.Title))
	if title := oneLine(old.Title); title != t.Title && !made {
		u.set("", "title", "任务名称", title, t.Title)
	}
	if hasKey(u.report.Columns, "number") && t.Number != old.Number {
		u.text, _ = setStatement(u.text, "", "number", fmt.Sprint("number = ", t.Number))
		u.change("序号（网址会跟着变）", fmt.Sprint(old.Number), fmt.Sprint(t.Number))
	}
	if t.ID != "" && t.ID != old.ID {
		u.set("", "id", "id", old.ID, t.ID)
	}
}

// setOrder decides which goals the file has afterwards, and in which order. match
// are the old goals of the new ones.
func (u *update) setOrder(match []int, remove bool) {
	for i, old := range match {
		u.order = append(u.order, slot{old, i})
	}
	for k, old := range u.targets {
		if slices.Contains(match, k) {
			continue
		}
		what := fmt.Sprintf("目标 %d", k+1)
		if remove {
			u.change(what, old.title, "")
			continue
		}
		u.keep(what, "表里没有了，留着；要删去加 --remove："+quoted(old.title))
		at := slices.IndexFunc(u.order, func(s slot) bool { return s.old == k-1 }) + 1
		u.order = slices.Insert(u.order, at, slot{k, none})
	}
}

// derived tells changes in the columns that an export makes of other keys.
func (u *update) derived(s *site.Site) {
	for _, slot := range u.order {
		if slot.fresh == none || slot.old == none || slot.old >= len(u.old.Targets) {
			continue
		}
		target := u.task.Targets[slot.fresh]
		if target.address == "" { // a row that an editor has added
			continue
		}
		for _, c := range []struct{ key, label, value, where string }{
			{measuresKey, "量化指标", target.measures, "[[target]] 的 measure"},
			{retiredKey, "撤下或代替", target.retired, "withdrawn 和 superseded_by"},
			{addressKey, "网址", target.address, "序号、slug 和 id"},
		} {
			now := export.Cell(s, u.old.Report, c.key, u.old, &u.old.Targets[slot.old])
			if moved := c.key == addressKey && u.task.Number != u.old.Number; hasKey(u.report.Columns, c.key) && inOne(now) != inOne(c.value) && !moved {
				u.keep(fmt.Sprintf("目标 %d 的%s", slot.old+1, c.label), "表里改成了"+quoted(c.value)+"，这一列不能导入；请改文件里的 "+c.where)
			}
		}
	}
}

// body puts the goals into the order of the table, with its texts, each with its
// [[target]], and adds the new ones.
func (u *update) body(doc, bare markdown.Document) {
	start := len(u.text)
	var parts []string
	var order, kept []int
	for k, s := range doc.Sections {
		start = min(start, s.Heading.Span.Start)
		parts = append(parts, u.section(k, s, bare.Sections[k]))
	}
	same := len(u.order) == len(parts)
	for k, s := range u.order {
		same = same && s.old == k
		if order = append(order, s.old); s.old != none {
			kept = append(kept, s.old)
			continue
		}
		t := u.task.Targets[s.fresh]
		u.change(fmt.Sprintf("新的目标 %d", k+1), "", t.Title+"\n"+strings.Join(t.Result, "\n"))
	}
	if same {
		u.text = u.text[:start] + strings.Join(parts, "")
		return
	}
	if !slices.IsSorted(kept) {
		places := ""
		for _, i := range kept {
			places += fmt.Sprint("、", i+1)
		}
		u.change("目标的次序", "", strings.TrimPrefix(places, "、"))
	}
	u.text = strings.TrimRight(u.text[:start], "\n") + "\n"
	for _, s := range u.order {
		if s.old == none {
			u.text += u.task.Targets[s.fresh].text()
		} else {
			u.text += "\n" + strings.TrimSpace(parts[s.old]) + "\n"
		}
	}
	text, ok := setBlocks(u.text, order)
	if !ok {
		u.keep("目标", "次序变了，但 target 写在方括号里，请自己排好")
	}
	u.text = text
}

// section is a goal with its result as the file has them, but for texts that the table
// does not have.
func (u *update) section(k int, s, plain markdown.Section) string {
	head, body := u.text[s.Heading.Span.Start:s.Body.Source.Start], u.text[s.Body.Source.Start:s.Body.Source.End]
	at := slices.IndexFunc(u.order, func(s slot) bool { return s.old == k })
	if at < 0 || u.order[at].fresh == none {
		return head + body
	}
	t, what := u.task.Targets[u.order[at].fresh], fmt.Sprintf("目标 %d", k+1)
	if !same(paragraphs(t.Title), s.Title.Text, plain.Title.Text) {
		u.change(what, oneLine(s.Title.Text), t.Title)
		head = u.text[s.Heading.Span.Start:s.Title.Source.Start] + heading(t.Title) + u.text[s.Title.Source.End:s.Body.Source.Start]
	}
	switch before := paragraphs(s.Body.Text); {
	case same(t.Result, s.Body.Text, plain.Body.Text) || cutShort(t.Result, before):
	case slices.Equal(t.Result, []string{unfilled}):
		u.keep(what+" 的完成情况", "表里没有，文件里的留着")
	default:
		u.change(what+" 的完成情况", strings.Join(before, "\n"), strings.Join(t.Result, "\n"))
		body = ""
		for _, p := range t.Result {
			body += "\n\n" + escaped(p)
		}
		if body += "\n"; s.Body.Source.End < len(u.text) {
			body += "\n"
		}
	}
	return head + body
}

// struck is what a plain text says of words that are struck out.
var struck = regexp.MustCompile(`【删去：[^】]*】`)

// same says whether a table has a text: as it is read, without what is struck out, or
// without its marks.
func same(table []string, text, bare string) bool {
	return slices.Equal(table, paragraphs(text)) || slices.Equal(table, paragraphs(struck.ReplaceAllString(text, ""))) || slices.Equal(table, paragraphs(bare))
}

// cutShort says whether a result is the beginning of a text that was too long for the
// cell of a workbook.
func cutShort(result, whole []string) bool {
	text, cut := strings.CutSuffix(strings.Join(result, ""), export.CutShort)
	return cut && strings.HasPrefix(strings.Join(whole, ""), text)
}

// fields compares every other column that the table has.
func (u *update) fields() {
	for _, c := range site.Columns {
		switch before, after := u.old.Value(c.Key), u.task.Fields[c.Key]; {
		case !c.OfTask() || !hasKey(u.report.Columns, c.Key) && after == "":
		case c.OfTarget() && len(u.order) > 0:
			u.targetField(c)
		case !sameValue(c, before, after):
			u.set("", c.Key, c.Label, before, after)
		}
	}
	for _, c := range u.report.Columns {
		if key, ok := site.CutExtra(c.Key); ok {
			if before, after := u.old.Value(c.Key), u.task.Extra[key]; inOne(before) != after {
				u.set(site.ExtraPrefix, key, key, before, after)
			}
		}
	}
}

// targetField compares a column in which each goal can have its own value. The value
// of the task changes if the table has another one for all of them.
func (u *update) targetField(c site.ColumnInfo) {
	task := u.old.Value(c.Key)
	own, now, wanted := make([]string, len(u.order)), make([]string, len(u.order)), make([]string, len(u.order))
	same := true
	for k, s := range u.order {
		if s.old != none && s.old < len(u.old.Targets) {
			own[k] = u.old.Targets[s.old].Value(c.Key)
		}
		now[k] = cmp.Or(own[k], task)
		wanted[k] = now[k]
		if s.fresh != none {
			value, told := u.task.Targets[s.fresh].Fields[c.Key]
			switch {
			case told:
				wanted[k] = value
			case s.fresh == 0 || now[k] != "" || s.old == none: // else empty cells stay what they are
				wanted[k] = u.task.Fields[c.Key]
			}
		}
		same = same && sameValue(c, now[k], wanted[k])
	}
	if same {
		return
	}
	base := u.base(c, task, wanted)
	if !sameValue(c, task, base) {
		u.set("", c.Key, c.Label, task, base)
	}
	for k, s := range u.order {
		if sameValue(c, cmp.Or(own[k], base), wanted[k]) {
			continue
		}
		value := wanted[k]
		if sameValue(c, value, base) {
			value = ""
		}
		if value != "" {
			u.text = needBlock(u.text, k)
		}
		what := fmt.Sprintf("目标 %d 的%s", k+1, c.Label)
		if s.old == none {
			what = fmt.Sprintf("新的目标 %d 的%s", k+1, c.Label)
		}
		u.set(fmt.Sprintf("target.%d.", k), c.Key, what, now[k], value)
	}
}

// base is the value of the task under which each goal can have what is wanted: none
// if a goal is to have none, or else that of the task if a goal wants it.
func (u *update) base(c site.ColumnInfo, task string, wanted []string) string {
	isOne := func(value string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return sameValue(c, w, value) })
	}
	switch {
	case isOne(""):
		return ""
	case isOne(task):
		return task
	}
	return cmp.Or(u.task.Fields[c.Key], wanted[0])
}

// sameValue says whether two values of a column say the same.
func sameValue(c site.ColumnInfo, before, after string) bool {
	if c.List {
		return slices.Equal(units(before), units(after))
	}
	return field(c.Key, before) == field(c.Key, after)
}
