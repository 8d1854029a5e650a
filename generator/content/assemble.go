package content

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
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
	// unread are folders whose files have faults: their addresses are not
	// known, so links to them cannot be judged.
	unread []string
	links  []site.Link
}

type hidden uint8

const (
	draftFile hidden = iota + 1
	faultyFile
)

// claim is who uses an address.
type claim struct {
	source string
	where  diag.Diagnostic
}

// site makes the whole model of the parsed files.
func (a *assembler) site(files []*file) *site.Site {
	a.bySource, a.hidden = map[string]*site.Document{}, map[string]hidden{}
	s := &site.Site{Config: a.config.site}
	for _, reserved := range []string{site.HomePath, site.SitemapPath, site.NotFoundPath} {
		a.claims[strings.ToLower(reserved)] = claim{source: "程序"}
	}
	files = a.published(files)
	a.files = make(map[string]*file, len(files))
	for _, f := range files {
		a.files[f.path] = f
	}
	s.Reports = a.reports(files)
	s.Pages = a.pages(files)
	a.aliases(files)
	a.prose(s)
	if a.config.usable {
		s.Links = append(a.links, a.config.links...)
	}
	return s
}

// published drops drafts and files that could not be read.
func (a *assembler) published(files []*file) []*file {
	var list []*file
	for _, f := range files {
		switch {
		case !f.usable:
			a.hidden[f.path] = faultyFile
			a.unread = append(a.unread, a.address(f))
		case f.keys().Draft && !a.drafts:
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
	if f.usable {
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
		a.found = append(a.found, f.at(diag.Error, "slug-form", "slug", "slug 里不能有空格和 / ? # % \\ 等符号").
			WithHint("slug 是网址的最后一段，例如 huanjing 或 环境保护"))
	}
	a.claim(address, f.path, f.at(diag.Error, "", claimKey(f), ""))
	if !a.clock.IsZero() && k.Date.After(a.clock) {
		a.found = append(a.found, f.at(diag.Warning, "date-future", "date", "日期在今天之后").
			WithHint("检查年份和月份；还不到发布的时候，可以先写 draft = true"))
	}
	return site.Document{
		Path: address, Source: f.path, Title: strings.TrimSpace(k.Title), Description: k.Description,
		Date: k.Date.Time, Aliases: k.Aliases, Draft: k.Draft, Tags: k.Tags, Extra: k.Extra,
	}
}

// claimKey is the key an editor would change to change the address.
func claimKey(f *file) string {
	if f.kind == taskKind && f.keys().Slug == "" {
		return "number"
	}
	return "slug"
}

func slugForm(slug string) bool {
	return slug != "." && slug != ".." && !strings.ContainsAny(slug, " \t\u3000/\\?#%<>:\"|*")
}

// claim takes an address for a source; a second taker is a fault that names both.
func (a *assembler) claim(address, source string, where diag.Diagnostic) bool {
	key := strings.ToLower(address)
	first, taken := a.claims[key]
	if !taken {
		a.claims[key] = claim{source, where}
		return true
	}
	d := where
	d.Severity, d.Rule = diag.Error, "duplicate-url"
	d.Message = fmt.Sprintf("网址 %s 已经用于 %s", address, first.source)
	d.Hint = "每个页面的网址都要不同；改一个 slug、文件名或 aliases"
	if first.where.Pos.File != "" {
		d = d.WithNote(first.where.Pos, "先用了这个网址")
	}
	a.found = append(a.found, d)
	return false
}

// reports makes the reports with their tasks, the latest first.
func (a *assembler) reports(files []*file) []*site.Report {
	byDir := map[string]*site.Report{}
	index := map[string]*file{}
	var list []*site.Report
	for _, f := range files {
		if f.kind != reportKind {
			continue
		}
		if path.Dir(f.path) == Root {
			a.found = append(a.found, f.at(diag.Error, "report-folder", "title", "报告要放在自己的文件夹里").
				WithHint("新建文件夹，例如 content/2021/，把 _index.md 移进去"))
			continue
		}
		r := a.report(f)
		byDir[path.Dir(f.path)], index[path.Dir(f.path)] = r, f
		list = append(list, r)
	}
	for _, f := range files {
		if r := byDir[path.Dir(f.path)]; f.kind == taskKind && r != nil {
			r.Tasks = append(r.Tasks, a.task(f, r))
		} else if f.kind == taskKind {
			a.hidden[f.path] = max(a.hidden[path.Dir(f.path)+"/"+indexName], draftFile)
		}
	}
	for dir, f := range sorted(index) {
		a.finishReport(byDir[dir], f)
	}
	slices.SortStableFunc(list, func(x, y *site.Report) int {
		return cmp.Or(cmp.Compare(y.Year, x.Year), y.Date.Compare(x.Date), cmp.Compare(x.Path, y.Path))
	})
	return list
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

func (a *assembler) report(f *file) *site.Report {
	k := f.report
	r := &site.Report{Document: a.document(f, a.address(f)), Year: k.Year, Period: string(k.Period), From: k.Source}
	a.bySource[f.path] = &r.Document
	if r.Date.IsZero() && !f.given("date") {
		a.found = append(a.found, missingDate(f))
	}
	if r.Year == 0 {
		r.Year = yearOf(path.Base(path.Dir(f.path)), r)
	}
	c := k.Column
	r.Column = site.Column{Name: c.Name, Type: c.Type, Description: c.Description, Keywords: c.Keywords, Path: c.Path}
	if r.Column.Name != "" && r.Column.Type == "" {
		r.Column.Type = r.Column.Name
	}
	for i, value := range k.head() {
		if value != "" {
			r.Head = append(r.Head, site.Field{Name: site.HeadFields[i].Label, Value: value})
		}
	}
	return r
}

// given says whether a key stands in the file, with or without a fault.
func (f *file) given(key string) bool {
	_, ok := f.where[key]
	return ok
}

func missingDate(f *file) diag.Diagnostic {
	end := f.home + len(f.src.Line(f.src.Position(f.home).Line))
	return f.src.Report(diag.Error, "missing-key", f.home, end, "缺少 date（发布日期）").WithAddition("date = 2022-01-10T15:25:00")
}

// yearOf takes the year from the folder's name, else from the date.
func yearOf(folder string, r *site.Report) int {
	if year, err := strconv.Atoi(folder); err == nil && year > 1900 && year < 3000 {
		return year
	}
	if r.Date.IsZero() {
		return 0
	}
	return r.Date.Year()
}

func (a *assembler) task(f *file, r *site.Report) *site.Task {
	k := f.task
	t := &site.Task{
		Report: r, Number: k.Number, Category: k.Category, Lead: k.Lead, Support: k.Support,
		Leader: k.Leader, Due: string(k.Due), Status: k.Status, Note: k.Note,
	}
	address := a.address(f)
	if k.Number > 0 || k.Slug != "" {
		t.Document = a.document(f, address)
	} else {
		t.Document = site.Document{Path: address, Source: f.path, Title: k.Title}
		a.unread = append(a.unread, r.Path)
	}
	if t.Date.IsZero() {
		t.Date = r.Date
	}
	a.bySource[f.path] = &t.Document
	for i, section := range f.doc.Sections {
		target := site.Target{ID: site.TargetID(i + 1)}
		if i < len(k.Target) {
			target = k.Target[i].target(target.ID)
		}
		target.Title.Text, target.Result.Text = section.Title.Text, section.Body.Text
		t.Targets = append(t.Targets, target)
	}
	return t
}

// target converts the front matter of one target.
func (t targetTable) target(id string) site.Target {
	target := site.Target{ID: id, Status: t.Status, Due: string(t.Due), Lead: t.Lead}
	if t.ID != "" {
		target.ID = string(t.ID)
	}
	if m := t.Measure; m != (measureTable{}) {
		target.Measure = &site.Measure{Name: m.Name, Direction: directions[m.Direction], Goal: m.Goal, Actual: m.Actual, Unit: m.Unit}
	}
	return target
}

// finishReport orders a report's tasks, finds numbers used twice and decides the columns.
func (a *assembler) finishReport(r *site.Report, f *file) {
	slices.SortStableFunc(r.Tasks, func(x, y *site.Task) int {
		return cmp.Or(cmp.Compare(x.Number, y.Number), cmp.Compare(x.Source, y.Source))
	})
	dir := path.Dir(f.path)
	if len(r.Tasks) == 0 && !slices.ContainsFunc(a.unread, func(p string) bool { return path.Dir(path.Dir(p+"x")) == strings.TrimPrefix(dir, Root) }) {
		a.found = append(a.found, f.at(diag.Error, "report-empty", "title", "这份报告没有任务").
			WithHint(fmt.Sprintf("在 %s/ 里为每项任务新建一个文件，例如 %s/01.md；草稿不算", dir, dir)))
	}
	for i, t := range r.Tasks[min(1, len(r.Tasks)):] {
		first := r.Tasks[i]
		if t.Number == first.Number && t.Number > 0 {
			a.duplicateNumber(a.files[t.Source], a.files[first.Source], r)
		}
	}
	a.columns(r, f)
}

func (a *assembler) duplicateNumber(f, first *file, r *site.Report) {
	next := r.Tasks[len(r.Tasks)-1].Number + 1
	a.found = slices.DeleteFunc(a.found, func(d diag.Diagnostic) bool { // the same fault, seen as an address
		return d.Rule == "duplicate-url" && d.Pos.File == f.path
	})
	a.found = append(a.found, f.at(diag.Error, "duplicate-number", "number", fmt.Sprintf("序号 %d 用了两次", f.task.Number)).
		WithHint("同一份报告里每项任务的序号都要不同").
		WithFix(fmt.Sprintf("number = %d", next)).
		WithNote(first.at(diag.Error, "", "number", "").Pos, "第一次用在这里"))
}

// pages makes the ordinary pages, sorted by address.
func (a *assembler) pages(files []*file) []*site.Page {
	var list []*site.Page
	for _, f := range files {
		if f.kind == pageKind {
			p := &site.Page{Document: a.document(f, a.address(f))}
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
			where := f.at(diag.Error, "alias-form", key, "以前的网址要以 / 开头，只写域名后面的部分，不带 ? 和 #")
			if !aliasForm(alias) {
				a.found = append(a.found, where.WithHint("例如 /n3952/content.html"))
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
	return site.Prose{Text: m.Text, HTML: m.Resolve(func(l markdown.Link) string {
		return a.resolve(f, doc, l)
	})}
}
