package content

import (
	"encoding/json"
	"io/fs"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// TestLocateEveryKey finds each value of valid but unusual TOML where it is written.
func TestLocateEveryKey(t *testing.T) {
	for _, text := range []string{
		`'quoted "v"' = 1`, `"" = 1`, `"a.b".c = 1` + "\n" + `a."b.c" = 2`,
		"[\"\"]\n\"\" = 1", `"\u4e2d\e" = 1`, `"q\"x" = 1` + "\n" + `'q\"x' = 2`, `x = {"" = 1, "a.b" = {c = 2}}`,
		"[[a.\"b.c\"]]\nd = 1\n[[a.\"b.c\"]]\nd = 2", "\"a\\\\b\" = 1\na.b = 2", `"中.文" = 1`, "s = \"\"\"\n1\n\"\"\"\nt = 2",
	} {
		if checkPlaces(t, text, text) == 0 {
			t.Errorf("%q is no TOML", text)
		}
	}
}

// tomlSuite is the public collection of TOML documents, a Go module.
const tomlSuite = "github.com/toml-lang/toml-test/v2@v2.2.0"

// TestLocateSuite finds each value of each valid document of the public suite.
func TestLocateSuite(t *testing.T) {
	if os.Getenv("GONGSHI_TEST_ALL") == "" {
		t.Skip("make test-all fetches the suite")
	}
	cmd := exec.Command("go", "mod", "download", "-json", tomlSuite)
	cmd.Dir = t.TempDir() // outside this module, which does not need it
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		t.Fatal(err)
	}
	values, refused := 0, 0
	err = filepath.WalkDir(filepath.Join(module.Dir, "tests", "valid"), func(name string, _ fs.DirEntry, err error) error {
		if filepath.Ext(name) != ".toml" {
			return err
		}
		text, err := os.ReadFile(name)
		found := checkPlaces(t, filepath.Base(name), string(text))
		values += max(0, found)
		if found < 0 {
			t.Logf("%s is refused by the library", name)
			refused++
		}
		return err
	})
	if err != nil || values < 700 || refused > 0 {
		t.Errorf("%d values, %d documents refused: %v", values, refused, err)
	}
	t.Logf("%d values", values)
}

// checkPlaces reports values of a document that are not found where they are written: what
// is found has to be read as the value. It returns their number, or -1 for no TOML.
func checkPlaces(t *testing.T, name, text string) (values int) {
	t.Helper()
	var table map[string]any
	if _, err := toml.Decode(text, &table); err != nil {
		return -1
	}
	where := locate([]byte(text), 0, len(text))
	var walk func(path string, value any)
	walk = func(path string, value any) {
		list := reflect.ValueOf(value)
		switch {
		case list.Kind() == reflect.Map:
			for _, key := range slices.Sorted(maps.Keys(value.(map[string]any))) {
				walk(join(path, key), value.(map[string]any)[key])
			}
			return
		case list.Kind() == reflect.Slice:
			for i := range list.Len() {
				walk(join(path, strconv.Itoa(i)), list.Index(i).Interface())
			}
			return
		}
		values++
		s, ok := where[path]
		var alone map[string]any
		found := text[s.valueStart:s.valueEnd]
		_, err := toml.Decode("x = "+found, &alone)
		if number, isFloat := value.(float64); isFloat && math.IsNaN(number) {
			ok = ok && strings.Contains(found, "nan")
		} else {
			ok = ok && err == nil && reflect.DeepEqual(alone["x"], value)
		}
		if !ok {
			t.Errorf("%s: the value of %q is found as %q, want %v", name, path, found, value)
		}
	}
	walk("", table)
	return values
}
