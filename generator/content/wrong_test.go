package content

import (
	"testing"
	"testing/fstest"
)

// TestWrongWords reads the list that comes with the program, and a site's own
// over it.
func TestWrongWords(t *testing.T) {
	p, found := loadWrong(fstest.MapFS{}, nil)
	if len(p.Wrong) < 150 || len(found) > 0 {
		t.Fatalf("%d wrong words, %v", len(p.Wrong), found)
	}
	for wrong, right := range p.Wrong {
		if wrong == right || p.Wrong[right] != "" {
			t.Errorf("%s → %s", wrong, right)
		}
	}
	own := fstest.MapFS{"content/wrong.toml": {Data: []byte("right = [\"某某\"]\n[wrong]\n\"东城去\" = \"东城区\"\n\"一\" = \"二\"\n")}}
	p, found = loadWrong(own, []string{"content/wrong.toml"})
	if p.Wrong["东城去"] != "东城区" || p.Wrong["一"] != "" || p.Right[len(p.Right)-1] != "某某" || len(found) != 1 || found[0].Rule != "wrong-list" {
		t.Errorf("%v", found)
	}
}
