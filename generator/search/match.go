package search

import (
	"cmp"
	"slices"
)

// found are the passages that hold a run.
type found struct {
	docs []int32
	head []bool
	// edges counts the ends of the run at which a word ends, too.
	edges []int8
	// places is about where the run first begins, in characters, and count how
	// often it stands; both are nil for a run of one character.
	places, count []int32
}

// piece is a pair of a run with its place in it.
type piece struct {
	*postings
	offset  int32
	stretch int
}

// find looks a run up in the lists of its pairs. A run of one or two
// characters is found exactly, a longer one to the degree that stretches tell.
func (x *Index) find(run []rune) (*found, error) { return x.findBy(run, placesOf(run)) }

// findBy looks a run up in the lists of the pairs at some of its places.
func (x *Index) findBy(run []rune, places func(yield func(int) bool)) (*found, error) {
	if len(run) == 0 {
		return &found{}, nil
	}
	if len(run) == 1 {
		list, err := x.list(keyOf(run[0], 0))
		if err != nil {
			return nil, err
		}
		return &found{docs: list.docs, head: list.head, edges: make([]int8, len(list.docs))}, nil
	}
	var pieces []piece
	for i := range places {
		list, err := x.list(keyOf(run[i], run[i+1]))
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, piece{list, int32(i), keyOf(run[i], run[i+1]).stretch()})
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(len(a.docs), len(b.docs)) })
	f, last := &found{}, int32(len(run)-2)
	at := make([]int, len(pieces)) // where each list has been read to
	for i, doc := range pieces[0].docs {
		at[0] = i
		if !meet(pieces, at, doc) {
			continue
		}
		head, edges, spots := true, int8(0), []spot{{0, maxPlace}}
		for k, p := range pieces {
			head = head && p.head[at[k]]
			edges += p.edges(at[k], last)
			spots = p.thin(spots, at[k])
		}
		if len(spots) > 0 {
			f.docs, f.head, f.edges = append(f.docs, doc), append(f.head, head), append(f.edges, edges)
			f.places, f.count = append(f.places, spots[0].place()), append(f.count, int32(len(spots)))
		}
	}
	return f, nil
}

// maxPlace is behind the last character of any passage.
const maxPlace = 1 << 29

// edges counts what the pair says of the ends of a run with the last pair at
// an offset, in the i-th passage of its list.
func (p piece) edges(i int, last int32) int8 {
	var n int8
	if p.offset == 0 && p.starts[i] {
		n++
	}
	if p.offset == last && p.ends[i] {
		n++
	}
	return n
}

// meet moves all lists but the first to a passage and says whether each holds it.
func meet(pieces []piece, at []int, doc int32) bool {
	for k := 1; k < len(pieces); k++ {
		docs := pieces[k].docs
		for at[k] < len(docs) && docs[at[k]] < doc {
			at[k]++
		}
		if at[k] == len(docs) || docs[at[k]] != doc {
			return false
		}
	}
	return true
}

// spot is where a run may begin: at one of the characters from … to.
type spot struct{ from, to int32 }

// place is about where the spot is; -1 if no pair of the run has stretches to tell.
func (s spot) place() int32 {
	if s.to == maxPlace {
		return -1
	}
	return s.from
}

// in returns where the run may begin if the pair stands in a stretch.
func (p piece) in(s int32) spot {
	from := s<<p.stretch - p.offset
	return spot{from, from + 1<<p.stretch - 1}
}

// thin keeps of the spots, which are in order, what fits the pair in the i-th
// passage of its list.
func (p piece) thin(list []spot, i int) []spot {
	if p.first == nil {
		return list
	}
	var kept []spot
	for _, s := range list {
		for _, at := range p.stretches[p.first[i]:p.first[i+1]] {
			in := p.in(at)
			if in.from > s.to {
				break
			}
			if from, to := max(in.from, s.from), min(in.to, s.to); from <= to {
				kept = append(kept, spot{from, to})
			}
		}
	}
	return kept
}
