package render

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// example is a site that makes every layout print everything it can.
func example(t *testing.T) *site.Site {
	t.Helper()
	base, err := site.ParseBase("https://www.example.gov.cn/")
	if err != nil {
		t.Fatal(err)
	}
	date := time.Date(2022, 1, 10, 15, 25, 0, 0, site.Beijing)
	prose := func(text string) site.Prose { return site.Prose{HTML: "<p>" + text + "</p>", Text: text} }
	entries := []site.Entry{{Name: "首页", URL: "/"}, {Name: "要闻动态"}, {Name: "年度任务", URL: "/2021/"}, {Name: "上级", URL: "https://www.gov.cn/"}}
	r := &site.Report{
		Document: site.Document{Path: "/2021/", Title: "2021年度任务", Date: date, Aliases: []string{"/old.html"}},
		Year:     2021, Period: "2021年度", From: "某某区", Intro: prose("说明<strong>重点</strong> <em>其次</em>。"),
		Column:  site.Column{Name: "通知公告", Type: "通知公告", Path: []string{"政务公开"}, Keywords: []string{"公开"}},
		Head:    []site.Field{{Name: "索引号", Value: "A-1"}},
		Columns: []site.TableColumn{{Key: "number", Label: "序号"}, {Key: "title", Label: "任务"}, {Key: "target", Label: "目标"}, {Key: "result", Label: "情况"}, {Key: "status", Label: "状态"}},
	}
	for i, title := range []string{"甲", "乙", "丙", "丁", "戊"} {
		task := &site.Task{
			Document: site.Document{Path: site.TaskPath(r.Path, i+1, ""), Title: title, Date: date, Draft: i == 0},
			Report:   r, Number: i + 1, Lead: "区政府办", Support: []string{"区财政局", "区统计局"}, Status: "已完成", Intro: prose("任务说明"),
			Targets: []site.Target{
				{ID: "t1", Title: site.Prose{HTML: "目标<strong>一</strong>", Text: "目标一"}, Result: prose("完成 <a href=\"/\">甲</a> <b>乙</b>"), Status: "超额完成", Measures: []site.Measure{{Direction: "≥", Goal: 8, Actual: 9, Unit: "个"}}},
				{ID: "t2", Title: site.Prose{HTML: "目标二", Text: "目标二"}, Result: prose("完成")},
			},
		}
		r.Tasks = append(r.Tasks, task)
	}
	r.Tasks[0].Versions = []site.Version{{Number: 1, Date: date, Removed: true}, {Number: 2, Date: date, Reason: "更正"}}
	return &site.Site{
		Config: site.Config{
			Record: &site.Record{On: true},
			Title:  "某某区人民政府", Variants: site.Variants[:2], Description: "介绍", Base: base, Parent: site.Entry{Name: "首都之窗"}, Navigation: entries, Tools: entries, Footer: entries, Social: entries,
			Identifiers:  site.Identifiers{SiteCode: "1101010020", ICP: "京ICP备1号", Police: "京公网安备 11010102004730号"},
			Organization: site.Organization{Host: "办公室", Operators: []string{"甲局", "乙局"}, Address: "某某路 1 号", Postcode: "100010", HotlineLabel: "电话", Hotline: "010-1"},
		},
		Reports: []*site.Report{r},
		Pages:   []*site.Page{{Document: site.Document{Path: "/about/", Title: "关于我们"}, Body: prose("关于 <code>a  b</code>")}},
	}
}

// loaded is the renderer of the example with the repository's layouts.
func loaded(t *testing.T) (*Renderer, []diag.Diagnostic) {
	l, found := Load(os.DirFS("../.."))
	if l == nil {
		return nil, found
	}
	return New(l, example(t), exampleFiles), found
}

