package output

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
)

// siteOf makes a set from path, content, path, content, …
func siteOf(t testing.TB, pairs ...string) *Set {
	t.Helper()
	set := NewSet()
	for i := 0; i < len(pairs); i += 2 {
		must(t, set.Add(pairs[i], []byte(pairs[i+1]), "content/"+pairs[i]+".md"))
	}
	return set
}

// complete says whether `make test-all` runs the tests.
func complete() bool { return os.Getenv("GONGSHI_TEST_ALL") != "" }

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func TestSetGivesBackWhatWasAddedInOrder(t *testing.T) {
	set := siteOf(t, "index.html", "首页", "2021/4/index.html", "任务", "2021/index.html", "")
	if set.Len() != 3 {
		t.Errorf("Len %d", set.Len())
	}
	want := []string{"2021/4/index.html", "2021/index.html", "index.html"}
	if got := set.Paths(); !slices.Equal(got, want) {
		t.Errorf("Paths = %q", got)
	}
	var seen []string
	for path, data := range set.All() {
		if stored, ok := set.Get(path); !ok || string(stored) != string(data) {
			t.Errorf("Get(%q) = %q, %v; All gave %q", path, stored, ok, data)
		}
		seen = append(seen, path)
	}
	if !slices.Equal(seen, want) {
		t.Errorf("All gave %q", seen)
	}
	if _, ok := set.Get("2021"); ok {
		t.Error("a folder was given as a file")
	}
	for range set.All() {
		break // stopping early must not panic
	}
}

func TestPathsThatNoSiteHasAreRefused(t *testing.T) {
	for _, path := range []string{"", ".", "/a", "a/", "a//b", "./a", "../a", "a/../b", "a/..", `a\b`, "a\x00b", "a\xff"} {
		set := NewSet()
		err := set.Add(path, nil, "content/x.md")
		if want := fmt.Sprintf("content/x.md: invalid output path %q", path); err == nil || err.Error() != want {
			t.Errorf("Add(%q) = %v", path, err)
		}
		if set.Len() != 0 {
			t.Errorf("Add(%q) left something in the set", path)
		}
	}
	for _, path := range []string{"a", "a..b", "..a", "公示/任务 1.html", ".well-known/x"} {
		must(t, NewSet().Add(path, nil, "content/x.md"))
	}
}

func TestOnePathHasOneSource(t *testing.T) {
	tests := []struct {
		first, second string
		want          ConflictError
	}{
		{"a", "a", ConflictError{Path: "a", First: "一", Second: "二"}},
		{"a", "a/b", ConflictError{Path: "a", First: "一", Second: "二", Folder: true}},
		{"a", "a/b/c/d", ConflictError{Path: "a", First: "一", Second: "二", Folder: true}},
		{"a/b/c/d", "a/b", ConflictError{Path: "a/b", First: "一", Second: "二", Folder: true}},
		{"x", ".gongshi", ConflictError{Path: ".gongshi", First: MarkerOrigin, Second: "二"}},
		{"x", ".gongshi/a", ConflictError{Path: ".gongshi", First: MarkerOrigin, Second: "二", Folder: true}},
	}
	for _, tt := range tests {
		set := NewSet()
		must(t, set.Add(tt.first, []byte("1"), "一"))
		before := set.Digest()
		var conflict *ConflictError
		if err := set.Add(tt.second, []byte("2"), "二"); !errors.As(err, &conflict) || *conflict != tt.want {
			t.Errorf("%s, then %s: got %v, want %v", tt.first, tt.second, err, &tt.want)
		}
		if set.Digest() != before {
			t.Errorf("%s, then %s: the refused file changed the set", tt.first, tt.second)
		}
	}
}

func TestAFolderIsNamedAfterTheFirstFileInIt(t *testing.T) {
	set := NewSet()
	must(t, set.Add("a/b/x", nil, "一"))
	must(t, set.Add("a/b/y", nil, "二"))
	var conflict *ConflictError
	if err := set.Add("a", nil, "三"); !errors.As(err, &conflict) || conflict.First != "一" {
		t.Errorf("got %v", err)
	}
}

func TestARefusedFileClaimsNoFolder(t *testing.T) {
	set := siteOf(t, "a", "")
	if err := set.Add("a/b/c", nil, "content/x.md"); err == nil {
		t.Fatal("a/b/c was accepted beside the file a")
	}

	if len(set.names.folders) != 0 {
		t.Errorf("folders %q remain", set.names.folders)
	}
}

func TestDigestKnowsPathsAndContentsOnly(t *testing.T) {
	base := siteOf(t, "a", "1", "b", "2").Digest()
	other := NewSet()
	must(t, other.Add("b", []byte("2"), "elsewhere"))
	must(t, other.Add("a", []byte("1"), "elsewhere"))
	if other.Digest() != base {
		t.Error("order of adding or origin changed the digest")
	}
	for _, set := range []*Set{siteOf(t), siteOf(t, "a", "1"), siteOf(t, "a", "1", "b", "3"), siteOf(t, "a", "1b2"), siteOf(t, "a", "", "b", "12")} {
		if set.Digest() == base {
			t.Errorf("%q has the digest of another set", set.Paths())
		}
	}
}
