// Package cli is the command line: it reads flags, the clock and the
// environment, opens the site's folder, and passes plain values to the other
// packages. All its output is Chinese. Exit codes: 0 success, 1 faults in the
// content, 2 wrong usage or a system error, 3 a fault of the program.
//
// It has no rules about sites. The only files it writes itself are content
// (init, new, import, mask), tables (export), archives, settings (setup) and caches.
package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"

	"github.com/spf13/cobra"
)

// Environment is what main passes to the commands.
type Environment struct {
	Stdout, Stderr io.Writer
	// Defaults holds the layouts and static files built into the program.
	Defaults fs.FS
}

// Exit codes.
const (
	exitGood    = 0
	exitContent = 1 // faults in content, layouts or static files
	exitUsage   = 2 // wrong flags, or an error of the system
	exitCrash   = 3 // a panic
)

// errContent reports faults that have already been printed.
var errContent = errors.New("content has faults")

// Run executes one command and returns its exit code.
func Run(args []string, env Environment) int {
	root := newRoot(env)
	root.SetArgs(args)
	var err error
	if env.guarded(args, func() { err = root.Execute() }) != "" {
		return exitCrash
	}
	switch {
	case err == nil:
		return exitGood
	case errors.Is(err, errContent):
		return exitContent
	}
	fmt.Fprintln(env.Stderr, "错误："+typed(explain(err)))
	return exitUsage
}

func newRoot(env Environment) *cobra.Command {
	var version bool
	root := &cobra.Command{
		Use:   "gongshi",
		Short: "把 Markdown 写的公示做成静态网站",
		Long: `公示（gongshi）把 content 文件夹里的 Markdown 做成可以直接发布的静态网站。

常用的两个命令：
  gongshi serve    在本机预览，保存文件后自动更新
  gongshi build    生成可以发布的网站，放进 public 文件夹`,
		SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if version {
				return printVersion(env)
			}
			return cmd.Help()
		},
	}
	root.Flags().BoolVarP(&version, "version", "v", false, "显示版本")
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.AddCommand(buildCommand(env), checkCommand(env), serveCommand(env), initCommand(env), newCommand(env), importCommand(env), exportCommand(env), listCommand(env), maskCommand(env),
		variantsCommand(env), searchCommand(env), archiveCommand(env), setupCommand(env), keyCommand(env), verifyCommand(env), schemaCommand(env), versionCommand(env))
	translate(root)
	return root
}

// Version is the program's version.
const Version = "0.1.0"

func versionCommand(env Environment) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "显示版本",
		RunE: func(*cobra.Command, []string) error { return printVersion(env) },
	}
}

func printVersion(env Environment) error {
	_, err := fmt.Fprintln(env.Stdout, versionText())
	return err
}

func versionText() string {
	return fmt.Sprintf("gongshi %s（%s，%s/%s）", Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
