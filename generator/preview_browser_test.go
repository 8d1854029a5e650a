package generator_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongshi/generator"
	"gongshi/generator/output"
	"gongshi/generator/serve"
)

// TestPreviewInBrowser edits a site while its page is open: the page shows the
// new text by itself; a fault is told over the last good page, and goes when it
// is mended; a page of the other script hears of it, too.
func TestPreviewInBrowser(t *testing.T) {
	dir := t.TempDir()
	must(t, os.CopyFS(dir, threeYears()))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, end := context.WithCancel(context.Background())
	faults := ""
	ended := make(chan error)
	go func() {
		ended <- serve.Run(ctx, serve.Options{
			Listener: listener, Folders: []string{filepath.Join(dir, "content")}, Faults: func() string { return faults },
			Build: func(show func(*output.Set)) {
				result := generator.Build(generator.Options{Source: os.DirFS(dir), Defaults: os.DirFS("..")})
				faults = ""
				for _, d := range result.Diagnostics {
					faults += d.Message + "\n"
				}
				if faults == "" {
					show(result.Set)
				}
			},
		})
	}()
	t.Cleanup(func() { end(); <-ended })

	s := searching{t: t, server: "http://" + listener.Addr().String(), visit: newVisit(t)}
	s.screen(t, 1440, "light", true)
	edit := func(from, to string) {
		t.Helper()
		name := filepath.Join(dir, "content/2024/01.md")
		data, err := os.ReadFile(name)
		must(t, err)
		if !strings.Contains(string(data), from) {
			t.Fatalf("no %s in %s", from, data)
		}
		must(t, os.WriteFile(name, []byte(strings.Replace(string(data), from, to, 1)), 0o644))
	}
	for _, path := range []string{"/2024/1/", "/hant/2024/1/"} {
		s.open(path)
		s.do(chromedp.WaitVisible(`main h1`))
		edit("完成。", "完成了一半。")
		s.until(`document.body?.textContent.includes("完成了一半。")`)
		edit("number = 1", "nummer = 1")
		s.until(`document.querySelector(".preview-faults")?.textContent.includes("没有叫 nummer 的键") && document.body.textContent.includes("完成了一半。")`)
		edit("nummer = 1", "number = 1")
		s.until(`document.body && !document.querySelector(".preview-faults")`)
		edit("完成了一半。", "完成。")
		s.until(`document.body?.textContent.includes("完成。")`)
		if said := s.said(); len(said) > 0 {
			t.Errorf("the console says %q", said)
		}
	}
}
