package content

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// assembler puts parsed files together into one site.
type assembler struct {
	config *config
	drafts bool
	clock  time.Time
	claims map[string]claim
	found  []diag.Diagnostic
	// files are the parsed files by source path.
	files map[string]*file
	// bySource leads from a source file to its document, for links by file name.
	bySource map[string]*site.Document
	// hidden are source files that are drafts, or that could not be read: a
	// link to one is a fault of its own kind, or none.
	hidden map[string]hidden
	// symlinks are the files that are symbolic links, and where they lead.
	symlinks map[string]string
	// unread are folders whose files have faults: their addresses are not
	// known, so links to them cannot be judged.
	unread []string
	links  []site.Link
	// tasks and targets are room for those still to be made.
	tasks   []site.Task
	targets []site.Target
}

type hidden uint8

const (
	draftFile hidden = iota + 1
	faultyFile
)

// claim is who uses an address, and where it says so; where may be nil.
type claim struct {
	source string
	where  func() diag.Diagnostic
}

// site makes the whole model of the parsed files.
func (a *assembler) site(files []*file) *site.Site {
	a.bySource, a.hidden = make(map[string]*site.Document, len(files)), map[string]hidden{}
	s := &site.Site{Config: a.config.site}
	for _, reserved := range append([]string{site.HomePath, site.SitemapPath, site.SearchPath, site.HelpPath, site.NotFoundPath}, machineFiles...) {
		a.claims[strings.ToLower(reserved)] = claim{source: "程序"}
	}
	if a.config.site.Admin != nil {
		a.claims[site.AdminPath] = claim{source: "程序"}
	}
	files = a.published(files)
	a.files = make(map[string]*file, len(files))
	for _, f := range files {
		a.files[f.path] = f
	}
	s.Reports = a.reports(files)
	a.years(s.Reports)
	s.Pages = a.pages(files)
	a.aliases(files)
	a.prose(s)
	a.overrides(files)
	if a.config.usable {
		s.Links = append(a.links, a.config.links...)
	}
	return s
}

// machineFiles are addresses of files that the program makes.
var machineFiles = []string{"/" + site.FeedName, "/sitemap.xml", "/robots.txt", "/_headers", "/_redirects", "/_nginx.conf", site.DataPath, "/" + site.WorkerName}

// published drops files that could not be read, drafts, and all that lies
// below a report that is a draft.
func (a *assembler) published(files []*file) []*file {
	var list []*file
	for _, f := range files {
		if f.usable && f.keys().Draft && !a.drafts {
			a.hidden[f.path] = draftFile
		}
	}
	for _, f := range files {
		switch {
		case !f.usable:
			a.hidden[f.path] = faultyFile
			a.unread = append(a.unread, a.address(f))
		case a.hidden[f.path] == draftFile || a.belowDraft(f.path):
			a.hidden[f.path] = draftFile
		default:
			list = append(list, f)
		}
	}
	return list
}

// address is the site path of a file, as far as its place tells.
func (a *assembler) address(f *file) string {
	dir := strings.TrimPrefix(path.Dir(f.path), Root) + "/"
	name := strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))
	slug := ""
	if f.usable && slugForm(strings.TrimSpace(string(f.keys().Slug))) {
		slug = strings.TrimSpace(string(f.keys().Slug))
	}
	switch {
	case f.kind == taskKind:
		return site.TaskPath(dir, f.task.Number, slug)
	case f.kind == reportKind && slug == "":
		return dir
	case f.kind == reportKind:
		return path.Join(dir, "..", slug) + "/"
	case slug != "":
		return dir + slug + "/"
	case name == "index":
		return dir
	}
	return dir + name + "/"
}

