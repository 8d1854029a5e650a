package generator_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"gongshi/generator"
	"gongshi/generator/output"
)

// realSite is this repository's own site, built once for all tests: none may
// change it.
var realSite = sync.OnceValue(func() generator.Result { return generator.Build(generator.Options{Source: os.DirFS("..")}) })

func buildReal(t *testing.T) generator.Result {
	t.Helper()
	result := realSite()
	if len(result.Diagnostics) > 0 {
		t.Fatalf("the repository's own site has faults: %+v", result.Diagnostics)
	}
	return result
}

// buildWith builds this repository's own site with other options.
func buildWith(t *testing.T, change func(*generator.Options)) generator.Result {
	t.Helper()
	opt := generator.Options{Source: os.DirFS("..")}
	change(&opt)
	return built(t, opt)
}

// build builds a site in memory that has to be without faults.
func build(t *testing.T, source fs.FS) generator.Result {
	t.Helper()
	return built(t, generator.Options{Source: source, Defaults: os.DirFS("..")})
}

func built(t *testing.T, opt generator.Options) generator.Result {
	t.Helper()
	result := generator.Build(opt)
	if len(result.Diagnostics) > 0 {
		t.Fatalf("the site has faults: %+v", result.Diagnostics)
	}
	return result
}

// copyOf is a set of the same files, which a test may add to.
func copyOf(t *testing.T, set *output.Set) *output.Set {
	t.Helper()
	other := output.NewSet()
	for name, data := range set.All() {
		must(t, other.Add(name, data, "test"))
	}
	return other
}

// goodSource is the small site without a fault that broken ones are made of.
func goodSource(t *testing.T) fstest.MapFS {
	t.Helper()
	good, err := txtar.ParseFile("testdata/good.txtar")
	if err != nil {
		t.Fatal(err)
	}
	source := fstest.MapFS{}
	for _, f := range good.Files {
		source[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return source
}

// TestPages names what the repository's own site has to consist of.
func TestPages(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	want := []string{
		"index.html", "2021/index.html", "about/index.html", "feedback/index.html", "legal/index.html", "sitemap/index.html", "search/index.html",
		"404.html", "sitemap.xml", "robots.txt", "feed.xml", "2021/feed.xml", "_redirects", "_headers", "_nginx.conf",
		"n3952/n4060/c11476944/content.html", "favicon.svg",
	}
	for _, n := range strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16") {
		want = append(want, "2021/"+n+"/index.html")
	}
	for _, name := range want {
		if _, ok := set.Get(name); !ok {
			t.Errorf("%s is missing", name)
		}
	}
}

// TestSameBytes builds the site with one goroutine and with many, and with a
// cold and a warm cache: every tree is the same.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	cache := &generator.Cache{}
	want := buildWith(t, func(o *generator.Options) { o.Jobs = 1 }).Set.Digest()
	for name, change := range map[string]func(*generator.Options){
		"all cores":       func(o *generator.Options) { o.Jobs = runtime.NumCPU() },
		"many goroutines": func(o *generator.Options) { o.Jobs = 32 },
		"cold cache":      func(o *generator.Options) { o.Cache = cache },
		"warm cache":      func(o *generator.Options) { o.Cache = cache },
	} {
		if got := buildWith(t, change).Set.Digest(); got != want {
			t.Errorf("%s: the set differs from that of one goroutine", name)
		}
	}
}

// staticServer serves a set the way an object store does: folders have their
// index.html, nothing else is guessed.
func staticServer(t *testing.T, set *output.Set) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(static(set))
	t.Cleanup(server.Close)
	return server
}

func static(set *output.Set) http.Handler {
	files := fstest.MapFS{}
	for name, data := range set.All() {
		files[name] = &fstest.MapFile{Data: data}
	}
	return http.FileServerFS(files)
}

// TestLinksOnServer serves the built site on a plain static server and follows
// every internal link of every page, anchors included.
func TestLinksOnServer(t *testing.T) {
	t.Parallel()
	result := buildReal(t)
	server := staticServer(t, result.Set)
	pages := map[string]*page{}
	get := func(address string) *page {
		if p, ok := pages[address]; ok {
			return p
		}
		pages[address] = fetch(t, server.URL+address)
		return pages[address]
	}
	followed := 0
	for name := range result.Set.All() {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		address := "/" + strings.TrimSuffix(name, "index.html")
		for _, href := range get(address).links {
			u, err := url.Parse(href)
			if err != nil {
				t.Errorf("%s: bad address %q", name, href)
				continue
			}
			target := (&url.URL{Path: address}).ResolveReference(u)
			if u.Host != "" && u.Host != result.Site.Base.Host() || u.Scheme != "" && u.Host == "" {
				continue
			}
			followed++
			p := get(target.EscapedPath())
			if p.status != http.StatusOK {
				t.Errorf("%s links to %s: status %d", name, href, p.status)
			} else if target.Fragment != "" && !slices.Contains(p.anchors, target.Fragment) {
				t.Errorf("%s links to %s: no such anchor", name, href)
			}
		}
	}
	if followed < 500 {
		t.Errorf("only %d links followed", followed)
	}
}

type page struct {
	status         int
	links, anchors []string
}

func fetch(t *testing.T, address string) *page {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{status: response.StatusCode}
	for z := html.NewTokenizer(bytes.NewReader(body)); z.Next() != html.ErrorToken; {
		for _, a := range z.Token().Attr {
			switch a.Key {
			case "href", "src":
				p.links = append(p.links, a.Val)
			case "id":
				p.anchors = append(p.anchors, a.Val)
			}
		}
	}
	return p
}

