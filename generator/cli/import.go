package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/spf13/cobra"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/importer"
	"gongshi/generator/office"
	"gongshi/generator/privacy"
	"gongshi/generator/site"
)

// importing is one run of the command import.
type importing struct {
	siteFlags
	to                                 string
	labels                             importer.Labels // column → key
	hidden, mask, remove, write, force bool

	name   string     // of the file
	site   *site.Site // nil if there is none
	into   *site.Report
	report importer.Report
}

func importCommand(env Environment) *cobra.Command {
	i := &importing{labels: importer.Labels{}}
	cmd := &cobra.Command{
		Use: "import 文件", Short: "把 Excel、Word、网页、CSV 里的表格导入成一份报告",
		Long: `把表格导入成报告里的任务，一项任务一个文件：
  gongshi import 汇总表.xlsx --to 2022           先看会写什么，什么都不写
  gongshi import 汇总表.xlsx --to 2022 --write   写文件

能读 .xlsx、.docx、.html、.csv、.tsv，和从网页上复制、存成 .txt 的文字。表头按词语认，
次序不限；认不出的列放进 [extra]。表头相同的几张表连成一张。没有导入的每一处都列出来，
最后一行是读到多少、导入多少。

已有的任务按网址、id、名称、序号对上，只改说法不同的地方，要加 --force；表里没有了的任务和
目标留着，加 --remove 才删。里面有个人的号码不能公开，加 --mask 遮掩了再写。写之前先检查，有错误就一个文件也不写。`,
		Args: func(_ *cobra.Command, args []string) error {
			if err := oneArgument("要写导入哪个文件，例如：gongshi import 汇总表.xlsx --to 2022")(nil, args); err != nil {
				return err
			}
			if !reportFolder.MatchString(i.to) {
				return usageError("用 --to 写导入到哪个报告的文件夹，例如 --to 2022；不能有空格、点和 / 等符号")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return i.run(env, args[0]) },
	}
	flags := cmd.Flags()
	flags.Var(&value[string]{to: &i.to, word: "报告", read: folder}, "to", "报告的文件夹，例如 2022")
	flags.Var(&value[string]{to: new(string), word: "列=键", read: i.label}, "map", "说明一列是什么，例如 --map \"进展=result\"；\"-\" 表示不要这一列，text 表示又是名称又是目标；可以写几次")
	flags.BoolVar(&i.hidden, "hidden", false, "隐藏的行、列和工作表也导入")
	flags.BoolVar(&i.mask, "mask", false, "遮掩身份证、手机等号码，写成可以公开的样子")
	flags.BoolVar(&i.remove, "remove", false, "表里没有了的任务和目标，从报告里删去")
	flags.BoolVar(&i.write, "write", false, "写文件；不加只显示会写什么")
	flags.BoolVar(&i.force, "force", false, "已有的任务文件也改")
	sourceFlag(cmd, &i.source)
	clockFlag(cmd, &i.clock)
	return cmd
}

// label reads --map, a flag that can be given several times.
func (i *importing) label(text string) (string, error) {
	label, key, _ := strings.Cut(text, "=")
	if label == "" || key == "" {
		return "", usageError("应当像 进展=result")
	}
	if _, extra := site.CutExtra(key); !extra && !slices.Contains(importer.Keys(), key) {
		if near := diag.Nearest(key, importer.Keys()); near != "" {
			return "", usageError("没有 %s 这个键；是不是 %s=%s？", key, label, near)
		}
		return "", usageError("没有 %s 这个键；可以用 %s，或者 extra.列名", key, strings.Join(importer.Keys(), "、"))
	}
	i.labels[label] = key
	return text, nil
}

// planned is a file of the report's folder after the import.
type planned struct {
	path, text string
	about      string         // description of a new file, or of one that the table no longer has
	task       *importer.Task // nil for the report's own file
	changes    []importer.Change
	exists     bool
	gone       bool // the table has no such task
}

// changed reports whether there is something to write or to remove.
func (p planned) changed(remove bool) bool {
	return !p.exists || p.gone && remove || slices.ContainsFunc(p.changes, func(c importer.Change) bool { return c.Kept == "" })
}

func (i *importing) run(env Environment, name string) error {
	i.name = name
	if err := inSite(i.source); err != nil {
		return err
	}
	data, err := readFile(name)
	if err != nil {
		return err
	}
	doc, err := importer.Read(name, data)
	if err != nil {
		return usageError("%s：%s", name, err)
	}
	if i.mask {
		maskTables(&doc)
	}
	found := i.load()
	i.report, err = importer.Understand(doc, importer.Options{Labels: i.labels, Known: i.known(), Hidden: i.hidden})
	if err != nil {
		i.showDoubts(env)
		i.showCount(env, false)
		return i.refusal(err)
	}
	plan, unread, err := i.plan(found)
	if err != nil {
		return err
	}
	if len(unread) > 0 {
		_ = printDiagnostics(env.Stderr, unread, diag.FormatText)
		fmt.Fprintln(env.Stderr, "报告里已有的文件读不了，没有写文件；请先改正")
		i.showCount(env, false)
		return errContent
	}
	found = i.check(plan)
	failed := i.failed(found)
	i.compareReport()
	i.showColumns(env)
	if !failed {
		i.showPlan(env, plan)
	}
	_ = printDiagnostics(env.Stderr, found, diag.FormatText)
	i.showDoubts(env)
	if failed {
		fmt.Fprintln(env.Stderr, "表格里的内容有错误，没有写文件；请改正表格再导入")
		err = errContent
	} else {
		err = i.finish(env, plan)
	}
	i.showCount(env, true)
	return err
}

// maskTables masks the personal numbers in the tables of a document and in the lines
// around them, and notes each cell that it changes.
func maskTables(doc *office.Document) {
	lines := func(list []string) {
		for i := range list {
			list[i], _ = privacy.MaskCertain(list[i])
		}
	}
	lines(doc.Below)
	for _, t := range doc.Tables {
		lines(t.Above)
		for _, row := range t.Rows {
			for i := range row.Cells {
				cell := &row.Cells[i]
				text, found := privacy.MaskCertain(cell.Text)
				for _, f := range found {
					cell.Notes = append(cell.Notes, "里面的"+f.Kind.Name()+"遮掩成了 "+f.Masked())
				}
				cell.Text = text
			}
		}
	}
}

// load reads the site and the report that the table is imported into, if they exist,
// and returns the faults.
func (i *importing) load() []diag.Diagnostic {
	s, found := content.Load(siteFiles(i.source), content.Options{Drafts: true})
	i.site = s
	if s != nil {
		if at := slices.IndexFunc(s.Reports, func(r *site.Report) bool { return r.Source == i.folder()+"/_index.md" }); at >= 0 {
			i.into = s.Reports[at]
		}
	}
	content.Hide(found)
	return found
}

func (i *importing) folder() string { return "content/" + i.to }

func (i *importing) file(path string) string {
	return filepath.Join(i.source, filepath.FromSlash(path))
}

// known are the labels of the report's table.
func (i *importing) known() importer.Labels {
	known := importer.Labels{}
	if i.into != nil {
		for _, c := range i.into.Columns {
			known[c.Label] = c.Key
		}
	}
	return known
}

// plan returns the files of the report's folder after the import, and the faults of
// those that cannot be read.
func (i *importing) plan(found []diag.Diagnostic) (plan []planned, unread []diag.Diagnostic, err error) {
	index := i.folder() + "/_index.md"
	if _, err := os.Stat(i.file(index)); errors.Is(err, fs.ErrNotExist) {
		plan = append(plan, planned{path: index, text: reportText(i.to, i.report.Title, i.now(), i.site), about: "新的报告（草稿），请补上标题、日期和来源"})
	}
	var old []*site.Task
	if i.into != nil {
		old = i.into.Tasks
	}
	taken := map[string]bool{}
	for _, t := range old {
		taken[t.Source] = true
	}
	for _, d := range found {
		inFolder := d.Severity == diag.Error && filepath.ToSlash(filepath.Dir(d.Pos.File)) == i.folder()
		if inFolder && (i.into == nil || d.Pos.File != index && !taken[d.Pos.File] || strings.HasPrefix(d.Rule, "toml-")) {
			unread = append(unread, d)
		}
	}
	if len(unread) > 0 {
		return nil, unread, nil
	}
	match := make([]int, len(i.report.Tasks))
	for k := range match {
		match[k] = -1
	}
	if i.into != nil {
		match = i.report.Match(i.site, old)
	}
	for k, file := range i.report.Files() {
		task := &i.report.Tasks[k]
		p := planned{path: i.folder() + "/" + file.Name, text: file.Text, task: task, about: fmt.Sprintf("%d．%s（%d 个目标）", task.Number, task.Title, len(task.Targets))}
		if at := match[k]; at >= 0 {
			p.path, p.exists = old[at].Source, true
			text, err := os.ReadFile(i.file(p.path))
			if err != nil {
				return nil, nil, usageError("读不到 %s：%s", p.path, reason(err))
			}
			p.text, p.changes = i.report.Update(i.site, string(text), old[at], *task, i.remove)
		} else {
			p.path = i.freeName(p.path, taken)
		}
		taken[p.path] = true
		plan = append(plan, p)
	}
	for k, t := range old {
		if !slices.Contains(match, k) && !t.Draft { // no table has drafts
			plan = append(plan, planned{path: t.Source, exists: true, gone: true, about: fmt.Sprintf("%d．%s", t.Number, t.Title)})
		}
	}
	return plan, nil, nil
}

// freeName is a name for a new file: 04.md, or 04-2.md where there is one.
func (i *importing) freeName(path string, taken map[string]bool) string {
	name := path
	for n := 2; ; n++ {
		if _, err := os.Stat(i.file(name)); err != nil && !taken[name] {
			return name
		}
		name = strings.TrimSuffix(path, ".md") + fmt.Sprintf("-%d.md", n)
	}
}

// check loads the site as it would be and returns the faults of the planned files, in
// the words of the table: the files are not there yet.
func (i *importing) check(plan []planned) []diag.Diagnostic {
	files, byPath := fstest.MapFS{}, map[string]planned{}
	there := siteFiles(i.source)
	_ = fs.WalkDir(there, content.Root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil
		}
		if text, err := fs.ReadFile(there, name); err == nil {
			files[name] = &fstest.MapFile{Data: text}
		}
		return nil
	})
	for _, p := range plan {
		if byPath[p.path] = p; !p.gone {
			files[p.path] = &fstest.MapFile{Data: []byte(p.text)}
		} else if i.remove {
			delete(files, p.path)
		}
	}
	if i.site == nil {
		files[content.SitePath] = &fstest.MapFile{Data: []byte("title = \"检查\"\nbase_url = \"https://localhost/\"\n")}
	}
	_, all := content.Load(files, content.Options{Drafts: true})
	diag.Sort(all)
	content.Hide(all)
	var found []diag.Diagnostic
	for _, d := range all {
		p, ok := byPath[d.Pos.File]
		switch {
		case ok && p.changed(i.remove) && p.task != nil:
			found = append(found, i.inTable(d, p))
		case ok && d.Severity == diag.Error:
			found = append(found, d)
		}
	}
	return found
}

