package main

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"gongshi/generator/content"
)

// ownDrawing draws from the repository's own site.
var ownDrawing = sync.OnceValue(func() *drawing {
	s, found := content.Load(os.DirFS("../.."), content.Options{})
	for _, d := range found {
		panic(d.Message)
	}
	l, err := newLanguage()
	if err != nil {
		panic(err)
	}
	return &drawing{newLibrary(s), l}
})

// TestQueriesAreTheSameEachTime draws twice: what was found today can be
// compared with what was found last year.
func TestQueriesAreTheSameEachTime(t *testing.T) {
	same := func(a, b query) bool { return a.kind == b.kind && a.text == b.text && a.passage == b.passage }
	if !slices.EqualFunc(ownDrawing().queries(20), ownDrawing().queries(20), same) {
		t.Error("two drawings differ")
	}
}

// TestQueriesComeFromTheirPassage: each kind has as many as were asked for, no
// text twice, and the passage holds what is sought.
func TestQueriesComeFromTheirPassage(t *testing.T) {
	d := ownDrawing()
	count, drawn := map[string]int{}, map[string]bool{}
	for _, q := range d.queries(60) {
		if !d.library.passages[q.passage].holds(q.folded()) {
			t.Errorf("%s %q: its passage does not hold %q", q.kind, q.text, q.sought)
		}
		if drawn[q.kind+q.text] {
			t.Errorf("%s %q was drawn twice", q.kind, q.text)
		}
		drawn[q.kind+q.text] = true
		count[q.kind]++
	}
	for _, k := range kinds {
		if count[k.name] != 60 {
			t.Errorf("%s: %d queries, want 60", k.name, count[k.name])
		}
	}
}

// TestKindsOfQueries looks at what is typed: slips stand nowhere and are one
// character away, pinyin is letters, traditional queries are so written.
func TestKindsOfQueries(t *testing.T) {
	d := ownDrawing()
	for _, q := range d.queries(30) {
		switch q.kind {
		case "homophone typo":
			if d.library.stands(q.text) || apart(q.text, q.sought[0]) != 1 {
				t.Errorf("%s is no slip for %s", q.text, q.sought[0])
			}
		case "pinyin", "initials":
			if strings.Trim(q.text, "abcdefghijklmnopqrstuvwxyz") != "" {
				t.Errorf("%s for %s is not spelled in letters", q.text, q.sought[0])
			}
		case "traditional word", "traditional phrase":
			if q.text == q.sought[0] || folded(q.text) != q.sought[0] {
				t.Errorf("%s is not %s in the other script", q.text, q.sought[0])
			}
		case "two words":
			if len(q.sought) != 2 || q.text != strings.Join(q.sought, " ") {
				t.Errorf("%q seeks %q", q.text, q.sought)
			}
		}
	}
	for _, hant := range []bool{false, true} {
		for _, q := range d.runs(50, hant) {
			if n := utf8.RuneCountInString(q.text); n < 1 || n > longestRun {
				t.Errorf("the run %q has %d characters", q.text, n)
			}
			if !d.library.passages[q.passage].holds(q.folded()) {
				t.Errorf("the passage of the run %q does not hold it", q.text)
			}
		}
	}
}

// apart counts the characters in which two texts of one length differ.
func apart(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return max(len(x), len(y))
	}
	n := 0
	for i := range x {
		if x[i] != y[i] {
			n++
		}
	}
	return n
}

// TestMixtureTakesEveryKind: a hundred queries are ten of each kind.
func TestMixtureTakesEveryKind(t *testing.T) {
	var list []query
	for _, k := range kinds {
		for range 30 {
			list = append(list, query{kind: k.name})
		}
	}
	count := map[string]int{}
	for _, q := range mixture(list, 10*len(kinds)) {
		count[q.kind]++
	}
	for _, k := range kinds {
		if count[k.name] != 10 {
			t.Errorf("%s: %d queries, want 10", k.name, count[k.name])
		}
	}
}
