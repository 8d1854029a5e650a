//go:build linux || darwin

package cli

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// recorded is a site that keeps a public log, with a key.
type recorded struct {
	t        *testing.T
	dir, key string
	edits    int
}

func newRecorded(t *testing.T) *recorded {
	t.Helper()
	r := &recorded{t: t, dir: newSite(t), key: filepath.Join(t.TempDir(), "key")}
	r.write("content/site.toml", "title = \"清源区\"\nbase_url = \"https://www.qingyuan.example/\"\nvariants = [\"Hans\"]\n[record]\n")
	r.run(exitGood, "key", r.key, "-s", r.dir)
	return r
}

func (r *recorded) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// edit changes a task.
func (r *recorded) edit() {
	r.edits++
	r.write("content/2021/02.md", "+++\ntitle = \"急救\"\nnumber = 2\n+++\n\n## 1.急救设施\n\n已完成"+strconv.Itoa(r.edits)+"个。\n")
}

// run runs the program within this process and returns what it printed.
func (r *recorded) run(want int, args ...string) string {
	r.t.Helper()
	var out bytes.Buffer
	if got := Run(args, Environment{Stdout: &out, Stderr: &out, Defaults: os.DirFS("../..")}); got != want {
		r.t.Fatalf("%q: exit code %d, want %d\n%s", args, got, want, out.String())
	}
	return out.String()
}

func (r *recorded) build(want int, args ...string) string {
	r.t.Helper()
	return r.run(want, append([]string{"build", "-s", r.dir, "--key", r.key}, args...)...)
}

// TestRecordOfAPublishedSite: builders that keep nothing continue the log of the site on
// the network; of two at once the second is refused; and who watches the site from far
// sees that it is true, and what is not.
func TestRecordOfAPublishedSite(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	r := newRecorded(t)
	var served atomic.Pointer[string]
	var heads atomic.Int32
	var meanwhile func()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/record/checkpoint" && heads.Add(1) == 2 && meanwhile != nil {
			meanwhile()
		}
		http.FileServer(http.Dir(*served.Load())).ServeHTTP(w, q)
	}))
	defer server.Close()
	out := t.TempDir()
	publish := func(name string, want int) string {
		said := r.build(want, "--record", server.URL+"/", "-d", filepath.Join(out, name))
		if err := os.RemoveAll(filepath.Join(r.dir, "record")); err != nil { // as on a fresh machine
			t.Fatal(err)
		}
		return said
	}
	serve := func(name string) { path := filepath.Join(out, name); served.Store(&path) }
	watch := func(want int, says string) {
		t.Helper()
		if said := r.run(want, "verify", server.URL); !strings.Contains(said, says) {
			t.Errorf("want %q, have\n%s", says, said)
		}
	}
	serve("none")
	watch(exitContent, "没有公开日志")
	publish("first", exitGood)
	serve("first")
	watch(exitGood, "相符：")
	r.edit()
	publish("second", exitGood)
	serve("second")
	watch(exitGood, "相符：")
	serve("first")
	watch(exitContent, "比上次看到的短")
	serve("second")

	r.edit()
	publish("third", exitGood)
	heads.Store(0)
	meanwhile = func() { serve("third") } // another builder is done while this one is at work
	r.edit()
	if said := publish("fourth", exitUsage); !strings.Contains(said, "另一次发布已经写进了日志") {
		t.Errorf("the second builder said\n%s", said)
	}
	if _, err := os.Stat(filepath.Join(out, "fourth")); err == nil {
		t.Error("the second builder has published")
	}
	meanwhile = nil
	publish("fourth", exitGood)
	serve("fourth")
	watch(exitGood, "相符：")

	page := filepath.Join(out, "fourth", "2021/2/index.html")
	if err := os.WriteFile(page, []byte("改过"), 0o644); err != nil {
		t.Fatal(err)
	}
	watch(exitContent, "/2021/2/index.html：被改动")
}

// TestKilledRecordVerifies kills builds at random moments: whatever is out then, its log
// says so, and the next build continues it.
func TestKilledRecordVerifies(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	r := newRecorded(t)
	began := time.Now()
	r.build(exitGood)
	took := time.Since(began)
	rounds := 8
	if os.Getenv(allVariable) != "" {
		rounds = 60
	}
	random := rand.New(rand.NewPCG(3, 6))
	for range rounds {
		r.edit()
		cmd := exec.Command("gongshi", "build", "-q", "-s", r.dir, "--key", r.key)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration((0.3+random.Float64())*float64(took)), func() { cmd.Process.Kill() })
		_ = cmd.Wait() // killed, or done before
		timer.Stop()
		r.run(exitGood, "verify", filepath.Join(r.dir, "public"))
	}
	r.build(exitGood)
	r.run(exitGood, "verify", filepath.Join(r.dir, "public"))
}

// TestManualOfRecord types the commands of the chapter on the public log as they are
// printed, in a site of its own; its address is that of a server of the test.
func TestManualOfRecord(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	manual, err := os.ReadFile("../../content/help/record.md")
	if err != nil {
		t.Fatal(err)
	}
	r := newRecorded(t)
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(r.dir, "public"))))
	defer server.Close()
	commands := 0
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(string(manual), -1) {
		for _, line := range strings.Split(strings.TrimSpace(block[1]), "\n") {
			if strings.Contains(line, "保存的网页.html") {
				page, err := os.ReadFile(filepath.Join(r.dir, "public/2021/1/index.html"))
				if err != nil {
					t.Fatal(err)
				}
				r.write("保存的网页.html", string(page))
			}
			words := strings.Fields(strings.ReplaceAll(line, "https://www.example.gov.cn/", server.URL+"/"))
			if words[0] != "./gongshi" {
				t.Fatalf("%q is no command of this program", line)
			}
			cmd := exec.Command("gongshi", words[1:]...)
			cmd.Dir = r.dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", line, err, out)
			}
			commands++
		}
	}
	if commands < 7 {
		t.Errorf("only %d commands", commands)
	}
	for _, needed := range []string{"[[record.redact]]", "lost = ", "revision = ", "--fingerprint", keyVariable, "crontab"} {
		if !strings.Contains(string(manual), needed) {
			t.Errorf("the chapter does not speak of %s", needed)
		}
	}
}
