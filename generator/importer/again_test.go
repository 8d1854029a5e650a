package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/export"
	"gongshi/generator/site"
	"gongshi/generator/xlsx"
)

// exported is a table of a site as its readers download it.
func exported(t testing.TB, s *site.Site, format string) []byte {
	t.Helper()
	for _, f := range export.Files(s) {
		if strings.HasSuffix(f.Path, "/table"+format) {
			return f.Make(s)
		}
	}
	t.Fatalf("no %s", format)
	return nil
}

// known are the labels of a report's columns, as the command gives them.
func known(r *site.Report) Labels {
	labels := Labels{}
	for _, c := range r.Columns {
		labels[c.Label] = c.Key
	}
	return labels
}

// TestExportImported imports the tables that the real site publishes: nothing changes.
func TestExportImported(t *testing.T) {
	s, _ := content.Load(os.DirFS("../.."), content.Options{})
	for _, format := range []string{".csv", ".xlsx"} {
		doc, err := Read("a"+format, exported(t, s, format))
		if err != nil {
			t.Fatal(err)
		}
		report := s.Reports[0]
		r, err := Understand(doc, Options{Known: known(report)})
		if err != nil || len(r.Tasks) != len(report.Tasks) {
			t.Fatal(err)
		}
		if len(r.Doubts) > 0 {
			t.Errorf("%s: doubts: %v", format, r.Doubts)
		}
		for i, at := range r.Match(s, report.Tasks) {
			old := report.Tasks[at]
			text, err := os.ReadFile("../../" + old.Source)
			if err != nil {
				t.Fatal(err)
			}
			if got, changes := r.Update(s, string(text), old, r.Tasks[i], false); len(changes) > 0 || got != string(text) {
				t.Errorf("%s: %s: %+v", format, old.Source, changes)
			}
		}
	}
}

// edited are files that use every column, and keys that no column has.
var edited = map[string]string{
	"_index.md": "+++\ntitle = \"汇总表\"\ndate = 2024-12-31\nsource = \"某某区\"\ncolumns = [\"category\", \"number\", \"title\", \"target\", \"result\", \"lead\", \"support\", \"leader\", \"due\", \"status\", \"note\", \"extra.依据\", \"extra.year\"]\n+++\n",
	"01.md": "+++\ntitle = \"绿化工作\" # 名称\nnumber = 1\nid = \"green\"\ncategory = \"环境\"\nlead = \"园林局\"\nsupport = [\"财政局\", \"住建委\"]\nleader = \"张某\"\ndue = \"12月底\"\nstatus = \"已完成\"\nnote = \"提前\"\ntags = [\"绿化\"]\n\n" +
		"# 第一个目标\n[[target]]\nid = \"trees\"\nmeasure = [\n  { name = \"树\", direction = \"≥\", goal = 10, actual = 12, unit = \"棵\" },\n]\n\n[[target]]\nlead = \"水务局\"\nstatus = \"未完成\"\n\n[extra]\n\"依据\" = \"市发1号\"\nyear = 2024\n+++\n\n" +
		"## 种树10棵\n\n种了**12**棵。\n\n成活11棵。\n\n## 种花100盆\n\n种了90盆。\n\n## 建公园3个\n\n建了3个。\n",
	"02.md": "+++\ntitle = \"交通工作\"\nnumber = 2\nlead = \"交通局\"\n\n[extra]\n\"依据\" = \"市发2号\"\n+++\n\n## 修路\n\n修了10<sup>6</sup>米。\n",
	"03.md": "+++\ntitle = \"教育工作\"\nnumber = 3\ncategory = \"民生\"\n\n[[target]]\ndue = \"9月\"\n\n[[target]]\n\n[[target]]\ndue = \"10月\"\nid = \"last\"\n+++\n\n## 新增学位900个\n\n新增1000个。\n\n## 培训教师\n\n培训了50人。\n\n## 改造操场\n\n改造了4个。\n",
}

