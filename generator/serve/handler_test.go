package serve

import (
	"net/http"
	"testing"
)

func TestPagesHaveTheirTypes(t *testing.T) {
	set := newSet(t)
	tests := []struct{ file, target, kind string }{
		{"index.html", "/", "text/html; charset=utf-8"},
		{"2021/4/index.html", "/2021/4/", "text/html; charset=utf-8"},
		{"old/2021.html", "/old/2021.html", "text/html; charset=utf-8"},
		{"assets/site.css", "/assets/site.css", "text/css; charset=utf-8"},
		{"assets/site.js", "/assets/site.js", "text/javascript; charset=utf-8"},
		{"2021/tasks.json", "/2021/tasks.json", "application/json; charset=utf-8"},
		{"2021/tasks.csv", "/2021/tasks.csv", "text/csv; charset=utf-8"},
		{"feed.xml", "/feed.xml", "text/xml; charset=utf-8"},
		{"robots.txt", "/robots.txt", "text/plain; charset=utf-8"},
		{"favicon.svg", "/favicon.svg", "image/svg+xml"},
		{"2021/照片.JPG", "/2021/%E7%85%A7%E7%89%87.JPG", "image/jpeg"},
		{"附件/表.xlsx", "/附件/表.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"a b&c=d", "/a%20b&c=d?e=f", "application/octet-stream"},
	}
	for _, tt := range tests {
		if err := set.Add(tt.file, []byte("<p>"+tt.file), "test"); err != nil {
			t.Fatal(err)
		}
	}
	s := startSet(t, "", set)
	for _, tt := range tests {
		got := s.get(tt.target)
		if got.status != http.StatusOK || got.body != "<p>"+tt.file {
			t.Errorf("%s: got %d %q", tt.target, got.status, got.body)
		}
		if kind := got.header.Get("Content-Type"); kind != tt.kind {
			t.Errorf("%s is sent as %s, want %s", tt.target, kind, tt.kind)
		}
	}
}

func TestAMissingPageIsThePage404(t *testing.T) {
	s := startSet(t, "", newSet(t, "404.html", "没有这一页"))
	got := s.get("/nowhere/")
	if got.status != http.StatusNotFound || got.body != "没有这一页" || got.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("got %+v", got)
	}
	hant := startSet(t, "", newSet(t, "404.html", "没有这一页", "hant/404.html", "沒有這一頁")).get("/hant/2021/nowhere/")
	if hant.status != http.StatusNotFound || hant.body != "沒有這一頁" {
		t.Errorf("in another script: %+v", hant)
	}
	bare := startSet(t, "", newSet(t, "index.html", "首页")).get("/nowhere/")
	if bare.status != http.StatusNotFound || bare.body != "没有这个页面\n" {
		t.Errorf("without such a page: %+v", bare)
	}
}

func TestAFolderIsRedirectedToItsSlash(t *testing.T) {
	s := startSet(t, "", newSet(t, "2021/4/index.html", "", "公示/index.html", "", "a?b/index.html", "", "files/a.txt", ""))
	tests := []struct{ target, to string }{
		{"/2021/4", "/2021/4/"},
		{"/2021/4?page=2", "/2021/4/?page=2"},
		{"/%E5%85%AC%E7%A4%BA", "/%E5%85%AC%E7%A4%BA/"},
		{"/a%3Fb", "/a%3Fb/"},
	}
	for _, tt := range tests {
		got := s.get(tt.target)
		if got.status != http.StatusMovedPermanently || got.header.Get("Location") != tt.to {
			t.Errorf("%s: got %d to %q", tt.target, got.status, got.header.Get("Location"))
		}
		if got.header.Get("Cache-Control") != "no-store" { // or the browser knows it for ever
			t.Errorf("the redirect of %s may be kept", tt.target)
		}
	}
	for _, target := range []string{"/2021", "/files", "/files/", "/nowhere"} { // no index page, and never a list
		if got := s.get(target); got.status != http.StatusNotFound {
			t.Errorf("%s: got %+v", target, got)
		}
	}
}

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	s := startSet(t, "", newSet(t, "index.html", "首页"))
	for _, host := range []string{"localhost", "localhost:1313", "LocalHost:80", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[::1]:1313"} {
		if got := s.ask("GET", "/", host); got.status != http.StatusOK || got.body != "首页" {
			t.Errorf("%s: got %+v", host, got)
		}
	}
	for _, host := range []string{"www.example.gov.cn", "localhost.example.com", "example.com:1313", "127.0.0.1.example.com", "192.168.1.2", "[::2]:1313", "0.0.0.0", ""} {
		got := s.ask("GET", "/", host)
		if got.status != http.StatusForbidden || got.body != "只能在本机用 localhost 打开\n" {
			t.Errorf("%q: got %+v", host, got)
		}
	}
	// The host in the first line counts more than the one in the header.
	if got := s.ask("GET", "http://example.com/", "localhost"); got.status != http.StatusForbidden {
		t.Errorf("got %+v", got)
	}
}

