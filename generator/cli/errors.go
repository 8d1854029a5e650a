package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gongshi/generator/diag"
	"gongshi/generator/output"
	"gongshi/generator/serve"
)

// usage is an error with a text for editors.
type usage struct{ text string }

func (e usage) Error() string { return e.text }

func usageError(format string, args ...any) error {
	return usage{fmt.Sprintf(format, cleaned(args)...)}
}

// explain returns in Chinese what went wrong and what to do.
func explain(err error) string {
	var plain usage
	if errors.As(err, &plain) {
		return plain.text
	}
	var watch *serve.WatchError
	if errors.As(err, &watch) {
		return explainWatch(watch)
	}
	return diag.Printable(explainOutput(err))
}

// explainOutput explains the errors of package output.
func explainOutput(err error) string {
	var foreign *output.ForeignError
	var protected *output.ProtectedError
	var notFolder *output.NotFolderError
	var mount *output.MountError
	var write *output.WriteError
	var leftover *output.LeftoverError
	switch {
	case errors.Is(err, output.ErrLocked):
		return "另一个 gongshi 正在写这个文件夹；等它结束后再运行"
	case errors.Is(err, output.ErrEmpty):
		return "没有可以发布的文件"
	case errors.As(err, &foreign):
		return fmt.Sprintf("%s 不是 gongshi 生成的（里面有 %s），没有改动它；换一个文件夹，或确认里面的文件都不要了，再加 --force", foreign.Dir, foreign.Found)
	case errors.As(err, &protected):
		return fmt.Sprintf("不能把网站放到 %s，这会毁掉 %s；请换一个文件夹", protected.Dir, protected.Path)
	case errors.As(err, &notFolder):
		return fmt.Sprintf("%s 是一个文件，不是文件夹；请换一个位置", notFolder.Path)
	case errors.As(err, &mount) && mount.At != "" && mount.At != mount.Dir:
		return fmt.Sprintf("%s 里的 %s 是挂载点，替换网站会删掉挂在那里的文件，没有改动它；先卸载，或者换一个文件夹", mount.Dir, mount.At)
	case errors.As(err, &mount):
		return fmt.Sprintf("%s 是挂载点，不能整个替换；请放到它里面的文件夹，例如 %s/public", mount.Dir, strings.TrimSuffix(mount.Dir, "/"))
	case errors.As(err, &leftover):
		return fmt.Sprintf("新网站已经换上，但旧网站留在 %s 没有删掉：%s；下次运行会再试", leftover.Dir, reason(leftover.Err))
	case errors.As(err, &write):
		return fmt.Sprintf("写不了 %s：%s；原来的网站没有改动", write.Path, reason(write.Err))
	}
	return explainSystem(err)
}

// explainSystem explains an error of the system, with the file it is about.
func explainSystem(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Path + "：" + reason(path.Err)
	case errors.As(err, &link):
		return fmt.Sprintf("%s 不能改名为 %s：%s", link.Old, link.New, reason(link.Err))
	}
	return reason(err)
}

func explainWatch(err *serve.WatchError) string {
	why := reason(err.Err)
	if errors.Is(err.Err, syscall.ENOSPC) || errors.Is(err.Err, syscall.EMFILE) {
		why = "系统允许监视的文件夹用完了；关掉别的编辑器或预览，或者请管理员增大 fs.inotify 的限额"
	}
	if err.Folder == "" {
		return "不能监视文件的改动：" + why
	}
	return fmt.Sprintf("不能监视 %s 里的改动：%s", err.Folder, why)
}

// reasons are common errors of the system in Chinese.
var reasons = []struct {
	err  error
	text string
}{
	{fs.ErrPermission, "没有权限"},
	{fs.ErrNotExist, "文件或文件夹不存在"},
	{syscall.ENOSPC, "磁盘已满"},
	{syscall.EDQUOT, "磁盘配额已用完"},
	{syscall.EROFS, "磁盘是只读的"},
	{syscall.EIO, "磁盘读写出错"},
	{syscall.EMFILE, "打开的文件太多"},
	{syscall.ENFILE, "打开的文件太多"},
	{syscall.EFBIG, "文件太大"},
	{syscall.ENAMETOOLONG, "名字太长"},
	{syscall.EADDRINUSE, portBusy},
	{syscall.ENOTDIR, "不是文件夹"},
}

const portBusy = "端口已经有程序在用"

// windowsReasons are the same for numbers of errors that only Windows has, see "System
// Error Codes" of its documentation; other systems use them for other errors.
var windowsReasons = map[syscall.Errno]string{
	19: "磁盘是只读的", 32: "别的程序（例如 Excel 或 Word）正开着它；先关掉", 33: "别的程序（例如 Excel 或 Word）正开着它；先关掉",
	39: "磁盘已满", 112: "磁盘已满", 123: "名字里有不能用的符号", 206: "名字太长", 10048: portBusy,
}

// reason returns the Chinese text of an error, or the system's own.
func reason(err error) string {
	var plain usage
	if errors.As(err, &plain) {
		return plain.text
	}
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.text
		}
	}
	if code := syscall.Errno(0); runtime.GOOS == "windows" && errors.As(err, &code) && windowsReasons[code] != "" {
		return windowsReasons[code]
	}
	return "系统报告 " + err.Error()
}

// flagError translates errors of the command line library about flags.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var needs *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &needs):
		return usageError("选项 %s 后面要写%s", dashed(needs.GetSpecifiedName()), needs.GetFlag().Value.Type())
	case errors.As(err, &invalid):
		demand := "只能是 true 或 false"
		var plain usage
		if errors.As(invalid.Unwrap(), &plain) {
			demand = plain.text
		}
		return usageError("选项 --%s 的值“%s”不对：%s", invalid.GetFlag().Name, invalid.GetValue(), demand)
	case errors.As(err, &syntax):
		return usageError("选项 %s 的写法不对", syntax.GetSpecifiedFlag())
	}
	return err
}

func unknownFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	name := err.GetSpecifiedName()
	var alike, known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name[0] == name[0] { // the first letter is rarely wrong
			alike = append(alike, f.Name)
		} else {
			known = append(known, f.Name)
		}
	})
	if near := diag.Nearest(name, append(alike, known...)); near != "" && len(name) > 1 {
		return usageError("没有叫 %s 的选项，是不是 --%s？", dashed(name), near)
	}
	return usageError("没有叫 %s 的选项；用 --help 看可以用的选项", dashed(name))
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
