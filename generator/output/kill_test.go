//go:build linux || darwin

package output

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A build that is to be killed runs in a process of its own: this test binary,
// told by the environment what to do.
const (
	helperTarget = "GONGSHI_TEST_PUBLISH_TO"
	helperDies   = "GONGSHI_TEST_PUBLISH_DIES"
)

func TestMain(m *testing.M) {
	if target := os.Getenv(helperTarget); target != "" {
		fmt.Fprintln(os.Stderr, "helper:", publishUntilKilled(target, os.Getenv(helperDies)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// publishUntilKilled publishes B, A, B, … and prints a line before each. With a point given it kills itself there.
func publishUntilKilled(target, point string) error {
	d, tasks := unsynced(), manyTasks
	if point != "" {
		d, tasks = diesAt(point), fewTasks
	}
	a, b := killSite("甲", tasks), killSite("乙", tasks)
	for {
		for _, set := range []*Set{b, a} {
			fmt.Println("next")
			if err := publish(set, target, Options{Parallel: inParallel}, d); err != nil {
				return err
			}
		}
	}
}

// unsynced is a disk without syncs: a killed process loses nothing it wrote,
// and waiting for the disk would only make the interesting moments rarer.
func unsynced() disk {
	d := system
	d.sync = func(*os.File) error { return nil }
	d.syncDir = func(string) error { return nil }
	return d
}

// Numbers of tasks on the sites of random and of chosen kills.
const manyTasks, fewTasks = 100, 10

// killSite has three files for each task: a third is the same in every version, a third
// differs, a third lies under other names.
func killSite(version string, tasks int) *Set {
	set := NewSet()
	for i := range tasks {
		body := strings.Repeat(fmt.Sprint(i, "。"), 100)
		for path, data := range map[string]string{
			fmt.Sprintf("2021/%d/%d.html", i%10, i):      body,
			fmt.Sprintf("hant/2021/%d/%d.html", i%10, i): version + body,
			fmt.Sprintf("assets/%s/%d.js", version, i):   body + version,
		} {
			if err := set.Add(path, []byte(data), "content/x.md"); err != nil {
				panic(err)
			}
		}
	}
	return set
}

func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// diesAt is a disk that kills the process at a point: "step" before that step,
// "step+" after it. The points "two …" are of a file system without exchange.
func diesAt(point string) disk {
	before := func(step string) {
		if step == point {
			die()
		}
	}
	d := unsynced()
	var writes, removed, renames atomic.Int32
	d.write = func(path string, data []byte) error {
		before(fmt.Sprint("write ", writes.Add(1)))
		return system.write(path, data)
	}
	d.sync = func(tree *os.File) error { before("sync"); return nil }
	d.exchange = func(x, y string) error {
		before("exchange")
		if strings.HasPrefix(point, "two ") {
			return syscall.EINVAL
		}
		return system.exchange(x, y)
	}
	d.rename = func(x, y string) error {
		err := system.rename(x, y)
		if err == nil {
			before(fmt.Sprint("two renames+", renames.Add(1)))
		}
		return err
	}
	d.syncDir = func(string) error { before("exchange+"); return nil }
	d.remove = func(path string) error {
		before(fmt.Sprint("remove ", removed.Add(1)))
		return system.remove(path)
	}
	return d
}

// start runs the helper and returns it when it has published some sites and
// begins with one more.
func start(t *testing.T, target, point string, published int) (*exec.Cmd, io.Reader) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperTarget+"="+target, helperDies+"="+point)
	out, err := cmd.StdoutPipe()
	must(t, err)
	var said strings.Builder
	cmd.Stderr = &said
	must(t, cmd.Start())
	t.Cleanup(func() {
		if said.Len() > 0 {
			t.Error(said.String())
		}
	})
	reader := bufio.NewReader(out)
	for range published + 1 {
		if line, err := reader.ReadString('\n'); line != "next\n" {
			t.Fatalf("helper did not begin: %q, %v", line, err)
		}
	}
	return cmd, reader
}

// finish waits for the helper and checks that it was killed.
func finish(t *testing.T, cmd *exec.Cmd, out io.Reader) {
	t.Helper()
	io.Copy(io.Discard, out)
	var exit *exec.ExitError
	err := cmd.Wait()
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("helper was not killed: %v", err)
	}
}

// TestKilledAtAnyMomentTheTargetIsTheOldOrTheNewSite kills at 15 random moments,
// or 200 in `make test-all`.
func TestKilledAtAnyMomentTheTargetIsTheOldOrTheNewSite(t *testing.T) {
	kills := 15
	if complete() {
		kills = 200
	}
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	a, b := killSite("甲", manyTasks), killSite("乙", manyTasks)
	must(t, Publish(b, target, Options{}))
	began := time.Now() // a machine may be slow: kill within the time that one publishing takes on it
	must(t, publish(a, target, Options{}, unsynced()))
	took := time.Since(began)
	random := rand.New(rand.NewPCG(2021, 4))
	seen := map[string]int{}
	for i := range kills {
		cmd, out := start(t, target, "", i%3)
		<-time.After(time.Duration(random.Float64() * 1.2 * float64(took)))
		must(t, cmd.Process.Kill())
		finish(t, cmd, out)
		switch {
		case holds(t, target, a):
			seen["a"]++
		case holds(t, target, b):
			seen["b"]++
		default:
			t.Fatalf("kill %d left neither the old nor the new site: %q", i, tree(t, target))
		}
		if _, err := os.Lstat(filepath.Join(dir, ".public.staging")); err == nil {
			seen["at work"]++
		}
	}
	if complete() && (seen["a"] == 0 || seen["b"] == 0 || seen["at work"] == 0) {
		t.Errorf("the kills met too little: %v", seen)
	}
	t.Logf("one publishing took %v; after %d kills: %v", took, kills, seen)
	must(t, Publish(b, target, Options{}))
	wantSite(t, target, b)
	wantNames(t, dir, "public")
}

func TestKilledAtEveryStepTheNextBuildIsWhole(t *testing.T) {
	a, b := killSite("甲", fewTasks), killSite("乙", fewTasks)
	tests := []struct {
		point string
		left  *Set // nil: no target, until the next build puts A back
	}{
		{"write 1", a}, {"write 15", a}, {"sync", a}, {"exchange", a},
		{"exchange+", b}, {"remove 3", b}, {"remove 15", b},
		{"two renames+1", nil}, {"two renames+2", b},
	}
	for _, tt := range tests {
		t.Run(tt.point, func(t *testing.T) {
			dir := t.TempDir()
			target := filepath.Join(dir, "public")
			must(t, publish(a, target, Options{}, unsynced()))
			cmd, out := start(t, target, tt.point, 0)
			finish(t, cmd, out)
			left := tt.left
			if left == nil {
				if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("the target is there between the renames: %v", err)
				}
				left = a
			} else {
				wantSite(t, target, left)
			}

			d := unsynced() // a build that fails puts back and clears, but changes nothing
			d.sync = func(*os.File) error { return syscall.EIO }
			if err := publish(b, target, Options{}, d); !errors.Is(err, syscall.EIO) {
				t.Errorf("got %v", err)
			}
			wantSite(t, target, left)
			wantNames(t, dir, "public")
			must(t, publish(b, target, Options{}, unsynced()))
			wantSite(t, target, b)
			wantNames(t, dir, "public")
		})
	}
}
