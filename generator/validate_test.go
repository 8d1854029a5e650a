package generator_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/generator/output"
)

// nodeModules is where `make test` installs the pinned packages of the tests.
const nodeModules = "../.cache/node/node_modules"

// TestHTMLValidate runs html-validate with its recommended preset over every
// page of the site: it has to find nothing.
func TestHTMLValidate(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(nodeModules + "/html-validate"); err != nil {
		t.Fatalf("html-validate is not installed; run the tests by `make test`: %v", err)
	}
	dir := writeSet(t, buildReal(t).Set)
	if out, err := validate(t, dir); err != nil || !strings.Contains(string(out), "63 pages, 0 findings") {
		t.Errorf("html-validate: %v\n%s", err, out)
	}
	t.Run("finds what is wrong", func(t *testing.T) { // or else finding nothing would mean nothing
		bad := t.TempDir()
		writeFile(t, filepath.Join(bad, "bad.html"), []byte(`<!doctype html><html lang="zh"><head><title>x</title></head><body><p id="a"></p><p id="a"></p></body></html>`))
		var exit *exec.ExitError
		if out, err := validate(t, bad); !errors.As(err, &exit) || !strings.Contains(string(out), "no-dup-id") {
			t.Errorf("%v\n%s", err, out)
		}
	})
}

func validate(t *testing.T, dir string) ([]byte, error) {
	t.Helper()
	modules, err := filepath.Abs(nodeModules)
	if err != nil {
		t.Fatal(err)
	}
	return exec.Command("node", "testdata/validate.mjs", modules, dir).CombinedOutput()
}

// writeSet puts a set into a folder.
func writeSet(t *testing.T, set *output.Set) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range set.All() {
		writeFile(t, filepath.Join(dir, name), data)
	}
	return dir
}
