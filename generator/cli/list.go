package cli

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/site"
	"gongshi/generator/xlsx"
)

func listCommand(env Environment) *cobra.Command {
	var source string
	format := "table"
	cmd := &cobra.Command{
		Use: "list tasks|drafts|missing", Short: "列出任务、草稿，或缺少信息的任务",
		Long: `列出网站里的任务：
  gongshi list tasks      全部任务
  gongshi list drafts     还没有公开的
  gongshi list missing    没有写牵头单位、状态或指标的`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || lists[args[0]] == nil {
				return usageError("要写列什么：tasks（任务）、drafts（草稿）或 missing（缺少信息的）")
			}
			return nil
		},
		ValidArgs: []string{"tasks", "drafts", "missing"},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := inSite(source); err != nil {
				return err
			}
			s, _ := content.Load(siteFiles(source), content.Options{Drafts: true})
			if s == nil {
				return usageError("读不了 content/site.toml；先运行 gongshi check")
			}
			return printRows(env.Stdout, listHead, lists[args[0]](s), format)
		},
	}
	cmd.Flags().Var(&value[string]{to: &format, word: "格式", read: oneWord("table", "csv", "json")}, "format", "table（默认，给人看）、csv 或 json")
	sourceFlag(cmd, &source)
	return cmd
}

var listHead = []string{"文件", "序号", "任务名称", "目标", "状态", "说明"}

var lists = map[string]func(*site.Site) [][]string{
	"tasks":   func(s *site.Site) [][]string { return rows(s, draftNote, true) },
	"drafts":  func(s *site.Site) [][]string { return rows(s, draftNote, false) },
	"missing": func(s *site.Site) [][]string { return rows(s, missingNote, false) },
}

// draftNote says why a task is not published, or "".
func draftNote(t *site.Task) string {
	switch {
	case t.Draft:
		return "草稿"
	case t.Report.Draft:
		return "报告是草稿"
	}
	return ""
}

// missingNote names the information that a task lacks, or "".
func missingNote(t *site.Task) string {
	var missing []string
	for _, key := range []struct{ key, name string }{{"lead", "牵头单位"}, {"status", "状态"}} {
		if !t.Has(key.key) {
			missing = append(missing, key.name)
		}
	}
	if !slices.ContainsFunc(t.Targets, func(g site.Target) bool { return len(g.Measures) > 0 }) {
		missing = append(missing, "指标")
	}
	if len(missing) == 0 {
		return ""
	}
	return "没有" + strings.Join(missing, "、")
}

// rows returns a row for each task that has a note, or for all.
func rows(s *site.Site, note func(*site.Task) string, all bool) [][]string {
	list := [][]string{}
	for t := range tasks(s) {
		if text := note(t); all || text != "" {
			list = append(list, []string{t.Source, strconv.Itoa(t.Number), t.Title, strconv.Itoa(len(t.Targets)), t.Status, text})
		}
	}
	return list
}

// tasks yields all tasks of a site, which may be nil.
func tasks(s *site.Site) iter.Seq[*site.Task] {
	return func(yield func(*site.Task) bool) {
		if s == nil {
			return
		}
		for _, r := range s.Reports {
			for _, t := range r.Tasks {
				if !yield(t) {
					return
				}
			}
		}
	}
}

func printRows(w io.Writer, head []string, list [][]string, format string) error {
	if format != "json" {
		for _, row := range list {
			for i := range row {
				row[i] = diag.Printable(row[i])
			}
		}
	}
	table := append([][]string{head}, list...)
	switch format {
	case "csv":
		return xlsx.WriteCSV(w, table, false)
	case "json":
		objects := []map[string]string{}
		for _, row := range list {
			o := map[string]string{}
			for i, cell := range row {
				o[head[i]] = cell
			}
			objects = append(objects, o)
		}
		return diag.WriteJSON(w, objects)
	}
	widths := make([]int, len(head))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], diag.Width(cell))
		}
	}
	for _, row := range table {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell + strings.Repeat(" ", widths[i]-diag.Width(cell)+2))
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
	_, err := fmt.Fprintf(w, "共 %d 项\n", len(list))
	return err
}
