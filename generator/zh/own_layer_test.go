package zh

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseCorrections(t *testing.T) {
	got, err := parseCorrections("# 说明\n\n于某\t于某\n发布\t發布\tall\n上签\t-\n数+只\t隻\n")
	want := []correction{{from: "于某", to: "于某"}, {from: "发布", to: "發布", everywhere: true}, {from: "上签"}, {from: "只", to: "隻", counted: true}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, text := range []string{"于某 于某", "于某\t", "\t于某", "于某\t于某\thk", "于某\t于某\tall\tall"} {
		if _, err := parseCorrections("# 说明\n" + text); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestOwnLayer reads data/own.txt as the converter does.
func TestOwnLayerIsReadable(t *testing.T) {
	list, err := parseCorrections(ownLayer)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range list {
		if seen[c.from] && !c.counted {
			t.Errorf("%s stands twice", c.from)
		}
		seen[c.from] = true
		if normalized(c.from) != c.from || !utf8.ValidString(c.from+c.to) {
			t.Errorf("%q has characters that cannot be met", c.from)
		}
		if c.to != "" && utf8.RuneCountInString(c.to) != utf8.RuneCountInString(c.from) {
			t.Errorf("%s and %s have not the same length", c.from, c.to)
		}
		if c.counted && utf8.RuneCountInString(c.from) != 1 {
			t.Errorf("%s is no measure", c.from)
		}
		for _, r := range c.to { // regional forms are derived from the standard ones
			if standard := standardOf()[r]; standard != 0 {
				t.Errorf("%s: %c is a regional form of %c", c.to, r, standard)
			}
		}
	}
}

// standardOf leads from forms that only regions use to the standard ones.
func standardOf() map[rune]rune {
	forms := map[rune]rune{}
	for _, table := range []string{twCharacters, hkCharacters} {
		for key, values := range linesOf(table) {
			standard, _ := only(key)
			form, _ := only(values[0])
			forms[form] = standard
		}
	}
	for _, values := range linesOf(stCharacters) {
		for _, value := range values {
			r, _ := only(value)
			delete(forms, r)
		}
	}
	for _, r := range "著么痺睪" { // the phrases of the standard use them, too
		delete(forms, r)
	}
	return forms
}
