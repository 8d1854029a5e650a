package search

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/site"
)

// everydayText has a pair a line: what people say, what official texts write, the reason.
//
//go:embed data/everyday.txt
var everydayText string

// saying is what people say instead of what official texts write.
type saying struct {
	text    string
	written []string // folded
	silent  bool     // it is understood and not offered as a completion
}

// everyday are the sayings that every site knows, by their folded texts.
var everyday = sync.OnceValue(func() map[string]saying {
	table := map[string]saying{}
	for line := range strings.Lines(everydayText) {
		pair, _, _ := strings.Cut(line, "#")
		if said, written, ok := strings.Cut(pair, " = "); ok {
			text, silent := strings.CutPrefix(said, "+")
			table[foldText(text)] = saying{text, folded(strings.Fields(written)), silent}
		}
	}
	return table
})

// sayings are those of a site; what it writes stands before what every site knows.
func sayings(v site.Vocabulary) map[string]saying {
	table := maps.Clone(everyday())
	for said, written := range v.Synonyms {
		k := foldText(said)
		table[k] = saying{said, folded(slices.Concat(written, table[k].written)), false}
	}
	return table
}

// answerable keeps of a table the words that stand in the texts, and what leads to
// one: a query for any other would find nothing more.
func (b *builder) answerable(table map[string]saying) map[string]saying {
	stands := b.standing(table)
	for said, s := range table {
		s.written = slices.DeleteFunc(slices.Clone(s.written), func(word string) bool { return !stands[word] })
		if table[said] = s; len(s.written) == 0 {
			delete(table, said)
		}
	}
	return table
}

// standing are the words of a table that stand in the texts.
func (b *builder) standing(table map[string]saying) map[string]bool {
	starts := map[key][]string{}      // the words by their first two characters
	var first [1 << runeBits / 8]byte // a bit for each character that one begins with
	for _, s := range table {
		for _, word := range s.written {
			if k, _, ok := splitWord(word); ok && !slices.Contains(starts[k], word) {
				starts[k] = append(starts[k], word)
				first[k.first()/8] |= 1 << (k.first() % 8)
			}
		}
	}
	found := make([]map[string]bool, pieces(len(b.sequences)))
	b.chunks(len(b.sequences), func(from, to int) {
		stands := map[string]bool{}
		for _, seq := range b.sequences[from:to] {
			for at := range max(len(seq)-1, 0) {
				c := seq[at].char()
				if first[c/8]>>(c%8)&1 == 0 {
					continue
				}
				for _, word := range starts[keyOf(c, seq[at+1].char())] {
					if !stands[word] && isAt(seq[at:], word) {
						stands[word] = true
					}
				}
			}
		}
		found[from/chunkOf(len(b.sequences))] = stands
	})
	all := map[string]bool{}
	for _, stands := range found {
		maps.Copy(all, stands)
	}
	return all
}

// isAt says whether a sequence begins with a word.
func isAt(seq []symbol, word string) bool {
	i := 0
	for _, c := range word {
		if i == len(seq) || seq[i].char() != c {
			return false
		}
		i++
	}
	return true
}
