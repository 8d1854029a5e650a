package zh

import (
	"os"
	"strings"
	"testing"
)

// wanted is a phrase and what it must become.
type wanted struct{ text, hant, hk string }

// readWanted reads a table of testdata: simplified, traditional and, where Hong
// Kong writes it otherwise, hk=….
func readWanted(t *testing.T, file string) (list []wanted) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		columns := strings.Split(strings.TrimSpace(line), "\t")
		if len(columns) < 2 || line[0] == '#' {
			continue
		}
		w := wanted{columns[0], columns[1], columns[1]}
		if hk, found := strings.CutPrefix(columns[len(columns)-1], "hk="); found {
			w.hk = hk
		}
		list = append(list, w)
	}
	return list
}

// TestGovernment: every phrase of the list comes out right with our layer; the
// log says how many OpenCC gets right on its own.
func TestGovernment(t *testing.T) {
	list := readWanted(t, "testdata/government.txt")
	if len(list) < 450 {
		t.Fatalf("the list has only %d phrases", len(list))
	}
	var texts []string
	for _, w := range list {
		texts = append(texts, w.text)
	}
	cutting := Options{Words: cutting(t, texts...)}
	hant, tw, hk := New(Hant, cutting), New(HantTW, cutting), New(HantHK, cutting)
	alone, aloneHK := New(Hant, Options{NoOwn: true}), New(HantHK, Options{NoOwn: true})
	right, rightHK := 0, 0
	for _, w := range list {
		for _, c := range []struct {
			*Converter
			want string
		}{{hant, w.hant}, {tw, w.hant}, {hk, w.hk}} {
			if got := c.Convert(w.text); got != c.want {
				t.Errorf("%s in %v: %s, want %s", cut(cutting.Words, w.text), c.variant, got, c.want)
			}
		}
		if alone.Convert(w.text) == w.hant {
			right++
		}
		if aloneHK.Convert(w.text) == w.hk {
			rightHK++
		}
	}
	t.Logf("%d phrases; OpenCC alone gets %d right for Hant, %d for Hong Kong", len(list), right, rightHK)
}

// TestDoubtfulDivisions: the note on doubtful names says what we write.
func TestDoubtfulDivisions(t *testing.T) {
	hant := New(Hant, Options{})
	for _, w := range readWanted(t, "testdata/divisions-doubtful.txt") {
		if got := hant.Convert(w.text); got != w.hant {
			t.Errorf("%s: %s, the note has %s", w.text, got, w.hant)
		}
	}
}

// TestOwnEntriesHaveReasons: every group of entries begins with a comment.
func TestOwnEntriesHaveReasons(t *testing.T) {
	reason := false
	for line := range strings.Lines(ownLayer) {
		switch {
		case line == "\n":
			reason = false
		case line[0] == '#':
			reason = true
		case !reason:
			t.Errorf("no reason above %q", line)
		}
	}
}
