package output

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// half runs the first half and then fails or forgets the rest.
func half(err error) func(n int, do func(i int) error) error {
	return func(n int, do func(i int) error) error {
		for i := range n / 2 {
			if err := do(i); err != nil {
				return err
			}
		}
		return err
	}
}

// failAt makes the n-th call fail.
func failAt(n int32, err error) func() error {
	var calls atomic.Int32
	return func() error {
		if calls.Add(1) == n {
			return err
		}
		return nil
	}
}

func TestAFailedBuildLeavesTheOldSiteAndNothingElse(t *testing.T) {
	full, cut := syscall.ENOSPC, errors.New("cut off")
	tests := map[string]struct {
		opt   Options
		fault func(d *disk)
		want  error
	}{
		"disk full at the third file": {want: full, fault: func(d *disk) {
			fail := failAt(3, full)
			d.write = func(path string, data []byte) error { return errors.Join(fail(), writeFile(path, data)) }
		}},
		"marker not written":    {want: full, fault: func(d *disk) { d.write = func(string, []byte) error { return full } }},
		"sync fails":            {want: cut, fault: func(d *disk) { d.sync = func(*os.File) error { return cut } }},
		"swap fails":            {want: syscall.EIO, fault: func(d *disk) { d.exchange = func(a, b string) error { return syscall.EIO } }},
		"workers stop half-way": {want: cut, opt: Options{Parallel: half(cut)}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			target := filepath.Join(dir, "public")
			a, b := twoSites(t)
			must(t, Publish(a, target, Options{}))
			d := system
			if tt.fault != nil {
				tt.fault(&d)
			}
			if err := publish(b, target, tt.opt, d); !errors.Is(err, tt.want) {
				t.Errorf("got %v", err)
			}
			wantSite(t, target, a)
			wantNames(t, dir, "public")
		})
	}
}

func TestAFileThatCannotBeWrittenIsNamedWithItsSource(t *testing.T) {
	long := strings.Repeat("题", 100) // 300 bytes; file systems end at 255
	for _, path := range []string{long, "a/" + long + "/b"} {
		set := siteOf(t, path, "")
		var failed *WriteError
		err := Publish(set, filepath.Join(t.TempDir(), "public"), Options{})
		if !errors.As(err, &failed) || !strings.HasPrefix(path, failed.Path) || failed.Origin != "content/"+path+".md" || failed.Err == nil {
			t.Errorf("got %v", err)
		}
	}
}

func TestAFileIsNeverWrittenTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Index.html")
	must(t, writeFile(path, []byte("1")))
	if err := writeFile(path, []byte("2")); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v", err)
	}
}

func TestAMountPointIsExplained(t *testing.T) {
	for _, errno := range []error{syscall.EBUSY, syscall.EXDEV} {
		target := filepath.Join(t.TempDir(), "public")
		a, b := twoSites(t)
		must(t, Publish(a, target, Options{}))
		d := system
		d.exchange = func(x, y string) error { return &os.LinkError{Op: "exchange", Old: x, New: y, Err: errno} }
		var mount *MountError
		if err := publish(b, target, Options{}, d); !errors.As(err, &mount) || !errors.Is(err, errno) || mount.Dir == "" {
			t.Errorf("%v: got %v", errno, err)
		}
		wantSite(t, target, a)
	}
}

func TestAnOldSiteThatStaysIsReportedAndRemovedNextTime(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	a, b := twoSites(t)
	must(t, Publish(a, target, Options{}))
	d := system
	busy := false
	d.exchange = func(x, y string) error { busy = true; return exchangeOrRename(x, y) }
	d.remove = func(path string) error {
		if busy {
			return syscall.EACCES
		}
		return os.RemoveAll(path)
	}
	var left *LeftoverError
	if err := publish(b, target, Options{}, d); !errors.As(err, &left) || !errors.Is(err, syscall.EACCES) {
		t.Errorf("got %v", err)
	}
	wantSite(t, target, b)
	wantSite(t, left.Dir, a)
	must(t, Publish(a, target, Options{}))
	wantSite(t, target, a)
	wantNames(t, dir, "public")
}

