package generator

import (
	"context"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"gongshi/generator/assets"
	"gongshi/generator/attachment"
	"gongshi/generator/check"
	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/output"
	"gongshi/generator/pdf"
	"gongshi/generator/record"
	"gongshi/generator/render"
	"gongshi/generator/review"
	"gongshi/generator/search"
	"gongshi/generator/site"
	"gongshi/generator/source"
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
	// answer, and why, in Chinese. It is called once, and only for a Review.
	Unreachable func(addresses []string) map[string]string
	// PDF reads PDF documents that are published; nil means a new reader.
	PDF *pdf.Reader
	// Set is where the files go, each as soon as it is made; nil means a new set
	// in memory.
	Set *output.Set
	// Precompress adds FILE.br and FILE.gz to each large text file.
	Precompress bool
	// Discard makes every file for its faults and keeps none.
	Discard bool
	// History, if not nil, tells the commits of each file; see content.Options.
	History func() (map[string][]site.Commit, error)
	// Record, if not nil, tells where the public log lies and what signs it. Only a site
	// whose site.toml has [record] keeps one, and only in a build that has this.
	Record *record.Options
	// Cache, if not nil, keeps what was read and converted for the next site.
	Cache *Cache
	// Progress, if not nil, is told after each page how many of all are done.
	// It is called from several goroutines.
	Progress func(all int)
}

// Result of a Build.
type Result struct {
	// Set is the whole site. It is incomplete where Diagnostics hold an error, or
	// the set has a Fault; then faults that only the whole shows are not sought.
	// It is nil if files are discarded.
	Set *output.Set
	// Site is the model; nil if site.toml could not be read.
	Site *site.Site
	// Pages is the number of HTML pages in all scripts.
	Pages int
	// Record is what the public log got; nil if none is kept.
	Record *record.Publication
	// Diagnostics are all faults and warnings, sorted.
	Diagnostics []diag.Diagnostic
}

// Build makes the output set of a site. It reads, and writes nothing but what
// the set writes. All faults that can be found are in the result, whatever
// step they belong to.
func Build(opt Options) Result {
	if opt.Set == nil && !opt.Discard {
		opt.Set = output.NewSet()
	}
	return Load(opt).Make(context.Background())
}

// Load reads a site: its content, layouts and static files. No file of the
// site is made yet.
func Load(opt Options) *Plan {
	p := &Plan{Options: opt, pool: pool{opt.Jobs}, files: source.Layers(opt.Source, opt.Defaults)}
	if p.Jobs <= 0 {
		p.pool.size = runtime.GOMAXPROCS(0)
	}
	if p.PDF == nil {
		p.PDF = &pdf.Reader{}
	}
	if p.Cache == nil {
		p.Cache = &Cache{}
	}
	p.pool.each(3, func(i int) {
		var found []diag.Diagnostic
		switch i {
		case 0:
			p.site, found = p.loadContent()
		case 1:
			p.static, found = assets.Bundle(p.files)
		case 2:
			p.layouts, found = render.Load(p.files)
		}
		p.report(found...)
	})
	if p.site != nil {
		p.openRecord()
		p.variants = p.newVariants()
	}
	p.list(p.Cache.index.Load())
	return p
}

// Make makes the whole site: its words and variants, the index, then every file.
// It gives up when ctx is done; the result is then of no use.
func (p *Plan) Make(ctx context.Context) Result {
	if p.site != nil {
		for _, step := range []func(context.Context){p.localize, p.makeIndex, p.checkSearch, p.reviewConversion, p.forgetWords, p.makeFiles, p.checkLinks, p.proofread, p.closeRecord} {
			if ctx.Err() == nil && p.diskOK() {
				step(ctx)
			}
		}
	}
	if x := p.listing.Load().index; x != nil && ctx.Err() == nil {
		p.Cache.index.Store(x)
	}
	p.scanned = nil
	return Result{Set: p.Set, Site: p.site, Pages: int(p.pages.Load()), Record: p.record.Publication, Diagnostics: p.Diagnostics()}
}

// diskOK reports whether the disk has taken all files so far.
func (p *Plan) diskOK() bool { return p.Set == nil || p.Set.Fault() == nil }

// Plan is a site as a list of files, each with a function that makes it. It may
// be used by several goroutines at once, but Make only by one.
type Plan struct {
	Options
	pool   pool
	files  fs.FS // layouts and static files
	site   *site.Site
	static assets.Result
	// layouts is nil if one has a fault.
	layouts *render.Layouts
	// words are those of all text that is converted or searched.
	words *words.Words
	// cutting are words with the phrases of the converters; nil with one script.
	cutting *words.Words
	// variants are the site in every script, the first one first.
	variants []*variant
	// listing is replaced when the index is made.
	listing atomic.Pointer[listing]
	// corpus is what the index is made of; nil if there is none.
	corpus *search.Corpus
	// scanned are the pages of the first script, by their place among the files.
	scanned []check.Page
	pages   atomic.Int64 // made
	record  recording

	mu    sync.Mutex
	found []diag.Diagnostic
}

// reviewConversion reports conversions that may be wrong, once for all scripts.
func (p *Plan) reviewConversion(context.Context) {
	if v := p.site.Variants; p.Review && len(v) > 1 {
		p.report(review.Conversion(p.Source, p.site, v[1], newConverter(p.site, v[1], p.cutting))...)
	}
}

// forgetWords frees what the files are made without.
func (p *Plan) forgetWords(context.Context) { p.words, p.cutting, p.corpus = nil, nil, nil }

// proofread reports what a proofreader doubts.
func (p *Plan) proofread(context.Context) {
	if p.Review {
		p.report(review.Proofread(p.Source, p.site, check.Others(p.site, p.scanned, p.Source, p.Unreachable))...)
	}
}

func (p *Plan) loadContent() (*site.Site, []diag.Diagnostic) {
	return content.Load(p.Source, content.Options{
		Drafts: p.Drafts, BaseURL: p.BaseURL, Clock: p.Clock, Cache: &p.Cache.content, History: p.History, Review: p.Review, Parallel: p.pool.each,
		Attachment: func(name string, data []byte) content.Attached { return attachment.Read(name, data, p.PDF) },
	})
}
