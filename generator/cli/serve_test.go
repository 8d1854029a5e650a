//go:build linux || darwin

package cli

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

func TestServeFollowsTheEditor(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	task := filepath.Join(dir, "content/2021/01.md")
	p := startPreview(t, dir, "--port", "0")
	at := p.address()
	p.shows(at+"2021/1/", "新设企业4476户")
	replace(t, task, "4476户", "4477户")
	p.shows(at+"2021/1/", "新设企业4477户")
	replace(t, filepath.Join(dir, "content/site.toml"), "清源区", "东城区")
	p.shows(at, "北京市东城区人民政府")
	if _, page := get(t, at+"_variants/"); !strings.Contains(page, "<td>content/2021/02.md:2:16</td><td>体系</td><td>體系</td>") {
		t.Errorf("the list of choices is %s", page)
	}

	replace(t, task, "number = 1", "nummer = 1")
	if said := p.faults(); !strings.Contains(said, "错误 content/2021/01.md:3:1：没有叫 nummer 的键") ||
		!strings.HasSuffix(said, "没有通过：1 个错误，0 个警告；页面保持上一次正确的样子\n") {
		t.Errorf("the terminal showed\n%s", said)
	}
	if _, page := get(t, at+"2021/1/"); !strings.Contains(page, "新设企业4477户") {
		t.Error("the last good page is gone")
	}
	replace(t, task, "nummer = 1", "number = 2021")
	p.shows(at+"2021/2021/", "新设企业4477户")
	p.end(os.Interrupt)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the preview left %v (%v)", entries, err)
	}
}

// TestServeAfterRenames renames folders in folders, edits a file in them, and puts another
// folder in the place of the first: what is shown is always what is there.
func TestServeAfterRenames(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, "content", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("+++\ntitle = \"页面\"\n+++\n\n"+text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rename := func(from, to string) {
		t.Helper()
		if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
	}
	write("docs/sub/deep/x.md", "文字甲")
	p := startPreview(t, dir, "--port", "0")
	at := p.address()
	p.shows(at+"docs/sub/deep/x/", "文字甲")
	rename("content/docs", "content/papers")
	p.shows(at+"papers/sub/deep/x/", "文字甲")
	write("papers/sub/deep/x.md", "文字乙")
	p.shows(at+"papers/sub/deep/x/", "文字乙")
	rename("content/papers", "away")
	write("other/sub/deep/x.md", "文字丙")
	rename("content/other", "content/papers")
	p.shows(at+"papers/sub/deep/x/", "文字丙")
	write("papers/sub/deep/x.md", "文字丁")
	p.shows(at+"papers/sub/deep/x/", "文字丁")
	p.end(os.Interrupt)
}

func TestServeWithFaultsAtTheStart(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	task := filepath.Join(dir, "content/2021/01.md")
	replace(t, task, "number = 1", "nummer = 1")
	p := startPreview(t, dir, "-p", "0")
	at := p.address()
	p.faults()
	if response, page := get(t, at); response.StatusCode != http.StatusServiceUnavailable || !strings.HasPrefix(page, "内容有错误") {
		t.Errorf("a site with faults is served as %d %s", response.StatusCode, page)
	}
	replace(t, task, "nummer = 1", "number = 1")
	p.shows(at+"2021/1/", "新设企业4476户")
	p.end(syscall.SIGTERM)
}

func TestServeQuietly(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	p := startPreview(t, dir, "-q", "-p", "0")
	replace(t, filepath.Join(dir, "content/2021/01.md"), "number = 1", "nummer = 1")
	p.faults() // still shown
	p.end(os.Interrupt)
}

func TestServeSendsTheHeadersOfThePublishedSite(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	if out, err := exec.Command("gongshi", "build", "-q", "-s", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	published, err := os.ReadFile(filepath.Join(dir, "public/_headers"))
	if err != nil {
		t.Fatal(err)
	}
	at := startPreview(t, dir, "--port", "0").address()
	for _, path := range []string{"", "2021/1/", "favicon.svg", "nothing"} {
		response, _ := get(t, at+path)
		if wrong := missingHeaders(string(published), response.Header); len(wrong) > 0 {
			t.Errorf("/%s is sent without %q", path, wrong)
		}
	}
	if all := missingHeaders(string(published), nil); len(all) < 5 {
		t.Errorf("the published site has only the headers %q", all)
	}
}

// missingHeaders are the lines of the rule for all files that h lacks.
func missingHeaders(rules string, h http.Header) []string {
	_, rule, _ := strings.Cut(rules, "/*\n")
	var missing []string
	for line := range strings.SplitSeq(rule, "\n") {
		if !strings.HasPrefix(line, "  ") {
			break // the next rule
		}
		if name, value, _ := strings.Cut(strings.TrimSpace(line), ": "); h.Get(name) != value {
			missing = append(missing, line)
		}
	}
	return missing
}

func TestServeUnderASubfolder(t *testing.T) {
	t.Parallel()
	p := startPreview(t, newSite(t), "--port", "0", "--base-url", "https://www.qingyuan.example/公示/2021")
	at := p.address()
	if !strings.HasSuffix(at, "/%E5%85%AC%E7%A4%BA/2021/") {
		t.Errorf("the address is %s", at)
	}
	_, page := get(t, at)
	links := regexp.MustCompile(`(?:href|src)="(/[^"#]*)"`).FindAllStringSubmatch(page, -1)
	if len(links) < 5 {
		t.Errorf("only %d links on the home page", len(links))
	}
	host := at[:strings.Index(at, "/%E5")]
	for _, link := range links {
		if response, _ := get(t, host+link[1]); response.StatusCode != http.StatusOK {
			t.Errorf("%s is served as %d", link[1], response.StatusCode)
		}
	}
	if response, _ := get(t, host); response.Request.URL.String() != at {
		t.Errorf("the bare host leads to %s", response.Request.URL)
	}
}

func TestServeTellsThatThePortIsBusy(t *testing.T) {
	t.Parallel()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	port := other.Addr().(*net.TCPAddr).Port
	p := startPreview(t, newSite(t), "--port", fmt.Sprint(port))
	p.exits(exitUsage, busy(port))
}

func busy(port int) string {
	return fmt.Sprintf("错误：不能使用端口 %d：端口已经有程序在用；用 --port 换一个\n", port)
}

// TestServeNeedsNoFlags starts two previews of the folders they stand in: on
// the port that the manual names, or the next that no other program has.
func TestServeNeedsNoFlags(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^在浏览器里打开 (http://localhost:13(1[3-9]|2\d|3[0-2])/) ，按 Ctrl\+C 结束$`)
	var addresses []string
	for range 2 {
		p := startPreview(t, newSite(t))
		m := form.FindStringSubmatch(p.line(p.stdout))
		if m == nil {
			t.Fatal("the server names no address")
		}
		p.shows(m[1], "北京市清源区人民政府")
		addresses = append(addresses, m[1])
		defer p.end(os.Interrupt)
	}
	if addresses[0] == addresses[1] {
		t.Errorf("both at %s", addresses[0])
	}
}
