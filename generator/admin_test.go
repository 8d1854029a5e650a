package generator_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const adminTable = `title = "清源区"
base_url = "https://a.cn/网站/"

[admin]
script = "https://cms.example.cn/sveltia-cms.js"
integrity = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"
repo = "qu/gongshi"
`

// TestAdmin makes the editors' page where site.toml switches it on: it runs the
// script that is named and no other, and what it may do no other page may.
func TestAdmin(t *testing.T) {
	t.Parallel()
	source := threeYears()
	if set := build(t, source).Set; set.Has("admin/index.html") || set.Has("admin/config.yml") {
		t.Error("there is an editors' page that nobody has asked for")
	}
	source["content/site.toml"] = &fstest.MapFile{Data: []byte(adminTable)}
	result := build(t, source)
	page := pageOf(t, result, "admin/index.html")
	if !strings.Contains(page, `<script src="https://cms.example.cn/sveltia-cms.js" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6&#43;R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC" crossorigin="anonymous"></script>`) ||
		!strings.Contains(page, "noindex") || !strings.Contains(page, `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39; https://cms.example.cn; require-trusted-types-for &#39;script&#39;;`) {
		t.Error(page)
	}
	if sitemap := pageOf(t, result, "sitemap.xml"); strings.Contains(sitemap, "admin") {
		t.Error("the site map lists the editors' page")
	}

	rules := map[string]string{} // the lines of each pattern
	pattern := ""
	for line := range strings.Lines(pageOf(t, result, "_headers")) {
		if !strings.HasPrefix(line, " ") {
			pattern = strings.TrimSpace(line)
		} else {
			rules[pattern] += line
		}
	}
	folder := "/%E7%BD%91%E7%AB%99/"
	admin := rules[folder+"admin/*"]
	for _, want := range []string{"script-src 'self' https://cms.example.cn; require-trusted-types-for 'script'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https://api.github.com ", "same-origin-allow-popups", "X-Robots-Tag: noindex"} {
		if !strings.Contains(admin, want) {
			t.Errorf("admin lacks %s:\n%s", want, admin)
		}
	}
	if strings.Contains(admin, "unsafe-eval") || strings.Contains(admin, " https:;") || strings.Contains(admin, " https: ") {
		t.Errorf("a wildcard: %s", admin)
	}
	if all := rules[folder+"*"]; strings.Contains(all, "Content-Security-Policy") || !strings.Contains(all, "nosniff") {
		t.Errorf("all files: %s", all) // two policies would both hold
	}
	for _, path := range []string{"", "404.html", "2023/*", "hant/*", "search/*", "sitemap/*", "help/*"} {
		if got := rules[folder+path]; !strings.Contains(got, "require-trusted-types-for 'script'") || strings.Contains(got, "unsafe-") || strings.Contains(got, "Opener-Policy") {
			t.Errorf("%s: %q", path, got)
		}
	}
	if nginx := pageOf(t, result, "_nginx.conf"); !strings.Contains(nginx, "location \"/网站/admin/\" {\n  error_page 404 \"/网站/404.html\";\n  add_header Content-Security-Policy \"default-src 'none'; script-src 'self' https://cms.example.cn") {
		t.Error(nginx)
	}
}

// TestAdminConfig describes the files that editors write to the content manager.
func TestAdminConfig(t *testing.T) {
	t.Parallel()
	source := threeYears()
	source["content/site.toml"] = &fstest.MapFile{Data: []byte(strings.Replace(adminTable, "https://cms.example.cn/", "/cms/", 1))}
	source["static/cms/sveltia-cms.js"] = &fstest.MapFile{Data: []byte("// the content manager")}
	result := build(t, source)
	if page := pageOf(t, result, "admin/index.html"); !strings.Contains(page, `src="/%E7%BD%91%E7%AB%99/cms/sveltia-cms.js"`) || !result.Set.Has("cms/sveltia-cms.js") {
		t.Error(page)
	}
	type field struct {
		Name, Label, Widget string
		Required            bool
		Fields              []field
	}
	var config struct {
		Backend     struct{ Name, Repo, Branch string }
		Collections []struct {
			Name, Folder, Format, Extension string
			Create                          bool
			Fields                          []field
			Files                           []struct{ Name, File string }
		}
	}
	must(t, json.Unmarshal(dataFile(t, result.Set, "admin/config.yml"), &config))
	if b := config.Backend; b.Name != "github" || b.Repo != "qu/gongshi" || b.Branch != "main" {
		t.Errorf("%+v", b)
	}
	var names []string
	for _, c := range config.Collections {
		names = append(names, c.Name)
	}
	if want := []string{"tasks-2024", "tasks-2023", "tasks-2022", "reports", "pages"}; !slices.Equal(names, want) {
		t.Fatalf("%q, want %q", names, want)
	}
	tasks := config.Collections[0]
	if tasks.Folder != "content/2024" || tasks.Format != "toml-frontmatter" || !tasks.Create || config.Collections[3].Files[0].File != "content/2024/_index.md" {
		t.Errorf("%+v", config)
	}
	find := func(list []field, name string) field {
		i := slices.IndexFunc(list, func(f field) bool { return f.Name == name })
		if i < 0 {
			t.Fatalf("no field %s in %+v", name, list)
		}
		return list[i]
	}
	for name, widget := range map[string]string{"title": "string", "number": "number", "support": "list", "draft": "boolean", "date": "datetime", "due": "string", "target": "list", "body": "markdown"} {
		f := find(tasks.Fields, name)
		if f.Widget != widget || f.Label == "" || f.Required != slices.Contains([]string{"title", "number", "body"}, name) {
			t.Errorf("%+v", f)
		}
	}
	if f := find(find(find(tasks.Fields, "target").Fields, "measure").Fields, "direction"); f.Widget != "select" || !f.Required {
		t.Errorf("%+v", f)
	}
}
