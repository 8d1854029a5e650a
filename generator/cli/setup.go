package cli

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator/content"
)

//go:embed setup/pre-commit
var preCommit []byte

// setupFile is a settings file for a TOML editor or git.
type setupFile struct {
	name string
	data []byte
	mode os.FileMode
}

// schemaFolder is the folder of the JSON Schemas of content files.
const schemaFolder = ".schema"

// setupFiles returns the settings for TOML editors (taplo.tamasfe.dev) and git.
func setupFiles() ([]setupFile, error) {
	var taplo strings.Builder
	taplo.WriteString("# 写 content 里的 .toml 文件时，编辑器（Even Better TOML、taplo）照这里提示键名和说明。\ninclude = [\"content/*.toml\"]\n")
	var files []setupFile
	for _, name := range content.SchemaNames() {
		data, err := schemaText(name)
		if err != nil {
			return nil, err
		}
		files = append(files, setupFile{schemaFolder + "/" + name + ".json", data, 0o644})
		if file := "content/" + name + ".toml"; content.Schema(name).Title == file {
			fmt.Fprintf(&taplo, "\n[[rule]]\ninclude = [%q]\n\n[rule.schema]\npath = %q\nenabled = true\n", file, "./"+schemaFolder+"/"+name+".json")
		}
	}
	return append(files, setupFile{".taplo.toml", []byte(taplo.String()), 0o644}, setupFile{".githooks/pre-commit", preCommit, 0o755}), nil
}

func schemaText(name string) ([]byte, error) {
	data, err := json.MarshalIndent(content.Schema(name), "", "  ")
	return append(data, '\n'), err
}

func setupCommand(env Environment) *cobra.Command {
	var source string
	cmd := &cobra.Command{
		Use: "setup", Short: "写好编辑器和 git 的设置",
		Long: `在网站的文件夹里写：
  .taplo.toml、.schema/   写 .toml 文件时，编辑器（VS Code 的 Even Better TOML）提示键名和说明
  .githooks/pre-commit    git 提交以前检查内容，有错误就不提交

程序更新以后再运行一次，这些文件就会跟着更新。`,
		RunE: func(*cobra.Command, []string) error {
			if err := inSite(source); err != nil {
				return err
			}
			if err := setup(source); err != nil {
				return err
			}
			fmt.Fprintln(env.Stdout, "写好了 .taplo.toml、.schema 和 .githooks\n要在提交以前检查，在这里运行一次：git config core.hooksPath .githooks")
			return nil
		},
	}
	sourceFlag(cmd, &source)
	return cmd
}

// setup writes the settings into a site's folder.
func setup(folder string) error {
	files, err := setupFiles()
	if err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(folder, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return usageError("建不了文件夹 %s：%s", filepath.Dir(name), reason(err))
		}
		if err := os.WriteFile(name, f.data, f.mode); err != nil {
			return usageError("写不了 %s：%s", name, reason(err))
		}
	}
	return nil
}

func schemaCommand(env Environment) *cobra.Command {
	return &cobra.Command{
		Use: "schema 名称", Short: "打印内容文件的 JSON Schema",
		Long: `打印一种内容文件的 JSON Schema：有哪些键，是什么意思，值是什么类型。
名称：` + strings.Join(content.SchemaNames(), "、"),
		ValidArgs: content.SchemaNames(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || !slices.Contains(content.SchemaNames(), args[0]) {
				return usageError("要写哪一种文件：%s", strings.Join(content.SchemaNames(), "、"))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := schemaText(args[0])
			if err == nil {
				_, err = env.Stdout.Write(data)
			}
			return err
		},
	}
}
