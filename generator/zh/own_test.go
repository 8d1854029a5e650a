package zh

import (
	"os"
	"slices"
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
	hant, tw, hk := New(Hant, Options{}), New(HantTW, Options{}), New(HantHK, Options{})
	alone, aloneHK := New(Hant, Options{NoOwn: true}), New(HantHK, Options{NoOwn: true})
	right, rightHK := 0, 0
	for _, w := range list {
		for _, c := range []struct {
			*Converter
			want string
		}{{hant, w.hant}, {tw, w.hant}, {hk, w.hk}} {
			if got := c.Convert(w.text); got != c.want {
				t.Errorf("%s in %v: %s, want %s", w.text, c.Variant(), got, c.want)
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

// TestOwnEntriesAreNeeded takes out each entry of our layer in turn: then its
// own key or a phrase of the list that holds it must come out otherwise.
func TestOwnEntriesAreNeeded(t *testing.T) {
	list := readWanted(t, "testdata/government.txt")
	phrases := own()
	full := map[Variant]*Converter{Hant: New(Hant, Options{}), HantHK: New(HantHK, Options{})}
	for i, p := range phrases {
		texts := []string{p.From}
		for _, w := range list {
			if strings.Contains(w.text, p.From) {
				texts = append(texts, w.text)
			}
		}
		without := slices.Delete(slices.Clone(phrases), i, i+1)
		if !differs(full[Hant], without, texts) && !differs(full[HantHK], without, texts) {
			t.Errorf("%s is not needed, or the list lacks a phrase that needs it", p.From)
		}
	}
}

// differs says whether a text comes out otherwise when the layer is changed.
func differs(full *Converter, layer []Phrase, texts []string) bool {
	changed := New(full.Variant(), Options{NoOwn: true, Extra: layer, Corpus: slices.Values(texts)})
	return slices.ContainsFunc(texts, func(text string) bool { return changed.Convert(text) != full.Convert(text) })
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
