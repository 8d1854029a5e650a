//go:build linux || darwin

package output

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func stat(t *testing.T, path string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(path)
	must(t, err)
	return info
}

var longAgo = time.Date(2022, 1, 10, 15, 25, 0, 0, time.UTC)

// republish publishes a, lets meddle change the published folder, publishes b
// and returns the target.
func republish(t *testing.T, a, b *Set, meddle func(target string)) string {
	t.Helper()
	target := filepath.Join(t.TempDir(), "public")
	must(t, Publish(a, target, Options{}))
	for path := range a.All() {
		must(t, os.Chtimes(filepath.Join(target, path), longAgo, longAgo))
	}
	meddle(target)
	must(t, Publish(b, target, Options{}))
	wantSite(t, target, b)
	return target
}

func TestUnchangedFilesKeepTheirTime(t *testing.T) {
	long := string(make([]byte, 200_000))
	a := siteOf(t, "same", "同", "2021/same", long, "2021/empty", "", "2021/longer", "一", "2021/shorter", "一二", "2021/other", "甲", "2021/end", long+"甲")
	b := siteOf(t, "same", "同", "2021/same", long, "2021/empty", "", "2021/longer", "一二", "2021/shorter", "一", "2021/other", "乙", "2021/end", long+"乙", "2021/new", "新")
	target := republish(t, a, b, func(string) {})
	for path, kept := range map[string]bool{
		"same": true, "2021/same": true, "2021/empty": true,
		"2021/longer": false, "2021/shorter": false, "2021/other": false, "2021/end": false, "2021/new": false,
	} {
		info := stat(t, filepath.Join(target, path))
		if info.ModTime().Equal(longAgo) != kept {
			t.Errorf("%s has the time %v; unchanged: %v", path, info.ModTime(), kept)
		}
		if links := info.Sys().(*syscall.Stat_t).Nlink; links != 1 {
			t.Errorf("%s has %d names", path, links)
		}
	}
}

func TestAFileSomebodyTouchedIsWrittenAnew(t *testing.T) {
	a := siteOf(t, "2021/x", "同")
	outside := filepath.Join(t.TempDir(), "outside")
	write(t, filepath.Join(outside, "x"), "同")
	tests := map[string]func(target string){
		"edited to the same length": func(target string) { write(t, filepath.Join(target, "2021/x"), "异") },
		"other mode":                func(target string) { must(t, os.Chmod(filepath.Join(target, "2021/x"), 0o600)) },
		"second name": func(target string) {
			must(t, os.Link(filepath.Join(target, "2021/x"), filepath.Join(outside, "backup")))
		},
		"replaced by a link": func(target string) {
			must(t, os.Remove(filepath.Join(target, "2021/x")))
			must(t, os.Symlink(filepath.Join(outside, "x"), filepath.Join(target, "2021/x")))
		},
		"folder replaced by a link": func(target string) {
			must(t, os.RemoveAll(filepath.Join(target, "2021")))
			must(t, os.Symlink(outside, filepath.Join(target, "2021")))
		},
		"replaced by a folder": func(target string) {
			must(t, os.Remove(filepath.Join(target, "2021/x")))
			must(t, os.Mkdir(filepath.Join(target, "2021/x"), 0o777))
		},
	}
	for name, meddle := range tests {
		t.Run(name, func(t *testing.T) {
			target := republish(t, a, a, meddle)
			info := stat(t, filepath.Join(target, "2021/x"))
			if info.ModTime().Equal(longAgo) || !info.Mode().IsRegular() {
				t.Errorf("the old file was taken over: %v %v", info.Mode(), info.ModTime())
			}
			if os.SameFile(info, stat(t, filepath.Join(outside, "x"))) {
				t.Error("the site shares a file with somebody else")
			}
			if data, err := os.ReadFile(filepath.Join(outside, "x")); string(data) != "同" {
				t.Errorf("a file outside the site was changed: %q, %v", data, err)
			}
		})
	}
}

func TestNothingIsTakenFromAForcedFolder(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	a := siteOf(t, "x", "同")
	write(t, filepath.Join(target, "x"), "同")
	must(t, os.Chtimes(filepath.Join(target, "x"), longAgo, longAgo))
	must(t, Publish(a, target, Options{Force: true}))
	if stat(t, filepath.Join(target, "x")).ModTime().Equal(longAgo) {
		t.Error("a file we did not make was taken over")
	}
}

// owned is a file as if it belonged to somebody else.
type owned struct {
	fs.FileInfo
	sys syscall.Stat_t
}

func (o owned) Sys() any { return &o.sys }

func TestFilesOfSomebodyElseAreNotReusable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	write(t, path, "")
	mine := stat(t, path)
	sys := *mine.Sys().(*syscall.Stat_t)
	user, group := sys, sys
	user.Uid++
	group.Gid++
	if !reusable(owned{mine, sys}, mine) || reusable(owned{mine, user}, mine) || reusable(owned{mine, group}, mine) {
		t.Error("owner or group is not looked at")
	}
}

func TestModesFollowTheUmask(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	a := siteOf(t, "2021/x", "同")
	for umask, want := range map[int][2]fs.FileMode{0o022: {0o755, 0o644}, 0o027: {0o750, 0o640}, 0o002: {0o775, 0o664}} {
		before := syscall.Umask(umask)
		err := Publish(a, target, Options{})
		syscall.Umask(before)
		must(t, err)
		for _, dir := range []string{"", "2021"} {
			if got := stat(t, filepath.Join(target, dir)).Mode().Perm(); got != want[0] {
				t.Errorf("umask %03o: folder %q has %o, want %o", umask, dir, got, want[0])
			}
		}
		for _, file := range []string{Marker, "2021/x"} {
			if got := stat(t, filepath.Join(target, file)).Mode().Perm(); got != want[1] {
				t.Errorf("umask %03o: file %q has %o, want %o", umask, file, got, want[1])
			}
		}
	}
}
