// Package render turns a site into HTML pages: it fills the view structs of view.go,
// which are the contract with authors of layouts, and executes the layouts with them.
// It does not parse Markdown, read content or write files.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"path"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Job describes a page to render.
type Job struct {
	// Path is the page's site path, Source the file it is made from.
	Path, Source string
	// Stub marks the redirect page at an earlier address of a document. Only the first
	// variant has these.
	Stub bool
	view func() *Page
}

// Renderer renders the pages of one site. Render is safe for concurrent use.
type Renderer struct {
	site    *site.Site
	layouts *Layouts
	files   Files
	shared  *Site
	headers map[currentEntry]*Header
}

// Files describes the files that pages refer to.
type Files struct {
	// Bundles maps the name of a bundled file ("css/site.css") to its site path.
	Bundles map[string]string
	// Inline maps the name of a script or style sheet ("js/first.inline.js") to its
	// code.
	Inline map[string]string
	// Policy is the content security policy, for hosts that send no headers.
	Policy string
	// Size returns the size in bytes of a report's table as a file, by its site path;
	// 0 if there is no such file.
	Size func(path string) int
}

// New returns the renderer of a site. The layouts must be in the site's variant; they
// must not be passed to New again.
func New(l *Layouts, s *site.Site, files Files) *Renderer {
	l.asset = func(name string) (template.URL, error) {
		path, ok := files.Bundles[name]
		if !ok {
			return "", fmt.Errorf("static 里没有 %s", name)
		}
		return template.URL(s.Base.URL(path)), nil
	}
	l.inline = func(name string) (template.HTML, error) {
		code, ok := files.Inline[name]
		if !ok {
			return "", fmt.Errorf("static 里没有 %s", name)
		}
		if path.Ext(name) == ".css" {
			return template.HTML("<style>" + code + "</style>"), nil
		}
		return template.HTML("<script>" + code + "</script>"), nil
	}
	r := &Renderer{site: s, layouts: l, files: files}
	r.shared = r.sharedView()
	r.headers = r.sharedHeaders()
	return r
}

// Render writes the HTML of one page to b, which must be empty.
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

// Jobs lists all pages of the site, each path once.
func (r *Renderer) Jobs() []Job {
	jobs := []Job{
		{r.site.Path(site.HomePath), "content/site.toml", false, r.home},
		{r.site.Path(site.SitemapPath), "content/site.toml", false, r.sitemap},
		{r.site.Path(site.SearchPath), "content/site.toml", false, r.search},
		{r.site.Path(site.HelpPath), "content/site.toml", false, r.help},
		{r.site.Path(site.OfflinePath), "content/site.toml", false, r.offline},
		{r.site.Path(site.NotFoundPath), "content/site.toml", false, r.notFound},
	}
	if r.site.Record != nil {
		jobs = append(jobs, Job{r.site.Path(site.RecordPath), "content/site.toml", false, r.record})
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
