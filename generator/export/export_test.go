package export

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"gongshi/generator/site"
)

func example(t *testing.T, tasks int) *site.Site {
	t.Helper()
	base, err := site.ParseBase("https://a.cn/")
	if err != nil {
		t.Fatal(err)
	}
	r := &site.Report{Document: site.Document{Path: "/2021/", Title: "年度<任务>", Date: time.Date(2022, 1, 10, 15, 25, 0, 0, site.Beijing), Aliases: []string{"/旧/"}}, From: "某某区"}
	for i := range tasks {
		r.Tasks = append(r.Tasks, &site.Task{
			Document: site.Document{Path: site.TaskPath(r.Path, i+1, ""), Title: fmt.Sprint("任务", i+1), Date: r.Date},
			Report:   r, Number: i + 1, Targets: []site.Target{{ID: "t1", Title: site.Prose{Text: "目标"}}},
		})
	}
	return &site.Site{Config: site.Config{Title: "某某区", Base: base, Variants: site.Variants[:1]}, Variant: site.Variants[0], Reports: []*site.Report{r}}
}

func find(t *testing.T, s *site.Site, files []File, path string) string {
	t.Helper()
	for _, f := range files {
		if f.Path == path {
			return string(f.Make(s))
		}
	}
	t.Fatalf("no %s", path)
	return ""
}

// TestSitemapSplit splits where there are more addresses than one file may
// hold; the index leads to every part and no address is lost.
func TestSitemapSplit(t *testing.T) {
	s := example(t, 6) // 11 addresses with home, site map, search, help page and report
	one := splitSitemap(s, 11)
	if len(one) != 1 || strings.Count(string(one[0].Make(s)), "<loc>") != 11 {
		t.Errorf("at the limit: %d files", len(one))
	}
	files := splitSitemap(s, 4)
	if len(files) != 4 {
		t.Fatalf("%d files, want three parts and the index", len(files))
	}
	seen := map[string]bool{}
	for _, f := range files[:3] {
		var set urlset
		if err := xml.Unmarshal(f.Make(s), &set); err != nil {
			t.Fatal(err)
		}
		if len(set.URLs) > 4 {
			t.Errorf("%s holds %d addresses", f.Path, len(set.URLs))
		}
		for _, u := range set.URLs {
			seen[u.Location] = true
		}
	}
	var index sitemapindex
	if err := xml.Unmarshal([]byte(find(t, s, files, "/sitemap.xml")), &index); err != nil {
		t.Fatal(err)
	}
	if len(index.Maps) != 3 || index.Maps[2].Location != "https://a.cn/sitemap-3.xml" || len(seen) != 11 {
		t.Errorf("index %+v, %d addresses", index.Maps, len(seen))
	}
	if sitemapLimit != 50_000 {
		t.Errorf("limit %d, the protocol allows 50,000", sitemapLimit)
	}
}

// TestFeed holds what RFC 4287 asks for.
func TestFeed(t *testing.T) {
	s := example(t, 60)
	files := feeds(s)
	var own, all atomFeed
	for path, feed := range map[string]*atomFeed{"/2021/feed.xml": &own, "/feed.xml": &all} {
		if err := xml.Unmarshal([]byte(find(t, s, files, path)), feed); err != nil {
			t.Fatal(err)
		}
		for _, e := range append(feed.Entries, atomEntry{ID: feed.ID, Title: feed.Title, Updated: feed.Updated, Link: feed.Links[0]}) {
			if e.ID == "" || e.Title == "" || e.Link.Href == "" {
				t.Errorf("%s: incomplete entry %+v", path, e)
			}
			if _, err := time.Parse(time.RFC3339, e.Updated); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
	if len(own.Entries) != 60 || len(all.Entries) != feedLength {
		t.Errorf("%d entries of the report, %d of the site", len(own.Entries), len(all.Entries))
	}
	if own.Title != "年度<任务>" || own.Entries[0].Author.Name != "某某区" || own.Entries[0].Summary != "目标" {
		t.Errorf("%+v", own.Entries[0])
	}
}

// TestServerRules says the same to every kind of server.
func TestServerRules(t *testing.T) {
	s := example(t, 1)
	files := Shared(s, "/assets/", map[string]string{"js/first.inline.js": "first()", "css/report.inline.css": "p{}"})
	headers, conf := find(t, s, files, "/_headers"), find(t, s, files, "/_nginx.conf")
	for _, h := range security {
		if strings.Count(headers, h.Name+": "+h.Value) != 1 {
			t.Errorf("_headers sets %s %d times", h.Name, strings.Count(headers, h.Name))
		}
		if strings.Count(conf, "add_header "+h.Name+" ") != 2 { // a location inherits none once it sets one
			t.Errorf("nginx sets %s %d times", h.Name, strings.Count(conf, h.Name))
		}
	}
	if got := find(t, s, files, "/_redirects"); got != "/%E6%97%A7/ /2021/ 301!\n" {
		t.Errorf("_redirects: %q", got)
	}
	if !strings.Contains(conf, `location = "/旧/" { return 301 "/2021/"; }`) {
		t.Errorf("nginx: %s", conf)
	}
	const style = "style-src 'self' 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='; "
	if !strings.Contains(headers, style) || !strings.Contains(conf, style) {
		t.Errorf("the policy does not name the style in the page: %s", headers)
	}
	if strings.Contains(headers, "unsafe-inline") {
		t.Error("the policy allows inline code")
	}
}
