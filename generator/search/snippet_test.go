package search

import (
	"strings"
	"testing"
	"unicode"

	"gongshi/generator/site"
)

// TestSnippet cuts texts around what was sought: a sentence is begun at its
// start, a number is never parted and keeps its unit.
func TestSnippet(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	cases := map[string]string{
		// The text, cut at about 10 characters, with the marks in brackets.
		"王府井":   "[王府井]",
		"改造王府井": "改造[王府井]",
		"王府井当日办结率达到100%，平均用时。":           "[王府井]当日办结率达到100%…",
		"王府井投入资金达到195.5亿元，其中。":           "[王府井]投入资金达到195.5亿元…",
		"王府井服务企业一共是1594家次。再者":            "[王府井]服务企业一共是1594家次…",
		"王府井地区共有商户1,594。此外":              "[王府井]地区共有商户1,594…",
		"增长52.9%的王府井，其余地区没有增长":           "增长52.9%的[王府井]…",
		"增长12345678901.5%的是那王府井":         "…12345678901.5%的是那[王府井]",
		"王府井" + strings.Repeat("1", 80):  "[王府井]" + strings.Repeat("1", 7) + "…",
		"王府井" + strings.Repeat("改造", 40): "[王府井]" + strings.Repeat("改造", 3) + "改…",
	}
	a := asked(t, x, "王府井")
	for text, want := range cases {
		if got := cut(t, x, text, a, 10); got != want {
			t.Errorf("%q is cut to %q, want %q", text, got, want)
		}
	}
}

// TestMarks marks texts with what is more than one unit of UTF-16, is not
// indexed, or is written otherwise than sought. A snippet is as long in units, and parts
// no character.
func TestMarks(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	far := strings.Repeat("😀", 30)
	queries := []string{"王府井", "王府井😀", "😀王府井"}
	for text, want := range map[string][]string{ // by query
		"":                       {"", "", ""},
		"王府":                     {"[王府]", "[王府]", "[王府]"},
		"府井王府":                   {"[府井王府]", "[府井王府]", "[府井王府]"},
		"𠮷野家在王府井大街𠮷":             {"𠮷野家在[王府井]大街𠮷", "𠮷野家在[王府井]大街𠮷", "𠮷野家在[王府井]大街𠮷"},
		"王府王府井王府井井":              {"王府[王府井王府井]井", "[王府王府井王府井]井", "[王府王府井王府井]井"},
		"😀王府井😀😀王府井😀":             {"😀[王府井]😀😀[王府井]😀", "😀[王府井😀]😀[王府井😀]", "[😀王府井]😀[😀王府井]😀"},
		far + "王府井" + far:        {"…" + far[:24] + "[王府井]" + far[:12] + "…", "…" + far[:24] + "[王府井😀]" + far[:8] + "…", "…" + far[:24] + "[😀王府井]" + far[:8] + "…"},
		"王 府\n井。王\u200b府\ufe0f井": {"[王 府 井]。[王\u200b府\ufe0f井]", "[王 府 井]。[王\u200b府\ufe0f井]", "[王 府 井]。[王\u200b府\ufe0f井]"},
	} {
		for i, query := range queries {
			if got := cut(t, x, text, asked(t, x, query), 20); got != want[i] {
				t.Errorf("%q marks %q as %q, want %q", query, text, got, want[i])
			}
		}
	}
}

// TestSnippetKeepsNumbers cuts the texts of the real site around words of
// theirs and finds no number parted.
func TestSnippetKeepsNumbers(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[0])
	for _, query := range []string{"东城", "完成", "服务", "20", "%"} {
		a := asked(t, x, query)
		for _, p := range allShown(t, x) {
			text := strings.ReplaceAll(p.Text, "\n", " ")
			s, err := x.Snippet(text, a, 40)
			if err != nil {
				t.Fatal(err)
			}
			before, after, ok := strings.Cut(text, s.Text)
			if !ok {
				t.Fatalf("%q is no part of %q", s.Text, text)
			}
			if parted(before, s.Text) || parted(s.Text, after) {
				t.Errorf("a number is parted: %q", s.Marked("[", "]"))
			}
		}
	}
}

// parted says whether a number stands across the border of two texts.
func parted(a, b string) bool {
	digits := func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(".%", r) }
	return a != "" && b != "" && digits([]rune(a)[len([]rune(a))-1]) && digits([]rune(b)[0])
}

// TestMissingAsTyped: words that are not found are named as they were typed, and
// without what stands before them.
func TestMissingAsTyped(t *testing.T) {
	x := opened(t, built(t, real()), site.Variants[1])
	for query, want := range map[string]string{"臺灣 胡同": "臺灣", "XYZ 胡同": "XYZ", "RFID标签": "标签", "台灣😀 胡同": "台灣"} {
		a := asked(t, x, query)
		if got := strings.Join(a.Dropped, " "); !strings.HasPrefix(got, want) {
			t.Errorf("%q: no text holds %q, want %q", query, got, want)
		}
		if len(a.Hits) == 0 || !strings.HasPrefix(strings.Join(a.Hits[0].Missing, " "), want) {
			t.Errorf("%q: the first of %d hits lacks %v, want %q", query, len(a.Hits), a.Hits, want)
		}
	}
}
