package generator_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/output"
	"gongshi/generator/serve"
)

// TestPreviewInBrowser edits a site while its page is open: the page shows the
// new text by itself; a fault is told over the last good page, and goes when it
// is mended; a page of the other script hears of it, too.
func TestPreviewInBrowser(t *testing.T) {
	dir := t.TempDir()
	files := threeYears()
	for n := 2; n < 9; n++ {
		files[fmt.Sprintf("content/2024/%02d.md", n)] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"第 %d 项\"\nnumber = %d\n+++\n\n## 目标\n\n完成。\n", n, n)}
	}
	must(t, os.CopyFS(dir, files))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error)
	source, memory := generator.NewSnapshot(os.DirFS(dir)), &generator.Memory{}
	var last atomic.Pointer[output.Set]
	go func() {
		ended <- serve.Run(ctx, serve.Options{
			Listener: listener, Folders: []string{filepath.Join(dir, "content")},
			Build: func(change serve.Change, show serve.Show) func(context.Context) {
				for _, name := range change.Paths {
					rel, err := filepath.Rel(dir, name)
					must(t, err)
					source.Forget(filepath.ToSlash(rel))
				}
				sketch := generator.Draw(generator.Options{Source: source, Defaults: os.DirFS("..")}, memory, last.Load(), change.Open)
				text := faults(sketch.Diagnostics())
				show(good(sketch, last.Load(), text), text)
				return func(ctx context.Context) {
					if result := sketch.Whole(ctx); ctx.Err() == nil {
						text := faults(result.Diagnostics)
						if text == "" {
							last.Store(result.Set)
						}
						show(good(result.Set, last.Load(), text), text)
					}
				}
			},
		})
	}()
	t.Cleanup(func() { end(); <-ended })

	s := searching{t: t, server: "http://" + listener.Addr().String(), visit: newVisit(t)}
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

// faults is what a page of the preview shows.
func faults(found []diag.Diagnostic) (text string) {
	for _, d := range found {
		text += d.Message + "\n"
	}
	return text
}

// good is a site without faults, or the last one that had none.
func good(s serve.Site, last *output.Set, faults string) serve.Site {
	switch {
	case faults == "":
		return s
	case last != nil:
		return last
	}
	return nil
}
