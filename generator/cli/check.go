package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
)

func checkCommand(env Environment) *cobra.Command {
	var f siteFlags
	var last string
	format := diag.FormatText
	cmd := &cobra.Command{
		Use: "check", Short: "检查内容，不生成文件",
		Long: `照生成网站的步骤检查全部内容，列出所有错误和警告，不写任何文件。

--against 与上一次发布的 data.json（网址或文件）比较：公开过的报告、任务和目标不能
不声不响地消失，日期不能改，以前的网址要打得开。`,
		RunE: func(*cobra.Command, []string) error { return f.check(env, format, last) },
	}
	f.add(cmd)
	cmd.Flags().Var(&value[diag.Format]{to: &format, word: "格式", read: knownFormat}, "format",
		"输出的格式：text（默认，给人看）、json（给程序）、github（给 GitHub Actions）")
	cmd.Flags().Var(&value[string]{to: &last, word: "网址或文件", read: folder}, "against", "与上一次发布的 data.json 比较，例如 https://www.example.gov.cn/data.json")
	_ = cmd.RegisterFlagCompletionFunc("format", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"text", "json", "github"}, cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func knownFormat(text string) (diag.Format, error) {
	if !slices.Contains(diag.Formats, diag.Format(text)) {
		return "", usageError("只能是 text、json 或 github")
	}
	return diag.Format(text), nil
}

func (f *siteFlags) check(env Environment, format diag.Format, last string) error {
	opt, err := f.options(env)
	if err != nil {
		return err
	}
	opt.Review = true
	result := generator.Build(opt)
	if last != "" && result.Site != nil {
		found, err := against(env, result.Site, last)
		if err != nil {
			return err
		}
		result.Diagnostics = append(result.Diagnostics, found...)
		diag.Sort(result.Diagnostics)
	}
	if err := printDiagnostics(env.Stdout, result.Diagnostics, format); err != nil {
		return err
	}
	if f.failed(result.Diagnostics) {
		fmt.Fprintln(env.Stderr, f.failure(result.Diagnostics)+"请改正")
		return errContent
	}
	if !f.quiet && format == diag.FormatText {
		_, warnings := diag.Count(result.Diagnostics)
		fmt.Fprintf(env.Stdout, "检查完成：%d 个页面，没有错误，%d 个警告\n", result.Pages, warnings)
	}
	return nil
}
