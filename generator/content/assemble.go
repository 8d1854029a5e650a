package content

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// assembler makes the site from the parsed files and checks what needs several files.
type assembler struct {
	opt    Options
	config *config
	claims map[string]claim // used addresses in lower case
	found  []diag.Diagnostic
	// files maps source paths to parsed files.
	files map[string]*file
	// bySource maps source paths to documents, for links by file name.
	bySource map[string]*site.Document
	// spelt maps the paths of files in NFC to the paths as the disk has them: macOS and
	// archives made there have names in NFD.
	spelt map[string]string
	// hidden lists files that are not published: a link to a draft is an error, a
	// link to a faulty file is ignored, since the file has errors of its own.
	hidden map[string]hidden
	// symlinks maps the files that are symbolic links to their targets.
	symlinks map[string]string
	// faulty lists addresses of files with errors. Their anchors are not known, so
	// links to them are not checked.
	faulty []string
	links  []site.Link
	// unread are warnings of attachments that were not read; pictures counts those whose
	// text nobody has looked at.
	unread   []diag.Diagnostic
	pictures int
}

type hidden uint8

const (
	draftFile hidden = iota + 1
	faultyFile
)

// claim is the use of an address. where returns its position for a note; it is nil
// for addresses of the program.
type claim struct {
	source string
	where  func() diag.Diagnostic
}

func (a *assembler) add(d diag.Diagnostic) { a.found = append(a.found, d) }

// site makes the model of the parsed files.
func (a *assembler) site(files []*file) *site.Site {
	a.bySource, a.hidden = make(map[string]*site.Document, len(files)), map[string]hidden{}
	s := &site.Site{Config: a.config.site, Variant: site.Variants[0]}
	reserved := slices.Concat(site.OwnPages, reservedPaths)
	if a.config.site.Admin != nil {
		reserved = append(reserved, site.AdminPath)
	}
	if a.config.site.Record != nil {
		reserved = append(reserved, site.RecordPath)
	}
	for _, path := range reserved {
		a.claims[strings.ToLower(path)] = claim{source: "程序"}
	}
	files, s.Drafts = a.published(files)
	a.files = make(map[string]*file, len(files))
	for _, f := range files {
		a.files[f.path] = f
		a.found = append(a.found, f.placeholders...)
	}
	s.Reports = a.reports(files)
	a.linkYears(s.Reports)
	s.Pages = a.pages(files)
	a.aliases(files)
	a.prose(s)
	a.overrides(files)
	s.Links = append(a.links, a.config.links...)
	return s
}

// reservedPaths lists the addresses of files that every site has.
var reservedPaths = []string{
	site.DataPath, site.CatalogPath, site.GuidePath, site.ReportSchemaPath, site.DataSchemaPath,
	"/" + site.FeedName, "/" + site.WorkerName, "/sitemap.xml", "/robots.txt", "/_headers", "/_redirects", "/_nginx.conf", "/_Caddyfile", "/.nojekyll",
}

// published drops files that could not be read, drafts, and all files in the folder
// of a draft report. drafts are the paths of the files that say themselves that they
// are drafts, outside the folders of draft reports.
func (a *assembler) published(files []*file) (list []*file, drafts []string) {
	for _, f := range files {
		if f.usable && f.keys().Draft && !a.opt.Drafts {
			a.hidden[f.path] = draftFile
		}
	}
	for _, f := range files {
		switch {
		case !f.usable:
			a.hidden[f.path] = faultyFile
			a.faulty = append(a.faulty, a.address(f))
		case a.hidden[f.path] == draftFile || a.belowDraft(f.path):
			if f.keys().Draft && (f.kind == reportKind || !a.belowDraft(f.path)) {
				drafts = append(drafts, f.path)
			}
			a.hidden[f.path] = draftFile
		default:
			a.checkName(f.path)
			list = append(list, f)
		}
	}
	return list, drafts
}

