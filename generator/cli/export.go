package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/site"
)

func exportCommand(env Environment) *cobra.Command {
	var f siteFlags
	format, destination, force := site.XLSX, "", false
	cmd := &cobra.Command{
		Use: "export 报告", Short: "把一份报告存成 Excel、CSV 或 JSON 文件",
		Long: `把报告存成表格文件，与网站上下载的相同：
  gongshi export 2021                    存成 2021.xlsx
  gongshi export 2021 --format csv       存成 2021.csv

改好以后可以再导入：gongshi import 2021.xlsx --to 2021`,
		Args: oneArgument("要写哪一份报告，例如：gongshi export 2021"),
		RunE: func(_ *cobra.Command, args []string) error {
			name := strings.TrimPrefix(strings.Trim(filepath.ToSlash(filepath.Clean(args[0])), "/"), "content/")
			if destination == "" {
				destination = filepath.Base(name) + "." + format.Extension
			}
			return f.export(env, name, format, destination, force)
		},
	}
	f.add(cmd)
	cmd.Flags().Var(&value[site.Format]{to: &format, word: "格式", read: oneOf(site.Formats, func(f site.Format) string { return f.Extension })}, "format", "xlsx（默认）、csv 或 json")
	cmd.Flags().VarP(&value[string]{to: &destination, word: "文件", read: folder}, "output", "o", "存成哪个文件（默认是报告的名字）")
	cmd.Flags().BoolVar(&force, "force", false, "文件已经有了，也换掉")
	return cmd
}

func (f *siteFlags) export(env Environment, name string, format site.Format, destination string, force bool) error {
	opt, err := f.options(env)
	if err != nil {
		return err
	}
	result := generator.Build(opt)
	if f.failed(result.Diagnostics) || result.Site == nil {
		_ = printDiagnostics(env.Stderr, result.Diagnostics, diag.FormatText)
		fmt.Fprintln(env.Stderr, f.failure(result.Diagnostics)+"没有写文件")
		return errContent
	}
	at := slices.IndexFunc(result.Site.Reports, func(r *site.Report) bool { return strings.Trim(r.Path, "/") == name })
	if at < 0 && slices.Contains(result.Site.Drafts, "content/"+name+"/_index.md") {
		return usageError("报告 %s 是草稿；要存成表格，加上 --drafts", name)
	}
	if at < 0 {
		var names []string
		for _, r := range result.Site.Reports {
			names = append(names, strings.Trim(r.Path, "/"))
		}
		return usageError("没有叫 %s 的报告；公开的有 %s", name, cmp.Or(strings.Join(names, "、"), "0 份"))
	}
	data, ok := result.Set.Get(site.TablePath(result.Site.Reports[at], format)[1:])
	if !ok {
		return usageError("报告 %s 没有任务", name)
	}
	if info, err := os.Stat(destination); err == nil {
		old, _ := os.ReadFile(destination)
		switch {
		case info.IsDir():
			return usageError("%s 是一个文件夹；请写文件的名字，例如 -o %s", destination, filepath.Join(destination, name+"."+format.Extension))
		case !force && !bytes.Equal(old, data):
			return usageError("%s 已经有了，内容不一样，没有改动它；确认要换掉，加上 --force，或者用 -o 换一个名字", destination)
		}
	}
	if err := os.WriteFile(destination, data, 0o644); err != nil {
		return usageError("写不了 %s：%s", destination, reason(err))
	}
	printf(env.Stdout, "写了 %s\n", destination)
	return nil
}
