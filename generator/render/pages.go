package render

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/site"
)

// smallSite is the number of tasks up to which the sitemap page lists all tasks. On
// larger sites it lists reports only.
const smallSite = 1000

// base returns a page with the fields that all kinds of page have.
func (r *Renderer) base(kind, path, title string) *Page {
	s := r.site
	p := &Page{
		Kind: kind, Site: r.shared, Lang: s.Variant.Lang, Title: title, TitleTag: title + " - " + s.Title,
		URL: s.Base.URL(path), Canonical: s.Base.Absolute(path),
		Header: r.headers[r.currentEntry(path)], Variants: r.variants(path), Locale: s.Variant.Locale,
		Breadcrumb: []Link{{Name: s.Text("首页"), URL: r.url(site.HomePath)}},
		Feed:       Link{Name: s.Title, URL: r.url("/" + site.FeedName)},
	}
	if s.Record != nil && s.Record.On && kind != "404" {
		p.Record = &Record{URL: r.checkURL(p.URL)}
	}
	if code := s.Identifiers.SiteCode; code != "" {
		p.Correction = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=" + code + "&url=" + url.QueryEscape(p.Canonical)
	}
	return p
}

// variants links to the page in every variant; nil if the site has one only.
func (r *Renderer) variants(path string) []VariantLink {
	if len(r.site.Variants) < 2 {
		return nil
	}
	links := make([]VariantLink, len(r.site.Variants))
	for i, v := range r.site.Variants {
		p := v.Path(r.site.Variant.Original(path))
		links[i] = VariantLink{Name: v.Name, Lang: v.Lang, URL: r.site.Base.URL(p), Absolute: r.site.Base.Absolute(p), Current: v == r.site.Variant}
	}
	return links
}

// document returns a page with the fields that a document sets.
func (r *Renderer) document(kind string, d *site.Document) *Page {
	p := r.base(kind, d.Path, d.Title)
	p.Date, p.Draft, p.MarkdownURL = Date{d.Date}, d.Draft, p.URL+site.MarkdownName
	if n := len(d.Versions); n > 0 && p.Record != nil {
		p.Record.Date, p.Record.Version = Date{d.Versions[n-1].Date}, d.Versions[n-1].Number
	}
	p.Share = &Share{
		QR:    r.qrCode(p.Canonical),
		Weibo: weibo + "url=" + url.QueryEscape(p.Canonical) + "&title=" + url.QueryEscape(p.Title),
	}
	return p
}

// reportFeed links to the feed of a report.
func (r *Renderer) reportFeed(report *site.Report) Link {
	return Link{Name: report.Title, URL: r.site.Base.URL(report.Path + site.FeedName)}
}

func (r *Renderer) home() *Page {
	p := r.base("home", r.site.Path(site.HomePath), r.site.Title)
	p.TitleTag, p.Breadcrumb, p.MarkdownURL = r.site.Title, nil, p.URL+site.MarkdownName
	p.Home = &Home{Lead: cmp.Or(r.site.Home.Lead, r.site.Description), Examples: r.examples(), Changes: r.updates()}
	for i, report := range r.site.Reports {
		card := r.card(report, i == 0)
		if i == 0 {
			card.Overview = r.overview(report)
			for at, task := range report.Tasks {
				card.Tasks[at].Results = r.results(card.Overview, report, task)
			}
		}
		p.Home.Reports = append(p.Home.Reports, card)
	}
	p.Meta = r.columnMeta(r.site.Text("首页"), r.site.Description)
	p.OpenGraph, p.LinkedData = r.openGraph(p, "website", r.site.Description), r.homeData(p)
	return p
}

