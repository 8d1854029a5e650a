package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const usageTemplate = `用法：
  {{.UseLine}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [命令]{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

用“{{.CommandPath}} [命令] --help”看一个命令的说明。{{end}}
`

// translate gives the library's own parts Chinese words.
func translate(root *cobra.Command) {
	root.SetUsageTemplate(usageTemplate)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Short, cmd.Long, cmd.Use = "显示一个命令的说明", "显示一个命令的说明。", "help [命令]"
		case "completion":
			translateCompletion(cmd)
		}
	}
	for _, cmd := range append(root.Commands(), root) {
		cmd.InitDefaultHelpFlag()
		if f := cmd.Flags().Lookup("help"); f != nil {
			f.Usage = "显示说明"
		}
		cmd.DisableFlagsInUseLine = true
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() == "string" {
				f.Usage = "`文字` " + f.Usage
			}
		})
	}
}

func translateCompletion(cmd *cobra.Command) {
	cmd.Short = "生成命令行自动补全的脚本"
	cmd.Long = "生成自动补全的脚本，按所用的命令行选一种。例如：source <(gongshi completion bash)"
	for _, shell := range cmd.Commands() {
		shell.Short = "生成 " + shell.Name() + " 的自动补全脚本"
		shell.Long = shell.Short + "，打印到标准输出。"
		if f := shell.Flags().Lookup("no-descriptions"); f != nil {
			f.Usage = "不带说明"
		}
	}
}
