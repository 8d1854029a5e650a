package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"gongshi/generator/output"
)

// usage is an error whose text is already fit to print.
type usage struct{ text string }

func (e usage) Error() string { return e.text }

func usageError(format string, args ...any) error { return usage{fmt.Sprintf(format, args...)} }

// explain says in Chinese what went wrong and what to do.
func explain(err error) string {
	var plain usage
	if errors.As(err, &plain) {
		return plain.text
	}
	if text := explainFlag(err); text != "" {
		return text
	}
	return explainOutput(err)
}

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
	case errors.As(err, &mount):
		return fmt.Sprintf("%s 是挂载点，不能整个替换；请放到它里面的文件夹，例如 %s/public", mount.Dir, strings.TrimSuffix(mount.Dir, "/"))
	case errors.As(err, &leftover):
		return fmt.Sprintf("新网站已经换上，但旧网站留在 %s 没有删掉：%s；下次运行会再试", leftover.Dir, reason(leftover.Err))
	case errors.As(err, &write):
		return fmt.Sprintf("写不了 %s：%s；原来的网站没有改动", write.Path, reason(write.Err))
	}
	return reason(err)
}

// reason is what the system said, in Chinese where it is a usual case.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "没有权限"
	case errors.Is(err, fs.ErrNotExist):
		return "文件或文件夹不存在"
	case errors.Is(err, syscall.ENOSPC):
		return "磁盘已满"
	case errors.Is(err, syscall.EROFS):
		return "磁盘是只读的"
	case errors.Is(err, syscall.EADDRINUSE):
		return "端口已经有程序在用"
	case errors.Is(err, syscall.ENOTDIR):
		return "不是文件夹"
	}
	return err.Error()
}

var unknownCommand = regexp.MustCompile(`^unknown command "([^"]*)"`)
var suggested = regexp.MustCompile(`(?m)^\t(\S+)`)

// explainFlag puts what the command line library says into Chinese.
func explainFlag(err error) string {
	var unknown *pflag.NotExistError
	var needs *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return fmt.Sprintf("没有叫 %s 的选项；用 --help 看可以用的选项", dashed(unknown.GetSpecifiedName()))
	case errors.As(err, &needs):
		return fmt.Sprintf("选项 %s 后面要写一个值", dashed(needs.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return fmt.Sprintf("选项 --%s 的值 %q 不对；用 --help 看写法", invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &syntax):
		return fmt.Sprintf("选项 %s 的写法不对", syntax.GetSpecifiedFlag())
	}
	if m := unknownCommand.FindStringSubmatch(err.Error()); m != nil {
		if s := suggested.FindStringSubmatch(err.Error()); s != nil {
			return fmt.Sprintf("没有叫 %s 的命令，是不是 %s？", m[1], s[1])
		}
		return fmt.Sprintf("没有叫 %s 的命令；用 --help 看可以用的命令", m[1])
	}
	return ""
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
