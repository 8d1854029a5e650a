package assets

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// newer are calls that the oldest browsers of engines do not have, by MDN's
// tables; esbuild rewrites syntax and leaves calls alone. A lookbehind is syntax
// that it cannot rewrite.
var newer = regexp.MustCompile(`\.at\(|\.findLast|\.to(Sorted|Reversed|Spliced)\(|Object\.(hasOwn|groupBy)|Map\.groupBy|` +
	`structuredClone|Array\.fromAsync|Promise\.(withResolvers|try)|AbortSignal\.(timeout|any)|WellFormed|randomUUID|` +
	`requestIdleCallback|scheduler\.|\(\?<[=!]|\.(union|intersection|difference|isSubsetOf)\(|\bIterator\.|` +
	`\.(values|keys|entries)\(\)\.(map|filter|some|every|find)\(|checkVisibility|URL\.canParse`)

func TestScriptsForOldBrowsers(t *testing.T) {
	scripts := os.DirFS("../../static/js")
	read := 0
	err := fs.WalkDir(scripts, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".js") && !strings.HasSuffix(name, ".ts") {
			return err
		}
		read++
		text, err := fs.ReadFile(scripts, name)
		for i, line := range strings.Split(string(text), "\n") {
			if call := newer.FindString(line); call != "" && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("static/js/%s:%d: %s is newer than %v", name, i+1, call, engines)
			}
		}
		return err
	})
	if err != nil || read == 0 {
		t.Fatal(read, err)
	}
}

// TestScriptsAreCompiledAtOnce: browsers look for the hint at the very beginning.
func TestScriptsAreCompiledAtOnce(t *testing.T) {
	made, found := Bundle(os.DirFS("../.."))
	if len(found) > 0 {
		t.Fatal(found)
	}
	scripts := 0
	for _, f := range made.Files {
		if strings.HasPrefix(f.Path, BundlePath) && strings.HasSuffix(f.Path, ".js") {
			scripts++
			if !strings.HasPrefix(string(f.Data), compileAll+"\n") {
				t.Errorf("%s begins with %.40q", f.Path, f.Data)
			}
		}
	}
	if scripts == 0 {
		t.Error("no scripts")
	}
}
