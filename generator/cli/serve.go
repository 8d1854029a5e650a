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
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator"
	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/output"
	"gongshi/generator/serve"
)

func serveCommand(env Environment) *cobra.Command {
	var f siteFlags
	var port int
	cmd := &cobra.Command{
		Use: "serve", Short: "在本机预览，保存文件后自动更新", Args: cobra.NoArgs,
		Long: `在本机预览网站，只有这台电脑能打开。保存文件后自动重新生成；有错误时列出错误，页面保持上一次正确的样子。按 Ctrl+C 结束。`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opt, err := f.options(env)
			if err != nil {
				return err
			}
			listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
			if err != nil {
				return usageError("不能使用端口 %d：%s；用 --port 换一个", port, reason(err))
			}
			address := fmt.Sprintf("http://localhost:%d/", listener.Addr().(*net.TCPAddr).Port)
			if opt.BaseURL == "" {
				opt.BaseURL = address
			}
			opt.Cache = &content.Cache{}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			if !f.quiet {
				fmt.Fprintf(env.Stdout, "在浏览器里打开 %s ，按 Ctrl+C 结束\n", address)
			}
			err = serve.Run(ctx, serve.Options{
				Listener: listener,
				Folders:  watched(f.source),
				Build:    func() (*output.Set, bool) { return rebuild(env, f, opt) },
			})
			if errors.Is(err, context.Canceled) {
				return nil
			}
			return err
		},
	}
	f.add(cmd)
	cmd.Flags().IntVarP(&port, "port", "p", 1313, "端口；0 表示任选一个")
	return cmd
}

// watched are the folders whose files make the site.
func watched(source string) []string {
	var list []string
	for _, name := range []string{"content", "layouts", "static"} {
		list = append(list, filepath.Join(source, name))
	}
	return list
}

// rebuild makes the set anew and says in the terminal how it went.
func rebuild(env Environment, f siteFlags, opt generator.Options) (*output.Set, bool) {
	start := time.Now()
	if f.clock == "" {
		opt.Clock = start
	}
	result := generator.Build(opt)
	printDiagnostics(env.Stderr, result.Diagnostics, diag.FormatText)
	if f.failed(result.Diagnostics) {
		fmt.Fprintln(env.Stderr, failure(result.Diagnostics)+"页面保持上一次正确的样子")
		return nil, false
	}
	if !f.quiet {
		fmt.Fprintf(env.Stdout, "已更新：%d 个页面，%.2f 秒\n", result.Pages, time.Since(start).Seconds())
	}
	return result.Set, true
}