// examples are searches to try: those of site.toml, else the shortest titles of the
// latest report's tasks, which always have an answer.
func (r *Renderer) examples() []Link {
	texts := r.site.Home.Examples
	if len(texts) == 0 && len(r.site.Reports) > 0 {
		for _, task := range r.site.Reports[0].Tasks {
			texts = append(texts, task.Title)
		}
		slices.SortStableFunc(texts, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
		texts = texts[:min(3, len(texts))]
	}
	var list []Link
	for _, text := range texts {
		list = append(list, Link{Name: text, URL: r.shared.SearchURL + "?q=" + url.QueryEscape(text)})
	}
	return list
}

// mostUpdates is the number of revisions that the home page lists.
const mostUpdates = 5

// updates are the latest revisions of tasks, one of each task.
func (r *Renderer) updates() []Update {
	var list []Update
	for _, report := range r.site.Reports {
		list = append(list, r.versions(report)...)
		for _, task := range report.Tasks {
			if len(task.History) > 1 && task.Versions == nil { // the first is the publication
				rev := task.History[0]
				list = append(list, Update{Date{rev.Date}, task.Title, rev.Subject, r.site.Base.URL(task.Path) + "#history"})
			}
		}
	}
	slices.SortStableFunc(list, latest)
	return list[:min(mostUpdates, len(list))]
}

func latest(a, b Update) int { return b.Date.Compare(a.Date.Time) }

// versions are the later texts of a report's tasks, the latest first.
func (r *Renderer) versions(report *site.Report) (list []Update) {
	for _, task := range report.Tasks {
		for _, v := range task.Versions[min(1, len(task.Versions)):] { // the first is the publication
			list = append(list, Update{Date{v.Date}, task.Title, strings.TrimSpace(fmt.Sprintf("第 %d 版　%s", v.Number, v.Reason)), r.site.Base.URL(task.Path) + "#versions"})
		}
	}
	slices.SortStableFunc(list, latest)
	return list
}

func (r *Renderer) sitemap() *Page {
	p := r.own("sitemap", site.SitemapPath, "站点地图")
	p.Sitemap = &Sitemap{Feeds: []Link{p.Feed}}
	tasks := 0
	for _, report := range r.site.Reports {
		tasks += len(report.Tasks)
	}
	for _, report := range r.site.Reports {
		card := r.card(report, tasks <= smallSite)
		p.Sitemap.Reports = append(p.Sitemap.Reports, card)
		p.Sitemap.Feeds = append(p.Sitemap.Feeds, r.reportFeed(report))
	}
	for i, feed := range p.Sitemap.Feeds { // to be put into other programs
		p.Sitemap.Feeds[i].URL = r.site.Base.AbsoluteLink(feed.URL)
	}
	p.Sitemap.Pages = []Link{{Name: r.site.Text(searchTitle), URL: r.shared.SearchURL}, {Name: r.site.Text(helpTitle), URL: r.shared.HelpURL}}
	for page := range r.site.Listed() {
		p.Sitemap.Pages = append(p.Sitemap.Pages, Link{Name: page.Title, URL: r.site.Base.URL(page.Path)})
	}
	return r.described(p, "")
}

// own returns a page of the program itself.
func (r *Renderer) own(kind, path, title string) *Page {
	p := r.base(kind, r.site.Path(path), r.site.Text(title))
	p.Breadcrumb = append(p.Breadcrumb, Link{Name: p.Title})
	return p
}

// described completes a page for search engines, unlisted one that they must not list.
func (r *Renderer) described(p *Page, description string) *Page {
	description = r.site.Text(description)
	p.Meta = r.columnMeta(p.Title, description)
	p.OpenGraph, p.LinkedData = r.openGraph(p, "website", description), linkedData(r.breadcrumbs(p))
	return p
}

func (r *Renderer) unlisted(p *Page) *Page {
	p.Meta = append(r.siteMeta(), Meta{"robots", "noindex"})
	return p
}

const (
	searchTitle       = "搜索"
	searchDescription = "在全部任务、目标和完成情况里查找，也可以直接提问；简体、繁体、拼音都可以。"
	helpDescription   = "怎样放大文字、朗读、查找、引用、订阅和下载数据，没有网络时怎样看。"
)

// search returns the search page, which its script fills.
func (r *Renderer) search() *Page {
	return r.described(r.own("search", site.SearchPath, searchTitle), searchDescription)
}

const helpTitle = "使用帮助"

func (r *Renderer) help() *Page {
	return r.described(r.own("help", site.HelpPath, helpTitle), helpDescription)
}

// offline returns the page that the service worker shows in place of one that it has not
// kept.
func (r *Renderer) offline() *Page {
	return r.unlisted(r.own("offline", site.OfflinePath, "没有网络的时候"))
}

const recordTitle = "核验本站网页"

func (r *Renderer) record() *Page {
	return r.unlisted(r.own("record", site.RecordPath, recordTitle))
}

// checkURL returns the address that checks a page against the public log.
func (r *Renderer) checkURL(page string) string {
	return r.url(site.RecordPath) + "?page=" + url.QueryEscape(page)
}

// version returns the view of a version; path is that of its task in the first variant,
// which alone has pages of versions.
func (r *Renderer) version(path string, v site.Version) Version {
	path = site.VersionPath(path, v.Number)
	address := r.site.Base.URL(path)
	return Version{Number: v.Number, Date: Date{v.Date}, Reason: v.Reason, Removed: v.Removed, URL: address, Check: r.checkURL(address)}
}

// Version describes the page of a version of the document at a path. A nil task means that
// its text was removed.
func (r *Renderer) Version(path string, task *site.Task, v site.Version) Job {
	return Job{site.VersionPath(path, v.Number), "", false, func() *Page {
		p := r.base("version", path, r.site.Title)
		if task != nil {
			p.Title, p.Task = task.Title, r.taskView(task, Link{})
		}
		view := r.version(path, v)
		p.Version = &view
		return r.unlisted(p)
	}}
}

func (r *Renderer) notFound() *Page {
	p := r.base("404", r.site.Path(site.NotFoundPath), r.site.Text("页面不存在"))
	p.Breadcrumb, p.Correction = nil, ""
	return r.unlisted(p) // plain stores serve it with status 200
}

func (r *Renderer) page(page *site.Page) *Page {
	p := r.document("page", &page.Document)
	p.Breadcrumb = append(p.Breadcrumb, Link{Name: page.Title})
	p.Body = template.HTML(page.Body.HTML)
	p.Meta = r.articleMeta(&page.Document, nil, "", page.Body.Text)
	if page.Unlisted {
		p.Meta = append(p.Meta, Meta{"robots", "noindex"})
	}
	p.OpenGraph, p.LinkedData = r.openGraph(p, "article", description(&page.Document, page.Body.Text)), r.articleData(p, nil)
	return p
}

func (r *Renderer) stub(m site.Move) *Page {
	p := r.document("stub", m.To)
	p.Stub, p.Share = p.URL, nil
	return p
}

func (r *Renderer) report(report *site.Report) *Page {
	p := r.document("report", &report.Document)
	p.From = report.From
	p.Breadcrumb = append(columnCrumbs(p, report), Link{Name: r.site.Text("正文")})
	p.Feed = r.reportFeed(report)
	p.Report, p.Cite = r.table(report), r.cite(report, p.Canonical)
	p.Report.Notices, p.Report.Versions = r.notices(report.Retired), r.versions(report)
	p.Report.Unnamed = len(report.Tasks) > 0 && !slices.ContainsFunc(report.Tasks, named)
	if slices.ContainsFunc(report.Tasks, func(t *site.Task) bool { return len(t.History) > 0 }) {
		p.Report.Changes = r.site.Base.URL(report.Path + site.ChangesName)
	}
	summary := r.reportSummary(report, p.Report)
	p.Meta = r.articleMeta(&report.Document, report, report.From, summary)
	p.OpenGraph, p.LinkedData = r.openGraph(p, "article", description(&report.Document, summary)), r.reportData(p, report)
	return p
}

const summaryForm = "%s，共 %d 项任务、%d 个目标。"

// reportSummary returns the number of tasks and targets of a report in a sentence.
func (r *Renderer) reportSummary(report *site.Report, view *Report) string {
	return fmt.Sprintf(r.site.Text(summaryForm), report.Title, view.TaskCount, view.TargetCount)
}

func (r *Renderer) task(report *site.Report, i int) *Page {
	task := report.Tasks[i]
	p := r.document("task", &task.Document)
	p.TitleTag = task.Title + " - " + report.Title + " - " + r.site.Title
	p.From = report.From
	parent := Link{Name: report.Title, URL: r.site.Base.URL(report.Path)}
	p.Breadcrumb = append(columnCrumbs(p, report), parent, Link{Name: task.Title})
	p.Feed, p.Cite = r.reportFeed(report), r.cite(report, p.Canonical)
	p.Task = r.taskView(task, Link{Name: report.Title, URL: parent.URL + "#" + site.GroupID(task)})
	if i > 0 {
		p.Task.Previous = r.numbered(report.Tasks[i-1])
	}
	if i+1 < len(report.Tasks) {
		p.Task.Next = r.numbered(report.Tasks[i+1])
	}
	text := taskSummary(task)
	p.Meta = r.articleMeta(&task.Document, report, report.From, text)
	p.OpenGraph, p.LinkedData = r.openGraph(p, "article", description(&task.Document, text)), r.articleData(p, report)
	return p
}

func (r *Renderer) taskView(task *site.Task, row Link) *Task {
	labels := r.labels(task.Report)
	view := &Task{
		Number: task.Number, Report: row, Intro: template.HTML(task.Intro.HTML),
		TargetLabel: labels["target"], ResultLabel: labels["result"],
		Notices: r.notices(task.Retired), Years: r.years(task), History: r.history(task, labels),
	}
	for _, v := range slices.Backward(task.Versions) {
		view.Versions, view.History = append(view.Versions, r.version(r.site.Variant.Original(task.Path), v)), nil
	}
	if task.Note != "" {
		view.Notices = append(view.Notices, Notice{Label: labels["note"], Text: task.Note})
	}
	view.Facts = facts(task.Value, labels)
	if !named(task) {
		view.Facts = append(view.Facts, site.Field{Name: labels["lead"], Value: r.site.Text("本表没有公布")})
	}
	for i := range task.Targets {
		target := &task.Targets[i]
		view.Targets = append(view.Targets, Target{
			ID: target.ID, Permalink: r.targetURL(task, target), Name: r.targetName(task, i),
			Title: template.HTML(target.Title.HTML), Result: template.HTML(target.Result.HTML),
			Facts: facts(target.Value, labels), Notices: r.notices(target.Retired), Measures: r.measures(target.Measures),
		})
	}
	return view
}

// named reports whether a task or a target of it says who is responsible.
func named(task *site.Task) bool {
	return slices.ContainsFunc([]string{"lead", "support", "leader"}, task.Has)
}

// facts lists the columns that have a value, with their labels; notes have a place of
// their own.
func facts(value func(key string) string, labels map[string]string) []site.Field {
	var list []site.Field
	for _, c := range site.Columns {
		if text := value(c.Key); text != "" && c.OfTask() && c.Key != "note" {
			list = append(list, site.Field{Name: labels[c.Key], Value: text})
		}
	}
	return list
}

// labels maps column keys to a report's labels.
func (r *Renderer) labels(report *site.Report) map[string]string {
	labels := map[string]string{}
	for _, c := range site.Columns {
		labels[c.Key] = cmp.Or(r.site.Labels[c.Key], r.site.Text(c.Label))
	}
	for _, c := range report.Columns {
		labels[c.Key] = c.Label
	}
	return labels
}

// columnCrumbs lists the breadcrumb links from the home page to a report's column.
func columnCrumbs(p *Page, report *site.Report) []Link {
	crumbs := p.Breadcrumb
	for _, name := range report.Column.Path {
		crumbs = append(crumbs, Link{Name: name})
	}
	if report.Column.Name != "" {
		crumbs = append(crumbs, Link{Name: report.Column.Name})
	}
	return crumbs
}

// card returns the view of a report in a list, with or without its tasks.
func (r *Renderer) card(report *site.Report, tasks bool) ReportCard {
	card := ReportCard{
		Title: report.Title, URL: r.site.Base.URL(report.Path), Period: report.Period, From: report.From,
		Date: Date{report.Date}, TaskCount: len(report.Tasks), Feed: r.reportFeed(report).URL,
	}
	for _, task := range report.Tasks {
		card.TargetCount += len(task.Targets)
		if tasks {
			card.Tasks = append(card.Tasks, *r.numbered(task))
		}
	}
	return card
}

func (r *Renderer) numbered(task *site.Task) *NumberedLink {
	return &NumberedLink{Number: task.Number, Name: task.Title, URL: r.site.Base.URL(task.Path)}
}

func (r *Renderer) targetURL(task *site.Task, target *site.Target) string {
	return r.site.Base.URL(task.Path) + target.Fragment()
}

// targetName tells the target from all others of its report.
func (r *Renderer) targetName(task *site.Task, i int) string {
	if len(task.Targets) == 0 {
		return task.Title
	}
	return task.Title + r.site.Text("，目标 ") + strconv.Itoa(i+1)
}

// cite is the form in which GB/T 7714-2015 (4.6, EB/OL) cites a document on the web:
// responsible office, title, date of publication, date of access, address.
func (r *Renderer) cite(report *site.Report, address string) string {
	office := cmp.Or(r.site.Organization.Host, report.From, r.site.Title)
	for _, f := range report.Head {
		if f.Name == r.site.Text("发文机关") {
			office = f.Value
		}
	}
	return fmt.Sprintf("%s. %s{row}[EB/OL]. (%s)[{today}]. %s", office, report.Title, Date{report.Date}.Day(), address)
}

// descriptionLength is the maximum length of a description, in characters.
const descriptionLength = 120

// description returns a document's own description, or else the beginning of a text.
func description(d *site.Document, text string) string {
	if d.Description != "" {
		return d.Description
	}
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= descriptionLength {
		return string(runes)
	}
	return strings.TrimRight(string(runes[:descriptionLength-1]), " ") + "…"
}

// taskSummary returns the first target of a task and its result.
func taskSummary(task *site.Task) string {
	if len(task.Targets) == 0 {
		return ""
	}
	return task.Targets[0].Title.Text + "：" + task.Targets[0].Result.Text
}
