package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/output"
	"gongshi/generator/serve"
	"gongshi/generator/site"
)

// defaultPort is where the preview is found without any flag.
const defaultPort = 1313

func serveCommand(env Environment) *cobra.Command {
	var f siteFlags
	port := defaultPort
	cmd := &cobra.Command{
		Use: "serve", Short: "在本机预览，保存文件后自动更新",
		Long: `在本机预览网站，只有这台电脑能打开。保存文件后自动重新生成；有错误时列出错误，页面保持上一次正确的样子。按 Ctrl+C 结束。`,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.serve(cmd.Context(), env, port) },
	}
	f.add(cmd)
	cmd.Flags().VarP(&value[int]{to: &port, word: "端口", read: whole(0, 65535, "要是 0 到 65535 的整数")}, "port", "p", "端口（默认 1313；0 表示任选一个）")
	return cmd
}

func (f *siteFlags) serve(ctx context.Context, env Environment, port int) error {
	opt, err := f.options(env)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return usageError("不能使用端口 %d：%s；用 --port 换一个", port, reason(err))
	}
	host := fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
	if opt.BaseURL == "" {
		opt.BaseURL = host + "/"
	}
	prefix := folderOf(opt.BaseURL)
	opt.Cache = &content.Cache{}
	if !f.quiet {
		fmt.Fprintf(env.Stdout, "在浏览器里打开 %s ，按 Ctrl+C 结束\n", host+site.Escape(prefix)+"/")
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C ends the program at once
	var current atomic.Pointer[site.Site]
	var faults atomic.Value // what the terminal shows of the last build's faults
	faults.Store("")
	err = serve.Run(ctx, serve.Options{
		Listener: listener, Prefix: prefix, Folders: watched(f.source),
		Pages:  map[string]func() []byte{reviewPath: func() []byte { return reviewPage(opt, current.Load()) }},
		Build:  func(show func(*output.Set)) { faults.Store(f.rebuild(env, opt, show, current.Store)) },
		Faults: func() string { return faults.Load().(string) },
	})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// folderOf is the folder that a site's links begin with, unescaped.
func folderOf(baseURL string) string {
	base, err := site.ParseBase(baseURL)
	if err != nil {
		return ""
	}
	return base.Folder()
}

// watched are the folders whose files make the site.
func watched(source string) []string {
	var list []string
	for _, name := range []string{"content", "layouts", "static"} {
		list = append(list, filepath.Join(source, name))
	}
	return list
}

// rebuild makes the site anew, shows it and says in the terminal how it went.
// It returns what stands there of faults; nothing if the site is shown.
func (f *siteFlags) rebuild(env Environment, opt generator.Options, show func(*output.Set), keep func(*site.Site)) (faults string) {
	start := time.Now()
	opt.Clock = f.now()
	result := generator.Build(opt)
	failed := f.failed(result.Diagnostics)
	if !failed {
		show(result.Set)
		keep(result.Site)
	}
	_ = printDiagnostics(env.Stderr, result.Diagnostics, diag.FormatText) // the pages go on without a terminal
	switch {
	case failed:
		fmt.Fprintln(env.Stderr, f.failure(result.Diagnostics)+"页面保持上一次正确的样子")
		var text strings.Builder
		_ = printDiagnostics(&text, result.Diagnostics, diag.FormatText)
		return text.String()
	case !f.quiet:
		fmt.Fprintf(env.Stdout, "已更新：%d 个页面，%.2f 秒\n", result.Pages, time.Since(start).Seconds())
	}
	return ""
}
