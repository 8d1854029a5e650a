package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gongshi/generator/diag"
)

// doubleClicked is what Windows shows for a minute to a user who opens the program like
// a document.
const doubleClicked = `公示（gongshi）是命令行程序，不能双击运行。请这样用：

  1. 打开放着 gongshi.exe 的文件夹。
  2. 点一下窗口上方的地址栏，输入 powershell，按回车，会打开一个蓝色或黑色的窗口。
  3. 在窗口里输入 .\gongshi --help ，按回车。

这个窗口一分钟后自己关闭。
`

// translate replaces the English texts of the command line library.
func translate(root *cobra.Command) {
	cobra.MousetrapHelpText, cobra.MousetrapDisplayDuration = doubleClicked, time.Minute
	root.SetHelpCommand(helpCommand())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
			translateCompletion(cmd)
		}
	}
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := io.WriteString(cmd.OutOrStderr(), usageText(cmd))
		return err
	})
	root.SetFlagErrorFunc(flagError)
	everyCommand(root, func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		cmd.Flags().Lookup("help").Usage = "显示说明"
		cmd.DisableFlagsInUseLine = true
		cmd.Long = typed(cmd.Long)
		if !strings.Contains(cmd.Use, " ") { // no argument in the usage line
			cmd.Args = noArguments
		}
	})
}

func everyCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, below := range cmd.Commands() {
		everyCommand(below, do)
	}
}

// noArguments rejects words after a command: misspelt commands, flags without -.
func noArguments(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case cmd.HasAvailableSubCommands():
		return unknownCommand(cmd, args[0])
	}
	return usageError("%s 后面多了 %s；选项以 - 开头，用 --help 看可以用的选项", cmd.CommandPath(), args[0])
}

func unknownCommand(parent *cobra.Command, word string) error {
	var known []string
	for _, cmd := range parent.Commands() {
		known = append(known, cmd.Name())
	}
	if near := diag.Nearest(word, known); near != "" {
		return usageError("没有叫 %s 的命令，是不是 %s？", word, near)
	}
	return usageError("没有叫 %s 的命令；用 --help 看可以用的命令", word)
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [命令]", Short: "显示一个命令的说明",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if len(args) == 0 {
				for _, c := range cmd.Root().Commands() {
					names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return unknownCommand(found, rest[0])
			}
			return found.Help()
		},
	}
}

func translateCompletion(cmd *cobra.Command) {
	cmd.Short = "生成命令行自动补全的脚本"
	cmd.Long = "生成自动补全的脚本，按所用的命令行选一种。例如：source <(gongshi completion bash)"
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	for _, shell := range cmd.Commands() {
		shell.Short = "生成 " + shell.Name() + " 的自动补全脚本"
		shell.Long = shell.Short + "，打印到标准输出。"
		shell.Flags().Lookup("no-descriptions").Usage = "不带说明"
	}
}

// usageText is the part of the help after the description.
func usageText(cmd *cobra.Command) string {
	var b strings.Builder
	line := typed(cmd.UseLine())
	if cmd.HasAvailableSubCommands() {
		line += " 命令"
	}
	fmt.Fprintf(&b, "用法：\n  %s [选项]\n", line)
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n命令：\n")
		for _, c := range cmd.Commands() {
			fmt.Fprintf(&b, "  %-12s%s\n", c.Name(), c.Short)
		}
	}
	b.WriteString("\n选项：\n" + flagTable(cmd.LocalFlags()))
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n用“%s 命令 --help”看一个命令的说明。\n", program())
	}
	return b.String()
}

// flagTable lists flags with descriptions. The library's own list aligns by
// bytes and has English defaults.
func flagTable(flags *pflag.FlagSet) string {
	var heads, words []string
	width := 0
	flags.VisitAll(func(f *pflag.Flag) {
		head := "      --" + f.Name
		if f.Shorthand != "" {
			head = "  -" + f.Shorthand + ", --" + f.Name
		}
		if f.Value.Type() != "bool" {
			head += " " + f.Value.Type()
		}
		heads, words = append(heads, head), append(words, f.Usage)
		width = max(width, diag.Width(head))
	})
	var b strings.Builder
	for i, head := range heads {
		b.WriteString(head + strings.Repeat(" ", width-diag.Width(head)+3) + words[i] + "\n")
	}
	return b.String()
}
