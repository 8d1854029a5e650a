package generator_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/serve"
	"gongshi/generator/source"
)

// TestPreviewInBrowser edits a site while its page is open: the page shows the
// new text by itself; a fault is told over the last good page, and goes when it
// is mended; a page of the other script hears of it, too.
func TestPreviewInBrowser(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := threeYears()
	for n := 2; n < 9; n++ {
		files[fmt.Sprintf("content/2024/%02d.md", n)] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"第 %d 项\"\nnumber = %d\n+++\n\n## 目标\n\n完成。\n", n, n)}
	}
	must(t, os.CopyFS(dir, files))
	server := startPreview(t, dir)
	s := searching{t: t, server: server, visit: newVisit(t)}
	s.screen(t, 1440, "light", true)
	edit := func(task, from, to string) {
		t.Helper()
		name := filepath.Join(dir, "content/2024/"+task+".md")
		data, err := os.ReadFile(name)
		must(t, err)
		if !strings.Contains(string(data), from) {
			t.Fatalf("no %s in %s", from, data)
		}
		must(t, os.WriteFile(name, []byte(strings.Replace(string(data), from, to, 1)), 0o644))
	}
	s.screen(t, 360, "light", true)
	s.open("/2024/")
	row := `document.querySelector("#task-8-t1").getBoundingClientRect()`
	if !eval[bool](t, s.visit, row+`.top > innerHeight`) {
		t.Error("the row is on the screen before it is edited")
	}
	edit("08", "完成", "做完")
	s.until(`document.body?.textContent.includes("做完") && ` + row + `.top >= 0 && ` + row + `.bottom <= innerHeight`)
	s.screen(t, 1440, "light", true)
	for _, path := range []string{"/2024/1/", "/hant/2024/1/"} {
		s.open(path)
		s.do(appears(`main h1`))
		edit("01", "完成。", "完成了一半。")
		s.until(`document.body?.textContent.includes("完成了一半。")`)
		edit("01", "number = 1", "nummer = 1")
		s.until(`document.querySelector(".preview-faults")?.textContent.includes("没有叫 nummer 的键") && document.body.textContent.includes("完成了一半。")`)
		edit("01", "nummer = 1", "number = 1")
		s.until(`document.body && !document.querySelector(".preview-faults")`)
		edit("01", "完成了一半。", "完成。")
		s.until(`document.body?.textContent.includes("完成。")`)
		edit("01", "完成。", "完成，见[别处](/nowhere/)。") // only the whole site shows that it is dead
		s.until(`document.querySelector(".preview-faults")?.textContent.includes("/nowhere/") && !document.querySelector("main").textContent.includes("别处") && !document.querySelector("main").textContent.includes("別處")`)
		edit("01", "完成，见[别处](/nowhere/)。", "完成。")
		s.until(`document.body && !document.querySelector(".preview-faults")`)
		if said := s.said(); len(said) > 0 {
			t.Errorf("the console says %q", said)
		}
	}
}

// startPreview serves a site as the command does and returns its address.
func startPreview(t *testing.T, dir string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error)
	source := source.NewSnapshot(os.DirFS(dir))
	preview := generator.Preview{Failed: func(found []diag.Diagnostic) bool { return len(found) > 0 }}
	go func() {
		ended <- serve.Run(ctx, serve.Options{
			Listener: listener, Folders: []string{filepath.Join(dir, "content")},
			Site: func() serve.Site {
				if plan := preview.Site(); plan != nil {
					return plan
				}
				return nil
			},
			Build: func(change serve.Change, show serve.Show) func(context.Context) {
				for _, name := range change.Paths {
					rel, err := filepath.Rel(dir, name)
					must(t, err)
					source.Forget(filepath.ToSlash(rel))
				}
				plan := preview.Load(generator.Options{Source: source, Defaults: os.DirFS("..")}, change.Open)
				if preview.Site() != nil {
					show(faults(plan.Diagnostics()))
				}
				return func(ctx context.Context) {
					if result := preview.Make(ctx, plan); ctx.Err() == nil {
						show(faults(result.Diagnostics))
					}
				}
			},
		})
	}()
	t.Cleanup(func() { end(); <-ended })
	return "http://" + listener.Addr().String()
}

// faults is what a page of the preview shows.
func faults(found []diag.Diagnostic) (text string) {
	for _, d := range found {
		text += d.Message + "\n"
	}
	return text
}
