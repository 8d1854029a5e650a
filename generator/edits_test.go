package generator_test

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/site"
	"gongshi/generator/source"
)

// edit is one thing an editor does to a site; it returns what it was.
type edit func(r *rand.Rand, fsys fstest.MapFS) string

// tasks are the task files of a site, in order.
func tasks(fsys fstest.MapFS) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(fsys)) {
		if strings.HasPrefix(name, "content/20") && !strings.HasSuffix(name, "_index.md") {
			list = append(list, name)
		}
	}
	return list
}

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// change replaces a text in a file, which gets a new value: a site is not
// changed under a build.
func change(fsys fstest.MapFS, name, from, to string) {
	fsys[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys[name].Data), from, to, 1))}
}

// changed yields the files that differ.
func changed(before, now fstest.MapFS) iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range maps.Keys(before) {
			if now[name] != before[name] && !yield(name) {
				return
			}
		}
		for name := range maps.Keys(now) {
			if before[name] == nil && !yield(name) {
				return
			}
		}
	}
}

// firstDifference shows where two pages part.
func firstDifference(got, want []byte) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	return fmt.Sprintf("…%.80s…\nwant\n…%.80s…", got[max(0, i-20):], want[max(0, i-20):])
}

var edits = []edit{
	func(r *rand.Rand, fsys fstest.MapFS) string { // a text
		name := pick(r, tasks(fsys))
		change(fsys, name, "完成。", fmt.Sprintf("完成%d项。", r.IntN(100)))
		return "edit " + name
	},
	func(r *rand.Rand, fsys fstest.MapFS) string { // a new task
		year, number := 2022+r.IntN(3), 3+r.IntN(20)
		name := fmt.Sprintf("content/%d/%02d.md", year, number)
		fsys[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"新的任务\"\nnumber = %d\n+++\n\n## 目标\n\n完成。\n", number)}
		return "add " + name
	},
	func(r *rand.Rand, fsys fstest.MapFS) string { // a task goes, maybe one that others link to
		name := pick(r, tasks(fsys))
		delete(fsys, name)
		return "delete " + name
	},
	func(r *rand.Rand, fsys fstest.MapFS) string {
		name := pick(r, tasks(fsys))
		to := strings.TrimSuffix(name, ".md") + "-甲.md"
		fsys[to] = fsys[name]
		delete(fsys, name)
		return "rename " + name
	},
	func(r *rand.Rand, fsys fstest.MapFS) string { // a fault
		name := pick(r, tasks(fsys))
		change(fsys, name, "title", "titel")
		return "break " + name
	},
	func(r *rand.Rand, fsys fstest.MapFS) string { // all faults mended
		for _, name := range tasks(fsys) {
			change(fsys, name, "titel", "title")
		}
		return "mend"
	},
	func(r *rand.Rand, fsys fstest.MapFS) string {
		change(fsys, "content/site.toml", "清源区", pick(r, []string{"东城区", "清源区"}))
		return "site.toml"
	},
	func(r *rand.Rand, fsys fstest.MapFS) string {
		text := pick(r, []string{"页脚一", "页脚二{{.Wrong}}", "页脚三"})
		fsys["layouts/partials/footer-links.html"] = &fstest.MapFile{Data: []byte("<li>" + text + "</li>")}
		return "layout " + text
	},
	func(r *rand.Rand, fsys fstest.MapFS) string {
		delete(fsys, "layouts/partials/footer-links.html")
		return "own layout gone"
	},
}

// TestEditsAsCleanBuild edits a site at random, 20 times a few edits in a row
// (200 in `make test-all`, 5 with the race detector), and after each draws it as
// the preview does, with what is kept from before: the pages of the sketch, the
// whole set and the diagnostics are those of a clean build each time. Every
// eighth site is in both scripts.
func TestEditsAsCleanBuild(t *testing.T) {
	t.Parallel()
	sequences := 20
	switch {
	case complete():
		sequences = 200
	case testing.Short():
		sequences = 5
	}
	for seed := range sequences {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			editAtRandom(t, seed)
		})
	}
}

// editAtRandom compares the preview with a clean build after each of a few edits.
func editAtRandom(t *testing.T, seed int) {
	defaults := os.DirFS("..")
	r := rand.New(rand.NewPCG(uint64(seed), 7))
	fsys := threeYears()
	if seed%8 > 0 {
		fsys["content/site.toml"] = &fstest.MapFile{Data: append(slices.Clone(fsys["content/site.toml"].Data), "variants = [\"Hans\"]\n"...)}
	}
	source, preview := source.NewSnapshot(fsys), generator.Preview{Failed: func([]diag.Diagnostic) bool { return false }}
	opt := generator.Options{Source: source, Defaults: defaults}
	preview.Make(t.Context(), preview.Load(opt, nil))
	var did []string
	for range 1 + r.IntN(3) {
		if len(tasks(fsys)) < 2 {
			break
		}
		before := maps.Clone(fsys)
		did = append(did, edits[r.IntN(len(edits))](r, fsys))
		for name := range changed(before, fsys) {
			source.Forget(name)
		}
		plan := preview.Load(opt, []string{"2024/index.html"})
		early := map[string][]byte{}
		for _, f := range plan.Files() {
			if f.Page != "" && !strings.HasSuffix(f.Page, site.SearchPath) { // which tells of the index
				early[f.Path], _ = plan.Get(f.Path)
			}
		}
		kept := preview.Make(t.Context(), plan)
		clean := generator.Build(generator.Options{Source: fsys, Defaults: defaults})
		if got, want := fmt.Sprint(kept.Diagnostics), fmt.Sprint(clean.Diagnostics); got != want {
			t.Fatalf("%q: diagnostics\n%s\nwant\n%s", did, got, want)
		}
		if faults, _ := diag.Count(clean.Diagnostics); faults > 0 {
			continue
		}
		if len(plan.Files()) != clean.Set.Len() {
			t.Fatalf("%q: %d files, want %d", did, len(plan.Files()), clean.Set.Len())
		}
		for name, want := range clean.Set.All() {
			if got, ok := plan.Get(name); !bytes.Equal(got, want) {
				t.Fatalf("%q: another %s, there %v:\n%s", did, name, ok, firstDifference(got, want))
			}
			if got, ok := early[name]; ok && !bytes.Equal(got, want) {
				t.Fatalf("%q: %s was another before the whole site was made:\n%s", did, name, firstDifference(got, want))
			}
		}
	}
}
