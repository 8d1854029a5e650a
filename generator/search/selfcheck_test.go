package search

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"gongshi/generator/site"
)

// TestSelfCheck finds nothing amiss in a good index, and says so where a part
// of the index is not what it was.
func TestSelfCheck(t *testing.T) {
	good := large(t)
	check := func(files map[string][]byte) ([]Miss, error) {
		return SelfCheck(corpusOf(t, repeated()), inBoth(repeated()), 24, everyOne, func(path string) ([]byte, error) { return files[path], nil })
	}
	if missed, err := check(good); len(missed) > 0 || err != nil {
		t.Errorf("a good index: %v, %v", missed, err)
	}

	files := maps.Clone(good)
	for name := range files { // a block that lost its terms
		if strings.HasSuffix(name, "/"+blockFile(1)) {
			files[name] = []byte{0}
		}
	}
	if missed, err := check(files); len(missed) == 0 || err != nil {
		t.Errorf("an index without one of its blocks passes, %v", err)
	}

	for _, v := range site.Variants[:2] { // each script is asked
		files := maps.Clone(good)
		files[EntryPath(v)] = []byte(`{"format":0}`)
		if _, err := check(files); !errors.Is(err, ErrDamaged) {
			t.Errorf("the entry file of %s is of another version: %v", v.Lang, err)
		}
	}
}

func everyOne(n int, do func(i int) error) error {
	for i := range n {
		if err := do(i); err != nil {
			return err
		}
	}
	return nil
}