// inTable says where in the table the fault of a planned file comes from.
func (i *importing) inTable(d diag.Diagnostic, p planned) diag.Diagnostic {
	place, at := p.task.Place, -1
	for number, line := range strings.Split(p.text, "\n") {
		if number < d.Pos.Line && strings.HasPrefix(line, "## ") {
			at++
		}
	}
	if at >= 0 && at < len(p.task.Targets) && len(p.changes) == 0 {
		place = p.task.Targets[at].Place
	}
	where := fmt.Sprintf("%s 的 %s，第 %d 项“%s”", i.name, place, p.task.Number, p.task.Title)
	told := diag.File(d.Severity, d.Rule, where, d.Message)
	if line := strings.TrimSpace(d.Line); line != "" {
		told.Message += "：" + line
	}
	return told.WithHint(strings.ReplaceAll(d.Hint, "gongshi mask "+p.path+" 会替您改", "请在表格里改，再导入"))
}

func (i *importing) finish(env Environment, plan []planned) error {
	changed := slices.DeleteFunc(slices.Clone(plan), func(p planned) bool { return !p.changed(i.remove) })
	switch kept := slices.ContainsFunc(plan, func(p planned) bool { return p.gone || len(p.changes) > 0 }); {
	case len(changed) == 0 && kept:
		fmt.Fprintln(env.Stdout, "没有要写的；与表格不同的地方见上")
		return nil
	case len(changed) == 0:
		fmt.Fprintln(env.Stdout, "内容都一样，没有要写的")
		return nil
	case !i.write:
		printf(env.Stdout, "以上 %d 个文件还没有写；确认以后加 --write\n", len(changed))
		return nil
	}
	if at := slices.IndexFunc(changed, func(p planned) bool { return p.exists }); at >= 0 && !i.force {
		return usageError("%s 已经有了，没有写任何文件；确认要改，再加 --force", changed[at].path)
	}
	return i.writeAll(env, changed)
}

