package search

import (
	"maps"
	"path"
	"strings"
	"testing"

	"gongshi/generator/site"
)

// TestSelfCheck finds nothing amiss in a good index, and says so where a part
// of the index is not what it was.
func TestSelfCheck(t *testing.T) {
	good := large(t)
	check := func(files map[string][]byte) []Miss {
		t.Helper()
		missed, err := SelfCheck(corpusOf(t, repeated()), editionsOf(repeated()), everyOne, func(path string) ([]byte, error) { return files[path], nil })
		if err != nil {
			t.Error(err)
		}
		return missed
	}
	if missed := check(good); len(missed) > 0 {
		t.Errorf("a good index: %v", missed)
	}

	files := maps.Clone(good)
	for name := range files { // a block that lost its terms
		if strings.HasSuffix(name, "/"+blockFile(1)) {
			files[name] = []byte{0}
		}
	}
	if len(check(files)) == 0 {
		t.Error("an index without one of its blocks passes")
	}

	for _, v := range site.Variants[:2] { // each script is asked
		files := maps.Clone(good)
		texts := path.Join(path.Dir(EntryPath(v)), opened(t, files, v).entry.Texts)
		first, second := path.Join(texts, textFile(0)), path.Join(texts, textFile(1))
		if files[first] == nil || files[second] == nil {
			t.Fatalf("no %s", second)
		}
		files[first], files[second] = files[second], files[first]
		if len(check(files)) == 0 {
			t.Errorf("an index whose texts in %s are mixed up passes", v.Lang)
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
