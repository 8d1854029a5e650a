package output

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// tree reads everything below dir: file → content, folder with a slash at its end → "".
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == "." {
			return err
		}
		if entry.IsDir() {
			got[path+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		got[path] = string(data)
		return err
	}))
	return got
}

// published is the tree that publishing set makes.
func published(set *Set) map[string]string {
	want := map[string]string{Marker: markerText}
	for path, data := range set.All() {
		want[path] = string(data)
		for dir := parent(path); dir != ""; dir = parent(dir) {
			want[dir+"/"] = ""
		}
	}
	return want
}

func holds(t testing.TB, target string, set *Set) bool {
	t.Helper()
	return maps.Equal(tree(t, target), published(set))
}

func wantSite(t testing.TB, target string, set *Set) {
	t.Helper()
	if !holds(t, target, set) {
		t.Errorf("%s does not hold exactly the site:\ngot  %q\nwant %q", target, tree(t, target), published(set))
	}
}

// wantNames checks what stands in a folder.
func wantNames(t testing.TB, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}

func write(t testing.TB, path, content string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o777))
	must(t, os.WriteFile(path, []byte(content), 0o666))
}

// Publish makes target hold the files of a set that is in memory.
func Publish(set *Set, target string, opt Options) error { return publish(set, target, opt, system) }

func publish(set *Set, target string, opt Options, d disk) error {
	stage, err := open(target, opt, d)
	if err != nil {
		return err
	}
	defer stage.Discard()
	paths := set.Paths()
	err = opt.each(len(paths), func(i int) error {
		data, _ := set.Get(paths[i])
		return stage.Set().Add(paths[i], data, set.names.origins[paths[i]])
	})
	if err != nil {
		return err
	}
	return stage.Publish()
}

// Check opens a stage and discards it.
func Check(target string, opt Options) error {
	stage, err := Open(target, opt)
	if err == nil {
		stage.Discard()
	}
	return err
}

// twoSites share a file, differ in one, and each has a file where the other has a folder.
func twoSites(t testing.TB) (a, b *Set) {
	a = siteOf(t, "index.html", "甲", "same/x.html", "同", "old/1.html", "旧", "x/y", "文件", "z", "文件")
	b = siteOf(t, "index.html", "乙", "same/x.html", "同", "new/1.html", "新", "x", "文件", "z/y", "文件")
	return a, b
}

func TestPublishMakesTheTargetAndTheFoldersAboveIt(t *testing.T) {
	dir := t.TempDir()
	a, _ := twoSites(t)
	target := filepath.Join(dir, "deep", "down", "public")
	must(t, Publish(a, target, Options{}))
	wantSite(t, target, a)
	wantNames(t, filepath.Dir(target), "public")
}

func TestPublishFillsAnEmptyFolder(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	must(t, os.Mkdir(target, 0o777))
	a, _ := twoSites(t)
	must(t, Publish(a, target, Options{}))
	wantSite(t, target, a)
}

func TestSitesReplaceEachOtherWhole(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	a, b := twoSites(t)
	for _, opt := range []Options{{}, {Parallel: inParallel}} {
		for range 3 {
			must(t, Publish(a, target, opt))
			wantSite(t, target, a)
			must(t, Publish(b, target, opt))
			wantSite(t, target, b)
			wantNames(t, dir, "public")
		}
	}
}

func TestAnEmptySetIsRefused(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	a, _ := twoSites(t)
	must(t, Publish(a, target, Options{}))
	if err := Publish(NewSet(), target, Options{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("got %v", err)
	}
	wantSite(t, target, a)
}

func TestALinkedTargetIsPublishedWhereItPoints(t *testing.T) {
	a, b := twoSites(t)
	for name, to := range map[string]string{
		"relative": "../disk/www",
		"absolute": filepath.Join(t.TempDir(), "disk", "www"),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			link := filepath.Join(dir, "site", "public")
			must(t, os.Mkdir(filepath.Dir(link), 0o777))
			must(t, os.Symlink(to, link))
			must(t, Publish(a, link, Options{})) // points to nothing yet
			must(t, Publish(b, link, Options{}))
			wantSite(t, link, b)
			if now, err := os.Readlink(link); err != nil || now != to {
				t.Errorf("the link became %q, %v", now, err)
			}
			wantNames(t, filepath.Dir(link), "public")
			real, err := filepath.EvalSymlinks(link)
			must(t, err)
			wantNames(t, filepath.Dir(real), "www")
		})
	}
}

func TestAFolderWeDidNotMakeIsRefusedUnlessForced(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	target := filepath.Join(dir, "public")
	write(t, filepath.Join(target, "论文.docx"), "十年心血")
	before := tree(t, dir)
	a, _ := twoSites(t)

	var refused *ForeignError
	for _, err := range []error{Check(target, Options{}), Publish(a, target, Options{})} {
		if !errors.As(err, &refused) || *refused != (ForeignError{Dir: target, Found: "论文.docx"}) {
			t.Errorf("got %v", err)
		}
	}
	if !maps.Equal(tree(t, dir), before) {
		t.Error("the refused folder was changed")
	}
	must(t, Check(target, Options{Force: true}))
	must(t, Publish(a, target, Options{Force: true}))
	wantSite(t, target, a)
	must(t, Publish(a, target, Options{})) // ours now
}

