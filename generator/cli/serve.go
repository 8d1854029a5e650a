package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
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

// nextFree stands for the first free port from defaultPort on; ports is how
// many are tried.
const (
	nextFree = -1
	ports    = 20
)

// listen takes a port of the loopback.
func listen(port int) (net.Listener, error) {
	at := func(port int) (net.Listener, error) {
		return net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	}
	if port != nextFree {
		listener, err := at(port)
		if err != nil {
			return nil, usageError("不能使用端口 %d：%s；用 --port 换一个", port, reason(err))
		}
		return listener, nil
	}
	for i := range ports {
		listener, err := at(defaultPort + i)
		if err == nil {
			return listener, nil
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			return nil, usageError("不能使用端口 %d：%s；用 --port 换一个", defaultPort+i, reason(err))
		}
	}
	return nil, usageError("端口 %d 到 %d 都有程序在用；用 --port 换一个", defaultPort, defaultPort+ports-1)
}

// openBrowser asks the system to show an address. Where there is no desktop,
// nothing happens: the address stands in the terminal.
func openBrowser(address string) {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", address)
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		cmd = exec.Command("xdg-open", address)
	}
	_ = cmd.Start()
}

func serveCommand(env Environment) *cobra.Command {
	var f siteFlags
	port := nextFree
	var open bool
	cmd := &cobra.Command{
		Use: "serve", Short: "在本机预览，保存文件后自动更新",
		Long: `在本机预览网站，只有这台电脑能打开。保存文件后自动重新生成，打开的页面自己更新；
有错误时，页面保持上一次正确的样子，下面列出错误。按 Ctrl+C 结束。`,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.serve(cmd.Context(), env, port, open) },
	}
	f.add(cmd)
	cmd.Flags().VarP(&value[int]{to: &port, word: "端口", read: whole(0, 65535, "要是 0 到 65535 的整数")}, "port", "p", "端口（默认 1313，有程序在用就顺着找下一个；0 表示任选一个）")
	cmd.Flags().BoolVar(&open, "open", false, "同时打开浏览器")
	return cmd
}

func (f *siteFlags) serve(ctx context.Context, env Environment, port int, open bool) error {
	opt, err := f.options(env)
	if err != nil {
		return err
	}
	listener, err := listen(port)
	if err != nil {
		return err
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
	if open {
		openBrowser(host + site.Escape(prefix) + "/")
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
