package content

import (
	"testing"
	"testing/fstest"
)

// TestCache edits one of two files between Loads: the new text is read, the
// other file is not parsed again, and the earlier text is forgotten.
func TestCache(t *testing.T) {
	page := func(title string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("+++\ntitle = \"" + title + "\"\n+++\n\n正文。\n")}
	}
	files := fstest.MapFS{
		"content/site.toml": {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\n")},
		"content/a.md":      page("甲"),
		"content/b.md":      page("乙"),
	}
	cache := &Cache{}
	load := func() (titles string) {
		s, found := Load(files, Options{Cache: cache})
		if len(found) > 0 {
			t.Fatalf("%+v", found)
		}
		for _, p := range s.Pages {
			titles += p.Title
		}
		return titles
	}
	if got := load(); got != "甲乙" {
		t.Fatalf("first: %s", got)
	}
	before := cache.files.last
	files["content/a.md"] = page("丙")
	if got := load(); got != "丙乙" {
		t.Errorf("after an edit: %s", got)
	}
	kept := 0
	for key, f := range cache.files.last {
		if before[key].value == f.value {
			kept++
		}
	}
	if kept != 1 || len(cache.files.last) != 2 {
		t.Errorf("%d files kept, %d in the cache; want 1 and 2", kept, len(cache.files.last))
	}
}