// rowsOf are the rows of the exported table, and its heads.
func rowsOf(t testing.TB, s *site.Site) (head []string, rows [][]string) {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(exported(t, s, ".csv"), []byte("\xEF\xBB\xBF")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all {
		for i := range row {
			row[i] = xlsx.Unguard(row[i])
		}
	}
	return all[0], all[1:]
}

// edits are what an editor may do to an exported table. Each changes the rows, and
// reports whether it could.
type editor struct {
	*rand.Rand
	head []string
	rows [][]string
}

func (e *editor) column(label string) int { return slices.Index(e.head, label) }

// task are the rows of the task that a row belongs to.
func (e *editor) task(row int) (from, to int) {
	number := e.column("序号")
	for from = row; from > 0 && e.rows[from-1][number] == e.rows[row][number]; from-- {
	}
	for to = row + 1; to < len(e.rows) && e.rows[to][number] == e.rows[row][number]; to++ {
	}
	return from, to
}

// edit makes one change, and names it.
func (e *editor) edit(n int) string {
	row := e.IntN(len(e.rows))
	from, to := e.task(row)
	text := func(what string) string {
		begin := []string{"", "", "", "=", "+", "-", "@", "'=", "''-", "'"}[e.IntN(10)] // such cells are guarded
		return fmt.Sprintf("%s%s%d号", begin, what, n)
	}
	clone := func() []string {
		fresh := slices.Clone(e.rows[row])
		for _, label := range []string{"网址", "量化指标"} {
			fresh[e.column(label)] = ""
		}
		return fresh
	}
	switch e.IntN(9) {
	case 0, 1: // a value of the whole task
		labels := []string{"类别", "任务名称", "协办单位", "牵头领导", "备注", "依据", "year"}
		label := labels[e.IntN(len(labels))]
		value := text(label)
		if label != "任务名称" && e.IntN(3) == 0 {
			value = ""
		}
		for i := from; i < to; i++ {
			e.rows[i][e.column(label)] = value
		}
		return label
	case 2, 3: // a value that a goal can have of its own
		labels := []string{"牵头单位", "完成时限", "状态"}
		label := labels[e.IntN(len(labels))]
		value := text(label)
		if e.IntN(4) == 0 {
			for i := from; i < to; i++ {
				e.rows[i][e.column(label)] = value
			}
		} else {
			e.rows[row][e.column(label)] = value
		}
		return label
	case 4:
		e.rows[row][e.column("年度任务及目标")] += text("，又加")
		return "goal"
	case 5:
		e.rows[row][e.column("全年完成情况")] = text("做了") + "\n" + text("又做了")
		return "result"
	case 6: // a new goal
		fresh := clone()
		fresh[e.column("年度任务及目标")], fresh[e.column("全年完成情况")] = text("新的目标"), text("做了")
		e.rows = slices.Insert(e.rows, row+e.IntN(2), fresh)
		return "new goal"
	case 7: // a goal is moved, or deleted
		if to-from < 2 {
			return ""
		}
		gone := e.rows[row]
		e.rows = slices.Delete(e.rows, row, row+1)
		if e.IntN(2) == 0 {
			return "goal deleted"
		}
		e.rows = slices.Insert(e.rows, from+e.IntN(to-from), gone)
		return "goal moved"
	}
	if e.IntN(2) == 0 { // a task is deleted
		if to-from == len(e.rows) {
			return ""
		}
		e.rows = slices.Delete(e.rows, from, to)
		return "task deleted"
	}
	fresh := clone()
	for label, value := range map[string]string{"任务名称": text("新任务"), "年度任务及目标": text("新的目标"), "全年完成情况": text("做了")} {
		fresh[e.column(label)] = value
	}
	e.rows = slices.Insert(e.rows, to, fresh)
	for i := to; i < len(e.rows); i++ { // the serials below go on
		number, _ := strconv.Atoi(e.rows[i][e.column("序号")])
		e.rows[i][e.column("序号")] = strconv.Itoa(number + 1)
	}
	return "new task"
}

// TestRandomEdits exports, edits, imports with --remove and exports again: what comes
// out is what was edited, and a second import changes nothing.
func TestRandomEdits(t *testing.T) {
	rounds := 80
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		rounds = 5_000
	}
	for seed := range uint64(rounds) {
		files := maps.Clone(edited)
		s, _ := loaded(t, files)
		e := &editor{Rand: rand.New(rand.NewPCG(seed, 31))}
		e.head, e.rows = rowsOf(t, s)
		var done []string
		for n := range 1 + e.IntN(3) {
			done = append(done, e.edit(n))
		}
		want := e.csv()
		if fault := importInto(t, files, want); fault != "" {
			t.Fatalf("seed %d: %v: %s", seed, done, fault)
		}
		after, found := loaded(t, files)
		found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Rule == "unknown-column" || d.Severity != diag.Error }) // no task has it any more
		if len(found) > 0 {
			t.Fatalf("seed %d: %v: %v", seed, done, found)
		}
		got := &editor{}
		got.head, got.rows = rowsOf(t, after)
		if a, b := compared(got), compared(e); a != b {
			t.Fatalf("seed %d: %v: got\n%s\nwant\n%s", seed, done, a, b)
		}
		before := maps.Clone(files)
		if fault := importInto(t, files, got.csv()); fault != "" || !maps.Equal(files, before) {
			t.Fatalf("seed %d: %v: the second import changes something: %s", seed, done, fault)
		}
		checkMeasures(t, after, e)
	}
}

