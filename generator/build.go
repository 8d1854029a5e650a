package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"time"

	"gongshi/generator/assets"
	"gongshi/generator/check"
	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/export"
	"gongshi/generator/output"
	"gongshi/generator/pdf"
	"gongshi/generator/privacy"
	"gongshi/generator/render"
	"gongshi/generator/search"
	"gongshi/generator/site"
	"gongshi/generator/words"
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
	// Unreachable, if not nil, says of addresses on other sites which do not
	// answer, and why, in Chinese. It is asked once, and only for a Review.
	Unreachable func(addresses []string) map[string]string
	// PDF reads PDF documents that are published; nil means one that begins anew.
	PDF *pdf.Reader
	// Set is where the files go, each as soon as it is made; nil means a new set
	// in memory.
	Set *output.Set
	// History, if not nil, tells the commits of each file; see content.Options.
	History func() (map[string][]site.Commit, error)
	// Cache, if not nil, keeps parsed files from one Build to the next.
	Cache *content.Cache
	// Progress, if not nil, is told after each page how many of all are done.
	// It is called from several goroutines.
	Progress func(all int)
}

// Result of a Build.
type Result struct {
	// Set is the whole site. It is incomplete where Diagnostics hold an error, or
	// the set has a Fault; then faults that only the whole shows are not sought.
	Set *output.Set
	// Site is the model; nil if site.toml could not be read.
	Site *site.Site
	// Pages is the number of HTML pages in all scripts.
	Pages int
	// Diagnostics are all faults and warnings, sorted.
	Diagnostics []diag.Diagnostic
}

// Build makes the output set of a site. It reads, and writes nothing but what
// the set writes. All faults that can be found are in the result, whatever
// stage they belong to.
func Build(opt Options) Result {
	b := newBuilder(opt)
	b.load(b.prepare)
	b.make()
	return b.result()
}

// make makes the site of what has been loaded and prepared.
func (b *builder) make() {
	if b.site == nil {
		return
	}
	for _, stage := range []func(){b.makePages, b.addFiles, b.complete, b.review} {
		if b.stopped() || b.Set.Fault() != nil {
			return
		}
		stage()
	}
}

// stopped says whether nobody waits for the result any more.
func (b *builder) stopped() bool {
	select {
	case <-b.stop: // never, if it is nil
		return true
	default:
		return false
	}
}

// complete makes what comes after the pages; its three parts do not ask for
// each other.
func (b *builder) complete() {
	rest := func() {
		b.furtherTables()
		b.links()
	}
	b.beside(b.search, func() {
		b.beside(b.Set.Flush, rest) // the disk works while the index is made
	})
}

func (b *builder) beside(one, other func()) {
	b.pool.each(2, func(i int) { []func(){one, other}[i]() })
}

// builder is the state of one Build: what its stages hand to each other.
type builder struct {
	Options
	pool   pool
	files  fs.FS // layouts and static files
	site   *site.Site
	static assets.Result
	// layouts is nil if one has a fault.
	layouts *render.Layouts
	// sizes are the lengths of the tables' files by site path, in bytes.
	sizes map[string]int
	pages []page
	// references are those of the pages of the first script.
	references *check.References
	// scripts are those the site is made in, the first one included.
	scripts []script
	// words are those of all text that is converted or searched.
	words *words.Words
	// cutting are words with the phrases of the converters.
	cutting func() *words.Words
	// corpus is what the index is made of; nil if nothing will be published.
	corpus *search.Corpus
	// searchPages are the search pages by site path, until the index is made.
	searchPages map[string][]byte
	// stop is closed when nobody waits for the result any more; nil means never.
	stop  <-chan struct{}
	mu    sync.Mutex
	found []diag.Diagnostic
}

func newBuilder(opt Options) *builder {
	b := &builder{
		Options: opt, pool: pool{opt.Jobs}, files: overlay{opt.Source, opt.Defaults}, sizes: map[string]int{}, searchPages: map[string][]byte{},
		references: check.NewReferences(0),
	}
	if opt.Jobs <= 0 {
		b.pool.size = runtime.GOMAXPROCS(0)
	}
	if opt.Set == nil {
		b.Set = output.NewSet()
	}
	if opt.PDF == nil {
		b.PDF = &pdf.Reader{}
	}
	return b
}

// report may be called by several goroutines at once.
func (b *builder) report(found ...diag.Diagnostic) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.found = append(b.found, found...)
}

// faulty says whether there is an error among the faults so far.
func (b *builder) faulty() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	faults, _ := diag.Count(b.found)
	return faults > 0
}

