package output

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

func TestASecondBuildIsTurnedAwayAndTouchesNothing(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	a, b := twoSites(t)
	must(t, Publish(a, target, Options{}))

	at, err := locate(target)
	must(t, err)
	lock, err := acquire(at.lock) // the first build, still writing
	must(t, err)
	write(t, filepath.Join(at.staging, "half"), "…")
	if err := Publish(b, target, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("got %v", err)
	}
	wantNames(t, at.staging, "half")
	wantSite(t, target, a)
	release(lock)

	must(t, Publish(b, target, Options{}))
	wantSite(t, target, b)
	wantNames(t, dir, "public")
}

func TestALockFileLeftByADeadBuildIsNoLock(t *testing.T) {
	dir := t.TempDir()
	a, _ := twoSites(t)
	write(t, filepath.Join(dir, ".public.lock"), "")
	must(t, Publish(a, filepath.Join(dir, "public"), Options{}))
	wantNames(t, dir, "public")
}

// Removing the lock file is the classic way to let two in at once: one locks
// the file that another has just removed, a third makes a new one.
func TestRemovingTheLockFileNeverLetsTwoIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".public.lock")
	var inside, together, entered atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3_000 {
				lock, err := acquire(path)
				if errors.Is(err, ErrLocked) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if inside.Add(1) > 1 {
					together.Add(1)
				}
				entered.Add(1)
				os.Stat(path) // stay for a moment
				inside.Add(-1)
				release(lock)
			}
		})
	}
	wg.Wait()
	if entered.Load() == 0 || together.Load() > 0 {
		t.Errorf("of %d builds %d were not alone", entered.Load(), together.Load())
	}
}
