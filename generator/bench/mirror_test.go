package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMirrorHoldsTheSameTasks mirrors the repository's own site: every task is
// there with its own text and with what Hugo needs in its front matter.
func TestMirrorHoldsTheSameTasks(t *testing.T) {
	root, target := "../..", t.TempDir()
	if err := (workplace{root: root}).mirror(root, target); err != nil {
		t.Fatal(err)
	}
	source := read(t, root, "content/2021/04.md")
	copied := read(t, target, "content/2021/04.md")
	_, text, _ := strings.Cut(source, "number = 4\n")
	if !strings.HasSuffix(copied, text) {
		t.Error("the text of content/2021/04.md has changed")
	}
	for _, line := range []string{"weight = 4", `slug = "4"`, "date = 2022-01-10T15:25:00"} {
		if !strings.Contains(copied, line+"\n") {
			t.Errorf("content/2021/04.md lacks %s", line)
		}
	}
	if about := read(t, target, "content/about.md"); !strings.Contains(about, "## 公开的内容 {#公开的内容}") {
		t.Error("the headings of content/about.md have no anchors")
	}
}

// TestMirrorKnowsTheBundles: Hugo's pages load the style sheet we have bundled.
func TestMirrorKnowsTheBundles(t *testing.T) {
	target := t.TempDir()
	if err := (workplace{root: "../.."}).mirror("../..", target); err != nil {
		t.Fatal(err)
	}
	var params struct{ CSS, JS string }
	if err := json.Unmarshal([]byte(read(t, target, "config/_default/params.json")), &params); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{params.CSS, params.JS} {
		if path == "" || read(t, target, "static"+path) == "" {
			t.Errorf("bundle %q is empty", path)
		}
	}
}

func read(t *testing.T, root, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
