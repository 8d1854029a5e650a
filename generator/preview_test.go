package generator_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/source"
)

// TestPreviewNeverGoesBack changes a site faster than it can be made as a whole,
// then makes a slip: the preview keeps all the changes before the slip.
func TestPreviewNeverGoesBack(t *testing.T) {
	fsys := threeYears()
	source := source.NewSnapshot(fsys)
	opt := generator.Options{Source: source, Defaults: os.DirFS("..")}
	preview := generator.Preview{Failed: func(found []diag.Diagnostic) bool { n, _ := diag.Count(found); return n > 0 }}
	change := func(name, from, to string) *generator.Plan {
		t.Helper()
		text := string(fsys[name].Data)
		if !strings.Contains(text, from) {
			t.Fatalf("no %q in %s", from, text)
		}
		file := *fsys[name]
		file.Data = []byte(strings.Replace(text, from, to, 1))
		fsys[name] = &file
		source.Forget(name)
		return preview.Load(opt, nil)
	}
	shows := func(name string, texts ...string) {
		t.Helper()
		page, _ := preview.Site().Get(name)
		for _, text := range texts {
			if !strings.Contains(string(page), text) {
				t.Errorf("%s does not show %s:\n%s", name, text, page)
			}
		}
	}
	first := preview.Load(opt, nil)
	if preview.Site() != nil {
		t.Error("a site is shown that was not made as a whole")
	}
	preview.Make(t.Context(), first)

	fsys["content/2024/07.md"] = fsys["content/2024/01.md"]
	delete(fsys, "content/2024/01.md")
	source.Forget("content/2024/01.md")
	source.Forget("content/2024/07.md")
	preview.Load(opt, nil)
	change("content/2024/07.md", "完成。", "完成了一半。")
	change("content/site.toml", "title = ", "title = \"新的名字\"\n# ")
	change("content/2024/07.md", "number = ", "nummer = ")
	shows("2024/1/index.html", "完成了一半。", "新的名字")
	shows("hant/2024/1/index.html", "完成了一半。", "新的名字")

	change("content/2024/07.md", "nummer = ", "number = ")
	dead := change("content/2024/07.md", "完成了一半。", "见[别处](/nowhere/)。")
	shows("2024/1/index.html", "别处")
	preview.Make(t.Context(), dead) // only the whole site shows that the link is dead
	shows("2024/1/index.html", "完成了一半。", "新的名字")

	// Nor is a site shown whose dead link was not found in time.
	change("content/2024/07.md", "见[别处](/nowhere/)。", "见[别处](/nowhere/)，做了。")
	dead = change("content/2024/07.md", "做了。", "做完了。")
	preview.Make(t.Context(), dead)
	shows("2024/1/index.html", "完成了一半。", "新的名字")
}

// TestGetDuringMake asks for files of a site while the whole of it is made, as
// browsers do; the race detector watches.
func TestGetDuringMake(t *testing.T) {
	plan := generator.Load(generator.Options{Source: threeYears(), Defaults: os.DirFS(".."), Discard: true})
	var wait sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		wait.Go(func() {
			for {
				for _, name := range []string{"2024/1/index.html", "hant/2024/index.html", "search/index.html", "hant/2024/table.csv", "search/entry.json"} {
					plan.Get(name)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	if result := plan.Make(t.Context()); len(result.Diagnostics) > 0 {
		t.Errorf("%+v", result.Diagnostics)
	}
	close(done)
	wait.Wait()
	if data, ok := plan.Get("search/entry.json"); !ok || len(data) == 0 {
		t.Error("the index is not served")
	}
}
