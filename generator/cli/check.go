package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
)

// checking is one run of the command check.
type checking struct {
	siteFlags
	format      diag.Format
	last        string // the last publication: an address or a file
	unreachable func(addresses []string) map[string]string
}

func checkCommand(env Environment) *cobra.Command {
	c := checking{format: diag.FormatText}
	var external bool
	cmd := &cobra.Command{
		Use: "check", Short: "检查内容，不生成文件",
		Long: `照生成网站的步骤检查全部内容，列出所有错误和警告，不写任何文件。

--against 与上一次发布的 data.json（网址或文件）比较：公开过的报告、任务和目标不能
不声不响地消失，日期不能改，以前的网址要打得开。

--external 还逐个打开链接的别的网站，看网页在不在；打得开的记一个星期，不再问。`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if external {
				c.unreachable = unreachable(cmd.Context(), env, newLinkChecker(c.now()))
			}
			return c.run(env)
		},
	}
	c.add(cmd)
	cmd.Flags().Var(&value[diag.Format]{to: &c.format, word: "格式", read: oneWord(diag.Formats...)}, "format",
		"输出的格式：text（默认，给人看）、json（给程序）、github（给 GitHub Actions）")
	cmd.Flags().Var(&value[string]{to: &c.last, word: "网址或文件", read: folder}, "against", "与上一次发布的 data.json 比较，例如 https://www.example.gov.cn/data.json")
	cmd.Flags().BoolVar(&external, "external", false, "检查链接的别的网站打不打得开（要联网）")
	_ = cmd.RegisterFlagCompletionFunc("format", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"text", "json", "github"}, cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func unreachable(ctx context.Context, env Environment, l *linkChecker) func([]string) map[string]string {
	return func(addresses []string) map[string]string {
		printf(env.Stderr, "正在打开链接的 %d 个网址…\n", len(addresses))
		faults, err := l.faults(ctx, addresses)
		if err != nil {
			fmt.Fprintln(env.Stderr, "网络不通，没有检查链接的别的网站")
		}
		return faults
	}
}

func (c *checking) run(env Environment) error {
	opt, err := c.options(env)
	if err != nil {
		return err
	}
	opt.Review, opt.Discard = true, true
	opt.Unreachable = c.unreachable
	result := generator.Build(opt)
	if c.last != "" && result.Site != nil {
		found, err := against(env, result.Site, c.last)
		if err != nil {
			return err
		}
		result.Diagnostics = append(result.Diagnostics, found...)
		diag.Sort(result.Diagnostics)
	}
	if err := printDiagnostics(env.Stdout, result.Diagnostics, c.format); err != nil {
		return err
	}
	if c.failed(result.Diagnostics) {
		fmt.Fprintln(env.Stderr, c.failure(result.Diagnostics)+"请改正")
		return errContent
	}
	if !c.quiet && c.format == diag.FormatText {
		_, warnings := diag.Count(result.Diagnostics)
		printf(env.Stdout, "检查完成：%d 个页面，没有错误，%d 个警告%s\n", result.Pages, warnings, notesOf(result.Site))
	}
	return nil
}
