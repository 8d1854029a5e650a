package cli

import (
	"fmt"
	"os"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"gongshi/generator/privacy"
)

func maskCommand(env Environment) *cobra.Command {
	return &cobra.Command{
		Use: "mask 文件", Short: "把文件里的身份证号、手机号、银行卡号和住址改成可以公开的写法",
		Long: `把文件里个人的身份证号码、手机号码、银行卡号和住址改成可以公开的写法：
  身份证 35*************123，手机 138****1234，银行卡 6222********7890，住址只写到街道

改的是文件本身，其余的字一个不动。依法要公开的也会遮掩，改完请看一遍。
只能改文字文件（Markdown、CSV、HTML 等）；Excel、Word 和 PDF 文件请用原来的软件改。`,
		Args: oneArgument("要写改哪个文件，例如：gongshi mask content/2021/04.md"),
		RunE: func(_ *cobra.Command, args []string) error { return mask(env, args[0]) },
	}
}

func mask(env Environment, name string) error {
	data, err := readFile(name)
	if err != nil {
		return err
	}
	if !utf8.Valid(data) {
		return usageError("%s 不是 UTF-8 的文字文件，没有改动；Excel、Word 和 PDF 文件请用原来的软件改", name)
	}
	text, count := privacy.Mask(string(data), nil)
	if count == 0 {
		fmt.Fprintf(env.Stdout, "%s 里没有要遮掩的\n", name)
		return nil
	}
	if err := replaceFile(name, []byte(text)); err != nil {
		return usageError("写不了 %s：%s；文件没有改动", name, reason(err))
	}
	fmt.Fprintf(env.Stdout, "%s：遮掩了 %d 处\n", name, count)
	return nil
}

// replaceFile replaces the content of a file atomically.
func replaceFile(name string, data []byte) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	temporary := name + ".tmp"
	if err = os.WriteFile(temporary, data, info.Mode().Perm()); err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		os.Remove(temporary)
	}
	return err
}
