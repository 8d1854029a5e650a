package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// peak is what a process had of memory at most, in KB. (What the system tells
// of a child that has ended begins with what the parent had.)
var peak = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// TestHugePages builds a small site: the heap has been made to grow, but what
// it grew by is not touched.
func TestHugePages(t *testing.T) {
	dir := t.TempDir()
	if err := layOut("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	status := filepath.Join(dir, "status")
	for range 5 { // it could depend on what was allocated at the start
		build := exec.Command("gongshi", "build", "--source", dir)
		build.Env = append(os.Environ(), statusVariable+"="+status)
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		text, err := os.ReadFile(status)
		if err != nil {
			t.Fatal(err)
		}
		found := peak.FindSubmatch(text)
		if found == nil {
			t.Fatalf("no peak of memory in\n%s", text)
		}
		if n, err := strconv.Atoi(string(found[1])); err != nil || n<<10 > heapSize/2 {
			t.Errorf("a small site took %d KB", n)
		}
	}
}

// TestFewAddresses builds where the system gives a program no more than 2 GB of
// addresses: enough for a small site, but not for a larger heap.
func TestFewAddresses(t *testing.T) {
	dir := t.TempDir()
	if err := layOut("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("sh", "-c", `ulimit -v 2000000 && exec gongshi build --source "$0"`, dir)
	build.Env = append(os.Environ(), "GOMAXPROCS=2", "MALLOC_ARENA_MAX=1") // each thread takes some
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("%v\n%.500s", err, out)
	}
}
