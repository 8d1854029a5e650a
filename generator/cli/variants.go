package cli

import (
	"bufio"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/review"
	"gongshi/generator/site"
	"gongshi/generator/xlsx"
)

func variantsCommand(env Environment) *cobra.Command {
	var f siteFlags
	var v site.Variant
	var changed, asCSV bool
	cmd := &cobra.Command{
		Use: "variants", Short: "列出繁体版里一字多形的选择，供人核对",
		Long: `列出内容里每一处一个简体字对应几个繁体字的选择：在哪个文件哪一行、选了哪个字、根据什么。
有疑问的，在 content/variants.toml 里加一行就能定下来。`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opt, err := f.options(env)
			if err != nil {
				return err
			}
			result := generator.Build(opt)
			if f.failed(result.Diagnostics) || result.Site == nil {
				printDiagnostics(env.Stderr, result.Diagnostics, diag.FormatText)
				return errContent
			}
			v, err := chosenVariant(result.Site, v)
			if err != nil {
				return err
			}
			list := review.Decisions(opt.Source, result.Site, v)
			if changed {
				lines, err := changedLines(f.source)
				if err != nil {
					return err
				}
				list = onLines(list, lines)
			}
			if asCSV {
				return decisionsCSV(env.Stdout, list)
			}
			return decisionsText(env.Stdout, list)
		},
	}
	f.add(cmd)
	cmd.Flags().Var(&value[site.Variant]{to: &v, word: "版本", read: oneOf(site.Variants[1:], variantCode)}, "variant", codes(site.Variants[1:])+"（默认是 site.toml 里的第二个）")
	cmd.Flags().BoolVar(&changed, "changed", false, "只列上次提交以后改过的行")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "输出 CSV 表格")
	return cmd
}

// chosenVariant returns the wanted variant, or the site's first traditional one.
func chosenVariant(s *site.Site, wanted site.Variant) (site.Variant, error) {
	for _, v := range s.Variants[1:] {
		if wanted.Code == "" || wanted == v {
			return v, nil
		}
	}
	if wanted.Code == "" {
		return site.Variant{}, usageError("这个网站只有简体版")
	}
	return site.Variant{}, usageError("site.toml 的 variants 里没有 %s", wanted.Code)
}

// ruleWords are the rules of conversion in Chinese.
var ruleWords = map[string]string{
	"character": "单字的通常写法", "phrase": "词组", "form": "地区写法", "own": "程序的词表", "site": "本站的词表", "protected": "保持原样",
}

// reasonOf returns the rule of a decision, with the word the character is in.
func reasonOf(d review.Decision) string {
	if d.Word != "" && d.Word != d.Source && strings.Contains(d.Word, d.Source) {
		return ruleWords[d.Rule.String()] + "，在“" + d.Word + "”里"
	}
	return ruleWords[d.Rule.String()]
}

func decisionsText(w io.Writer, list []review.Decision) error {
	b := bufio.NewWriter(w)
	for _, d := range list {
		choices := ""
		if len(d.Choices) > 0 {
			choices = "，可选 " + strings.Join(d.Choices, " ")
		}
		printf(b, "%s：%s → %s（%s%s） …%s【%s】%s…\n", d.Pos, d.Source, d.Result, reasonOf(d), choices, d.Before, d.Source, d.After)
	}
	printf(b, "共 %d 处\n", len(list))
	return b.Flush()
}

func decisionsCSV(w io.Writer, list []review.Decision) error {
	rows := [][]string{{"文件", "行", "列", "原文", "繁体", "根据", "可选", "上下文"}}
	for _, d := range list {
		rows = append(rows, []string{
			diag.Printable(d.Pos.File), strconv.Itoa(d.Pos.Line), strconv.Itoa(d.Pos.Column), d.Source, d.Result,
			reasonOf(d), strings.Join(d.Choices, " "), diag.Printable(d.Before + "【" + d.Source + "】" + d.After),
		})
	}
	return xlsx.WriteCSV(w, rows, false)
}

// onLines returns the decisions on the given lines of files; line 0 stands for all.
func onLines(list []review.Decision, lines map[string]map[int]bool) []review.Decision {
	return slices.DeleteFunc(list, func(d review.Decision) bool {
		return !lines[d.Pos.File][0] && !lines[d.Pos.File][d.Pos.Line]
	})
}

var hunk = regexp.MustCompile(`^@@ -\S+ \+(\d+)(?:,(\d+))? @@`)

// changedLines returns the lines that differ from the last commit, by file.
// Untracked files count as changed completely, which line 0 says.
func changedLines(source string) (map[string]map[int]bool, error) {
	diff, err := git(source, "-c", "core.quotePath=false", "-c", "diff.noprefix=false", "-c", "diff.mnemonicPrefix=false",
		"diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--relative", "HEAD", "--", "content")
	if err != nil {
		return nil, usageError("--changed 需要 git，而且网站要在 git 仓库里、至少提交过一次：%s", reason(err))
	}
	lines := map[string]map[int]bool{}
	name := ""
	for line := range strings.Lines(string(diff)) {
		if file, ok := strings.CutPrefix(strings.TrimSpace(line), "+++ b/"); ok {
			name = file
			lines[name] = map[int]bool{}
		}
		if m := hunk.FindStringSubmatch(line); m != nil && lines[name] != nil {
			first, _ := strconv.Atoi(m[1])
			count := 1
			if m[2] != "" {
				count, _ = strconv.Atoi(m[2])
			}
			for i := range count {
				lines[name][first+i] = true
			}
		}
	}
	fresh, err := git(source, "-c", "core.quotePath=false", "ls-files", "--others", "--exclude-standard", "--", "content")
	if err != nil {
		return nil, usageError("git 出错：%s", reason(err))
	}
	for name := range strings.Lines(string(fresh)) {
		lines[strings.TrimSpace(name)] = map[int]bool{0: true}
	}
	return lines, nil
}

// git runs a git command in the site's folder.
func git(folder string, args ...string) ([]byte, error) {
	return exec.Command("git", append([]string{"-C", folder}, args...)...).Output()
}
