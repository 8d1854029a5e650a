package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator/content"
	"gongshi/generator/site"
)

func newCommand(env Environment) *cobra.Command {
	f := &siteFlags{}
	cmd := &cobra.Command{
		Use: "new 报告 [任务名称]", Short: "新建一份报告，或在报告里新建一项任务",
		Long: `新建报告：       gongshi new 2022
新建一项任务：   gongshi new 2022 "优化营商环境工作"

报告是 content 里的一个文件夹。任务的序号接着报告里最大的序号。
新建的任务是草稿，写好以后删掉 draft = true 就会发布。已有的文件不会改动。`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) < 1:
				return usageError("要写报告的文件夹，例如：gongshi new 2022，或 gongshi new 2022 \"任务名称\"")
			case len(args) > 2:
				return usageError("后面多了 %s；任务名称里有空格，要放在半角双引号里：gongshi new %s \"%s\"", args[2], args[0], strings.Join(args[1:], " "))
			case len(args) == 2 && strings.TrimSpace(args[1]) == "":
				return usageError("任务名称是空的；例如：gongshi new %s \"优化营商环境工作\"", args[0])
			}
			if !reportFolder.MatchString(args[0]) {
				return usageError("报告的文件夹 %s 里不能有空格、点和 / 等符号；例如 2022", args[0])
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := inSite(f.source); err != nil {
				return err
			}
			if len(args) == 1 {
				return f.newReport(env, args[0])
			}
			return f.newTask(env, args[0], strings.TrimSpace(args[1]))
		},
	}
	sourceFlag(cmd, &f.source)
	clockFlag(cmd, &f.clock)
	return cmd
}

func initCommand(env Environment) *cobra.Command {
	return &cobra.Command{
		Use: "init 文件夹", Short: "新建一个网站",
		Long: `新建一个可以马上预览的网站：content/site.toml，和一份有一项任务的报告；还有编辑器和
git 的设置（见 gongshi setup）。
文件夹里已有 content 时不会改动。`,
		Args: oneArgument("要写放在哪个文件夹，例如：gongshi init 公示"),
		RunE: func(_ *cobra.Command, args []string) error { return initialise(env, args[0]) },
	}
}

var reportFolder = regexp.MustCompile(`^[\p{L}\p{N}_-]+$`)

const siteTemplate = `# 网站的设置。文字放在半角双引号里；# 后面是说明，不会出现在网页上。

# 网站名称
title = "某某区人民政府"
# 网站的网址，以 https:// 开头
base_url = "https://www.example.gov.cn/"

# 下面的都可以不写；要写就去掉前面的 # 和空格。
# [identifiers]
# site_code = "1101010020"
# icp = "京ICP备15027115号-1"
# police = "京公网安备 11010102004730号"
#
# [organization]
# host = "某某区人民政府办公室"
#
# [[navigation]]
# name = "政务公开"
# url = "/%[1]s/"
`

const reportTemplate = `+++
title = %[1]s
# 发布日期
date = %[2]s
# 来源，即发布单位
source = %[4]s
# period = "%[3]s年度"
# aliases = ["/以前的网址.html"]
draft = true
`

const columnTemplate = `
# 所在的栏目，写进网页的标签
[column]
name = %s
type = %s
description = %s
keywords = %s
`

// reportText returns the file of a new report; without a title, its name makes one.
// Source and column are copied from the newest report of s, which may be nil or have
// no column, or made of the site's title.
func reportText(name, title string, now time.Time, s *site.Site) string {
	like := sampleReport("某某区人民政府")
	if s != nil && s.Title != "" {
		like = sampleReport(s.Title)
	}
	if s != nil && len(s.Reports) > 0 {
		like = slices.MaxFunc(s.Reports, func(a, b *site.Report) int { return a.Date.Compare(b.Date) })
	}
	text := fmt.Sprintf(reportTemplate, content.Quote(cmp.Or(title, name+"年度任务完成情况汇总表")), now.In(site.Beijing).Format(time.DateOnly), name, content.Quote(like.From))
	if c := like.Column; c.Name != "" {
		text += fmt.Sprintf(columnTemplate, content.Quote(c.Name), content.Quote(c.Type), content.Quote(c.Description), content.QuoteList(c.Keywords))
	}
	return text + "+++\n"
}

