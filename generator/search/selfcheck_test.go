package search

import (
	"strings"
	"testing"
)

// TestSelfCheck finds nothing amiss in a good index, and says so where a part
// of the index is not what it was.
func TestSelfCheck(t *testing.T) {
	files := large(t)
	get := func(path string) ([]byte, error) { return files[path], nil }
	missed, err := SelfCheck(editionsOf(repeated()), get)
	if err != nil || len(missed) > 0 {
		t.Errorf("a good index: %v, %v", missed, err)
	}
	for name := range files { // a block that lost its terms
		if strings.HasSuffix(name, "/"+blockFile(1)) {
			files[name] = []byte{0}
		}
	}
	missed, err = SelfCheck(editionsOf(repeated()), get)
	if err != nil || len(missed) == 0 {
		t.Errorf("an index without one of its blocks: %v, %v", missed, err)
	}
}