// document converts the keys that all kinds share and claims the address.
func (a *assembler) document(f *file, address string) site.Document {
	k := f.keys()
	if slug := strings.TrimSpace(string(k.Slug)); slug != "" && !slugForm(slug) {
		a.found = append(a.found, f.at(diag.Error, "slug-form", "slug", "slug 里不能有空格、点和 / ? # % \\ 等符号").
			WithHint("slug 是网址的最后一段，例如 huanjing 或 环境保护"))
	}
	a.claim(address, f.path, func() diag.Diagnostic { return f.at(diag.Error, "", claimKey(f), "") })
	if !a.clock.IsZero() && k.Date.After(a.clock) {
		a.found = append(a.found, f.at(diag.Warning, "date-future", "date", "日期在今天之后").
			WithHint("检查年份和月份；还不到发布的时候，可以先写 draft = true"))
	}
	return site.Document{
		Path: address, Source: f.path, Title: strings.TrimSpace(k.Title), Description: k.Description,
		Date: k.Date.Time, Aliases: k.Aliases, Draft: k.Draft, Tags: k.Tags, Extra: k.Extra,
	}
}

// shortened is the beginning of a long text.
func shortened(text string) string {
	const most = 12
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// claimKey is the key an editor would change to change the address.
func claimKey(f *file) string {
	if f.kind == taskKind && f.keys().Slug == "" {
		return "number"
	}
	return "slug"
}

func slugForm(slug string) bool {
	return !strings.ContainsAny(slug, " \t\u3000./\\?#%<>:\"|*")
}

// claim takes an address for a source; a second taker is a fault that names
// both, and so is an address that no disk takes.
func (a *assembler) claim(address, source string, where func() diag.Diagnostic) bool {
	if long := site.TooLong(address); long != "" {
		d := where()
		d.Severity, d.Rule = diag.Error, "address-length"
		d.Message = fmt.Sprintf("网址太长，磁盘放不下：“%s”有 %d 字节", shortened(long), len(long))
		a.found = append(a.found, d.WithHint("一段最多 255 字节（约 85 个汉字），整个网址最多 960 字节；请改短 slug、文件名或文件夹的名字"))
		return false
	}
	key := strings.ToLower(address)
	first, taken := a.claims[key]
	if !taken {
		a.claims[key] = claim{source, where}
		return true
	}
	d := where()
	d.Severity, d.Rule = diag.Error, "duplicate-url"
	d.Message = fmt.Sprintf("网址 %s 已经用于 %s", address, first.source)
	d.Hint = "每个页面的网址都要不同；改一个 slug、文件名或 aliases"
	if first.where != nil {
		d = d.WithNote(first.where().Pos, "先用了这个网址")
	}
	a.found = append(a.found, d)
	return false
}

// sorted iterates over a map by key.
func sorted[V any](m map[string]V) func(func(string, V) bool) {
	return func(yield func(string, V) bool) {
		keys := make([]string, 0, len(m))
		for k := range m {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

// given says whether a key stands in the file, with or without a fault.
func (f *file) given(key string) bool {
	_, ok := f.where[key]
	return ok
}

// pages makes the ordinary pages, sorted by address.
func (a *assembler) pages(files []*file) []*site.Page {
	var list []*site.Page
	for _, f := range files {
		if f.kind == pageKind {
			p := &site.Page{Document: a.document(f, a.address(f)), Unlisted: f.page.Unlisted}
			a.bySource[f.path] = &p.Document
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(x, y *site.Page) int { return cmp.Compare(x.Path, y.Path) })
	return list
}

// aliases claims earlier addresses. It runs after all pages have theirs, so
// that a page always wins over an alias.
func (a *assembler) aliases(files []*file) {
	for _, f := range files {
		doc := a.bySource[f.path]
		if doc == nil {
			continue
		}
		doc.Aliases = nil
		for i, alias := range f.keys().Aliases {
			key := fmt.Sprintf("aliases.%d", i)
			if !f.given(key) { // aliases = "/one/", not a list
				key = "aliases"
			}
			where := func() diag.Diagnostic {
				return f.at(diag.Error, "alias-form", key, "以前的网址要以 / 开头，只写域名后面的部分，不带 ? 和 #")
			}
			if !aliasForm(alias) {
				a.found = append(a.found, where().WithHint("例如 /n3952/content.html"))
				continue
			}
			if site.OutputFile(alias) != alias[1:] {
				alias = strings.TrimSuffix(alias, "/") + "/"
			}
			if a.claim(alias, f.path, where) {
				doc.Aliases = append(doc.Aliases, alias)
			}
		}
	}
}

func aliasForm(alias string) bool {
	clean := path.Clean("/" + alias)
	return strings.HasPrefix(alias, "/") && clean != "/" && !strings.ContainsAny(alias, "?#\\ \t") &&
		strings.TrimSuffix(alias, "/") == clean
}

// prose puts the rendered text into the model, with every link leading where
// it should, and lists the links for the check.
func (a *assembler) prose(s *site.Site) {
	for _, r := range s.Reports {
		r.Intro = a.fragment(a.files[r.Source], &r.Document, a.files[r.Source].doc.Intro)
		for _, t := range r.Tasks {
			f := a.files[t.Source]
			t.Intro = a.fragment(f, &t.Document, f.doc.Intro)
			for i, section := range f.doc.Sections {
				t.Targets[i].Title = a.fragment(f, &t.Document, section.Title)
				t.Targets[i].Result = a.fragment(f, &t.Document, section.Body)
			}
		}
	}
	for _, p := range s.Pages {
		p.Body = a.fragment(a.files[p.Source], &p.Document, a.files[p.Source].doc.Intro)
	}
}

func (a *assembler) fragment(f *file, doc *site.Document, m markdown.Fragment) site.Prose {
	if len(m.Links) == 0 {
		return f.plain[m.Source]
	}
	resolved := map[markdown.Link]string{}
	return f.prose(m, m.Resolve(func(l markdown.Link) string {
		resolved[l] = a.resolve(f, doc, l)
		return resolved[l]
	}), func(l markdown.Link) string { return resolved[l] })
}

// prose is a fragment whose links are resolved.
func (f *file) prose(m markdown.Fragment, html string, resolve func(markdown.Link) string) site.Prose {
	p := site.Prose{Text: m.Text, Marked: marked(m, markdown.Span{Start: 0, End: len(m.Text)}), HTML: html, Markdown: m.Markdown(f.src.Text, resolve)}
	if len(m.Anchors) == 0 {
		return p
	}
	part := site.Part{}
	from := 0
	for _, anchor := range m.Anchors {
		part.Text = textIn(m, markdown.Span{Start: from, End: anchor.Heading.Start})
		p.Parts = append(p.Parts, part)
		part = site.Part{ID: anchor.ID, Heading: textIn(m, anchor.Heading)}
		from = anchor.Heading.End
	}
	part.Text = textIn(m, markdown.Span{Start: from, End: len(m.Text)})
	p.Parts = append(p.Parts, part)
	return p
}

// textIn is a part of a fragment's text, without HTML.
func textIn(m markdown.Fragment, part markdown.Span) site.Prose {
	text := m.Text[part.Start:part.End]
	part.Start += len(text) - len(strings.TrimLeft(text, "\n"))
	part.End = part.Start + len(strings.Trim(text, "\n"))
	return site.Prose{Text: m.Text[part.Start:part.End], Marked: marked(m, part)}
}

// marked is a part of a fragment's text with marks around what stays as it is
// in every script; empty if nothing does.
func marked(m markdown.Fragment, part markdown.Span) string {
	var b strings.Builder
	at := part.Start
	for _, kept := range m.Kept {
		start, end := max(kept.Start, part.Start), min(kept.End, part.End)
		if start < end {
			b.WriteString(m.Text[at:start] + site.Keep(m.Text[start:end]))
			at = end
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return b.String() + m.Text[at:part.End]
}
