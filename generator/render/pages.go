package render

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"

	"gongshi/generator/site"
)

// smallSite is the number of tasks up to which the sitemap page names each of
// them; on larger sites it leads to the reports.
const smallSite = 1000

// base fills what all kinds of page share.
func (r *Renderer) base(kind, path, title string) *Page {
	s := r.site
	p := &Page{
		Kind: kind, Site: r.shared, Lang: r.site.Variants[0].Lang, Title: title, TitleTag: title + " - " + s.Title,
		URL: s.Base.URL(path), Canonical: s.Base.Absolute(path),
		Header: r.header(path), Editions: r.editions(path), Locale: r.site.Variants[0].Locale,
		Breadcrumb: []Link{{Name: "首页", URL: s.Base.URL(site.HomePath)}},
		Feed:       Link{Name: s.Title, URL: s.Base.URL("/" + site.FeedName)},
	}
	if code := s.Identifiers.SiteCode; code != "" {
		p.Correction = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=" + code + "&url=" + url.QueryEscape(p.Canonical)
	}
	return p
}

// editions leads to the page in every script of the site.
func (r *Renderer) editions(path string) []EditionLink {
	if len(r.site.Variants) < 2 {
		return nil
	}
	links := make([]EditionLink, len(r.site.Variants))
	for i, v := range r.site.Variants {
		p := v.Path(path)
		links[i] = EditionLink{Name: v.Name, Lang: v.Lang, URL: r.site.Base.URL(p), Absolute: r.site.Base.Absolute(p), Current: i == 0}
	}
	return links
}

// document fills a page from a document.
func (r *Renderer) document(kind string, d *site.Document) *Page {
	p := r.base(kind, d.Path, d.Title)
	p.Date, p.Draft, p.Share, p.Twin = Date{d.Date}, d.Draft, share(p), p.URL+site.TwinName
	return p
}

func (r *Renderer) home() *Page {
	p := r.base("home", site.HomePath, r.site.Title)
	p.TitleTag, p.Breadcrumb, p.Twin = r.site.Title, nil, p.URL+site.TwinName
	p.Home = &Home{}
	for i, report := range r.site.Reports {
		card := r.card(report, i == 0)
		if i == 0 {
			card.Overview = overview(report)
		}
		p.Home.Reports = append(p.Home.Reports, card)
	}
	p.Meta = r.columnMeta("首页", "首页", r.site.Description, nil)
	p.OpenGraph, p.LinkedData = r.openGraph(p, "website", r.site.Description), r.homeData(p)
	return p
}

func (r *Renderer) sitemap() *Page {
	p := r.base("sitemap", site.SitemapPath, "站点地图")
	p.Breadcrumb = append(p.Breadcrumb, Link{Name: p.Title})
	p.Sitemap = &Sitemap{Feeds: []Link{p.Feed}}
	tasks := 0
	for _, report := range r.site.Reports {
		tasks += len(report.Tasks)
	}
	for _, report := range r.site.Reports {
		card := r.card(report, tasks <= smallSite)
		p.Sitemap.Reports = append(p.Sitemap.Reports, card)
		p.Sitemap.Feeds = append(p.Sitemap.Feeds, Link{Name: report.Title, URL: card.Feed})
	}
	p.Sitemap.Pages = []Link{{Name: searchTitle, URL: r.shared.SearchURL}, {Name: helpTitle, URL: r.shared.HelpURL}}
	for page := range r.site.Listed() {
		p.Sitemap.Pages = append(p.Sitemap.Pages, Link{Name: page.Title, URL: r.site.Base.URL(page.Path)})
	}
	p.Meta = r.columnMeta(p.Title, p.Title, "", nil)
	p.OpenGraph, p.LinkedData = r.openGraph(p, "website", ""), linkedData(r.breadcrumbs(p))
	return p
}

const searchTitle = "搜索"

// search is the page of the search, empty until its script runs. Search
// engines are asked not to list it: it leads to nothing they do not know.
func (r *Renderer) search() *Page {
	p := r.base("search", site.SearchPath, searchTitle)
	p.Breadcrumb = append(p.Breadcrumb, Link{Name: p.Title})
	p.Meta = append(r.siteMeta(), Meta{"robots", "noindex"})
	return p
}

const helpTitle = "使用帮助"

func (r *Renderer) help() *Page {
	p := r.base("help", site.HelpPath, helpTitle)
	p.Breadcrumb = append(p.Breadcrumb, Link{Name: p.Title})
	p.Meta = r.columnMeta(p.Title, p.Title, "", nil)
	p.OpenGraph, p.LinkedData = r.openGraph(p, "website", ""), linkedData(r.breadcrumbs(p))
	return p
}

