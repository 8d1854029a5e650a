package zh

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzConvert holds what is true of every text: nothing panics, text stays
// text with as many characters, bytes that are not text stay, and all ways to
// convert say the same.
func FuzzConvert(f *testing.F) {
	for i, text := range append(randomLines(50), "⿰木寸", "\xff\xe5\x8f", "a", "\U0002F800", "丽头发", "SQL注入", "") {
		f.Add([]byte(text), uint16(i), uint16(3*i))
	}
	all := maps.Clone(converters)
	all[Hant] = New(Hant, Options{Words: cutting(f, randomLines(2_000)...), Extra: []Phrase{{From: "台湾", To: "台灣"}}})
	f.Fuzz(func(t *testing.T, src []byte, cut1, cut2 uint16) {
		cuts := []int{int(cut1) % (len(src) + 1), int(cut2) % (len(src) + 1)}
		slices.Sort(cuts)
		before := slices.Clone(src)
		for v, c := range all {
			dst := []byte(c.Convert(string(src)))
			if !bytes.Equal(src, before) {
				t.Fatalf("%s: the source was changed to %q", v, src)
			}
			if utf8.Valid(src) && !utf8.Valid(dst) || utf8.RuneCount(dst) != utf8.RuneCount(src) {
				t.Fatalf("%s of %q is %q", v, src, dst)
			}
			aligned, at := c.AppendAligned(nil, nil, src, cuts)
			if !bytes.Equal(aligned, dst) || len(at) != 2 || at[0] > at[1] || at[0] < 0 || at[1] > len(dst) {
				t.Fatalf("%s of %q cut at %v is %q cut at %v, want %q", v, src, cuts, aligned, at, dst)
			}
			for k, cut := range cuts {
				whole := utf8.Valid(src[:cut]) && utf8.Valid(src[cut:])
				if whole && utf8.RuneCount(dst[:at[k]]) != utf8.RuneCount(src[:cut]) {
					t.Fatalf("%s of %q: %d in %q is not the character at %d", v, src, at[k], dst, cut)
				}
			}
			if got := replay(c, string(src)); got != string(dst) {
				t.Fatalf("%s of %q is %q, decisions give %q", v, src, dst, got)
			}
		}
	})
}

// FuzzPhrases: whatever a site says about phrases, nothing panics, and of what
// it says about one phrase the last word counts.
func FuzzPhrases(f *testing.F) {
	f.Add("于某", "于某", "书记于某", "于")
	f.Add("", "一", "\xff", "\xff")
	f.Add("a", "", "abc", "A发")
	f.Fuzz(func(t *testing.T, from, to, text, protected string) {
		c := New(Hant, Options{
			Extra:   []Phrase{{From: from, To: "一"}, {From: from, To: to}},
			Protect: []string{protected},
		})
		got := c.Convert(text)
		if utf8.ValidString(text+from+to+protected) && !utf8.ValidString(got) {
			t.Errorf("%q becomes %q", text, got)
		}
		if strings.Map(normal, protected) == protected && c.Convert(protected) != protected && !strings.Contains(protected, "⿰") {
			t.Errorf("%q becomes %q, though protected", protected, c.Convert(protected))
		}
	})
}