// TestSubfolder publishes the site below a folder of its host: every address
// in the pages, feeds and rules is below that folder.
func TestSubfolder(t *testing.T) {
	t.Parallel()
	set := buildWith(t, func(o *generator.Options) { o.BaseURL = "https://example.github.io/公示/site" }).Set
	const prefix = "/%E5%85%AC%E7%A4%BA/site/"
	for name, data := range set.All() {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for z := html.NewTokenizer(bytes.NewReader(data)); z.Next() != html.ErrorToken; {
			for _, a := range z.Token().Attr {
				if (a.Key == "href" || a.Key == "src") && strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, prefix) {
					t.Errorf("%s: %s is outside the folder", name, a.Val)
				}
				if strings.HasPrefix(a.Val, prefix) && strings.Contains(a.Val, "%25") {
					t.Errorf("%s: %s is encoded twice", name, a.Val)
				}
			}
		}
	}
	for name, want := range map[string]string{
		"sitemap.xml": "<loc>https://example.github.io" + prefix + "2021/4/</loc>",
		"feed.xml":    `href="https://example.github.io` + prefix + `feed.xml"`,
		"_redirects":  prefix + "n3952/n4060/c11476944/content.html " + prefix + "2021/ 301!",
		"robots.txt":  "Sitemap: https://example.github.io" + prefix + "sitemap.xml",
	} {
		if data, _ := set.Get(name); !strings.Contains(string(data), want) {
			t.Errorf("%s does not contain %s", name, want)
		}
	}
}

// TestHanAddresses builds a site whose slugs, anchors and file names are
// Chinese: they stand in the tree as they are and in addresses encoded once.
func TestHanAddresses(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	for _, f := range []txtar.File{
		{Name: "content/2021/03.md", Data: []byte("+++\ntitle = \"污染防治\"\nnumber = 3\nslug = \"污染 防治\"\n[[target]]\nid = \"降尘量\"\n+++\n## 降尘量\n\n见[本条](#降尘量)和[图](分布图.png)。\n")},
		{Name: "content/指南.md", Data: []byte("+++\ntitle = \"指南\"\n+++\n\n## 怎么查\n\n[污染防治](/2021/污染防治/#降尘量)、[同一处](2021/03.md#%E9%99%8D%E5%B0%98%E9%87%8F)、[上面](#怎么查)\n")},
		{Name: "content/2021/分布图.png", Data: []byte("png")},
	} {
		source[f.Name] = &fstest.MapFile{Data: bytes.ReplaceAll(f.Data, []byte("污染 防治"), []byte("污染防治"))}
	}
	result := build(t, source)
	task, ok := result.Set.Get("2021/污染防治/index.html")
	guide, _ := result.Set.Get("指南/index.html")
	if !ok {
		t.Fatalf("no folder 污染防治 among %q", result.Set.Paths())
	}
	const encoded = "/2021/%E6%B1%A1%E6%9F%93%E9%98%B2%E6%B2%BB/#%E9%99%8D%E5%B0%98%E9%87%8F"
	for name, c := range map[string]struct {
		page []byte
		want string
		n    int
	}{
		"anchor":         {task, `id="降尘量"`, 1},
		"own anchor":     {task, `<a href="` + encoded + `">本条</a>`, 1},
		"picture":        {task, `<a href="/2021/%E5%88%86%E5%B8%83%E5%9B%BE.png">图</a>`, 1},
		"by path, file":  {guide, `href="` + encoded + `"`, 2},
		"heading anchor": {guide, `<h2 id="怎么查">`, 1},
		"its own":        {guide, `href="/%E6%8C%87%E5%8D%97/#%E6%80%8E%E4%B9%88%E6%9F%A5"`, 1},
	} {
		if got := strings.Count(string(c.page), c.want); got != c.n {
			t.Errorf("%s: %q stands %d times, want %d, in\n%s", name, c.want, got, c.n, c.page)
		}
	}
	server := staticServer(t, result.Set)
	if p := fetch(t, server.URL+encoded); p.status != http.StatusOK {
		t.Errorf("%s: status %d", encoded, p.status)
	}
}

// TestXML parses every XML file of the site.
func TestXML(t *testing.T) {
	t.Parallel()
	seen := 0
	for name, data := range buildReal(t).Set.All() {
		if path.Ext(name) != ".xml" {
			continue
		}
		seen++
		dec := xml.NewDecoder(bytes.NewReader(data))
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	if seen != 5 {
		t.Errorf("%d XML files, want a site map and two feeds in each script", seen)
	}
}

// TestOwnLayoutWins lays one layout and one static file over the defaults.
func TestOwnLayoutWins(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	source["layouts/page.html"] = &fstest.MapFile{Data: []byte(`{{define "main"}}<h1>自己的模板：{{.Title}}</h1>{{end}}`)}
	source["static/favicon.svg"] = &fstest.MapFile{Data: []byte("<svg/>")}
	set := build(t, source).Set
	if data, _ := set.Get("about/index.html"); !strings.Contains(string(data), "<h1>自己的模板：关于我们</h1>") {
		t.Error("the site's own layout is not used")
	}
	if data, _ := set.Get("favicon.svg"); string(data) != "<svg/>" {
		t.Error("the site's own static file is not used")
	}
	if data, _ := set.Get("2021/1/index.html"); !strings.Contains(string(data), "优化营商环境工作") {
		t.Error("the default layouts are not used for the rest")
	}
}
