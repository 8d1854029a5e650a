package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/site"
)

func exportCommand(env Environment) *cobra.Command {
	var f siteFlags
	format, destination := site.XLSX, ""
	cmd := &cobra.Command{
		Use: "export 报告", Short: "把一份报告存成 Excel、CSV 或 JSON 文件",
		Long: `把报告存成表格文件，与网站上下载的相同：
  gongshi export 2021                    存成 2021.xlsx
  gongshi export 2021 --format csv       存成 2021.csv

改好以后可以再导入：gongshi import 2021.xlsx --to 2021`,
		Args: oneArgument("要写哪一份报告，例如：gongshi export 2021"),
		RunE: func(_ *cobra.Command, args []string) error {
			if destination == "" {
				destination = args[0] + "." + format.Extension
			}
			return f.export(env, args[0], format, destination)
		},
	}
	f.add(cmd)
	cmd.Flags().Var(&value[site.Format]{to: &format, word: "格式", read: oneOf(site.Formats, func(f site.Format) string { return f.Extension })}, "format", "xlsx（默认）、csv 或 json")
	cmd.Flags().VarP(&value[string]{to: &destination, word: "文件", read: folder}, "output", "o", "存成哪个文件（默认是报告的名字）")
	return cmd
}

func (f *siteFlags) export(env Environment, name string, format site.Format, destination string) error {
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
	if at < 0 {
		var names []string
		for _, r := range result.Site.Reports {
			names = append(names, strings.Trim(r.Path, "/"))
		}
		return usageError("没有叫 %s 的报告；有 %s", name, strings.Join(names, "、"))
	}
	data, ok := result.Set.Get(site.TablePath(result.Site.Reports[at], format)[1:])
	if !ok {
		return usageError("报告 %s 没有任务", name)
	}
	if err := os.WriteFile(destination, data, 0o644); err != nil {
		return usageError("写不了 %s：%s", destination, reason(err))
	}
	fmt.Fprintf(env.Stdout, "写了 %s\n", destination)
	return nil
}