func TestARepositoryInThePublishedFolderIsNotOurs(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	a, b := twoSites(t)
	must(t, Publish(a, target, Options{}))
	write(t, filepath.Join(target, ".git", "HEAD"), "ref: refs/heads/gh-pages\n")
	var refused *ForeignError
	if err := Publish(b, target, Options{}); !errors.As(err, &refused) || refused.Found != ".git" {
		t.Errorf("got %v", err)
	}
}

func TestOnlyAFileIsAMarker(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	write(t, filepath.Join(target, Marker, "file"), "")
	var refused *ForeignError
	if err := Check(target, Options{}); !errors.As(err, &refused) || refused.Found != Marker {
		t.Errorf("got %v", err)
	}
}

func TestATargetThatIsNoFolderIsRefused(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	file, link := filepath.Join(dir, "public"), filepath.Join(dir, "link")
	write(t, file, "文件")
	must(t, os.Symlink(file, link))
	before := tree(t, dir)
	a, _ := twoSites(t)
	for _, target := range []string{file, link} {
		var refused *NotFolderError
		if err := Publish(a, target, Options{Force: true}); !errors.As(err, &refused) || refused.Path != file {
			t.Errorf("%s: got %v", target, err)
		}
	}
	if !maps.Equal(tree(t, dir), before) {
		t.Errorf("left %q", tree(t, dir))
	}
	if err := Publish(a, "", Options{}); err == nil {
		t.Error("an empty target was accepted")
	}
}

func TestSourcesAreNeverReplaced(t *testing.T) {
	dir := t.TempDir()
	content := filepath.Join(dir, "site", "content")
	write(t, filepath.Join(content, "site.toml"), "title = '公示'")
	must(t, os.Symlink(filepath.Join(dir, "site"), filepath.Join(dir, "link")))
	before := tree(t, filepath.Join(dir, "site"))
	a, _ := twoSites(t)
	protect := []string{filepath.Join(t.TempDir(), "no such folder"), content}
	for _, target := range []string{
		content, filepath.Join(dir, "site"), dir, filepath.Join(dir, "link"),
		filepath.Join(dir, "link", "content"), content + "/../../site",
	} {
		opt := Options{Force: true, Protect: protect}
		for _, err := range []error{Check(target, opt), Publish(a, target, opt)} {
			var refused *ProtectedError
			if !errors.As(err, &refused) || refused.Path != content {
				t.Errorf("%s: got %v", target, err)
			}
		}
	}
	if !maps.Equal(tree(t, filepath.Join(dir, "site")), before) {
		t.Error("the sources were changed")
	}
	must(t, Publish(a, filepath.Join(dir, "site", "public"), Options{Protect: protect}))
	wantNames(t, filepath.Join(dir, "site"), "content", "public")
}

func TestSourcesUnderANameOfOursAreNotRemoved(t *testing.T) {
	dir := t.TempDir()
	a, _ := twoSites(t)
	for _, name := range []string{".public.staging", ".public.previous"} {
		source := filepath.Join(dir, name, "content")
		write(t, filepath.Join(source, "site.toml"), "title = '公示'")
		var refused *ProtectedError
		err := Publish(a, filepath.Join(dir, "public"), Options{Protect: []string{source}})
		if !errors.As(err, &refused) || filepath.Base(refused.Dir) != name {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestHomeAndRootAreNeverReplaced(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home", "user")
	write(t, filepath.Join(home, "file"), "")
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for _, target := range []string{home, filepath.Dir(home), filepath.VolumeName(home) + string(filepath.Separator)} {
		var refused *ProtectedError
		if err := Check(target, Options{Force: true}); !errors.As(err, &refused) {
			t.Errorf("%s: got %v", target, err)
		}
	}
	must(t, Check(filepath.Join(home, "public"), Options{}))

	t.Setenv("HOME", "") // a service without home
	t.Setenv("USERPROFILE", "")
	var refused *ProtectedError
	if err := Check(string(filepath.Separator), Options{Force: true}); !errors.As(err, &refused) {
		t.Errorf("root without a home: got %v", err)
	}
}

func TestAFolderIsKnownUnderAnotherName(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "site", "content", "site.toml"), "")
	must(t, os.Symlink(filepath.Join(dir, "site"), filepath.Join(dir, "alias")))
	for path, want := range map[string]bool{"site": true, "site/content/site.toml": true, "site2": false, ".": false} {
		if got, err := Contains(filepath.Join(dir, "alias"), filepath.Join(dir, path)); got != want || err != nil {
			t.Errorf("alias contains %s: %v, %v", path, got, err)
		}
	}
}

func TestAStageThatIsDiscardedLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	stage, err := Open(filepath.Join(dir, "a", "b", "public"), Options{})
	must(t, err)
	must(t, stage.Set().Add("x/y", []byte("1"), "content/x.md"))
	if data, ok := stage.Set().Get("x/y"); !ok || string(data) != "1" {
		t.Errorf("read back %q, %v", data, ok)
	}
	stage.Discard()
	stage.Discard()
	wantNames(t, dir)
}

func TestFilesAreMadeByManyAtOnce(t *testing.T) {
	files := 2_000
	if complete() {
		files = 20_000
	}
	target := filepath.Join(t.TempDir(), "public")
	set := bigSite(t, files, 0, 0)
	must(t, Publish(set, target, Options{Parallel: inParallel}))
	wantSite(t, target, set)
}