func TestNothingOutsideTheSetIsServed(t *testing.T) {
	s := startSet(t, "", newSet(t, "index.html", "首页", "2021/index.html", "2021", "404.html", "没有",
		"_headers", "/*", "_redirects", "/", "_nginx.conf", "#"))
	for _, target := range []string{
		"/..", "/../", "/../../../../etc/passwd", "/2021/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd",
		`/..\..\etc\passwd`, "/..%5c..%5cetc%5cpasswd", "/%00", "/index.html%00", "/index.html%00.png", "//", "//etc/passwd", "/2021//", "/./",
		"/_headers", "/_redirects", "/_nginx.conf", "/.gongshi", "/serve.go", "/content/site.toml",
	} {
		if got := s.get(target); got.status != http.StatusNotFound || got.body != "没有" {
			t.Errorf("%s: got %d %q", target, got.status, got.body)
		}
	}
	if got := s.get("/%zz"); got.status != http.StatusBadRequest {
		t.Errorf("a broken escape: got %+v", got)
	}
}

func TestHeadIsGetWithoutTheBody(t *testing.T) {
	s := startSet(t, "", newSet(t, "index.html", "首页", "404.html", "没有", "2021/index.html", ""))
	for _, target := range []string{"/", "/2021", "/nowhere"} {
		get, head := s.get(target), s.ask("HEAD", target, "localhost")
		if head.body != "" || head.status != get.status {
			t.Errorf("%s: got %+v", target, head)
		}
		for _, name := range []string{"Content-Type", "Location", "Cache-Control"} {
			if head.header.Get(name) != get.header.Get(name) {
				t.Errorf("%s: %s is %q, with GET %q", target, name, head.header.Get(name), get.header.Get(name))
			}
		}
	}
}

func TestPagesAreOnlyRead(t *testing.T) {
	s := startSet(t, "", newSet(t, "index.html", "首页"))
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"} {
		got := s.ask(method, "/", "localhost")
		if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET, HEAD" || got.body != "只能读取页面\n" {
			t.Errorf("%s: got %+v", method, got)
		}
	}
}

func TestTheHeadersAreThoseOfThePublishedSite(t *testing.T) {
	s := startSet(t, "", newSet(t, "index.html", "首页", "404.html", "没有", "2021/index.html", "", "assets/a.js", "", "admin/index.html", "", "_headers", `/
  X-Home: 1
/*
  Content-Security-Policy: default-src 'none'; style-src 'self'
  X-Content-Type-Options: nosniff
/assets/*
  Cache-Control: public, max-age=31536000, immutable
  X-Bundle: 1
/admin/*
  X-Admin: 1
`))
	for target, own := range map[string]string{"/": "X-Home", "/2021": "", "/nowhere": "", "/assets/a.js": "X-Bundle", "/admin/": "X-Admin"} {
		got := s.get(target).header
		for _, name := range []string{"X-Home", "X-Bundle", "X-Admin"} {
			if (got.Get(name) == "1") != (name == own) {
				t.Errorf("%s: %s is %q", target, name, got.Get(name))
			}
		}
		if got.Get("Content-Security-Policy") != "default-src 'none'; style-src 'self'" || got.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: got %v", target, got)
		}
		// Files change under their names here, whatever they do once published.
		if got.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %v", target, got)
		}
	}
}

func TestASiteInAFolderIsServedThere(t *testing.T) {
	s := startSet(t, "/公示", newSet(t, "index.html", "首页", "2021/index.html", "报告", "404.html", "没有"))
	tests := []struct {
		target, to, body string
	}{
		{"/公示/", "", "首页"},
		{"/%E5%85%AC%E7%A4%BA/2021/", "", "报告"},
		{"/", "/%E5%85%AC%E7%A4%BA/", ""},
		{"/公示", "/%E5%85%AC%E7%A4%BA/", ""},
		{"/公示/2021", "/%E5%85%AC%E7%A4%BA/2021/", ""},
		{"/2021/", "", "没有"}, // a link without the folder is dead once published
		{"/公示公示/", "", "没有"},
	}
	for _, tt := range tests {
		got := s.get(tt.target)
		if tt.to != "" {
			if got.status != http.StatusMovedPermanently || got.header.Get("Location") != tt.to {
				t.Errorf("%s: got %d to %q", tt.target, got.status, got.header.Get("Location"))
			}
		} else if got.body != tt.body {
			t.Errorf("%s: got %+v", tt.target, got)
		}
	}
}
