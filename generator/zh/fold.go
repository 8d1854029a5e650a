package zh

import (
	"iter"
	"slices"
	"strings"
	"sync"
)

// Simplified returns the simplified characters that r may stand for in
// traditional text of any region, the likeliest first: 么 and 麽 for 麼, 着 for
// 著. That r may also stand for itself is not said. It returns nil for a
// character that only stands for itself. A search folds a reader's words with
// it: of the characters returned those count that occur in its texts.
func Simplified(r rune) []rune { return foldings()[normal(r)] }

// Forms yields every character that most likely is a form of another, and that
// one: traditional characters with the first of what Simplified returns,
// simplified ones that share their traditional form with a likelier one (锺 with
// 钟), compatibility ideographs with what they stand for. That may be a form of
// yet another.
func Forms() iter.Seq2[rune, rune] {
	return func(yield func(rune, rune) bool) {
		f := foldings()
		for from, to := range f {
			if !yield(from, to[0]) {
				return
			}
		}
		for key, values := range linesOf(stCharacters) {
			from, _ := only(key)
			form, _ := only(values[0])
			to := f[form]
			if len(f[from]) == 0 && len(to) > 0 && to[0] != from && !yield(from, to[0]) {
				return
			}
		}
		for key, values := range linesOf(compatibility) {
			from, _ := only(key)
			to, _ := only(values[0])
			if !yield(from, to) {
				return
			}
		}
	}
}

var foldings = sync.OnceValue(func() folding {
	f := make(folding, 5_000)
	for key, values := range linesOf(tsCharacters) {
		f.add(key, values[0])
	}
	for key, values := range linesOf(stCharacters) {
		for _, value := range values {
			f.add(value, key)
		}
	}
	for _, table := range []string{twCharacters, hkCharacters} {
		for standard, forms := range linesOf(table) {
			for _, form := range forms {
				f.addForm(form, standard)
			}
		}
	}
	return f
})

// folding maps a character to what it may stand for.
type folding map[rune][]rune

func (f folding) add(from, to string) {
	a, _ := only(from)
	b, _ := only(to)
	if a != b && !slices.Contains(f[a], b) {
		f[a] = append(f[a], b)
	}
}

// addForm lets a regional form stand for what the standard form stands for.
func (f folding) addForm(form, standard string) {
	s, _ := only(standard)
	if len(f[s]) == 0 {
		f.add(form, standard)
	}
	for _, to := range f[s] {
		f.add(form, string(to))
	}
}

// manyForms are the simplified characters with more than one traditional form.
var manyForms = sync.OnceValue(func() map[rune][]string { return severalOf(stCharacters) })

// manySimple are the traditional characters with more than one simplified form.
var manySimple = sync.OnceValue(func() map[rune][]string { return severalOf(tsCharacters) })

func severalOf(table string) map[rune][]string {
	several := map[rune][]string{}
	for key, values := range linesOf(table) {
		if len(values) > 1 {
			r, _ := only(key)
			several[r] = slices.Clone(values)
		}
	}
	return several
}

// linesOf yields the keys of a table with all their values, which hold until
// the next key.
func linesOf(table string) iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		var values []string
		for line := range strings.Lines(table) {
			key, rest, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			if !found || line[0] == '#' {
				continue
			}
			values = slices.AppendSeq(values[:0], strings.SplitSeq(rest, " "))
			if !yield(key, values) {
				return
			}
		}
	}
}
