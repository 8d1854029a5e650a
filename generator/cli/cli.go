// Package cli is the command line: it reads flags, the clock and the
// environment, opens the site's folder, and hands plain values to the rest of
// the program. All it prints is Chinese. Exit codes: 0 good, 1 faults in the
// content, 2 wrong usage or a fault of the environment.
package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/output"
)

// Environment is what the program is given by the system.
type Environment struct {
	Stdout, Stderr io.Writer
	// Defaults holds the layouts and static files built into the program.
	Defaults fs.FS
}

// Exit codes.
const (
	exitGood    = 0
	exitContent = 1 // faults in content, layouts or static files
	exitUsage   = 2 // wrong flags, or the system refused something
)

// errContent says that faults have been printed.
var errContent = errors.New("content has faults")

// Run executes one command and returns its exit code.
func Run(args []string, env Environment) int {
	root := newRoot(env)
	root.SetArgs(args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.Execute()
	switch {
	case err == nil:
		return exitGood
	case errors.Is(err, errContent):
		return exitContent
	}
	fmt.Fprintln(env.Stderr, "错误："+explain(err))
	return exitUsage
}

func newRoot(env Environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "gongshi",
		Short: "把 Markdown 写的公示做成静态网站",
		Long: `公示（gongshi）把 content 文件夹里的 Markdown 做成可以直接发布的静态网站。

常用的两个命令：
  gongshi serve    在本机预览，保存文件后自动更新
  gongshi build    生成可以发布的网站，放进 public 文件夹`,
		SilenceErrors: true, SilenceUsage: true,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(buildCommand(env), checkCommand(env), serveCommand(env), versionCommand(env))
	translate(root)
	return root
}

// siteFlags are the flags of every command that reads a site.
type siteFlags struct {
	source, baseURL, clock string
	drafts, strict, quiet  bool
	jobs                   int
}

func (f *siteFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&f.source, "source", "s", ".", "网站所在的文件夹")
	flags.StringVarP(&f.baseURL, "base-url", "b", "", "发布的网址，代替 site.toml 里的 base_url")
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "草稿也一起做")
	flags.StringVar(&f.clock, "clock", "", "把这个时间当作现在，例如 2022-01-10T15:25:00+08:00")
	flags.IntVar(&f.jobs, "jobs", runtime.GOMAXPROCS(0), "同时进行的任务数")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "只显示错误和警告")
	flags.BoolVar(&f.strict, "strict", false, "有警告也算失败")
	_ = cmd.MarkFlagDirname("source")
}

// options opens the site's folder and makes the options of a build.
func (f *siteFlags) options(env Environment) (generator.Options, error) {
	opt := generator.Options{Defaults: env.Defaults, BaseURL: f.baseURL, Drafts: f.drafts, Jobs: f.jobs, Clock: time.Now()}
	if f.jobs < 1 {
		return opt, usageError("--jobs 要是 1 或更大的整数")
	}
	if f.clock != "" {
		clock, err := time.Parse(time.RFC3339, f.clock)
		if err != nil {
			return opt, usageError("--clock 的写法不对：%q，应当像 2022-01-10T15:25:00+08:00", f.clock)
		}
		opt.Clock = clock
	}
	root, err := os.OpenRoot(f.source)
	if err != nil {
		return opt, usageError("打不开网站的文件夹 %s：%s", f.source, reason(err))
	}
	if _, err := root.Stat("content"); errors.Is(err, fs.ErrNotExist) {
		return opt, usageError("%s 里没有 content 文件夹；请在网站的文件夹里运行，或用 --source 指明", absolute(f.source))
	}
	opt.Source = root.FS() // a link out of the folder cannot be followed
	return opt, nil
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// failed says whether diagnostics stop the command.
func (f *siteFlags) failed(found []diag.Diagnostic) bool {
	errors, warnings := diag.Count(found)
	return errors > 0 || f.strict && warnings > 0
}

func buildCommand(env Environment) *cobra.Command {
	var f siteFlags
	var destination string
	var force bool
	cmd := &cobra.Command{
		Use: "build", Short: "生成网站，放进 public 文件夹", Args: cobra.NoArgs,
		Long: `生成整个网站。内容有错误时不会改动已经生成的网站；没有错误时，新网站一次换上。`,
		RunE: func(*cobra.Command, []string) error {
			start := time.Now()
			opt, err := f.options(env)
			if err != nil {
				return err
			}
			if destination == "" {
				destination = filepath.Join(f.source, "public")
			}
			publish := output.Options{Force: force, Protect: protected(f.source), Parallel: generator.Parallel(f.jobs)}
			if err := output.Check(destination, publish); err != nil {
				return err
			}
			bar := newProgress(env.Stderr, f.quiet, start)
			opt.Progress = bar.step
			result := generator.Build(opt)
			bar.finish()
			printDiagnostics(env.Stderr, result.Diagnostics, diag.FormatText)
			if f.failed(result.Diagnostics) {
				fmt.Fprintln(env.Stderr, failure(result.Diagnostics)+"网站没有改动")
				return errContent
			}
			if err := output.Publish(result.Set, destination, publish); err != nil {
				return err
			}
			if !f.quiet {
				fmt.Fprintln(env.Stdout, success(result, time.Since(start), destination))
			}
			return nil
		},
	}
	f.add(cmd)
	cmd.Flags().StringVarP(&destination, "destination", "d", "", "放网站的文件夹（默认是网站文件夹里的 public）")
	cmd.Flags().BoolVar(&force, "force", false, "目标文件夹不是本程序生成的，也替换掉")
	_ = cmd.MarkFlagDirname("destination")
	return cmd
}

// protected are the folders that publishing must never replace.
func protected(source string) []string {
	list := []string{source}
	for _, name := range []string{"content", "layouts", "static", "generator", ".git"} {
		list = append(list, filepath.Join(source, name))
	}
	return list
}

func checkCommand(env Environment) *cobra.Command {
	var f siteFlags
	format := formatFlag(diag.FormatText)
	cmd := &cobra.Command{
		Use: "check", Short: "检查内容，不生成文件", Args: cobra.NoArgs,
		Long: `照生成网站的步骤检查全部内容，列出所有错误和警告，不写任何文件。`,
		RunE: func(*cobra.Command, []string) error {
			opt, err := f.options(env)
			if err != nil {
				return err
			}
			result := generator.Build(opt)
			printDiagnostics(env.Stdout, result.Diagnostics, diag.Format(format))
			if f.failed(result.Diagnostics) {
				fmt.Fprintln(env.Stderr, failure(result.Diagnostics)+"请改正")
				return errContent
			}
			if !f.quiet && format == formatFlag(diag.FormatText) {
				_, warnings := diag.Count(result.Diagnostics)
				fmt.Fprintf(env.Stdout, "检查完成：%d 个页面，没有错误，%d 个警告\n", result.Pages, warnings)
			}
			return nil
		},
	}
	f.add(cmd)
	cmd.Flags().Var(&format, "format", "输出的格式：text（给人看）、json（给程序）、github（给 GitHub Actions）")
	_ = cmd.RegisterFlagCompletionFunc("format", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"text", "json", "github"}, cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

// Version is the program's version.
const Version = "0.1.0"

func versionCommand(env Environment) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "显示版本", Args: cobra.NoArgs,
		Run: func(*cobra.Command, []string) {
			fmt.Fprintf(env.Stdout, "gongshi %s（%s，%s/%s）\n", Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
		},
	}
}