// writeAll writes all files under temporary names and then renames them, so that
// a full disk changes nothing; then it removes those that are gone.
func (i *importing) writeAll(env Environment, list []planned) error {
	const suffix = ".tmp"
	written := slices.DeleteFunc(slices.Clone(list), func(p planned) bool { return p.gone })
	for k, p := range written {
		name := i.file(p.path)
		err := os.MkdirAll(filepath.Dir(name), 0o755)
		if err == nil {
			err = os.WriteFile(name+suffix, []byte(p.text), 0o644)
		}
		if err != nil {
			for _, done := range written[:k+1] {
				os.Remove(i.file(done.path) + suffix)
			}
			return usageError("写不了 %s：%s；没有改动任何文件", p.path, reason(err))
		}
	}
	for _, p := range written {
		if err := os.Rename(i.file(p.path)+suffix, i.file(p.path)); err != nil {
			return usageError("写不了 %s：%s", p.path, reason(err))
		}
	}
	printf(env.Stdout, "写了 %d 个文件\n", len(written))
	for _, p := range list {
		if !p.gone {
			continue
		}
		if err := os.Remove(i.file(p.path)); err != nil {
			return usageError("删不了 %s：%s", p.path, reason(err))
		}
		printf(env.Stdout, "删去了 %s\n", p.path)
	}
	return nil
}
