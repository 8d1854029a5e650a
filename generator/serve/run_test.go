package serve

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gongshi/generator/output"
)

// patience is how long a test waits for what never comes.
const patience = time.Minute

// server is a running Run.
type server struct {
	t       *testing.T
	address string // host:port
	stop    context.CancelCauseFunc
	ended   chan error
}

func start(t *testing.T, opt Options) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	opt.Listener = listener
	if opt.Site == nil {
		opt.Site = func() Site { return nil }
	}
	ctx, stop := context.WithCancelCause(t.Context())
	s := &server{t, listener.Addr().String(), stop, make(chan error, 1)}
	go func() { s.ended <- Run(ctx, opt) }()
	t.Cleanup(func() { stop(nil) })
	return s
}

// building returns options with a build that leaves no work for later. show replaces
// the site.
func building(folders []string, build func(show func(*output.Set))) Options {
	var current atomic.Pointer[output.Set]
	return Options{
		Folders: folders,
		Site: func() Site {
			if set := current.Load(); set != nil {
				return set
			}
			return nil
		},
		Build: func(_ Change, show Show) func(context.Context) {
			build(func(set *output.Set) { current.Store(set); show("") })
			return nil
		},
	}
}

// startSet serves a set that never changes.
func startSet(t *testing.T, prefix string, set *output.Set) *server {
	t.Helper()
	opt := building(nil, func(show func(*output.Set)) { show(set) })
	opt.Prefix = prefix
	return start(t, opt)
}

// newSet has the files of an alternating list of paths and texts.
func newSet(t *testing.T, files ...string) *output.Set {
	t.Helper()
	set := output.NewSet()
	for i := 0; i < len(files); i += 2 {
		if err := set.Add(files[i], []byte(files[i+1]), "test"); err != nil {
			t.Fatal(err)
		}
	}
	return set
}

// answer is a response that has been read.
type answer struct {
	status int
	header http.Header
	body   string
}

// get asks for a target as it stands: nothing tidies it up on the way.
func (s *server) get(target string) answer { return s.ask("GET", target, "localhost") }

func (s *server) ask(method, target, host string) answer {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	_, sendErr := io.WriteString(conn, method+" "+target+" HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err := errors.Join(sendErr, err); err != nil {
		s.t.Fatalf("%s %s: %v", method, target, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// end waits until Run has returned.
func (s *server) end() error {
	s.t.Helper()
	select {
	case err := <-s.ended:
		return err
	case <-time.After(patience):
		s.t.Fatal("Run does not end")
		return nil
	}
}

// free reports whether the port can be taken again.
func (s *server) free() bool {
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		return false
	}
	listener.Close()
	return true
}

func TestTheEndFreesThePort(t *testing.T) {
	s := startSet(t, "", newSet(t, "index.html", "首页"))
	s.get("/")
	waiting, err := net.Dial("tcp", s.address) // as browsers do in advance
	if err != nil {
		t.Fatal(err)
	}
	defer waiting.Close()
	if err := waiting.SetReadDeadline(time.Now().Add(5 * shutdownTimeout)); err != nil {
		t.Fatal(err)
	}
	why := errors.New("the end")
	s.stop(why)
	if err := s.end(); err != why {
		t.Errorf("Run returned %v", err)
	}
	if !s.free() {
		t.Error("the port is still taken")
	}
	if _, err := waiting.Read(make([]byte, 1)); err != io.EOF && !strings.Contains(err.Error(), "reset") {
		t.Errorf("a connection outlives the server: %v", err)
	}
}

// TestTheEndWaitsForTheBuild fails under the race detector, at the latest, if
// it does not.
func TestTheEndWaitsForTheBuild(t *testing.T) {
	dir := newTree(t, "content/a.md", "甲")
	begun, release := make(chan bool), make(chan bool)
	finished, first := false, true
	s := start(t, building(dir.folders(), func(show func(*output.Set)) {
		if !first {
			close(begun)
			<-release
			finished = true
		}
		first = false
		show(newSet(t, "index.html", "首页"))
	}))
	s.get("/")
	dir.write("content/a.md", "乙")
	<-begun
	s.stop(nil)
	close(release)
	s.end()
	if !finished {
		t.Error("the build goes on after Run")
	}
}

// TestTheEndDoesNotWaitForever ends while the first build, and while a later one, reads
// something that takes long.
func TestTheEndDoesNotWaitForever(t *testing.T) {
	for builds := range 2 {
		dir := newTree(t, "content/a.md", "甲")
		begun, release := make(chan bool), make(chan bool)
		defer close(release)
		done := 0
		s := start(t, building(dir.folders(), func(show func(*output.Set)) {
			if done == builds {
				close(begun)
				<-release
			}
			done++
			show(newSet(t, "index.html", "首页"))
		}))
		if builds > 0 {
			s.get("/")
			dir.write("content/a.md", "乙")
		}
		<-begun
		start := time.Now()
		s.stop(nil)
		s.end()
		if took := time.Since(start); took > time.Second+endTimeout || !s.free() {
			t.Errorf("build %d: it took %v", builds, took)
		}
	}
}

func TestAFolderThatCannotBeWatchedEndsRun(t *testing.T) {
	long := "/" + strings.Repeat("长", 200) // longer than a name may be
	s := start(t, building([]string{long + "/content"}, func(func(*output.Set)) {
		t.Error("there was a build")
	}))
	var fault *WatchError
	if err := s.end(); !errors.As(err, &fault) || fault.Folder != long {
		t.Errorf("Run returned %v", err)
	}
	if !s.free() {
		t.Error("the port is still taken")
	}
}

func TestASiteWithFaultsIsServedOnceTheyAreMended(t *testing.T) {
	dir := newTree(t, "content/a.md", "坏")
	built := make(chan bool, 100)
	s := start(t, building(dir.folders(), func(show func(*output.Set)) {
		if text := dir.read("content/a.md"); text != "坏" {
			show(newSet(t, "index.html", text))
		}
		built <- true
	}))
	got := s.get("/")
	if got.status != http.StatusServiceUnavailable || !strings.HasPrefix(got.body, "内容有错误，改正后会自动显示") {
		t.Errorf("got %+v", got)
	}
	if got.header.Get("Refresh") == "" { // else nothing shows by itself
		t.Error("the browser is not told to ask again")
	}
	<-built
	dir.write("content/a.md", "好")
	<-built
	if got := s.get("/"); got.status != http.StatusOK || got.body != "好" {
		t.Errorf("mended: %+v", got)
	}
	dir.write("content/a.md", "坏")
	<-built
	if got := s.get("/"); got.status != http.StatusOK || got.body != "好" {
		t.Errorf("the last good site is gone: %+v", got)
	}
}

// TestGuard answers a page that cannot be made, and goes on.
func TestGuard(t *testing.T) {
	set := newSet(t, "index.html", "首页")
	opt := building(nil, func(show func(*output.Set)) { show(set) })
	opt.Pages = map[string]func() []byte{"_variants/": func() []byte { panic("fault") }}
	opt.Guard = func(do func()) (text string) {
		defer func() {
			if recover() != nil {
				text = "程序出了故障"
			}
		}()
		do()
		return ""
	}
	s := start(t, opt)
	if a := s.get("/_variants/"); a.status != http.StatusInternalServerError || strings.TrimSpace(a.body) != "程序出了故障" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := s.get("/"); a.status != http.StatusOK {
		t.Errorf("after it: %d %s", a.status, a.body)
	}
}
