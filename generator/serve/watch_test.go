package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"gongshi/generator/output"
)

// watched is a tree under a server that builds on each change.
type watched struct {
	tree
	builds chan string // what each build saw
}

func watch(t *testing.T, files ...string) watched {
	t.Helper()
	w := watched{newTree(t, files...), make(chan string, 1000)}
	start(t, building(w.folders(), func(func(*output.Set)) { w.builds <- w.listing() }))
	<-w.builds
	return w
}

// seen waits for a build that sees exactly these files.
func (w watched) seen(want string) {
	w.t.Helper()
	last := "nothing"
	late := time.After(patience)
	for {
		select {
		case last = <-w.builds:
			if last == want {
				return
			}
		case <-late:
			w.t.Fatalf("no build saw\n%s\nbut the last one\n%s", want, last)
		}
	}
}

func TestEditsAreNoticed(t *testing.T) {
	w := watch(t, "content/site.toml", "1", "content/2021/01.md", "1")
	w.overwrite("content/2021/01.md", "2")
	w.seen("content/2021/01.md=2 content/site.toml=1")
	w.write("content/2021/01.md", "3") // renamed over, as editors do
	w.seen("content/2021/01.md=3 content/site.toml=1")
	w.overwrite("content/2021/01.md", "4") // the file is another one now
	w.seen("content/2021/01.md=4 content/site.toml=1")
	w.write("content/site.toml", "2")
	w.seen("content/2021/01.md=4 content/site.toml=2")
	w.write("content/2021/02.md", "1")
	w.seen("content/2021/01.md=4 content/2021/02.md=1 content/site.toml=2")
	w.rename("content/2021/02.md", "content/2021/03.md")
	w.seen("content/2021/01.md=4 content/2021/03.md=1 content/site.toml=2")
	w.remove("content/2021/01.md")
	w.seen("content/2021/03.md=1 content/site.toml=2")
}

// TestPolling looks through the folders instead of being told.
func TestPolling(t *testing.T) {
	w := watched{newTree(t, "content/site.toml", "1"), make(chan string, 1000)}
	changes := make(chan Change, 1000)
	start(t, Options{Folders: w.folders(), Poll: 20 * time.Millisecond, Build: func(change Change, _ Show) func(context.Context) {
		changes <- change
		w.builds <- w.listing()
		return nil
	}})
	<-w.builds
	w.write("content/2021/01.md", "1")
	w.seen("content/2021/01.md=1 content/site.toml=1")
	w.overwrite("content/2021/01.md", "12")
	w.seen("content/2021/01.md=12 content/site.toml=1")
	w.remove("content/2021")
	w.seen("content/site.toml=1")
	if first := <-changes; !first.All {
		t.Errorf("the first build is for %v", first)
	}
	if second := <-changes; second.All || !slices.Contains(second.Paths, w.path("content/2021/01.md")) {
		t.Errorf("a new file is told as %v", second)
	}
}

// TestPollingDuringTheFirstBuild changes a file before the folders are looked
// through for the first time.
func TestPollingDuringTheFirstBuild(t *testing.T) {
	w := watched{newTree(t, "content/site.toml", "1"), make(chan string, 1000)}
	start(t, Options{Folders: w.folders(), Poll: 20 * time.Millisecond, Build: func(change Change, _ Show) func(context.Context) {
		w.builds <- w.listing()
		if change.All {
			w.overwrite("content/site.toml", "12")
		}
		return nil
	}})
	w.seen("content/site.toml=1")
	w.seen("content/site.toml=12")
}

