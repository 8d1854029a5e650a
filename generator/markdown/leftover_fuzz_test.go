package markdown

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/generator/diag"
)

// FuzzLeftovers checks that leftovers lie in the source and have one of their marks, and
// that joined blanks come back.
func FuzzLeftovers(f *testing.F) {
	for _, seed := range []string{"[a`]`b][c]", "[甲](表 1.csv)", "网址：https://a.cn/x y。邮箱：a_b@c.cn", "> [!NOTE]\n- [x] {{< a >}}", "`[a](b c.md)`", "[a](https://a.cn/ b \"c\")"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		source := []byte(text)
		doc := New(nil).Parse(diag.NewSource("a.md", source), 0, Whole)
		if string(source) != text {
			t.Fatal("the source was changed")
		}
		for _, l := range doc.Leftovers {
			if l.Start < 0 || l.End > len(text) || l.Start >= l.End {
				t.Fatalf("leftover at %d to %d of %d", l.Start, l.End, len(text))
			}
		}
		for form, f := range leftoverForms {
			for _, m := range f.pattern.FindAllString(text, -1) {
				if !slices.ContainsFunc(f.marks, func(mark string) bool { return strings.Contains(m, mark) }) {
					t.Fatalf("form %d: %q has none of %q", form, m, f.marks)
				}
			}
		}
		for _, l := range doc.Intro.Links {
			if l.Span.Start < 0 || l.Span.End > len(text) {
				t.Fatalf("link at %v", l.Span)
			}
		}
	})
}