func (e *editor) csv() []byte {
	var b bytes.Buffer
	_ = xlsx.WriteCSV(&b, append([][]string{e.head}, e.rows...), false)
	return b.Bytes()
}

// importInto changes files as the command does with --remove --force.
func importInto(t *testing.T, files map[string]string, table []byte) string {
	s, _ := loaded(t, files)
	doc, err := Read("a.csv", table)
	if err != nil {
		return err.Error()
	}
	report := s.Reports[0]
	r, err := Understand(doc, Options{Known: known(report)})
	if err != nil {
		return err.Error()
	}
	match := r.Match(s, report.Tasks)
	fresh := r.Files()
	for i, at := range match {
		if at == none {
			files["new-"+fresh[i].Name] = fresh[i].Text
			continue
		}
		name := path.Base(report.Tasks[at].Source)
		text, changes := r.Update(s, files[name], report.Tasks[at], r.Tasks[i], true)
		if (len(changes) == 0) != (text == files[name]) {
			return fmt.Sprintf("%s: the changes told are not those made: %+v", name, changes)
		}
		for _, c := range changes {
			if c.Kept != "" {
				return fmt.Sprintf("%s: kept: %+v", name, c)
			}
		}
		files[name] = text
	}
	for k, task := range report.Tasks {
		if !slices.Contains(match, k) {
			delete(files, path.Base(task.Source))
		}
	}
	return ""
}

// compared are the rows without the columns that an export makes of other keys. The
// heads have the columns that any task has.
func compared(e *editor) string {
	var b strings.Builder
	for _, row := range e.rows {
		for i, label := range e.head {
			if value := strings.Join(paragraphs(row[i]), "|"); label != "网址" && label != "量化指标" && value != "" {
				fmt.Fprintf(&b, "%s=%s ", label, value)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// checkMeasures holds that the measure and the ids have stayed with their goals. Only a goal
// that is gone may have left its id to the one in its place, which could be the same goal
// in other words.
func checkMeasures(t *testing.T, s *site.Site, e *editor) {
	t.Helper()
	goal := e.column("年度任务及目标")
	for _, task := range s.Reports[0].Tasks {
		for _, target := range task.Targets {
			for text, id := range map[string]string{"种树10棵": "trees", "改造操场": "last"} {
				isThere := slices.ContainsFunc(e.rows, func(row []string) bool { return strings.HasPrefix(row[goal], text) })
				has := strings.HasPrefix(target.Title.Text, text)
				if isThere && has != (target.ID == id) || has && id == "trees" && len(target.Measures) != 1 {
					t.Errorf("%q has the id %s and the measures %v", target.Title.Text, target.ID, target.Measures)
				}
			}
		}
	}
}
