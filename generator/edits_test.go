package generator_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/content"
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
		change(fsys, "content/site.toml", "某某区", pick(r, []string{"东城区", "某某区"}))
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

// TestEditsAsCleanBuild edits a site at random, 200 times a few edits in a row,
// building after each with what is kept from the build before, as the preview
// does: the set and the diagnostics are those of a clean build each time.
func TestEditsAsCleanBuild(t *testing.T) {
	defaults := os.DirFS("..")
	cache := &content.Cache{}
	sequences := 200
	if testing.Short() {
		sequences = 10
	}
	for seed := range sequences {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		fsys := threeYears()
		fsys["content/site.toml"] = &fstest.MapFile{Data: append(slices.Clone(fsys["content/site.toml"].Data), "variants = [\"Hans\"]\n"...)}
		var did []string
		for range 1 + r.IntN(4) {
			if len(tasks(fsys)) < 2 {
				break
			}
			did = append(did, edits[r.IntN(len(edits))](r, fsys))
			kept := generator.Build(generator.Options{Source: fsys, Defaults: defaults, Cache: cache})
			clean := generator.Build(generator.Options{Source: fsys, Defaults: defaults})
			if got, want := fmt.Sprint(kept.Diagnostics), fmt.Sprint(clean.Diagnostics); got != want {
				t.Fatalf("%q: diagnostics\n%s\nwant\n%s", did, got, want)
			}
			if got, want := maps.Collect(kept.Set.All()), maps.Collect(clean.Set.All()); !maps.EqualFunc(got, want, slices.Equal) {
				t.Fatalf("%q: another set", did)
			}
		}
	}
}