func TestTheOldSiteIsKeptUntilTheSwapIsOnDisk(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	a, b := twoSites(t)
	must(t, Publish(a, target, Options{}))
	d := system
	d.syncDir = func(string) error { return syscall.EIO }
	var left *LeftoverError
	if err := publish(b, target, Options{}, d); !errors.As(err, &left) || !errors.Is(err, syscall.EIO) {
		t.Fatalf("got %v", err)
	}
	wantSite(t, target, b)
	wantSite(t, left.Dir, a)
}

// exchangeOrRename is an exchange on every system, if not in one step.
func exchangeOrRename(a, b string) error {
	between := a + ".between"
	return errors.Join(os.Rename(a, between), os.Rename(b, a), os.Rename(between, b))
}

func TestLeftOversOfAKilledBuildAreRemoved(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	a, b := twoSites(t)
	must(t, Publish(a, target, Options{}))
	for _, name := range []string{".public.staging", ".public.previous"} {
		write(t, filepath.Join(dir, name, "deep", "file"), "…")
	}
	write(t, filepath.Join(dir, ".public.lock"), "")
	write(t, filepath.Join(dir, ".other.staging", "file"), "不是我们的")
	must(t, Publish(b, target, Options{}))
	wantSite(t, target, b)
	wantNames(t, dir, ".other.staging", "public")
}

// unable is a file system that cannot exchange folders and says so with errno.
func unable(errno error) disk {
	d := system
	d.exchange = func(a, b string) error { return &os.LinkError{Op: "exchange", Old: a, New: b, Err: errno} }
	return d
}

func TestWithoutExchangeTheSwapTakesTwoRenames(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	a, b := twoSites(t)
	for _, errno := range []error{errors.ErrUnsupported, syscall.EINVAL, syscall.ENOSYS, syscall.ENOTSUP, syscall.EOPNOTSUPP} {
		must(t, publish(a, target, Options{}, unable(errno)))
		wantSite(t, target, a)
		must(t, publish(b, target, Options{}, unable(errno)))
		wantSite(t, target, b)
		wantNames(t, dir, "public")
	}
}

func TestASecondRenameThatFailsPutsTheOldSiteBack(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	a, b := twoSites(t)
	must(t, Publish(a, target, Options{}))
	d := unable(syscall.EINVAL)
	fail := failAt(2, syscall.EIO)
	d.rename = func(from, to string) error {
		if err := fail(); err != nil {
			return err
		}
		return os.Rename(from, to)
	}
	if err := publish(b, target, Options{}, d); !errors.Is(err, syscall.EIO) {
		t.Errorf("got %v", err)
	}
	wantSite(t, target, a)
	wantNames(t, dir, "public")
}

func TestEverythingIsOnDiskBeforeTheSwap(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	a, b := twoSites(t)
	must(t, Publish(a, target, Options{}))
	var steps []string
	note := func(step string) {
		if len(steps) == 0 || steps[len(steps)-1] != step {
			steps = append(steps, step)
		}
	}
	d := disk{
		write:    func(path string, data []byte) error { note("write"); return writeFile(path, data) },
		sync:     func(tree *os.File) error { note("sync"); return syncTree(tree) },
		exchange: func(x, y string) error { note("exchange"); return exchangeOrRename(x, y) },
		rename:   func(x, y string) error { note("rename"); return os.Rename(x, y) },
		syncDir:  func(dir string) error { note("syncDir"); return syncDir(dir) },
		remove:   func(path string) error { note("remove"); return os.RemoveAll(path) },
	}
	must(t, publish(b, target, Options{}, d))
	if want := []string{"remove", "write", "sync", "exchange", "syncDir", "remove"}; !slices.Equal(steps, want) {
		t.Errorf("steps %q, want %q", steps, want)
	}
}

func TestSyncEachReachesEveryFileAndFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a", "b", "c"), "1")
	write(t, filepath.Join(dir, "d"), "2")
	open, err := os.Open(dir)
	must(t, err)
	defer open.Close()
	var got []string
	must(t, syncEach(open, func(f *os.File) error {
		name, err := filepath.Rel(dir, f.Name())
		got = append(got, filepath.ToSlash(name))
		return errors.Join(err, f.Sync())
	}))
	if want := []string{".", "a", "a/b", "a/b/c", "d"}; !slices.Equal(got, want) {
		t.Errorf("synced %q, want %q", got, want)
	}
	if err := syncEach(open, func(*os.File) error { return syscall.EIO }); !errors.Is(err, syscall.EIO) {
		t.Errorf("a failed sync was not reported: %v", err)
	}
}