// TestOnlyTheNewestIsShown changes files while the rest of a build runs: it is
// cancelled, and its messages are ignored.
func TestOnlyTheNewestIsShown(t *testing.T) {
	d := newTree(t, "content/a.md", "1")
	begun, given := make(chan bool), make(chan bool)
	builds := 0
	s := start(t, Options{Folders: d.folders(), Build: func(_ Change, show Show) func(context.Context) {
		builds++
		show(d.read("content/a.md"))
		if builds != 2 {
			return nil
		}
		return func(ctx context.Context) {
			close(begun)
			<-ctx.Done()
			show("旧")
			close(given)
		}
	}})
	s.get("/")
	d.write("content/a.md", "2")
	<-begun
	d.write("content/a.md", "3")
	<-given
	if got := s.get("/"); strings.Contains(got.body, "旧") {
		t.Error("messages of an earlier build are shown")
	}
}

func TestNewFoldersAreWatched(t *testing.T) {
	w := watch(t, "content/site.toml", "1")
	w.write("content/2022/01.md", "1") // at once with its folder
	w.seen("content/2022/01.md=1 content/site.toml=1")
	w.overwrite("content/2022/01.md", "2")
	w.seen("content/2022/01.md=2 content/site.toml=1")
	w.write("content/2022/files/deep/deeper/a.txt", "1")
	w.seen("content/2022/01.md=2 content/2022/files/deep/deeper/a.txt=1 content/site.toml=1")
	w.overwrite("content/2022/files/deep/deeper/a.txt", "2")
	w.seen("content/2022/01.md=2 content/2022/files/deep/deeper/a.txt=2 content/site.toml=1")
	w.mkdir("content/2023")
	w.seen("content/2022/01.md=2 content/2022/files/deep/deeper/a.txt=2 content/site.toml=1")
	w.write("content/2023/01.md", "1") // some time after its folder
	w.seen("content/2022/01.md=2 content/2022/files/deep/deeper/a.txt=2 content/2023/01.md=1 content/site.toml=1")
}

func TestRenamedFoldersAreStillWatched(t *testing.T) {
	w := watch(t, "content/2021/01.md", "1", "content/2021/files/a.txt", "1")
	w.rename("content/2021", "content/2022")
	w.seen("content/2022/01.md=1 content/2022/files/a.txt=1")
	w.overwrite("content/2022/01.md", "2")
	w.seen("content/2022/01.md=2 content/2022/files/a.txt=1")
	w.overwrite("content/2022/files/a.txt", "2")
	w.seen("content/2022/01.md=2 content/2022/files/a.txt=2")
	w.write("content/2022/files/new/b.txt", "1")
	w.seen("content/2022/01.md=2 content/2022/files/a.txt=2 content/2022/files/new/b.txt=1")
	w.overwrite("content/2022/files/new/b.txt", "2")
	w.seen("content/2022/01.md=2 content/2022/files/a.txt=2 content/2022/files/new/b.txt=2")
	w.rename("content/2022", "away")
	w.seen("")
	w.rename("away", "content/2021")
	w.seen("content/2021/01.md=2 content/2021/files/a.txt=2 content/2021/files/new/b.txt=2")
	w.overwrite("content/2021/01.md", "3")
	w.seen("content/2021/01.md=3 content/2021/files/a.txt=2 content/2021/files/new/b.txt=2")
}

func TestWholeFoldersComeAndGo(t *testing.T) {
	w := watch(t) // not even content is there yet
	w.write("content/a.md", "1")
	w.seen("content/a.md=1")
	w.write("layouts/home.html", "1")
	w.seen("content/a.md=1 layouts/home.html=1")
	w.write("static/css/_own.css", "1")
	w.seen("content/a.md=1 layouts/home.html=1 static/css/_own.css=1")
	w.remove("content")
	w.seen("layouts/home.html=1 static/css/_own.css=1")
	w.write("content/a.md", "2")
	w.seen("content/a.md=2 layouts/home.html=1 static/css/_own.css=1")
	w.overwrite("content/a.md", "3")
	w.seen("content/a.md=3 layouts/home.html=1 static/css/_own.css=1")
}

