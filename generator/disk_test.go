package generator_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"gongshi/generator"
	"gongshi/generator/output"
)

// TestDiskFails builds into a stage whose folder is taken away, before the first
// file is written or after it: the fault of the disk is known as what it is, and
// nothing is said of search or links, which only suffer from it.
func TestDiskFails(t *testing.T) {
	t.Parallel()
	for name, once := range map[string]bool{"before the first file": true, "while files are made": false} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			stage, err := output.Open(filepath.Join(dir, "public"), output.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer stage.Discard()
			remove := func() {
				trees, _ := filepath.Glob(filepath.Join(dir, ".public*"))
				for _, path := range trees {
					_ = os.RemoveAll(path) // files may be made in it meanwhile
				}
			}
			options := generator.Options{Source: os.DirFS(".."), Defaults: os.DirFS(".."), Set: stage.Set(), Jobs: 1}
			if once {
				remove()
			} else {
				options.Progress = func(int) { remove() }
			}
			result := generator.Build(options)
			for _, d := range result.Diagnostics {
				t.Errorf("%s %s: %s", d.Pos, d.Rule, d.Message)
			}
			var failed *output.WriteError
			if err := stage.Set().Fault(); !errors.As(err, &failed) || !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the fault is %v", err)
			}
			if err := stage.Publish(); !errors.As(err, &failed) {
				t.Errorf("published with %v", err)
			}
		})
	}
}
