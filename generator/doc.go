// Package generator makes a complete disclosure site out of a folder: Build
// turns content, layouts and static files into an output set and diagnostics.
//
// # The contract with editors
//
// content/site.toml describes the site; a folder with an _index.md is a
// report; every other Markdown file in such a folder is a task, whose level-2
// headings are targets and whose text under them is their results. Markdown
// files elsewhere are ordinary pages. 04.hant.md beside 04.md is its text for
// another script, content/variants.toml holds the site's own words for other
// scripts. All other files are published as they are. The keys of site.toml
// and of the front matter, their types and which of them are required stand in
// generator/content/schema.go.
//
//	content/site.toml        the site             title, base_url
//	content/about.md         /about/              title
//	content/2021/_index.md   /2021/               title, date, source
//	content/2021/04.md       /2021/4/             title, number
//
// # The contract with designers
//
// A layout is an html/template. Each kind of page has one: layouts/home.html,
// report.html, task.html, page.html, sitemap.html, search.html, help.html,
// offline.html and 404.html fill the blocks of layouts/base.html, as record.html does,
// the page that checks pages against the public log; stub.html, the page left at an
// earlier address, and version.html, an old text of a task, stand alone. Partials in
// layouts/partials are included by their path:
// {{template "layouts/partials/footer.html" .}}. A site's own layouts folder
// replaces single files of the built-in one. For each further script the layouts'
// own words are converted when they are loaded: text, title, alt, aria-label,
// placeholder, label, download, content, data-*, and texts in actions; not what
// stands in code, scripts, styles and translate="no".
//
// Every layout is given a render.Page. Wrong names are faults of the build.
//
//	.Kind .Lang .Title .TitleTag    kind of page, language, heading, text of <title>
//	.URL .Canonical                 its address as an href, and absolute
//	.Variants .Locale               the page in every script: .Name .Lang .URL .Absolute .Current
//	.Meta .OpenGraph                the whole <meta> sets: .Name .Content
//	.LinkedData .MarkdownURL        JSON-LD as a whole <script>; the page's Markdown copy
//	.Share                          .Weibo .QR; nil for pages that are not passed on
//	.Record                         .Date .Version .URL of the page in the public log; nil without one
//	.Header.Navigation              main menu: .Name .URL .Current; no URL means plain text
//	.Breadcrumb                     the way from the home page, the same fields
//	.Date .From .Draft              publication date (.Text .Day .Machine), source, draft mark
//	.Cite                           how GB/T 7714 cites a report or task, with {row} and {today}
//	.Feed .Correction               the page's Atom feed; the address of 我为政府网站找错
//	.Site                           .Title .HomeURL .RootURL .SitemapURL .SearchURL .HelpURL .OfflineURL .DataURL .SchemaURL .Policy .Parent .Tools
//	                                .Footer .Social (.Link .QR) .HomeQR .Organization .SiteCode .ICP .Police .PoliceURL .Emblem
//
// and, by kind:
//
//	home      .Home                 .Lead .Examples (.Name .URL) .Changes (.Date .Name .Subject .URL)
//	          .Home.Reports         .Title .URL .Period .From .Date .TaskCount .TargetCount .Feed,
//	                                .Tasks (.Number .Name .URL .Results) and .Overview of the latest: .TargetCount
//	                                .Results and .Told (.Name .Class .URL .Count) .Chart
//	report    .Report               .Caption .Notices .Head (.Name .Value) .Intro .TaskCount .TargetCount .Unnamed .Overview
//	                                .Downloads (.Format .URL .Type .FileName .Size) .Changes .Scrolls .Versions (.Date .Name .Subject .URL)
//	          .Report.Columns       .Key .Label .Width
//	          .Report.Groups        one per task: .ID .Number .Name .Results .Rows
//	          … .Rows               one per target: .ID .Permalink .Name .Cells
//	          … .Cells              .Key .Label .Scope .Span .URL .HTML .Permalink .Measures .Notices
//	task      .Task                 .Number .Report .Facts .Intro .TargetLabel .ResultLabel .Previous .Next
//	                                .Notices .Years .History .Versions (.Number .Date .Reason .Removed .URL .Check)
//	          .Task.Targets         .ID .Permalink .Name .Title .Result .Facts .Measures .Notices
//	page      .Body
//	sitemap   .Sitemap              .Reports .Pages .Feeds
//	search    –                     the script of the search takes all it says from this page
//	offline   –                     what stands for pages that are not kept when there is no network
//	help      –                     how to use the site, and the toolbar
//	stub      .Stub                 where the page is now
//	record    –                     the script of the page takes all it says from this page
//	version   .Version              .Number .Date .Reason; its text is .Task, nil if it was removed
//
// {{asset "css/site.css"}} is the address of a bundle: every *.css in
// static/css and *.ts or *.js in static/js whose name does not begin with "_" is one,
// with what it imports. {{inline "js/first.inline.js"}} is a script that runs in
// the page itself, before it is painted, {{inline "css/report.inline.css"}} a
// style sheet that stands in it: every *.inline.js and *.inline.css is one. {{cached
// "layouts/partials/x.html" .Site}} renders a partial that depends on .Site or
// .Header alone once for all pages. All other static files keep their name.
// Other inline scripts, and inline styles, do not run: the content security
// policy names these by their hash and forbids all else. It is .Site.Policy, which every
// page gives in a <meta> before its first script, and a header where the host sends ours.
package generator
