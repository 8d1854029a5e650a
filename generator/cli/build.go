package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/output"
)

// buildFlags are the flags of the command build.
type buildFlags struct {
	siteFlags
	destination string
	force       bool
	precompress bool
	record      recordFlags
}

func buildCommand(env Environment) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use: "build", Short: "生成网站，放进 public 文件夹",
		Long: `生成整个网站。内容有错误时不会改动已经生成的网站；没有错误时，新网站一次换上。`,
		RunE: func(*cobra.Command, []string) error { return f.run(env) },
	}
	f.add(cmd)
	cmd.Flags().VarP(&value[string]{to: &f.destination, word: "文件夹", read: folder}, "destination", "d", "放网站的文件夹（默认是网站文件夹里的 public）")
	cmd.Flags().BoolVar(&f.force, "force", false, "目标文件夹不是本程序生成的，也替换掉")
	cmd.Flags().BoolVar(&f.precompress, "precompress", false, "在大的文字文件旁边放压缩好的 .br 和 .gz，供 nginx、Caddy 使用")
	_ = cmd.MarkFlagDirname("destination")
	f.record.add(cmd)
	return cmd
}

func (f *buildFlags) run(env Environment) error {
	start := time.Now()
	opt, err := f.options(env)
	if err != nil {
		return err
	}
	destination := f.destination
	if destination == "" {
		destination = filepath.Join(f.source, "public")
	}
	publish := output.Options{Force: f.force, Protect: protected(f.source), Parallel: generator.Parallel(f.jobs)}
	if err := checkDestination(destination, f.source); err != nil {
		return err
	}
	if opt.Record, err = f.record.options(&f.siteFlags, destination); err != nil {
		return err
	}
	stage, err := output.Open(destination, publish)
	if err != nil {
		return err
	}
	defer stage.Discard()
	bar := newProgress(env.Stderr, f.quiet, start)
	opt.Set, opt.Progress, opt.Precompress = stage.Set(), bar.step, f.precompress
	result := generator.Build(opt)
	bar.finish()
	if err := printDiagnostics(env.Stderr, result.Diagnostics, diag.FormatText); err != nil {
		return err
	}
	if err := stage.Set().Fault(); err != nil {
		return err
	}
	if f.failed(result.Diagnostics) {
		fmt.Fprintln(env.Stderr, f.failure(result.Diagnostics)+"网站没有改动")
		return errContent
	}
	if result.Record != nil {
		if err := result.Record.StillLatest(); err != nil {
			return usageError("%s", err)
		}
	}
	if err := stage.Publish(); err != nil {
		return err
	}
	if !f.quiet {
		printf(env.Stdout, "%s\n", success(result, time.Since(start), destination))
	}
	if result.Record == nil {
		return nil
	}
	if err := keepRecord(f.source, result.Record, stage.Set()); err != nil {
		return usageError("网站已经换上，但 record 文件夹没有更新：%s；请再运行一次", reason(err))
	}
	if !f.quiet {
		fmt.Fprintln(env.Stdout, recordNote(result.Record))
	}
	return nil
}

// sources are the folders of a site that are written by hand.
var sources = []string{"content", "layouts", "static", "generator", ".git"}

// protected are the folders that publishing must never replace.
func protected(source string) []string {
	list := []string{source}
	for _, name := range sources {
		list = append(list, filepath.Join(source, name))
	}
	return list
}

// checkDestination refuses a folder inside the sources: the next build would
// read the published site as content.
func checkDestination(destination, source string) error {
	for _, name := range sources {
		folder := filepath.Join(source, name)
		if _, err := os.Stat(folder); err != nil {
			continue // there is none
		}
		inside, err := output.Contains(folder, destination)
		if err != nil {
			return err
		}
		if inside {
			return usageError("不能把网站放到 %s，它在 %s 文件夹里面；请换一个文件夹", destination, name)
		}
	}
	return nil
}
