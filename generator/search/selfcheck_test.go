package search

import (
	"strings"
	"testing"

	"gongshi/generator/site"
)

// TestSelfCheck finds nothing amiss in a good index, and says so where a part
// of the index is not what it was.
func TestSelfCheck(t *testing.T) {
	files := large(t)
	get := func(path string) ([]byte, error) { return files[path], nil }
	check := func() (missed []Miss) {
		for _, v := range site.Variants[:2] {
			list, err := SelfCheck(v, corpusOf(t, repeated()), get)
			if err != nil {
				t.Error(err)
			}
			missed = append(missed, list...)
		}
		return missed
	}
	if missed := check(); len(missed) > 0 {
		t.Errorf("a good index: %v", missed)
	}
	for name := range files { // a block that lost its terms
		if strings.HasSuffix(name, "/"+blockFile(1)) {
			files[name] = []byte{0}
		}
	}
	if len(check()) == 0 {
		t.Error("an index without one of its blocks passes")
	}
}
