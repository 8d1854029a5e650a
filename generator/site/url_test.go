package site

import "testing"

// TestBase makes every form of address from one site path.
func TestBase(t *testing.T) {
	for _, c := range []struct{ base, path, url, absolute string }{
		{"https://www.example.gov.cn/", "/2021/4/", "/2021/4/", "https://www.example.gov.cn/2021/4/"},
		{"https://WWW.Example.gov.cn", "/", "/", "https://www.example.gov.cn/"},
		{"http://localhost:1313/", "/污染/", "/%E6%B1%A1%E6%9F%93/", "http://localhost:1313/%E6%B1%A1%E6%9F%93/"},
		{"https://a.cn/公示/", "/a b?.html", "/%E5%85%AC%E7%A4%BA/a%20b%3F.html", "https://a.cn/%E5%85%AC%E7%A4%BA/a%20b%3F.html"},
	} {
		b, err := ParseBase(c.base)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.URL(c.path); got != c.url {
			t.Errorf("URL(%q) = %q, want %q", c.path, got, c.url)
		}
		if got := b.Absolute(c.path); got != c.absolute {
			t.Errorf("Absolute(%q) = %q, want %q", c.path, got, c.absolute)
		}
		for _, href := range []string{c.url, c.absolute, c.url + "?q=1#t1"} {
			if path, _, ok := b.Split(href); !ok || path != c.path {
				t.Errorf("Split(%q) = %q, %v, want %q", href, path, ok, c.path)
			}
		}
	}
}

func TestBaseRefused(t *testing.T) {
	for _, s := range []string{"", "www.example.gov.cn", "ftp://a.cn/", "https://", "https://a.cn/?x=1", "https://a.cn/#x", "https://u:p@a.cn/", "http://[::1", "https://a.cn/$x/", "https://a.cn//b//", "https://a.cn/../b",
		"https://a.cn/.git/", "https://a.cn/:year/", "https://a.cn/*/", "https://a.cn/a%00b/", "https://a.cn/a%E2%80%AEb/", "https://a\tb.cn/", "https://a.cn:0/", "https://a.cn:99999/", "https://a.cn:/", "https://a..cn/",
		"https://-a.cn/", "https://a-.cn/", "https://.cn/", "https://a b.cn/", "https://a_?.cn/", "https://1.2.3.999/", "https://1.2.3/", "https://[::g]/", "https://a.cn%2f/", "https://a,b.cn/"} {
		if _, err := ParseBase(s); err == nil {
			t.Errorf("ParseBase(%q) is accepted", s)
		}
	}
}

// TestSplitOther leaves alone what is not an address of the site.
func TestSplitOther(t *testing.T) {
	b, _ := ParseBase("https://a.cn/site/")
	for _, href := range []string{"https://b.cn/site/", "//b.cn/", "mailto:a@b.cn", "/other/", "https://a.cn.b.cn/site/", "x.html", ""} {
		if path, _, ok := b.Split(href); ok {
			t.Errorf("Split(%q) = %q, want none", href, path)
		}
	}
	if _, fragment, ok := b.Split("/site/2021/#%E9%99%8D"); !ok || fragment != "降" {
		t.Errorf("fragment %q, %v", fragment, ok)
	}
}

func TestOutputFile(t *testing.T) {
	for path, want := range map[string]string{
		"/": "index.html", "/2021/4/": "2021/4/index.html", "/404.html": "404.html", "/old": "old/index.html", "/v1.2/": "v1.2/index.html",
	} {
		if got := OutputFile(path); got != want {
			t.Errorf("OutputFile(%q) = %q, want %q", path, got, want)
		}
	}
}

// TestGoodHost accepts names in every script, addresses and ports.
func TestGoodHost(t *testing.T) {
	for _, host := range []string{"a.cn", "localhost:1313", "政务.cn", "xn--zfr164b.cn", "a-b.c_d.cn", "10.1.2.3:80", "[::1]:8080", "a.cn."} {
		if !GoodHost(host) {
			t.Errorf("%q is refused", host)
		}
	}
}

// TestLink escapes each part of an address by itself.
func TestLink(t *testing.T) {
	base, err := ParseBase("https://www.qingyuan.example/区/")
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"/2024/":                "/%E5%8C%BA/2024/",
		"/2024/?状态=未完成&q=a b#表": "/%E5%8C%BA/2024/?%E7%8A%B6%E6%80%81=%E6%9C%AA%E5%AE%8C%E6%88%90&q=a%20b#%E8%A1%A8",
		"/文/#a?b":               "/%E5%8C%BA/%E6%96%87/#a?b",
		`/?q="><script>`:        "/%E5%8C%BA/?q=%22%3E%3Cscript%3E",
	} {
		if got := base.Link(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}
