package cli

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/history"
	"gongshi/generator/pdf"
	"gongshi/generator/site"
	"gongshi/generator/source"
)

// value implements pflag.Value. It is validated when the flags are parsed, before
// any work is done.
type value[T any] struct {
	to   *T
	word string // placeholder in help texts
	text string // as given by the user
	read func(text string) (T, error)
}

func (v *value[T]) String() string { return v.text }

// Type returns the placeholder for help texts.
func (v *value[T]) Type() string { return v.word }

func (v *value[T]) Set(text string) error {
	got, err := v.read(text)
	if err != nil {
		return err
	}
	*v.to, v.text = got, text
	return nil
}

// folder accepts a path. "" is rejected: it comes from an unset variable in a
// script and must not mean the current folder.
func folder(text string) (string, error) {
	if text == "" {
		return "", usageError("要写一个文件夹")
	}
	return text, nil
}

// oneOf accepts the names of the given values.
func oneOf[T any](values []T, name func(T) string) func(string) (T, error) {
	return func(text string) (T, error) {
		var names []string
		for _, v := range values {
			if name(v) == text {
				return v, nil
			}
			names = append(names, name(v))
		}
		last := len(names) - 1
		return *new(T), usageError("只能是 %s 或 %s", strings.Join(names[:last], "、"), names[last])
	}
}

// oneWord accepts the given words.
func oneWord[T ~string](words ...T) func(string) (T, error) {
	return oneOf(words, func(word T) string { return string(word) })
}

// oneArgument is a cobra.Command.Args that requires one argument.
func oneArgument(demand string) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return usageError("%s", demand)
		case 1:
			return nil
		}
		return usageError("只能写一个，后面多了 %s；名字里有空格的，要放在半角双引号里", args[1])
	}
}

// whole accepts integers from low to high.
func whole(low, high int, demand string) func(string) (int, error) {
	return func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < low || n > high {
			return 0, usageError("%s", demand)
		}
		return n, nil
	}
}

// moment accepts a time in RFC 3339.
func moment(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, usageError("应当像 2022-01-10T15:25:00+08:00")
	}
	return t, nil
}

// address accepts a base_url as in site.toml, or "" for none.
func address(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	if _, err := site.ParseBase(text); err != nil {
		return "", usageError("网址要写全，以 https:// 开头，不带 ? 和 #，例如 https://www.example.gov.cn/")
	}
	return text, nil
}

// siteFlags are the flags of every command that reads a site.
type siteFlags struct {
	source, baseURL       string
	clock                 time.Time // zero: the current time
	drafts, strict, quiet bool
	jobs                  int
}

// sourceFlag adds --source, which defaults to the current folder.
func sourceFlag(cmd *cobra.Command, to *string) {
	*to = "."
	cmd.Flags().VarP(&value[string]{to: to, word: "文件夹", read: folder}, "source", "s", "网站所在的文件夹（默认是当前文件夹）")
	_ = cmd.MarkFlagDirname("source")
}

// clockFlag adds --clock.
func clockFlag(cmd *cobra.Command, to *time.Time) {
	cmd.Flags().Var(&value[time.Time]{to: to, word: "时间", read: moment}, "clock", "把这个时间当作现在，例如 2022-01-10T15:25:00+08:00")
}

func (f *siteFlags) add(cmd *cobra.Command) {
	f.jobs = runtime.GOMAXPROCS(0)
	sourceFlag(cmd, &f.source)
	clockFlag(cmd, &f.clock)
	flags := cmd.Flags()
	flags.VarP(&value[string]{to: &f.baseURL, word: "网址", read: address}, "base-url", "b", "发布的网址，代替 site.toml 里的 base_url")
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "草稿也一起做")
	flags.Var(&value[int]{to: &f.jobs, word: "数目", read: whole(1, math.MaxInt, "要是 1 或更大的整数")}, "jobs", "同时进行的任务数（默认等于处理器的数目）")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "只显示错误和警告")
	flags.BoolVar(&f.strict, "strict", false, "有警告也算失败")
}

// options opens the site's folder and returns the options for a build.
func (f *siteFlags) options(env Environment) (generator.Options, error) {
	opt := generator.Options{Defaults: env.Defaults, BaseURL: f.baseURL, Drafts: f.drafts, Jobs: f.jobs, Clock: f.now(), History: sync.OnceValues(func() (map[string][]site.Commit, error) { return history.Read(f.source) })}
	if dir := cacheFolder(); dir != "" {
		opt.PDF = &pdf.Reader{Cache: filepath.Join(dir, "pdf")}
	}
	root, err := os.OpenRoot(f.source)
	if err != nil {
		why := reason(err)
		if info, err := os.Stat(f.source); err == nil && !info.IsDir() {
			why = "这是一个文件，不是文件夹"
		}
		return opt, usageError("打不开网站的文件夹 %s：%s", f.source, why)
	}
	where := inFull(f.source)
	info, err := root.Stat("content")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = usageError("%s 里没有 content 文件夹；%s", where, noSiteHint)
	case err != nil:
		err = usageError("打不开 %s：%s", filepath.Join(where, "content"), reason(err))
	case !info.IsDir():
		err = usageError("%s 是一个文件，不是文件夹", filepath.Join(where, "content"))
	}
	if err != nil {
		root.Close()
		return opt, err
	}
	opt.Source = source.Limited(root.FS()) // root refuses links out of the folder
	return opt, nil
}

// cacheFolder returns this program's folder in the user's cache, or "".
func cacheFolder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "gongshi")
}

func (f *siteFlags) now() time.Time {
	if f.clock.IsZero() {
		return time.Now()
	}
	return f.clock
}

// failed reports whether diagnostics stop the command.
func (f *siteFlags) failed(found []diag.Diagnostic) bool {
	errors, warnings := diag.Count(found)
	return errors > 0 || f.strict && warnings > 0
}
