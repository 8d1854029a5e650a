package cli

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"gongshi/generator/diag"
)

// guarded runs do. If it panics, guarded prints advice for the editor and
// returns that text; otherwise it returns "".
func (env Environment) guarded(args []string, do func()) (text string) {
	defer func() {
		if value := recover(); value != nil {
			text = crashText(args, value, debug.Stack())
			fmt.Fprintln(env.Stderr, text)
		}
	}()
	do()
	return ""
}

// crashText returns advice for the editor about a panic. The stack trace, which
// only helps developers, is written to a file.
func crashText(args []string, value any, stack []byte) string {
	if carried, ok := value.(*diag.Panic); ok {
		value, stack = carried.Value, carried.Stack
	}
	const text = "错误：gongshi 自己出了故障，不是你写错了什么。\n"
	name, err := crashFile(fmt.Sprintf("%s\n命令：gongshi %s\n%v\n\n%s", versionText(), strings.Join(args, " "), value, stack))
	if err != nil {
		return text + "请把刚才的命令、用到的文件和这一句发给给你这个程序的人：" + strings.ToValidUTF8(fmt.Sprint(value), "?")
	}
	return text + "经过记在 " + name + "；请把它和刚才用到的文件发给给你这个程序的人。\n发之前打开看看：里面可能有文件里的字句。"
}

// crashFile writes a report to a temporary file and returns its name.
func crashFile(text string) (string, error) {
	f, err := os.CreateTemp("", "gongshi-*.txt")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	return f.Name(), errors.Join(err, f.Close())
}
