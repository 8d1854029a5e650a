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
	"gongshi/generator/diag"
	"gongshi/generator/serve"
	"gongshi/generator/site"
	"gongshi/generator/source"
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
	first, count := port, 1
	if port == nextFree {
		first, count = defaultPort, ports
	}
	for port := first; port < first+count; port++ {
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return listener, nil
		}
		if count == 1 || reason(err) != portBusy {
			return nil, usageError("不能使用端口 %d：%s；用 --port 换一个", port, reason(err))
		}
	}
	return nil, usageError("端口 %d 到 %d 都有程序在用；用 --port 换一个", first, first+count-1)
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
	var poll time.Duration
	cmd := &cobra.Command{
		Use: "serve", Short: "在本机预览，保存文件后自动更新",
		Long: `在本机预览网站，只有这台电脑能打开。保存文件后自动重新生成，打开的页面自己更新；
有错误时，页面保持上一次正确的样子，下面列出错误。按 Ctrl+C 结束。`,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.serve(cmd.Context(), env, port, open, poll) },
	}
	f.add(cmd)
	cmd.Flags().VarP(&value[int]{to: &port, word: "端口", read: whole(0, 65535, "要是 0 到 65535 的整数")}, "port", "p", "端口（默认 1313，有程序在用就顺着找下一个；0 表示任选一个）")
	cmd.Flags().BoolVar(&open, "open", false, "同时打开浏览器")
	cmd.Flags().Var(&value[time.Duration]{to: &poll, word: "秒", read: seconds}, "poll", "每隔几秒看一遍文件夹（文件在网络盘上时用，例如 --poll 2）")
	return cmd
}

// seconds reads the time between two looks at the folders.
func seconds(text string) (time.Duration, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0.1 || n > 3600 {
		return 0, usageError("要是 0.1 到 3600 的秒数")
	}
	return time.Duration(n * float64(time.Second)), nil
}

func (f *siteFlags) serve(ctx context.Context, env Environment, port int, open bool, poll time.Duration) error {
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
	base, _ := site.ParseBase(opt.BaseURL) // it is one, or its flag would be refused
	home := host + base.URL("/")
	if !f.quiet {
		printf(env.Stdout, "在浏览器里打开 %s ，按 Ctrl+C 结束\n", home)
	}
	if open {
		openBrowser(home)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C ends the program at once
	p := &previewing{flags: f, env: env, opt: opt, source: source.NewSnapshot(opt.Source)}
	p.opt.Source, p.Failed = p.source, f.failed
	err = serve.Run(ctx, serve.Options{
		Listener: listener, Prefix: base.Folder(), Folders: watched(f.source), Poll: poll, Site: p.good, Build: p.build, Guard: p.guarded,
		Pages: map[string]func() []byte{reviewPath: func() []byte { return reviewPage(opt.Source, p.site.Load()) }},
	})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// watched are the folders whose files make the site.
func watched(source string) []string {
	var list []string
	for _, name := range []string{"content", "layouts", "static"} {
		list = append(list, filepath.Join(source, name))
	}
	return list
}

// previewing is a preview under way: what one build leaves to the next.
type previewing struct {
	flags  *siteFlags
	env    Environment
	opt    generator.Options
	source *source.Snapshot
	site   atomic.Pointer[site.Site] // of the last whole site without faults
	generator.Preview
}

// build reads the site after a change, so that open pages show it at once, and
// leaves the whole of it to be made. The terminal says how that went.
//
// A fault of the program itself is shown like one of the content; the preview
// goes on with the last good site.
func (p *previewing) build(change serve.Change, show serve.Show) func(context.Context) {
	var rest func(context.Context)
	if text := p.guarded(func() { rest = p.load(change, show) }); text != "" {
		show(text)
		return nil
	}
	return func(ctx context.Context) {
		if text := p.guarded(func() { rest(ctx) }); text != "" {
			show(text)
		}
	}
}

func (p *previewing) guarded(do func()) string { return p.env.guarded([]string{"serve"}, do) }

func (p *previewing) load(change serve.Change, show serve.Show) func(context.Context) {
	start := time.Now()
	if change.All {
		p.source.Forget(".")
	}
	for _, name := range change.Paths {
		if rel, err := filepath.Rel(p.flags.source, name); err == nil {
			p.source.Forget(filepath.ToSlash(rel))
		}
	}
	p.opt.Clock = p.flags.now()
	plan := p.Load(p.opt, change.Open)
	if p.Site() != nil { // the first site is shown when it is whole
		show(p.faults(plan.Diagnostics()))
	}
	return func(ctx context.Context) {
		result := p.Make(ctx, plan)
		if ctx.Err() != nil {
			return
		}
		faults := p.faults(result.Diagnostics)
		if faults == "" {
			p.site.Store(result.Site)
		}
		show(faults)
		_ = printDiagnostics(p.env.Stderr, result.Diagnostics, diag.FormatText) // the pages go on without a terminal
		switch {
		case faults != "":
			fmt.Fprintln(p.env.Stderr, p.flags.failure(result.Diagnostics)+"页面保持上一次正确的样子")
		case !p.flags.quiet:
			printf(p.env.Stdout, "已更新：%d 个页面，%.2f 秒%s\n", result.Pages, time.Since(start).Seconds(), notesOf(result.Site))
		}
	}
}

// good is the site that pages show; nil if there was none yet.
func (p *previewing) good() serve.Site {
	if plan := p.Site(); plan != nil {
		return plan
	}
	return nil
}

// faults is what pages show of diagnostics; nothing if the site is good.
func (p *previewing) faults(found []diag.Diagnostic) string {
	if !p.flags.failed(found) {
		return ""
	}
	var text strings.Builder
	_ = printDiagnostics(&text, found, diag.FormatText)
	return text.String()
}