// sampleReport has the source and column for the first report of an office's site.
func sampleReport(office string) *site.Report {
	return &site.Report{From: office, Column: site.Column{
		Name: "通知公告", Type: "通知公告", Description: office + "的通知和公告", Keywords: []string{"政务公开", "通知公告"},
	}}
}

const taskTemplate = `+++
title = %s
number = %d
# category = "类别"
# lead = "牵头单位"
# support = ["协办单位一", "协办单位二"]
# leader = "牵头领导"
# due = "12月底前"
# status = "已完成"
# note = "备注或更正说明"
draft = true

# 目标的补充信息，按顺序对应下面的 ## 标题，可以不写。
# [[target]]
# measure = { direction = "≥", goal = 15, actual = 52.9, unit = "%%" }
+++

## 1.年度任务及目标

完成情况
`

// create writes a new file and the folders above it; it never overwrites.
func create(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return usageError("建不了文件夹 %s：%s", filepath.Dir(name), reason(err))
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usageError("%s 已经有了，没有改动", name)
	}
	if err == nil {
		_, err = file.WriteString(text)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return usageError("写不了 %s：%s", name, reason(err))
	}
	return nil
}

func (f *siteFlags) newReport(env Environment, name string) error {
	path := filepath.Join(f.source, "content", name, "_index.md")
	s, _ := content.Load(siteFiles(f.source), content.Options{Drafts: true})
	if err := create(path, reportText(name, "", f.now(), s)); err != nil {
		return err
	}
	printf(env.Stdout, typed("新建了 %s，是草稿，写好以后删掉 draft = true 就会公开\n接着新建任务：gongshi new %s \"任务名称\"\n"), path, name)
	return nil
}

func (f *siteFlags) newTask(env Environment, report, title string) error {
	s, _ := content.Load(siteFiles(f.source), content.Options{Drafts: true})
	number := 1
	index := "content/" + report + "/_index.md"
	if _, err := os.Stat(filepath.Join(f.source, filepath.FromSlash(index))); err != nil {
		return usageError("没有 %s；先新建报告：gongshi new %s", index, report)
	}
	for t := range tasks(s) {
		if t.Report.Source == index {
			number = max(number, t.Number+1)
		}
	}
	path := filepath.Join(f.source, "content", report, fmt.Sprintf("%02d.md", number))
	if err := create(path, fmt.Sprintf(taskTemplate, content.Quote(title), number)); err != nil {
		return err
	}
	printf(env.Stdout, "新建了 %s，第 %d 项，是草稿，写好以后删掉 draft = true 就会公开\n", path, number)
	return nil
}

func initialise(env Environment, folder string) error {
	if _, err := os.Stat(filepath.Join(folder, "content")); err == nil {
		return usageError("%s 里已经有 content，没有改动", folder)
	}
	now := time.Now().In(site.Beijing)
	year := strconv.Itoa(now.Year())
	published := func(text string) string { return strings.Replace(text, "draft = true\n", "", 1) }
	for _, file := range []struct{ name, text string }{
		{"site.toml", fmt.Sprintf(siteTemplate, year)},
		{year + "/_index.md", published(reportText(year, "", now, nil))},
		{year + "/01.md", published(fmt.Sprintf(taskTemplate, `"第一项任务"`, 1))},
	} {
		if err := create(filepath.Join(folder, "content", filepath.FromSlash(file.name)), file.text); err != nil {
			return err
		}
	}
	if err := setup(folder); err != nil {
		return err
	}
	option := ""
	if filepath.Clean(folder) != "." {
		option = " --source " + quoted(folder)
	}
	printf(env.Stdout, typed(`新建了网站，在 %s
  content/site.toml   网站的名称和网址，先改这里
  content/%s        一份示例报告，看过以后换成真的，不要就整个文件夹删掉
  public              生成的网站，运行 gongshi build%[3]s 以后才有
这些都是文字文件，用记事本打开。现在可以预览：gongshi serve%[3]s
`), inFull(folder), year, option)
	return nil
}
