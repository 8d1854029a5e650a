// Package render turns a site into HTML pages: it fills the view structs of
// view.go, which are the contract with whoever writes layouts, and executes
// the layouts with them. It knows nothing of Markdown, files or the network,
// and writes nothing: each Job gives the bytes of one page.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"path"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Job is a page that waits to be rendered.
type Job struct {
	// Path is the page's site path, Source the file it is made from.
	Path, Source string
	// Stub is true for the page left at an earlier address; editions have none.
	Stub bool
	view func() *Page
}

// Renderer renders the pages of one site. Render may be called by several
// goroutines at once.
type Renderer struct {
	site    *site.Site
	layouts *Layouts
	sizes   map[string]int
	shared  *Site
	headers map[mark]*Header
}

// Files is what the pages say of files beside them.
type Files struct {
	// Bundles leads from the name of a bundled file ("css/site.css") to its site path.
	Bundles map[string]string
	// Inline leads from the name of a script or style sheet ("js/first.inline.js")
	// to its code.
	Inline map[string]string
	// Sizes leads from the site path of a file with a report's table to its
	// length in bytes.
	Sizes map[string]int
}

// New makes the renderer of a site, or of its texts for another script, with
// the same layouts.
func New(l *Layouts, s *site.Site, files Files) *Renderer {
	asset := func(name string) (template.URL, error) {
		path, ok := files.Bundles[name]
		if !ok {
			return "", fmt.Errorf("static 里没有 %s", name)
		}
		return template.URL(s.Base.URL(path)), nil
	}
	inline := func(name string) (template.HTML, error) {
		code, ok := files.Inline[name]
		if !ok {
			return "", fmt.Errorf("static 里没有 %s", name)
		}
		if path.Ext(name) == ".css" {
			return template.HTML("<style>" + code + "</style>"), nil
		}
		return template.HTML("<script>" + code + "</script>"), nil
	}
	if l.functions.asset == nil {
		l.functions = functions{asset, inline}
	}
	r := &Renderer{site: s, layouts: l, sizes: files.Sizes}
	r.shared = r.sharedView()
	r.headers = r.sharedHeaders()
	return r
}

// Render writes the HTML of one page into an empty buffer.
func (r *Renderer) Render(b *bytes.Buffer, job Job) *diag.Diagnostic {
	if fault := r.layouts.execute(b, job.view()); fault != nil {
		return fault
	}
	if len(bytes.TrimSpace(b.Bytes())) == 0 {
		d := diag.File(diag.Error, "layout", baseLayout, "模板没有输出任何内容").WithHint("文件可能是空的；删掉它就用内置的模板")
		return &d
	}
	return nil
}

// Jobs lists every page of the site, each path once.
func (r *Renderer) Jobs() []Job {
	jobs := []Job{
		{site.HomePath, "content/site.toml", false, r.home},
		{site.SitemapPath, "content/site.toml", false, r.sitemap},
		{site.SearchPath, "content/site.toml", false, r.search},
		{site.HelpPath, "content/site.toml", false, r.help},
		{site.NotFoundPath, "content/site.toml", false, r.notFound},
	}
	for _, report := range r.site.Reports {
		jobs = append(jobs, Job{report.Path, report.Source, false, func() *Page { return r.report(report) }})
		for i, task := range report.Tasks {
			jobs = append(jobs, Job{task.Path, task.Source, false, func() *Page { return r.task(report, i) }})
		}
	}
	for _, page := range r.site.Pages {
		jobs = append(jobs, Job{page.Path, page.Source, false, func() *Page { return r.page(page) }})
	}
	for _, moved := range r.site.Moved() {
		jobs = append(jobs, Job{moved.From, moved.To.Source, true, func() *Page { return r.stub(moved) }})
	}
	return jobs
}
