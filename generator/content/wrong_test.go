package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestWrongWords reads a site's own list.
func TestWrongWords(t *testing.T) {
	var c config
	if c.loadWrong(fstest.MapFS{}, nil); len(c.site.Proof.Wrong) > 0 || len(c.found) > 0 {
		t.Fatalf("%v, %v", c.site.Proof, c.found)
	}
	own := fstest.MapFS{"content/wrong.toml": {Data: []byte("right = [\"某某\"]\n[wrong]\n\"东城去\" = \"东城区\"\n\"一\" = \"二\"\n")}}
	c.loadWrong(own, []string{"content/wrong.toml"})
	p := c.site.Proof
	if p.Wrong["东城去"] != "东城区" || p.Wrong["一"] != "" || p.Right[len(p.Right)-1] != "某某" || len(c.found) != 1 || c.found[0].Rule != "wrong-list" {
		t.Errorf("%v", c.found)
	}
}

// TestProse keeps the texts of the front matter at their places, and nothing else of it.
func TestProse(t *testing.T) {
	text := "+++\n# 说明 \"一\"\ntitle = \"绿化\" # 注\ntags = ['甲', \"乙\\\"\"]\nnumber = 1\nnote = \"\"\"\n第一行\n第二行\"\"\"\n[[target]]\nmeasure = { goal = 5, unit = \"户\" }\nempty = \"\"\n+++\n正文 title = \"x\"\n"
	body := strings.LastIndex(text, "正文")
	prose := Prose([]byte(text), body)
	if len(prose) != len(text) || string(prose[body:]) != text[body:] {
		t.Fatalf("%q", prose)
	}
	got := strings.Fields(string(prose[:body]))
	if want := []string{"绿化", "甲", `乙\`, "第一行", "第二行", "户"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, word := range got {
		if at := strings.Index(string(prose), word); text[at:at+len(word)] != word {
			t.Errorf("%s is at another place", word)
		}
	}
}