// address returns the site path of a file.
func (a *assembler) address(f *file) string {
	dir := strings.TrimPrefix(path.Dir(f.path), Root) + "/"
	name := strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))
	slug := strings.TrimSpace(string(f.keys().Slug))
	if !f.usable || !validSlug(slug) {
		slug = ""
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

// document converts the keys that all kinds of document share and claims the address.
func (a *assembler) document(f *file, address string) site.Document {
	k := f.keys()
	if slug := strings.TrimSpace(string(k.Slug)); slug != "" && !validSlug(slug) {
		a.add(f.at(diag.Error, "slug-form", "slug", "slug 里不能有空格、点和 / ? # % \\ 等符号").
			WithHint("slug 是网址的最后一段，例如 huanjing 或 环境保护"))
	}
	key := "slug" // the key to change for another address
	if f.kind == taskKind && k.Slug == "" {
		key = "number"
	}
	a.claim(address, f.path, func() diag.Diagnostic { return f.at(diag.Error, "", key, "") })
	if !a.opt.Clock.IsZero() && k.Date.After(a.opt.Clock) {
		a.add(f.at(diag.Warning, "date-future", "date", "日期在今天之后").
			WithHint("检查年份和月份；还不到发布的时候，可以先写 draft = true"))
	}
	return site.Document{
		Path: address, Source: f.path, Title: strings.TrimSpace(k.Title), Description: k.Description,
		Date: k.Date.Time, Aliases: k.Aliases, Draft: k.Draft, Tags: k.Tags, Extra: k.Extra,
	}
}

func validSlug(slug string) bool {
	return !strings.ContainsAny(slug, " \t\u3000./\\?#%<>:\"|*")
}

// claim reserves an address for a source. It reports an address that is already
// used, with both sources, and one that is too long for a file system. where
// returns a diagnostic with the position to report.
func (a *assembler) claim(address, source string, where func() diag.Diagnostic) bool {
	refuse := func(rule, message, hint string) diag.Diagnostic {
		d := where()
		d.Severity, d.Rule, d.Message, d.Hint = diag.Error, rule, message, hint
		return d
	}
	long, part, key := site.TooLong(address), badPart(address), strings.ToLower(address)
	first, used := a.claims[key]
	switch {
	case long != "":
		a.add(refuse("address-length", fmt.Sprintf("网址太长，磁盘放不下：“%.12s…”有 %d 字节", long, len(long)),
			"一段最多 255 字节（约 85 个汉字），整个网址最多 960 字节；请改短 slug、文件名或文件夹的名字"))
	case part != "":
		a.add(refuse("address-form", fmt.Sprintf("网址里不能有“%.12s”", part),
			"网址的每一段不能以 . 或 : 开头，里面不能有 * 和看不见的字符；请改 slug、aliases、文件名或文件夹的名字"))
	case used:
		d := refuse("duplicate-url", fmt.Sprintf("网址 %s 已经用于 %s", address, first.source), "每个页面的网址都要不同；改一个 slug、文件名或 aliases")
		if first.where != nil {
			d = d.WithNote(first.where().Pos, "先用了这个网址")
		}
		a.add(d)
	default:
		a.claims[key] = claim{source, where}
		return true
	}
	return false
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

// aliases claims earlier addresses. It runs after all pages have claimed theirs, so
// that an alias never takes the address of a page.
func (a *assembler) aliases(files []*file) {
	for _, f := range files {
		doc := a.bySource[f.path]
		if doc == nil {
			continue
		}
		doc.Aliases = nil
		for i, alias := range f.keys().Aliases {
			where := func() diag.Diagnostic {
				return f.at(diag.Error, "alias-form", f.element("aliases", i), "以前的网址要以 / 开头，只写域名后面的部分，不带 ? 和 #")
			}
			alias = unescape(alias) // as an address bar has it
			if !validAlias(alias) {
				a.add(where().WithHint("例如 /n3952/content.html"))
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

func validAlias(alias string) bool {
	clean := path.Clean("/" + alias)
	return strings.HasPrefix(alias, "/") && clean != "/" && !strings.ContainsAny(alias, "?#\\%") &&
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
				t.Targets[i].Title = inline(a.fragment(f, &t.Document, section.Title))
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
	for _, l := range m.Links {
		resolved[l] = a.resolve(f, doc, l)
	}
	return prose(m, f.src.Text, func(l markdown.Link) string { return resolved[l] }, a.config.site.Base)
}
