package cli

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/importer"
	"gongshi/generator/site"
	"gongshi/generator/wording"
)

// importing is one run of the command import.
type importing struct {
	siteFlags
	to           string
	labels       labels // column → key
	write, force bool
}

func importCommand(env Environment) *cobra.Command {
	i := &importing{labels: labels{}}
	cmd := &cobra.Command{
		Use: "import 文件", Short: "把 Excel、Word、网页、CSV 里的表格导入成一份报告",
		Long: `把表格导入成报告里的任务，一项任务一个文件：
  gongshi import 汇总表.xlsx --to 2022           先看会写什么，什么都不写
  gongshi import 汇总表.xlsx --to 2022 --write   写文件

能读 .xlsx、.docx、.html、.csv、.tsv，和从网页上复制、存成 .txt 的文字。表头按词语认，
次序不限；认不出的列放进 [extra]。已有的任务文件只改说法不同的地方，要加 --force。
写之前先检查，有错误就一个文件也不写。`,
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
	flags.Var(i.labels, "map", "说明一列是什么，例如 --map \"进展=result\"；\"-\" 表示不要这一列；可以写几次")
	flags.BoolVar(&i.write, "write", false, "写文件；不加只显示会写什么")
	flags.BoolVar(&i.force, "force", false, "已有的任务文件也改")
	sourceFlag(cmd, &i.source)
	clockFlag(cmd, &i.clock)
	return cmd
}

// labels is the value of --map, a flag that can be given several times.
type labels map[string]string

func (v labels) String() string { return "" }
func (v labels) Type() string   { return "列=键" }
func (v labels) Set(text string) error {
	label, key, _ := strings.Cut(text, "=")
	if label == "" || key == "" {
		return usageError("应当像 进展=result")
	}
	v[label] = key
	return nil
}

// planned is a file of the report's folder after the import.
type planned struct {
	path, text string
	about      string // description of a new file
	changes    []importer.Change
	exists     bool
}

func (i *importing) run(env Environment, name string) error {
	if err := inSite(i.source); err != nil {
		return err
	}
	data, err := readFile(name)
	if err != nil {
		return err
	}
	grids, err := importer.Read(name, data)
	if err != nil {
		return usageError("%s：%s", name, err)
	}
	report, err := importer.Understand(grids, i.labels)
	if err != nil {
		return usageError("%s：%s", name, err)
	}
	plan, err := i.plan(report)
	if err != nil {
		return err
	}
	i.show(env, name, report, plan)
	if found := i.check(plan); len(found) > 0 {
		_ = printDiagnostics(env.Stderr, found, diag.FormatText)
		if i.failed(found) {
			fmt.Fprintln(env.Stderr, "表格里的内容有错误，没有写文件；请改正表格再导入")
			return errContent
		}
	}
	return i.finish(env, plan)
}

// plan returns the files of the report's folder after the import.
func (i *importing) plan(report importer.Report) ([]planned, error) {
	dir := "content/" + i.to
	var plan []planned
	s, _ := content.Load(os.DirFS(i.source), content.Options{Drafts: true})
	index := filepath.Join(i.source, filepath.FromSlash(dir), "_index.md")
	if _, err := os.Stat(index); errors.Is(err, fs.ErrNotExist) {
		plan = append(plan, planned{path: dir + "/_index.md", text: reportText(i.to, i.now(), s), about: "新的报告（草稿），请补上标题、日期和来源"})
	}
	bySource := map[string]*site.Task{}
	for t := range tasks(s) {
		bySource[t.Source] = t
	}
	for k, file := range report.Files() {
		task := report.Tasks[k]
		p := planned{path: dir + "/" + file.Name, text: file.Text, about: fmt.Sprintf("%d．%s（%d 个目标）", task.Number, task.Title, len(task.Targets))}
		old, err := os.ReadFile(filepath.Join(i.source, filepath.FromSlash(p.path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, usageError("读不到 %s：%s", p.path, reason(err))
		default:
			p.exists = true
			now := map[string]string{}
			if t := bySource[p.path]; t != nil {
				now["title"] = t.Title
				for _, key := range []string{"category", "lead", "support", "leader", "due", "status", "note"} {
					now[key] = t.Value(key)
				}
			}
			p.text, p.changes = importer.Update(string(old), now, task)
		}
		plan = append(plan, p)
	}
	return plan, nil
}

// shownText is the number of unchanged characters shown around a change.
const shownText = 12

func (i *importing) show(env Environment, name string, report importer.Report, plan []planned) {
	w := env.Stdout
	fmt.Fprintf(w, "%s：认出 %d 项任务\n", name, len(report.Tasks))
	for _, c := range report.Columns {
		key := c.Key
		if key == "" {
			key = "（不导入）"
		}
		fmt.Fprintf(w, "  列“%s” → %s\n", c.Label, key)
	}
	for _, d := range report.Doubts {
		fmt.Fprintf(w, "  请看 %s：%s\n", d.Where, d.Text)
	}
	for _, p := range plan {
		switch {
		case !p.exists:
			fmt.Fprintf(w, "新建 %s  %s\n", p.path, p.about)
		case len(p.changes) == 0:
			fmt.Fprintf(w, "不变 %s\n", p.path)
		default:
			fmt.Fprintf(w, "修改 %s\n", p.path)
			for _, c := range p.changes {
				fmt.Fprintf(w, "  %s：%s\n", c.What, difference(c.Before, c.After))
			}
		}
	}
}

// difference shows a change within its context: …新建【9→10】个…
func difference(before, after string) string {
	var b strings.Builder
	pieces := wording.Diff(strings.ReplaceAll(before, "\n", " "), strings.ReplaceAll(after, "\n", " "))
	for k := 0; k < len(pieces); k++ {
		p := pieces[k]
		switch {
		case p.Kind == wording.Same:
			b.WriteString(shortened(p.Text, k > 0, k < len(pieces)-1))
		case p.Kind == wording.Gone && k+1 < len(pieces) && pieces[k+1].Kind == wording.New:
			b.WriteString("【" + p.Text + "→" + pieces[k+1].Text + "】")
			k++
		case p.Kind == wording.Gone:
			b.WriteString("【删去：" + p.Text + "】")
		default:
			b.WriteString("【加上：" + p.Text + "】")
		}
	}
	return b.String()
}

// shortened cuts an unchanged text to the characters next to a change before or
// after it.
func shortened(text string, before, after bool) string {
	runes := []rune(text)
	if len(runes) <= 2*shownText {
		return text
	}
	head, tail := "", ""
	if before {
		head = string(runes[:shownText])
	}
	if after {
		tail = string(runes[len(runes)-shownText:])
	}
	return head + "…" + tail
}

// check loads the planned files as a build would and returns their faults.
func (i *importing) check(plan []planned) []diag.Diagnostic {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name, text string) {
		if f, err := w.Create(name); err == nil {
			_, _ = f.Write([]byte(text)) // to memory
		}
	}
	add("content/site.toml", "title = \"检查\"\nbase_url = \"https://localhost/\"\n")
	index := "content/" + i.to + "/_index.md"
	if !slices.ContainsFunc(plan, func(p planned) bool { return p.path == index }) {
		if text, err := os.ReadFile(filepath.Join(i.source, filepath.FromSlash(index))); err == nil {
			add(index, string(text))
		}
	}
	for _, p := range plan {
		add(p.path, p.text)
	}
	w.Close()
	files, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil
	}
	_, found := content.Load(files, content.Options{Drafts: true})
	diag.Sort(found)
	return found
}

func (i *importing) finish(env Environment, plan []planned) error {
	changed := slices.DeleteFunc(slices.Clone(plan), func(p planned) bool { return p.exists && len(p.changes) == 0 })
	if len(changed) == 0 {
		fmt.Fprintln(env.Stdout, "内容都一样，没有要写的")
		return nil
	}
	if !i.write {
		fmt.Fprintf(env.Stdout, "以上 %d 个文件还没有写；确认以后加 --write\n", len(changed))
		return nil
	}
	if at := slices.IndexFunc(changed, func(p planned) bool { return p.exists }); at >= 0 && !i.force {
		return usageError("%s 已经有了，没有写任何文件；确认要改，再加 --force", changed[at].path)
	}
	return i.writeAll(env, changed)
}

// writeAll writes all files under temporary names and then renames them, so that
// a full disk changes nothing.
func (i *importing) writeAll(env Environment, list []planned) error {
	const suffix = ".tmp"
	name := func(p planned) string { return filepath.Join(i.source, filepath.FromSlash(p.path)) }
	for k, p := range list {
		err := os.MkdirAll(filepath.Dir(name(p)), 0o755)
		if err == nil {
			err = os.WriteFile(name(p)+suffix, []byte(p.text), 0o644)
		}
		if err != nil {
			for _, done := range list[:k+1] {
				os.Remove(name(done) + suffix)
			}
			return usageError("写不了 %s：%s；没有改动任何文件", p.path, reason(err))
		}
	}
	for _, p := range list {
		if err := os.Rename(name(p)+suffix, name(p)); err != nil {
			return usageError("写不了 %s：%s", p.path, reason(err))
		}
	}
	fmt.Fprintf(env.Stdout, "写了 %d 个文件\n", len(list))
	return nil
}
