package content

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/BurntSushi/toml"
)

// TestLocateEveryKey finds each value of valid but unusual TOML where it is written: the
// bytes found say what the library has read.
func TestLocateEveryKey(t *testing.T) {
	for _, text := range []string{
		`'quoted "v"' = 1`, `"" = 1`, `"a.b".c = 1` + "\n" + `a."b.c" = 2`,
		"[\"\"]\n\"\" = 1", `"\u4e2d\e" = 1`, `"q\"x" = 1` + "\n" + `'q\"x' = 2`, `x = {"" = 1, "a.b" = {c = 2}}`,
		"[[a.\"b.c\"]]\nd = 1\n[[a.\"b.c\"]]\nd = 2", "\"a\\\\b\" = 1\na.b = 2", `"中.文" = 1`, "s = \"\"\"\n1\n\"\"\"\nt = 2",
	} {
		var table map[string]any
		if _, err := toml.Decode(text, &table); err != nil {
			t.Fatalf("%q is no TOML: %v", text, err)
		}
		where := locate([]byte(text), 0, len(text))
		var walk func(path string, value any)
		walk = func(path string, value any) {
			switch v := value.(type) {
			case map[string]any:
				for key, inner := range v {
					walk(join(path, key), inner)
				}
			case []map[string]any:
				for i, inner := range v {
					walk(join(path, strconv.Itoa(i)), inner)
				}
			case int64:
				s, ok := where[path]
				if got := text[s.valueStart:s.valueEnd]; !ok || got != fmt.Sprint(v) {
					t.Errorf("%q: the value of %s is found as %q, want %d", text, path, got, v)
				}
			}
		}
		walk("", table)
	}
}