// TestABurstIsFewBuilds makes as many changes as a checkout of another branch.
func TestABurstIsFewBuilds(t *testing.T) {
	w := watch(t, "content/099.md", "0")
	const files = 100
	var want []string
	for n := range files {
		w.write(fmt.Sprintf("content/%03d.md", n), "1")
		want = append(want, fmt.Sprintf("content/%03d.md=1", n))
	}
	builds, late := 0, time.After(patience)
	for last := ""; last != strings.Join(want, " "); builds++ {
		select {
		case last = <-w.builds:
		case <-late:
			t.Fatalf("the last build saw %q", last)
		}
	}
	if builds > files/10 {
		t.Errorf("%d changes made %d builds", files, builds)
	}
}

func TestAChangeDuringABuildMakesAnother(t *testing.T) {
	d := newTree(t, "content/a.md", "1")
	begun, proceed, saw := make(chan bool), make(chan bool), make(chan string)
	var running atomic.Int32
	start(t, building(d.folders(), func(func(*output.Set)) {
		if running.Add(1) > 1 {
			t.Error("two builds at once")
		}
		now := d.listing()
		begun <- true
		<-proceed
		running.Add(-1)
		saw <- now
	}))
	build := func() string {
		proceed <- true
		return <-saw
	}
	<-begun
	d.write("content/a.md", "2")
	if got := build(); got != "content/a.md=1" {
		t.Errorf("the first build saw %s", got)
	}
	<-begun
	d.write("content/a.md", "3")
	d.write("content/b.md", "1")
	if got := build(); got != "content/a.md=2" {
		t.Errorf("the second build saw %s", got)
	}
	<-begun
	if got := build(); got != "content/a.md=3 content/b.md=1" {
		t.Errorf("the third build saw %s", got)
	}
}

// fed is a watcher that is told what happened.
func fed(t *testing.T, builds chan bool) *watcher {
	t.Helper()
	w, err := newWatcher(newTree(t, "content/a.md", "1").folders(), 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.run(ctx, func(Change) { builds <- true }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		w.Close()
	})
	return w
}

func TestLostEventsMakeABuild(t *testing.T) {
	builds := make(chan bool, 1)
	w := fed(t, builds)
	w.Errors <- fsnotify.ErrEventOverflow
	select {
	case <-builds:
	case <-time.After(patience):
		t.Error("no build")
	}
}

func TestEventsAreGathered(t *testing.T) {
	builds := make(chan bool, 1000)
	w := fed(t, builds)
	event := fsnotify.Event{Name: filepath.Join(w.folders[0], "a.md"), Op: fsnotify.Write}
	for range 1000 {
		w.Events <- event
	}
	<-builds
	if more := len(builds); more > 5 { // 0, if the machine lets this test run on
		t.Errorf("1000 events made %d builds", more+1)
	}
}

func TestRelevant(t *testing.T) {
	w := &watcher{folders: []string{"content", filepath.FromSlash("site/layouts")}}
	tests := map[string]bool{
		"content":                   true, // made, removed or renamed as a whole
		"./content":                 true,
		"content/site.toml":         true,
		"content/2021/01.md":        true,
		"site/layouts/home.html":    true,
		"content/.01.md.swp":        false,
		"content/.git/index":        false,
		"content/2021/.#01.md":      false,
		"content-old/01.md":         false,
		"public/index.html":         false,
		"site/public/2021/a.html":   false,
		"site":                      false,
		".":                         false,
		".public.staging/index.htm": false,
	}
	for path, want := range tests {
		if got := w.relevant(filepath.FromSlash(path)); got != want {
			t.Errorf("%s: relevant is %t", path, got)
		}
	}
}

func TestWatchErrorNamesTheFolder(t *testing.T) {
	err := error(&WatchError{Folder: "content", Err: fs.ErrClosed})
	if !errors.Is(err, fs.ErrClosed) || !strings.Contains(err.Error(), `"content"`) {
		t.Errorf("got %v", err)
	}
}
