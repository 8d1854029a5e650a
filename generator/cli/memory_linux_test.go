package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// TestHugePages builds a small site: the heap has been made to grow, but what
// it grew by is not touched. Had Go to wipe it, all would be.
func TestHugePages(t *testing.T) {
	dir := t.TempDir()
	if err := layOut("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	for range 5 { // it depends on what was allocated at the start
		build := exec.Command("gongshi", "build", "--source", dir, "--destination", filepath.Join(dir, "public"))
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if peak := build.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10; peak > heapSize {
			t.Errorf("a small site took %d MB", peak>>20)
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
