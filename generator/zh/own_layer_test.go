package zh

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParsePhrases(t *testing.T) {
	got, err := parsePhrases("# 说明\n\n于某\t于某\n里里\t裏里\ttw=裡里\thk=里裏\n上签\t-\n")
	want := []Phrase{{From: "于某", To: "于某"}, {From: "里里", To: "裏里", TW: "裡里", HK: "里裏"}, {From: "上签"}}
	if err != nil || len(got) != len(want) {
		t.Fatal(got, err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("entry %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	for text, want := range map[string]string{
		"于某 于某":             `line 1: "于某 于某" is not simplified, tab, traditional`,
		"# 说明\n\n于某\t":      `line 3: "于某\t" is not simplified, tab, traditional`,
		"\t于某":              `line 1: "\t于某" is not simplified, tab, traditional`,
		"于某\t于某\tsg=于某":     `line 1: "sg=于某" is neither tw=… nor hk=…`,
		"于某\t于某\ttw=于某\t于某": `line 1: "于某" is neither tw=… nor hk=…`,
	} {
		if _, err := parsePhrases(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestOwnLayer reads data/own.txt as the converter does.
func TestOwnLayerIsReadable(t *testing.T) {
	phrases, err := parsePhrases(ownLayer)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range phrases {
		if seen[p.From] {
			t.Errorf("%s stands twice", p.From)
		}
		seen[p.From] = true
		if strings.Map(normal, p.From) != p.From || !utf8.ValidString(p.From+p.To+p.TW+p.HK) {
			t.Errorf("%q has characters that cannot be met", p.From)
		}
		if standardForm(p.To) != p.To {
			t.Errorf("%s is not in OpenCC's standard forms, which are %s", p.To, standardForm(p.To))
		}
		for _, form := range []string{p.To, p.TW, p.HK} {
			if form != "" && utf8.RuneCountInString(form) != utf8.RuneCountInString(p.From) {
				t.Errorf("%s and %s have not the same length", p.From, form)
			}
		}
	}
}

// TestStandardForm: an entry may be written in the forms of any region.
func TestStandardForm(t *testing.T) {
	if got := standardForm("裡面的羣眾為說説，顯著"); got != "裏面的羣衆爲說說，顯著" {
		t.Error(got)
	}
	// A form that the phrases of the standard use must not be taken for a
	// region's: alsoStandard names them all and no other.
	used := map[rune]bool{}
	entriesOf(stPhrases, func(_ int, _, value string) {
		for _, r := range value {
			if _, regional := standardForms()[r]; regional {
				t.Errorf("%c stands in the standard phrase %s", r, value)
			}
			used[r] = true
		}
	})
	for _, r := range alsoStandard {
		if _, found := standardForms()[r]; found || !used[r] && r != '么' {
			t.Errorf("%c need not be named", r)
		}
	}
}
