package generator_test

import (
	"bytes"
	"html"
	"image/png"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"gongshi/generator"
)

var metaPolicy = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`)

// source is what a directive of the pages' policy may allow.
var policySource = regexp.MustCompile(`^('none'|'self'|'sha256-[A-Za-z0-9+/]+='|data:|'script'|gongshi)$`)

// TestPolicies reads both policies of every page: the header's, and the same in a <meta> before
// the first script, without what only a header can say. They allow no host, no wildcard, nothing
// unsafe, and ask for trusted types.
func TestPolicies(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	source["content/2021/表 1.pdf"] = &fstest.MapFile{Data: smallPDF()}
	source["content/robots.txt"] = &fstest.MapFile{Data: []byte("Disallow: /old/\n\nUser-agent: Other\nDisallow: /\n")}
	source["content/.well-known/security.txt"] = &fstest.MapFile{Data: []byte("Contact: mailto:a@qingyuan.example\n")}
	source["static/.well-known/change-password"] = &fstest.MapFile{Data: []byte("x")}
	result := generator.Build(generator.Options{Source: source, Defaults: os.DirFS("..")})
	first, rest, _ := strings.Cut(strings.TrimPrefix(pageOf(t, result, "_headers"), "/*\n  Content-Security-Policy: "), "\n")
	policy, framed := strings.CutSuffix(first, "; frame-ancestors 'none'")
	if !framed || !strings.Contains(policy, "require-trusted-types-for 'script'") || !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("the header: %s", first)
	}
	for directive := range strings.SplitSeq(policy, "; ") {
		for _, allowed := range strings.Fields(directive)[1:] {
			if !policySource.MatchString(allowed) {
				t.Errorf("the policy allows %s: %s", allowed, directive)
			}
		}
	}
	if want := "/2021/%E8%A1%A8%201.pdf\n  Content-Security-Policy: " + first + "; sandbox\n"; !strings.Contains(rest, want) {
		t.Errorf("no %s in %s", want, rest)
	}
	pages := 0
	for name, data := range result.Set.All() {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		pages++
		m := metaPolicy.FindSubmatchIndex(data)
		if m == nil || html.UnescapeString(string(data[m[2]:m[3]])) != policy {
			t.Errorf("%s has another policy than the header", name)
		} else if before := data[:m[0]]; bytes.Contains(before, []byte("<script")) || bytes.Contains(before, []byte("<style")) || bytes.Contains(before, []byte("<link")) {
			t.Errorf("%s: the policy comes too late", name)
		}
	}
	if pages < 15 {
		t.Errorf("only %d pages", pages)
	}
	if got := pageOf(t, result, "robots.txt"); got != "User-agent: *\nAllow: /\nDisallow: /old/\n\nUser-agent: Other\nDisallow: /\n\nSitemap: https://www.qingyuan.example/sitemap.xml\n" {
		t.Errorf("robots.txt: %q", got)
	}
	if !result.Set.Has(".well-known/security.txt") || !result.Set.Has(".well-known/change-password") {
		t.Error(".well-known is not published")
	}
}

// smallPDF is a document of one page that says 公示 in Latin letters.
func smallPDF() []byte {
	return []byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n" +
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n" +
		"4 0 obj\n<</Length 44>>stream\nBT /F1 48 Tf 50 400 Td (gongshi 2021) Tj ET  \nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
}

// TestSandbox opens attachments by themselves: the scripts of two that site.toml allows do not
// run, although they are the site's own, a picture is shown, and a PDF document opens in the
// browser's viewer.
func TestSandbox(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("asked in full by the first run")
	}
	source := goodSource(t)
	site := source["content/site.toml"]
	site.Data = append(bytes.Clone(site.Data), "\n[[active]]\nfile = \"content/a.html\"\nreason = \"甲\"\n[[active]]\nfile = \"content/a.svg\"\nreason = \"甲\"\n[[active]]\nfile = \"content/a.js\"\nreason = \"甲\"\n"...)
	source["content/a.pdf"] = &fstest.MapFile{Data: smallPDF()}
	source["content/a.js"] = &fstest.MapFile{Data: []byte(`document.documentElement.setAttribute("class", "ran")`)}
	source["content/a.html"] = &fstest.MapFile{Data: []byte(`<!doctype html><title>甲</title><script src="/a.js"></script><p>甲`)}
	source["content/a.svg"] = &fstest.MapFile{Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script href="/a.js"/></svg>`)}
	server := strictServer(t, build(t, source).Set)
	for name, start := range engines() {
		if name == "WebKitGTK" { // which has no viewer
			continue
		}
		t.Run(name, func(t *testing.T) {
			e := start(t)
			for _, file := range []string{"/a.html", "/a.svg"} {
				e.open(server + file)
				if class := valueOf[string](t, e, `document.documentElement.className.baseVal ?? document.documentElement.className`); class != "" {
					t.Errorf("the script of %s ran: %q", file, class)
				}
				if origin := valueOf[string](t, e, `self.origin`); origin != "null" {
					t.Errorf("%s has the origin %s", file, origin)
				}
			}
			if c, ok := e.(*chromium); ok {
				if complete() { // the Chromium of `make test` has no viewer
					e.open(server + "/a.pdf")
					c.showsViewer()
				}
				return
			}
			e.open(server + "/a.pdf")
			becomes(t, e, `document.querySelector(".textLayer")?.textContent.includes("gongshi 2021")`)
		})
	}
}

// showsViewer waits until the dark bar of Chromium's viewer of PDF documents is painted, which
// no script can see. A refused document has a light page in its place.
func (c *chromium) showsViewer() {
	c.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; {
		shot, err := chromedp.Run(c.ctx, chromedp.CaptureScreenshot())
		must(c.t, err)
		picture, err := png.Decode(bytes.NewReader(shot))
		must(c.t, err)
		r, g, b, _ := picture.At(3, 3).RGBA()
		dark := max(r, g, b)>>8 < 80
		r, g, b, _ = picture.At(picture.Bounds().Dx()*3/4, picture.Bounds().Dy()/2).RGBA()
		if dark && min(r, g, b)>>8 > 240 { // the paper
			return
		}
		if time.Now().After(end) {
			c.t.Fatal("the document is not shown")
		}
	}
}
