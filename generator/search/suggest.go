package search

import (
	"cmp"
	"slices"
	"strings"
)

// Suggestion completes what a visitor has typed.
type Suggestion struct {
	Text string
	Kind string // "title", "target", "unit" or "word"
}

// kindWorth is what a suggestion's kind is worth beside its weight, in units
// of log2: a title says more than a word.
var kindWorth = map[string]int{suggestTitle: 64, suggestUnit: 48, suggestTarget: 32}

// Suggest completes the last piece of a text by words, titles, goals and units
// that begin with it, in Chinese, pinyin, initials or a mixture.
func (x *Index) Suggest(text string, limit int) ([]Suggestion, error) {
	if err := x.learn(text); err != nil {
		return nil, err
	}
	q := x.parse(text)
	if len(q.pieces) == 0 {
		return nil, nil
	}
	if err := x.loadReadings(); err != nil {
		return nil, err
	}
	last := q.pieces[len(q.pieces)-1]
	before := strings.Join(pieceTexts(q.pieces[:len(q.pieces)-1]), " ")
	if before != "" {
		before += " "
	}
	type scored struct {
		Suggestion
		cost int
	}
	var list []scored
	m := &matcher{piece: last, readings: x.readings, open: true}
	for _, letter := range x.lettersOf(last[0]) {
		for _, name := range []string{phraseList(letter), wordList(letter)} {
			candidates, err := x.wordsOf(name)
			if err != nil {
				return nil, err
			}
			for _, c := range candidates {
				m.match(0, c.chars)
				cost := m.ends[len(last)]
				if cost == impossible || len(c.chars) < 2 || string(c.chars) == string(last) {
					continue
				}
				cost -= log2(c.weight, 1) + kindWorth[c.kind]
				list = append(list, scored{Suggestion{before + c.text, c.kind}, cost})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(a.cost, b.cost) })
	var out []Suggestion
	for _, s := range list {
		if len(out) < limit && !slices.ContainsFunc(out, func(other Suggestion) bool { return other.Text == s.Text }) {
			out = append(out, s.Suggestion)
		}
	}
	return out, nil
}
