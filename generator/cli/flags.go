package cli

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/history"
	"gongshi/generator/pdf"
	"gongshi/generator/site"
)

// value is a flag's value. It is checked as soon as it is read, so that a
// wrong flag is told before any work is done.
type value[T any] struct {
	to   *T
	word string // what stands for it in help texts
	text string // as it was given
	read func(text string) (T, error)
}

func (v *value[T]) String() string { return v.text }

// Type is the word for the value in help texts.
func (v *value[T]) Type() string { return v.word }

func (v *value[T]) Set(text string) error {
	got, err := v.read(text)
	if err != nil {
		return err
	}
	*v.to, v.text = got, text
	return nil
}

// folder takes a path; "" is what an unset variable of a script leaves, and
// never means the current folder.
func folder(text string) (string, error) {
	if text == "" {
		return "", usageError("要写一个文件夹")
	}
	return text, nil
}

// whole takes whole numbers from low to high.
func whole(low, high int, demand string) func(string) (int, error) {
	return func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < low || n > high {
			return 0, usageError("%s", demand)
		}
		return n, nil
	}
}

func moment(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, usageError("应当像 2022-01-10T15:25:00+08:00")
	}
	return t, nil
}

// address takes what site.toml takes as base_url, or "" for none.
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
	clock                 time.Time // zero means the time of the build
	drafts, strict, quiet bool
	jobs                  int
}

func (f *siteFlags) add(cmd *cobra.Command) {
	f.source, f.jobs = ".", runtime.GOMAXPROCS(0)
	flags := cmd.Flags()
	flags.VarP(&value[string]{to: &f.source, word: "文件夹", read: folder}, "source", "s", "网站所在的文件夹（默认是当前文件夹）")
	flags.VarP(&value[string]{to: &f.baseURL, word: "网址", read: address}, "base-url", "b", "发布的网址，代替 site.toml 里的 base_url")
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "草稿也一起做")
	flags.Var(&value[time.Time]{to: &f.clock, word: "时间", read: moment}, "clock", "把这个时间当作现在，例如 2022-01-10T15:25:00+08:00")
	flags.Var(&value[int]{to: &f.jobs, word: "数目", read: whole(1, math.MaxInt, "要是 1 或更大的整数")}, "jobs", "同时进行的任务数（默认等于处理器的数目）")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "只显示错误和警告")
	flags.BoolVar(&f.strict, "strict", false, "有警告也算失败")
	_ = cmd.MarkFlagDirname("source")
}

// options opens the site's folder and makes the options of a build.
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
	info, err := root.Stat("content")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = usageError("%s 里没有 content 文件夹；请在网站的文件夹里运行，或用 --source 指明", absolute(f.source))
	case err != nil:
		err = usageError("打不开 %s：%s", absolute(filepath.Join(f.source, "content")), reason(err))
	case !info.IsDir():
		err = usageError("%s 是一个文件，不是文件夹", absolute(filepath.Join(f.source, "content")))
	}
	if err != nil {
		root.Close()
		return opt, err
	}
	opt.Source = root.FS() // a link out of the folder cannot be followed
	return opt, nil
}

// cacheFolder is where a user's programs keep what they can make again; empty
// if there is none.
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
