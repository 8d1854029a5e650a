package search

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"gongshi/generator/assets"
	"gongshi/generator/engine"
)

// scripted calls a function of a module of the search with a text. The function is an
// expression over the module m that returns a list of what has a text and a kind.
func scripted(t testing.TB, module, function string) func(text string) []engine.Suggestion {
	t.Helper()
	code, err := assets.Script(os.DirFS("../.."), "js/_search/"+module, "m")
	if err != nil {
		t.Fatal(err)
	}
	code = append(code, "\nvar "+engine.Name+" = { async open() { return { suggest: "+function+" } } };"...)
	x, err := engine.New(code, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) []engine.Suggestion {
		list, err := x.Suggest(text, 0)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		return list
	}
}

// foldScript folds a text as a browser does that has the tables of the given characters.
func foldScript(t testing.TB, chars map[rune]bool) func(text string) string {
	t.Helper()
	quoted := string(encode(bothTables(chars)))
	call := scripted(t, "text.ts", `(() => {
		const table = new Map();
		m.addFolds(table, `+quoted+`);
		return (text) => [{ text: m.folded(m.foldingBy(table), text).join("") }];
	})()`)
	return func(text string) string { return call(text)[0].Text }
}

func allFolded() map[rune]bool {
	chars := map[rune]bool{}
	for _, to := range forms() {
		chars[to] = true
	}
	return chars
}

// TestFoldInScript: a browser folds every character as the index does. Of those that
// stay as they are few are asked for, but in long rounds.
func TestFoldInScript(t *testing.T) {
	folded, all := foldScript(t, allFolded()), os.Getenv("GONGSHI_TEST_ALL") != ""
	var chars []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if all || r%97 == 0 || fold(r) != string(r) {
			chars = append(chars, r)
		}
	}
	for list := range slices.Chunk(chars, 1000) {
		if got, want := folded(string(list)), foldText(string(list)); got != want {
			t.Errorf("from %U: %s", list[0], firstDifference(got, want))
		}
	}
}

func FuzzFoldInScript(f *testing.F) {
	for _, text := range []string{"發展，ＰＭ２．５", "㎡ ﬁ e\u0301 lǚ ⻓安街", "1～11月 ½ ㈠ Ⅻ", "ΣΑΣ İ ß ﷺ", "\u1112\u1161\u11ab 가"} {
		f.Add(text)
	}
	folded := foldScript(f, allFolded())
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\uFFFD")
		if got, want := folded(text), foldText(text); got != want {
			t.Errorf("%q: %q in the browser, %q in the index", text, got, want)
		}
	})
}
