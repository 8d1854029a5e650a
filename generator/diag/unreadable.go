package diag

import (
	"errors"
	"io/fs"
	"syscall"
	"unicode/utf8"
)

// Unreadable says of a file or folder of the site that it cannot be read, and what to do.
func Unreadable(name string, err error) Diagnostic {
	d := File(Error, "unreadable", name, "读不到这个文件")
	switch {
	case errors.Is(err, fs.ErrPermission):
		return d.WithHint("当前用户没有读取的权限，请检查文件权限")
	case errors.Is(err, fs.ErrNotExist):
		return d.WithHint("读取时文件不见了，请再运行一次")
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return d.WithHint("系统允许同时打开的文件太少：关掉别的程序再运行，或者请管理员增大限额（ulimit -n）")
	case errors.Is(err, syscall.EFBIG):
		d.Rule, d.Message = "file-too-large", "文件超过 100 MiB"
		return d.WithHint("把它拆小，或者放到别处，在这里写上链接")
	case !utf8.ValidString(name):
		return d.WithHint("文件名不是 UTF-8 写的，请改名；多半是从旧的压缩包里解出来的")
	case err != nil:
		return d.WithHint("系统报告 " + err.Error())
	}
	return d
}
