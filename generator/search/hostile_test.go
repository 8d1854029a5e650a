package search

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi/generator/engine"
	"gongshi/generator/site"
)

// TestHostileIndex replaces each part of an entry file by what it is not, and blocks and
// lists by noise: the engine answers, or says that the index is damaged.
func TestHostileIndex(t *testing.T) {
	files := built(t, real())
	name := EntryPath(site.Variants[0])
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(files[name], &whole); err != nil {
		t.Fatal(err)
	}
	var inside map[string]json.RawMessage
	if err := json.Unmarshal(whole["files"], &inside); err != nil {
		t.Fatal(err)
	}
	try := func(what string, parts map[string]json.RawMessage) {
		damaged := maps.Clone(files)
		damaged[name] = encode(parts)
		if err := useAll(t, damaged); err != nil && !errors.Is(err, engine.ErrDamaged) && !errors.Is(err, engine.ErrVersion) {
			t.Errorf("%s: %v", what, err)
		}
	}
	n := 0
	for _, part := range slices.Sorted(maps.Keys(whole)) {
		for _, wrong := range []string{`null`, `[]`, `{}`, `"x"`, `-1`, `1e9`, `{"__proto__": [7]}`, `[[1, 2, 3]]`} {
			if n++; n%9 != 0 && os.Getenv("GONGSHI_TEST_ALL") == "" {
				continue
			}
			parts := maps.Clone(whole)
			parts[part] = json.RawMessage(wrong)
			try(part+" "+wrong, parts)
		}
	}
	for _, wrong := range []string{`null`, `[]`, `"////"`, `"AQ=="`, `"gICAgICAgICAgA=="`, `[[]]`, `[[null]]`, `[[1,2,3,4,5,6,7,8,9,10,11]]`} {
		content := maps.Clone(inside)
		for file := range content {
			content[file] = json.RawMessage(wrong)
		}
		parts := maps.Clone(whole)
		parts["files"] = encode(content)
		try("files "+wrong, parts)
	}
}

// useAll opens an index and asks for all that there is to ask for.
func useAll(t *testing.T, files map[string][]byte) error {
	x, err := openedFrom(t, site.Variants[0], func(path string) ([]byte, error) { return files[path], nil })
	if err != nil {
		return err
	}
	for _, query := range []string{"东城区有多少个急救站", "哪些达到目标", "王府景"} {
		a, err := x.Search(query, map[string]any{"filters": map[string]any{"year": []string{"2021"}}})
		if err != nil {
			return err
		}
		for _, h := range a.Hits[:min(len(a.Hits), 2)] {
			if _, err := x.Passages(h.ID); err != nil {
				return err
			}
		}
		if _, err := x.Card(a); err != nil {
			return err
		}
		if _, err := x.Facets(a); err != nil {
			return err
		}
	}
	_, err = x.Suggest("wang", 3)
	return err
}

// TestHostileText types what is no query: there is an answer, soon.
func TestHostileText(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	for _, query := range []string{
		strings.Repeat("东城区认真落实垃圾分类有多少", 7200), strings.Repeat("a", 100_000), strings.Repeat(" 停 车", 30_000), strings.Repeat("第", 100_000), strings.Repeat("1", 100_000),
		"__proto__", "constructor", "hasOwnProperty", "\xed\xa0\x80", "王\xff府井", "(a+)+$", "[\\]", "\\p{Han}", "$&$1", "(?<=王)", "第\u202e8项", "多少", "？", "",
	} {
		begin := time.Now()
		a := asked(t, x, query)
		if _, err := x.Card(a); err != nil {
			t.Errorf("%.20q: %v", query, err)
		}
		if _, err := x.Suggest(query, 4); err != nil {
			t.Errorf("%.20q is not completed: %v", query, err)
		}
		if took := time.Since(begin); took > time.Minute {
			t.Errorf("%.20q takes %v", query, took)
		}
	}
}
