package cli

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// asked is a site on the loopback that remembers when it was asked.
type asked struct {
	*httptest.Server
	mu    sync.Mutex
	times []time.Time
}

func newAsked(t *testing.T) *asked {
	s := &asked{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.times = append(s.times, time.Now())
		s.mu.Unlock()
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/broken":
			w.WriteHeader(http.StatusBadGateway)
		case "/people-only": // as firewalls of government sites answer programs
			w.WriteHeader(http.StatusPreconditionFailed)
		case "/no-head":
			if r.Method == http.MethodHead {
				w.WriteHeader(http.StatusNotFound)
			}
		case "/moved":
			http.Redirect(w, r, "/", http.StatusMovedPermanently)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// TestExternal asks sites for their pages: some are gone, some turn programs away.
func TestExternal(t *testing.T) {
	site, other := newAsked(t), newAsked(t)
	closed := httptest.NewServer(nil)
	closed.Close()
	now := time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	a := &linkChecker{client: &http.Client{Timeout: 10 * time.Second}, pause: 20 * time.Millisecond, now: now, cache: filepath.Join(t.TempDir(), "gongshi", "external.json")}
	addresses := []string{closed.URL + "/", other.URL + "/"}
	for _, path := range []string{"/", "/gone", "/broken", "/people-only", "/no-head", "/moved", "/round"} {
		addresses = append(addresses, site.URL+path)
	}
	got, err := a.faults(context.Background(), addresses)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		site.URL + "/gone": "网页没有了（410）", site.URL + "/broken": "对方的服务器出错（502）",
		site.URL + "/round": "连接不上网站", closed.URL + "/": "连接不上网站",
	}
	for _, address := range addresses {
		if got[address] != want[address] {
			t.Errorf("%s: %q, want %q", address, got[address], want[address])
		}
	}
	if len(site.times) < 10 || len(other.times) != 1 {
		t.Errorf("asked %d and %d times", len(site.times), len(other.times))
	}
	if took := site.times[len(site.times)-1].Sub(site.times[0]); took < 6*a.pause {
		t.Errorf("seven questions to one host in %v", took)
	}

	// Good answers hold for a week; bad ones are asked for again.
	before := len(site.times)
	a.now = now.Add(6 * 24 * time.Hour)
	if again, err := a.faults(context.Background(), addresses); err != nil || len(again) != len(want) {
		t.Errorf("%q, %v", again, err)
	}
	if len(other.times) != 1 || len(site.times) == before {
		t.Errorf("asked %d and %d times more", len(site.times)-before, len(other.times)-1)
	}
	a.now = now.Add(8 * 24 * time.Hour)
	if _, err := a.faults(context.Background(), addresses[:2]); err != nil || len(other.times) != 2 {
		t.Errorf("asked %d times after a week, %v", len(other.times), err)
	}
	if err := os.WriteFile(a.cache, []byte("not JSON"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := a.faults(context.Background(), addresses[:2]); err != nil || len(other.times) != 3 {
		t.Errorf("a broken cache is ignored: asked %d times, %v", len(other.times), err)
	}
}

// TestOffline finds no fault with links where there is no network.
func TestOffline(t *testing.T) {
	one, two := httptest.NewServer(nil), httptest.NewServer(nil)
	one.Close()
	two.Close()
	a := &linkChecker{client: http.DefaultClient}
	if got, err := a.faults(context.Background(), []string{one.URL, two.URL}); err != errOffline || len(got) > 0 {
		t.Errorf("%q, %v", got, err)
	}
}

// TestCheckExternal shows the line of a link that leads nowhere.
func TestCheckExternal(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	server, dir := newAsked(t), t.TempDir()
	if err := layOut("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	text := "+++\ntitle = \"关于我们\"\n+++\n\n见[公报](" + server.URL + "/gone)和[法规](" + server.URL + "/moved)，`" + server.URL + "/broken`。\n"
	if err := os.WriteFile(filepath.Join(dir, "content", "about.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := Run([]string{"check", "--external", "--source", dir}, Environment{Stdout: &out, Stderr: &errs, Defaults: os.DirFS("../..")}); code != 0 {
		t.Errorf("exits %d: %s", code, &errs)
	}
	if got := out.String(); !strings.Contains(got, "警告 content/about.md:5:7：链接的网页打不开：网页没有了（410） [unreachable]") || strings.Count(got, "[unreachable]") != 1 {
		t.Error(got)
	}
	if !strings.Contains(errs.String(), "正在打开链接的 2 个网址…") {
		t.Error(errs.String())
	}
	out.Reset()
	if Run([]string{"check", "--source", dir}, Environment{Stdout: &out, Stderr: &errs, Defaults: os.DirFS("../..")}); strings.Contains(out.String(), "unreachable") {
		t.Error("sites are asked without being told to")
	}
}