func (r *Renderer) notFound() *Page {
	p := r.base("404", site.NotFoundPath, "页面不存在")
	p.Breadcrumb, p.Correction = nil, ""
	p.Meta = r.siteMeta()
	return p
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
	p.Breadcrumb = append(r.columnCrumbs(report), Link{Name: "正文"})
	p.Feed = Link{Name: report.Title, URL: r.site.Base.URL(report.Path + site.FeedName)}
	p.Report = r.table(report)
	p.Report.Notices = r.notices(report.Retired)
	if slices.ContainsFunc(report.Tasks, func(t *site.Task) bool { return len(t.History) > 0 }) {
		p.Report.Changes = r.site.Base.URL(report.Path + site.ChangesName)
	}
	summary := r.reportSummary(report, p.Report)
	p.Meta = r.articleMeta(&report.Document, report, report.From, summary)
	p.OpenGraph, p.LinkedData = r.openGraph(p, "article", description(&report.Document, summary)), r.reportData(p, report)
	return p
}

// reportSummary says in a sentence what a report holds.
func (r *Renderer) reportSummary(report *site.Report, view *Report) string {
	return fmt.Sprintf("%s，共 %d 项任务、%d 个目标。", report.Title, view.TaskCount, view.TargetCount)
}

func (r *Renderer) task(report *site.Report, i int) *Page {
	task := report.Tasks[i]
	p := r.document("task", &task.Document)
	p.TitleTag = task.Title + " - " + report.Title + " - " + r.site.Title
	p.From = report.From
	parent := Link{Name: report.Title, URL: r.site.Base.URL(report.Path)}
	p.Breadcrumb = append(r.columnCrumbs(report), parent, Link{Name: task.Title})
	p.Feed = Link{Name: report.Title, URL: r.site.Base.URL(report.Path + site.FeedName)}
	p.Task = r.taskView(task, Link{Name: report.Title, URL: parent.URL + "#" + site.GroupID(task)})
	if i > 0 {
		p.Task.Previous = r.numbered(report.Tasks[i-1])
	}
	if i+1 < len(report.Tasks) {
		p.Task.Next = r.numbered(report.Tasks[i+1])
	}
	text := summary(task).Text
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
	if task.Note != "" {
		view.Notices = append(view.Notices, Notice{Label: labels["note"], Text: task.Note})
	}
	for _, key := range taskFacts {
		if value := task.Value(key); value != "" {
			view.Facts = append(view.Facts, site.Field{Name: labels[key], Value: value})
		}
	}
	for i := range task.Targets {
		target := &task.Targets[i]
		t := Target{
			ID: target.ID, Permalink: r.targetURL(task, target),
			Title:  template.HTML(target.Title.HTML),
			Result: template.HTML(target.Result.HTML),
		}
		for _, key := range taskFacts {
			if value := target.Value(key); value != "" {
				t.Facts = append(t.Facts, site.Field{Name: labels[key], Value: value})
			}
		}
		t.Notices = r.notices(target.Retired)
		t.Measures = measures(target.ID, target.Measures)
		view.Targets = append(view.Targets, t)
	}
	return view
}

// taskFacts are the columns that a task's page prints as a list of facts.
var taskFacts = []string{"category", "lead", "support", "leader", "due", "status"}

// labels are a report's words for the columns of plain text and of the table.
func (r *Renderer) labels(report *site.Report) map[string]string {
	labels := map[string]string{}
	for _, c := range site.Columns {
		labels[c.Key] = c.Label
		if label := r.site.Labels[c.Key]; label != "" {
			labels[c.Key] = label
		}
	}
	for _, c := range report.Columns {
		labels[c.Key] = c.Label
	}
	return labels
}

// columnCrumbs is the way from the home page to the column a report stands in.
func (r *Renderer) columnCrumbs(report *site.Report) []Link {
	crumbs := []Link{{Name: "首页", URL: r.site.Base.URL(site.HomePath)}}
	for _, name := range report.Column.Path {
		crumbs = append(crumbs, Link{Name: name})
	}
	if report.Column.Name != "" {
		crumbs = append(crumbs, Link{Name: report.Column.Name})
	}
	return crumbs
}

func (r *Renderer) card(report *site.Report, tasks bool) ReportCard {
	card := ReportCard{
		Title: report.Title, URL: r.site.Base.URL(report.Path), Period: report.Period, From: report.From,
		Date: Date{report.Date}, TaskCount: len(report.Tasks), Feed: r.site.Base.URL(report.Path + site.FeedName),
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
