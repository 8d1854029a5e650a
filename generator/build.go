package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"time"

	"gongshi/generator/assets"
	"gongshi/generator/check"
	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/export"
	"gongshi/generator/output"
	"gongshi/generator/render"
	"gongshi/generator/site"
)

// Options of a Build.
type Options struct {
	// Source is the site's folder: content, and layouts and static if it has its own.
	Source fs.FS
	// Defaults holds the layouts and static files that are used where Source has none.
	Defaults fs.FS
	// BaseURL, if not empty, replaces base_url of site.toml.
	BaseURL string
	// Drafts publishes drafts, too.
	Drafts bool
	// Clock is the time of the build; only warnings about dates depend on it.
	Clock time.Time
	// Jobs is the number of goroutines; 0 means one for each processor.
	Jobs int
	// Review also looks for doubts that only an editor can settle, which takes
	// a second reading of the content.
	Review bool
	// Cache, if not nil, keeps parsed files from one Build to the next.
	Cache *content.Cache
	// Progress, if not nil, is told after each page how many of all are done.
	// It is called from several goroutines.
	Progress func(all int)
}

// Result of a Build.
type Result struct {
	// Set is the whole site. It is incomplete where Diagnostics hold an error.
	Set *output.Set
	// Site is the model; nil if site.toml could not be read.
	Site *site.Site
	// Pages is the number of HTML pages in all scripts.
	Pages int
	// Diagnostics are all faults and warnings, sorted.
	Diagnostics []diag.Diagnostic
}

// Build makes the output set of a site. It reads, and writes nothing. All
// faults that can be found are in the result, whatever stage they belong to.
func Build(opt Options) Result {
	b := &builder{Options: opt, pool: pool{opt.Jobs}, files: overlay{opt.Source, opt.Defaults}, set: output.NewSet()}
	if opt.Jobs <= 0 {
		b.pool.size = runtime.GOMAXPROCS(0)
	}
	b.load()
	if b.site != nil {
		b.render()
		b.addFiles()
		b.links()
		b.review()
	}
	return b.result()
}

// builder is the state of one Build: what its stages hand to each other.
type builder struct {
	Options
	pool   pool
	files  fs.FS // layouts and static files
	site   *site.Site
	static assets.Result
	pages  []check.Page
	count  int // pages in all scripts
	set    *output.Set
	// exports are the editions whose feeds are to be made.
	exports []export.Edition
	found   []diag.Diagnostic
}

func (b *builder) report(found ...diag.Diagnostic) { b.found = append(b.found, found...) }

// load reads the content and bundles the static files.
func (b *builder) load() {
	var content, static []diag.Diagnostic
	b.pool.each(2, func(i int) {
		if i == 0 {
			b.static, static = assets.Bundle(b.files)
		} else {
			b.site, content = b.loadContent()
		}
	})
	b.report(static...)
	b.report(content...)
}

func (b *builder) loadContent() (*site.Site, []diag.Diagnostic) {
	return content.Load(b.Source, content.Options{
		Drafts: b.Drafts, BaseURL: b.BaseURL, Clock: b.Clock, Cache: b.Cache, Parallel: b.pool.each,
	})
}

// render makes the pages of the first script and, out of them, the others.
func (b *builder) render() {
	renderer, found := render.New(b.files, b.site, b.static.URLs)
	b.report(found...)
	if renderer == nil {
		return
	}
	pages := b.renderPages(renderer)
	b.count = len(pages)
	for _, p := range pages {
		b.pages = append(b.pages, check.Page{Path: p.path, Source: p.source, References: p.references})
		b.add(site.OutputFile(p.path), p.html, p.source)
	}
	b.editions(slices.DeleteFunc(pages, func(p finished) bool { return p.stub }))
}

// finished is a rendered page of the first script.
type finished struct {
	path, source string
	html         []byte
	references   check.References
	// stub is true for the page at an earlier address, which has no editions.
	stub bool
}

// renderPages renders every page and scans it for links. A page that a layout
// cannot render is reported and left out.
func (b *builder) renderPages(renderer *render.Renderer) []finished {
	jobs := renderer.Jobs()
	pages := make([]finished, len(jobs))
	faults := make([]*diag.Diagnostic, len(jobs))
	b.pool.each(len(jobs), func(i int) {
		p := finished{path: jobs[i].Path, source: jobs[i].Source, stub: jobs[i].Stub}
		p.html, faults[i] = renderer.Render(jobs[i])
		p.references = check.Scan(p.html)
		pages[i] = p
		if b.Progress != nil {
			b.Progress(len(jobs))
		}
	})
	for _, fault := range faults {
		if fault != nil {
			b.report(*fault)
		}
	}
	return slices.DeleteFunc(pages, func(p finished) bool { return p.html == nil })
}

// addFiles adds what is not a page.
func (b *builder) addFiles() {
	for _, f := range export.Files(b.site, assets.BundlePath, b.exports) {
		b.add(f.Path[1:], f.Data, "程序")
	}
	for _, f := range b.static.Files {
		b.add(f.Path[1:], f.Data, f.Source)
	}
	for _, f := range b.site.Files {
		b.add(f.Path[1:], f.Data, f.Source)
	}
}

// links checks that every link of the site leads somewhere. A fault in a
// layout or a style sheet leaves files out, which would make links look dead.
func (b *builder) links() {
	partial := []string{"layout", "layout-missing", "static"}
	if !slices.ContainsFunc(b.found, func(d diag.Diagnostic) bool { return slices.Contains(partial, d.Rule) }) {
		b.report(check.Links(b.site, b.set, b.pages, b.files)...)
		b.dropRepetitions()
	}
}

// dropRepetitions drops anchors that stand twice on a page because a number or
// id was used twice, which has been reported at its place.
func (b *builder) dropRepetitions() {
	if slices.ContainsFunc(b.found, func(d diag.Diagnostic) bool { return d.Rule == "duplicate-number" || d.Rule == "target-id" }) {
		b.found = slices.DeleteFunc(b.found, func(d diag.Diagnostic) bool { return d.Rule == "duplicate-id" })
	}
}

// add puts a file into the set; two sources for one file are a fault.
func (b *builder) add(path string, data []byte, source string) {
	err := b.set.Add(path, data, source)
	var conflict *output.ConflictError
	switch {
	case err == nil:
	case errors.As(err, &conflict):
		if b.reported(source) {
			return
		}
		b.report(diag.File(diag.Error, "duplicate-url", conflict.Second, fmt.Sprintf("网址 /%s 已经用于 %s", conflict.Path, conflict.First)).
			WithHint("改一个文件名、slug 或 aliases，让每个文件的网址都不同"))
	default:
		b.report(diag.File(diag.Error, "file-name", source, fmt.Sprintf("不能用这个名字发布：%s", path)).
			WithHint("文件名里不要用 \\ 等特殊符号"))
	}
}

// reported says whether a file's address is already known to be taken.
func (b *builder) reported(source string) bool {
	return slices.ContainsFunc(b.found, func(d diag.Diagnostic) bool {
		return d.Pos.File == source && (d.Rule == "duplicate-url" || d.Rule == "duplicate-number")
	})
}

// result sorts the diagnostics and drops repetitions: a fault of a layout
// shows on every page that uses it.
func (b *builder) result() Result {
	diag.Sort(b.found)
	found := slices.CompactFunc(b.found, func(x, y diag.Diagnostic) bool {
		return x.Pos == y.Pos && x.Rule == y.Rule && x.Message == y.Message
	})
	return Result{Set: b.set, Site: b.site, Pages: b.count, Diagnostics: found}
}
