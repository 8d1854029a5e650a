package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"gongshi/generator/attachment"
	"gongshi/generator/office"
	"gongshi/generator/privacy"
)

func maskCommand(env Environment) *cobra.Command {
	return &cobra.Command{
		Use: "mask 文件或文件夹", Short: "把文件里的身份证号、手机号、银行卡号和住址改成可以公开的写法",
		Long: `把文件里个人的身份证号码、手机号码、银行卡号和住址改成可以公开的写法：
  身份证 35*************123，手机 138****1234，银行卡 6222********7890，住址只写到街道

改的是文件本身，其余的字一个不动；写文件夹，就改里面的每一个文件。依法要公开的
也会遮掩，改完请看一遍。车牌号、邮箱这些要人判断的只列出来。

能改文字文件（Markdown、CSV、HTML 等）；Excel 和 Word 文件列出在哪一格、写成什么，
请用原来的软件改；PDF 文件请改原稿。`,
		Args: oneArgument("要写改哪个文件，例如：gongshi mask content/2021/04.md"),
		RunE: func(_ *cobra.Command, args []string) error { return mask(env, args[0]) },
	}
}

// mask masks a file, or the files in a folder.
func mask(env Environment, name string) error {
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return maskFile(env, name)
	}
	return filepath.WalkDir(name, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return usageError("读不到 %s：%s", file, reason(err))
		case entry.IsDir() && file != name && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		if err := maskFile(env, file); err != nil { // the other files are masked anyway
			printf(env.Stderr, "%s\n", err)
		}
		return nil
	})
}

func maskFile(env Environment, name string) error {
	data, err := readFile(name)
	if err != nil {
		return err
	}
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case slices.Contains([]string{".xlsx", ".docx"}, ext):
		return listCells(env, name, data)
	case !utf8.Valid(data):
		return usageError("%s 不是 UTF-8 的文字文件，没有改动；请用原来的软件改", name)
	}
	text, found := privacy.MaskCertain(string(data))
	if len(found) > 0 {
		if err := replaceFile(name, []byte(text)); err != nil {
			return usageError("写不了 %s：%s；文件没有改动", name, reason(err))
		}
		printf(env.Stdout, "%s：遮掩了 %d 处\n", name, len(found))
	}
	doubts := 0
	for f := range privacy.Find(text) {
		line := strings.Count(text[:f.Start], "\n") + 1
		printf(env.Stdout, "%s:%d：%s %s，请看能不能公开\n", name, line, f.Kind.Name(), f.Masked())
		doubts++
	}
	if len(found)+doubts == 0 {
		printf(env.Stdout, "%s 里没有要遮掩的\n", name)
	}
	return nil
}

// listCells lists what has to be masked in an office file, by the cell in which it is;
// first the tables, then what else the file holds.
func listCells(env Environment, name string, data []byte) error {
	document, err := office.Read(name, data)
	if err != nil {
		return usageError("%s：%s", name, err)
	}
	count, told := 0, map[string]bool{}
	tell := func(place, text string) {
		for f := range privacy.Find(text) {
			count++
			told[f.Digits] = true
			printf(env.Stdout, "%s %s：%s，写成 %s\n", name, place, f.Kind.Name(), f.Masked())
		}
	}
	for _, t := range document.Tables {
		for _, line := range t.Above {
			tell(t.Name+"前面的文字", line)
		}
		for r, row := range t.Rows {
			for c, cell := range row.Cells {
				if !cell.Above && !cell.Left {
					tell(t.Place(r, c), cell.Text)
				}
			}
		}
	}
	for _, text := range attachment.Read(name, data, nil).Texts {
		for f := range privacy.Find(text) {
			if !told[f.Digits] {
				tell("表格外面的文字", text[f.Start:f.End])
			}
		}
	}
	if count == 0 {
		printf(env.Stdout, "%s 里没有要遮掩的\n", name)
		return nil
	}
	printf(env.Stdout, "%s 里有 %d 处要遮掩：请用原来的软件改\n", name, count)
	return nil
}

// replaceFile writes a file whole or not at all; one that was there keeps its mode.
func replaceFile(name string, data []byte) error {
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	temporary := name + ".tmp"
	err := os.WriteFile(temporary, data, mode)
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil {
		os.Remove(temporary)
	}
	return err
}
