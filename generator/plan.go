package generator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/assets"
	"gongshi/generator/check"
	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/export"
	"gongshi/generator/output"
	"gongshi/generator/pack"
	"gongshi/generator/site"
)

// File is one file of the site.
type File struct {
	Path   string // in an output.Set: "2021/4/index.html"
	Source string // the file it is made from
	// Page is the site path of a page; empty for any other file.
	Page string
	// Variant is the script of the file; that of files which are in none is the first.
	Variant site.Variant
	// Make may be called by several goroutines at once.
	Make func() ([]byte, *diag.Diagnostic)
}

// listing is the files of a site. It does not change.
type listing struct {
	files  []File
	byPath map[string]int
	// index is that of an earlier site until this one's is made; nil if there is none.
	index *index
}

// Files are the files of the site in order, each path once. Two sources for one
// path are a fault; the first has it.
func (p *Plan) Files() []File { return p.listing.Load().files }

// Get makes a file of the site by its path in a set.
func (p *Plan) Get(path string) ([]byte, bool) {
	l := p.listing.Load()
	i, ok := l.byPath[path]
	if !ok {
		return nil, false
	}
	data, fault := l.files[i].Make()
	if fault != nil {
		p.report(*fault)
	}
	return data, fault == nil
}

// list lists the files with those of an index, and settles conflicts of addresses.
// Tables come before the pages, which say how large they are.
func (p *Plan) list(x *index) {
	l := &listing{byPath: map[string]int{}, index: x}
	defer p.listing.Store(l)
	if p.site == nil {
		return
	}
	names := output.NewNames()
	add := func(f File) {
		if p.claim(names, f) {
			l.byPath[f.Path] = len(l.files)
			l.files = append(l.files, f)
		}
	}
	first := p.variants[0]
	for _, v := range p.variants {
		for _, f := range v.exports {
			add(f)
		}
		for i, job := range first.jobs {
			if v == first || !job.Stub {
				path := v.Path(job.Path)
				add(File{Path: site.OutputFile(path), Source: job.Source, Page: path, Variant: v.Variant, Make: func() ([]byte, *diag.Diagnostic) { return v.page(i) }})
			}
		}
	}
	for _, f := range slices.Concat(export.Admin(p.site, content.Schema), export.Shared(p.site, assets.BundlePath, p.static.Inline)) {
		add(File{Path: f.Path[1:], Source: "程序", Variant: first.Variant, Make: func() ([]byte, *diag.Diagnostic) { return f.Make(p.site), nil }})
	}
	var ready []site.File
	for _, f := range p.static.Files {
		if p.site.Record != nil || f.Path != p.static.URLs["js/record.js"] && f.Path != p.static.URLs["css/record.css"] { // else nothing uses them
			ready = append(ready, site.File(f))
		}
	}
	ready = append(ready, p.site.Files...)
	if x != nil {
		ready = append(ready, x.files...)
	}
	for _, f := range ready {
		add(File{Path: f.Path[1:], Source: f.Source, Variant: first.Variant, Make: func() ([]byte, *diag.Diagnostic) { return f.Data, nil }})
	}
	for _, f := range p.versionFiles() {
		add(f)
	}
}

// claim takes the path of a file; two sources for one path are a fault.
func (p *Plan) claim(names *output.Names, f File) bool {
	if site.TooLong(f.Path) != "" {
		if !p.reported(f.Source) {
			p.report(diag.File(diag.Error, "address-length", f.Source, "网址太长，磁盘放不下："+f.Path).WithHint("请改短 slug、文件名或文件夹的名字"))
		}
		return false
	}
	err := names.Take(f.Path, f.Source)
	var conflict *output.ConflictError
	switch {
	case err == nil:
		return true
	case errors.As(err, &conflict):
		if !p.reported(f.Source) && !p.reported(conflict.First) {
			p.report(diag.File(diag.Error, "duplicate-url", conflict.Second, fmt.Sprintf("网址 /%s 已经用于 %s", conflict.Path, conflict.First)).
				WithHint("改一个文件名、slug 或 aliases，让每个文件的网址都不同"))
		}
	default:
		p.report(diag.File(diag.Error, "file-name", f.Source, fmt.Sprintf("不能用这个名字发布：%s", f.Path)).
			WithHint("文件名里不要用 \\ 等特殊符号"))
	}
	return false
}

// reported reports whether a file's address is already known to be taken or too long.
func (p *Plan) reported(source string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.found, func(d diag.Diagnostic) bool {
		return d.Pos.File == source && (d.Rule == "duplicate-url" || d.Rule == "duplicate-number" || d.Rule == "address-length")
	})
}

// makeFiles makes every file and puts it into the set.
func (p *Plan) makeFiles(ctx context.Context) {
	files := p.Files()
	p.scanned = make([]check.Page, len(files))
	pages := 0
	for _, f := range files {
		if f.Page != "" {
			pages++
		}
	}
	p.pool.each(len(files), func(i int) {
		f := files[i]
		if ctx.Err() != nil || !p.diskOK() {
			return
		}
		data, fault := f.Make()
		if fault != nil {
			p.report(*fault)
			return
		}
		if f.Page != "" && f.Variant == site.Variants[0] {
			p.scanned[i] = check.Scan(f.Page, f.Source, data)
		}
		if p.Set != nil {
			if err := p.Set.Add(f.Path, data, f.Source); err != nil {
				panic(err) // the names are those of the list
			}
			p.enter(f.Path, data)
			if p.Precompress {
				p.precompress(f, data)
			}
		}
		if f.Page != "" {
			p.pages.Add(1)
			if p.Progress != nil {
				p.Progress(pages)
			}
		}
	})
}

// precompress adds the compressed forms of a file, unless a file of these names exists.
func (p *Plan) precompress(f File, data []byte) {
	for ending, packed := range pack.Files(f.Path, data) {
		if _, taken := p.listing.Load().byPath[f.Path+ending]; !taken {
			if err := p.Set.Add(f.Path+ending, packed, f.Source); err != nil {
				panic(err) // the name is one of the list with an ending
			}
			p.enter(f.Path+ending, packed)
		}
	}
}

// checkLinks checks that every link of the site leads somewhere. A fault in a
// layout or a style sheet leaves files out, which would make links look dead.
func (p *Plan) checkLinks(context.Context) {
	if p.layouts == nil || p.broke("layout", "layout-missing", "static") {
		return
	}
	p.scanned = slices.DeleteFunc(p.scanned, func(page check.Page) bool { return page.Path == "" })
	l := p.listing.Load()
	has := func(file string) bool { // faults of the content leave the index out, too
		_, ok := l.byPath[file]
		return ok || l.index == nil && strings.HasPrefix(file, site.SearchPath[1:])
	}
	p.report(check.Links(p.site, has, p.scanned, p.Source, p.files)...)
	p.dropRepetitions()
}

// pending is a file whose length may be needed before the file is written: it is
// made once, kept until it is written, and then only its length is known.
type pending struct {
	write func() []byte
	mu    sync.Mutex
	data  []byte
	size  int // 0 as long as it is not known
}

func (f *pending) length() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.size == 0 {
		f.data = f.write()
		f.size = len(f.data)
	}
	return f.size
}

func (f *pending) bytes() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	data := f.data
	if f.data = nil; data == nil {
		data = f.write()
		f.size = len(data)
	}
	return data
}