// TestMinifiedLayouts renders every kind of page through the minified layouts
// and through the layouts as they are written: a reader sees the same, down
// to the last space between two words.
func TestMinifiedLayouts(t *testing.T) {
	r, found := loaded(t)
	if r == nil {
		t.Fatalf("%+v", found)
	}
	kinds := map[string]bool{}
	task := r.site.Reports[0].Tasks[0]
	for _, job := range append(r.Jobs(), r.Version(task.Path, task, task.Versions[0]), r.Version(task.Path, nil, task.Versions[1])) {
		view := job.view()
		kinds[view.Kind] = true
		var small bytes.Buffer
		if err := r.Render(&small, job); err != nil {
			t.Fatalf("%s: %s", job.Path, err.Message)
		}
		var plain bytes.Buffer
		if err := r.layouts.original()[view.Kind].ExecuteTemplate(&plain, r.layouts.entry(view.Kind), view); err != nil {
			t.Fatal(err)
		}
		if got, want := visible(t, small.Bytes()), visible(t, plain.Bytes()); got != want {
			t.Errorf("%s: minified and plain differ:\n%s\n%s", job.Path, got, want)
		}
		if small.Len() >= plain.Len() {
			t.Errorf("%s: %d bytes minified, %d plain", job.Path, small.Len(), plain.Len())
		}
	}
	if len(kinds) != len(Kinds) {
		t.Errorf("only the kinds %v were rendered", kinds)
	}
}

var (
	space = regexp.MustCompile(`[ \t\r\n]+`)
	// blocks are the elements around which white space is not shown.
	blocks = regexp.MustCompile(`^(html|head|body|header|nav|main|footer|article|section|aside|h[1-6]|p|div|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td|meta|link|title|script|details|summary|dialog|form|figure|blockquote|figcaption|template|#document|)$`)
)

// visible prints a page's tree with white space folded the way a browser folds it.
func visible(t *testing.T, page []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			text := space.ReplaceAllString(n.Data, " ")
			if edge(n.PrevSibling, n.Parent) {
				text = strings.TrimPrefix(text, " ")
			}
			if edge(n.NextSibling, n.Parent) {
				text = strings.TrimSuffix(text, " ")
			}
			b.WriteString(text)
		case html.ElementNode:
			b.WriteString("<" + n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key + "=" + strings.ReplaceAll(a.Val, ", ", ","))
			}
			b.WriteString(">")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode {
			b.WriteString("</" + n.Data + ">")
		}
	}
	walk(doc)
	return b.String()
}

// edge says whether white space beside a sibling (nil: at the parent's end) is
// next to a block and so not shown.
func edge(sibling, parent *html.Node) bool {
	if sibling == nil {
		return blocks.MatchString(parent.Data)
	}
	return sibling.Type == html.ElementNode && blocks.MatchString(sibling.Data)
}

// exampleFiles stand for what the pages name beside them.
var exampleFiles = Files{
	Bundles: map[string]string{"css/site.css": "/assets/s.css", "css/search.css": "/assets/q.css", "css/tools.css": "/assets/t.css", "js/site.js": "/assets/s.js", "js/search.js": "/assets/e.js", "js/missing.js": "/assets/m.js", "js/toolbar.js": "/assets/b.js", "js/table.js": "/assets/f.js", "css/record.css": "/assets/r.css", "js/record.js": "/assets/r.js"},
	Inline:  map[string]string{"js/first.inline.js": "first()", "js/last.inline.js": "last()", "js/search.inline.js": "search()", "css/report.inline.css": "p{}"},
	Size:    func(path string) int { return map[string]int{"/2021/table.csv": 1500}[path] },
}

// TestFieldsAreProposed asks for the fields of views deep inside a page: a layout that
// misspells one is told the right name.
func TestFieldsAreProposed(t *testing.T) {
	for view, field := range map[string]string{"Page": "Title", "Notice": "Link", "YearMeasure": "Verdict", "Download": "FileName", "Version": "Reason"} {
		if fields := viewFields(view); !slices.Contains(fields, field) {
			t.Errorf("%s has %v, without %s", view, fields, field)
		}
	}
}