// load reads the content, bundles the static files and parses the layouts.
// then is what begins as soon as there is content.
func (b *builder) load(then func()) {
	var static, layouts []diag.Diagnostic
	b.pool.each(3, func(i int) {
		switch i {
		case 0:
			var content []diag.Diagnostic
			b.site, content = b.loadContent()
			b.report(content...)
			then()
		case 1:
			b.static, static = assets.Bundle(b.files)
		case 2:
			b.layouts, layouts = render.Load(b.files)
		}
	})
	b.report(static...)
	b.report(layouts...)
}

func (b *builder) loadContent() (*site.Site, []diag.Diagnostic) {
	return content.Load(b.Source, content.Options{
		Drafts: b.Drafts, BaseURL: b.BaseURL, Clock: b.Clock, Cache: b.Cache, History: b.History, Review: b.Review, Parallel: b.pool.each,
		Attachment: func(name string, data []byte) content.Attached { return readAttachment(name, data, b.PDF) },
	})
}

// prepare makes the tables, of which the pages say how large they are, and
// finds the words of the texts.
func (b *builder) prepare() {
	if b.site != nil {
		b.beside(b.firstTables, b.readWords)
	}
}

// addExports adds the files that programs read.
func (b *builder) addExports() {
	b.addAdmin()
	for _, f := range export.Files(b.site, assets.BundlePath, b.static.Inline, b.exports()) {
		b.add(f.Path[1:], f.Data, "程序")
	}
}

// addFiles adds what is published as it is.
func (b *builder) addFiles() {
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
	if b.layouts != nil && b.Set.Fault() == nil && !b.broke("layout", "layout-missing", "static") {
		b.report(check.Links(b.site, b.Set, b.checked(), b.references, b.files)...)
		b.dropRepetitions()
	}
}

// broke says whether one of some rules has been broken so far.
func (b *builder) broke(rules ...string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.found, func(d diag.Diagnostic) bool { return slices.Contains(rules, d.Rule) })
}

// dropRepetitions drops what only follows from a fault that has been reported
// at its place: anchors that stand twice on a page because a number or id was
// used twice, and links of pages to one whose address it could not have.
func (b *builder) dropRepetitions() {
	address, anchor := b.broke("duplicate-url", "address-length"), b.broke("duplicate-number", "target-id")
	b.mu.Lock()
	defer b.mu.Unlock()
	if address {
		b.found = slices.DeleteFunc(b.found, func(d diag.Diagnostic) bool { return d.Rule == "dead-link" && d.Pos.Line == 0 })
	}
	if anchor {
		b.found = slices.DeleteFunc(b.found, func(d diag.Diagnostic) bool { return d.Rule == "duplicate-id" })
	}
}

// add puts a file into the set.
func (b *builder) add(path string, data []byte, source string) {
	if b.reserve(path, source) {
		b.Set.Fill(path, data)
	}
}

// reserve takes a path of the set; two sources for one file are a fault.
func (b *builder) reserve(path, source string) bool {
	if site.TooLong(path) != "" {
		if !b.reported(source) {
			b.report(diag.File(diag.Error, "address-length", source, "网址太长，磁盘放不下："+path).WithHint("请改短 slug、文件名或文件夹的名字"))
		}
		return false
	}
	err := b.Set.Reserve(path, source)
	var conflict *output.ConflictError
	switch {
	case err == nil:
		return true
	case errors.As(err, &conflict):
		if !b.reported(source) && !b.reported(conflict.First) {
			b.report(diag.File(diag.Error, "duplicate-url", conflict.Second, fmt.Sprintf("网址 /%s 已经用于 %s", conflict.Path, conflict.First)).
				WithHint("改一个文件名、slug 或 aliases，让每个文件的网址都不同"))
		}
	default:
		b.report(diag.File(diag.Error, "file-name", source, fmt.Sprintf("不能用这个名字发布：%s", path)).
			WithHint("文件名里不要用 \\ 等特殊符号"))
	}
	return false
}

// reported says whether a file's address is already known to be taken or too long.
func (b *builder) reported(source string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.found, func(d diag.Diagnostic) bool {
		return d.Pos.File == source && (d.Rule == "duplicate-url" || d.Rule == "duplicate-number" || d.Rule == "address-length")
	})
}

// result sorts the diagnostics and drops repetitions: a fault of a layout
// shows on every page that uses it.
func (b *builder) result() Result {
	for i := range b.found { // a line may hold a person's number beside the fault
		b.found[i].Line, _ = privacy.Mask(b.found[i].Line, nil)
		b.found[i].Fix, _ = privacy.Mask(b.found[i].Fix, nil)
	}
	diag.Sort(b.found)
	found := slices.CompactFunc(b.found, func(x, y diag.Diagnostic) bool {
		return x.Pos == y.Pos && x.Rule == y.Rule && x.Message == y.Message
	})
	return Result{Set: b.Set, Site: b.site, Pages: b.count(), Diagnostics: found}
}
