package symlink

import (
	"slices"
	"testing"
	"testing/fstest"

	"gongshi/generator/diag"
)

// TestWalk: what programs leave by themselves is no file of the site, in whichever public
// folder, and a name that nobody can read is a fault.
func TestWalk(t *testing.T) {
	for _, root := range public {
		fsys := fstest.MapFS{}
		for _, name := range []string{"a.pdf", "a.pdf.bak", "~$a.docx", "b/Thumbs.db", ".well-known/a", ".env", "txt\u202efdp.exe"} {
			fsys[root+"/"+name] = &fstest.MapFile{Data: []byte("a")}
		}
		var names []string
		found := Walk(fsys, root, func(name, _ string) { names = append(names, name) })
		if want := []string{root + "/.well-known/a", root + "/a.pdf"}; !slices.Equal(names, want) {
			t.Errorf("%q, want %q", names, want)
		}
		if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Rule == "file-name" }) || len(found) != 2 {
			t.Errorf("%s: %v", root, found)
		}
	}
	if found := Walk(fstest.MapFS{}, "static", func(name, _ string) { t.Error(name) }); found != nil {
		t.Errorf("a folder that is not there: %v", found)
	}
}
