package search

import (
	"cmp"
	"slices"
)

// found are the passages that hold a run.
type found struct {
	docs []int32
	head []bool
	// whole counts the edges of words at the best place: 2 where the run begins
	// and ends with a word.
	whole []int8
	// first[i] is where the places of docs[i] begin; places are where the run begins.
	first  []int32
	places []int32
}

func (f *found) count(i int) int { return int(f.first[i+1] - f.first[i]) }

// find looks a run up. The rarest of its terms gives the candidates, the
// others thin them out.
func (x *Index) find(run []rune) (*found, error) {
	if len(run) == 0 {
		return &found{first: []int32{0}}, nil
	}
	if len(run) == 1 {
		return x.findSingle(run[0])
	}
	type piece struct {
		*postings
		offset int32
	}
	var pieces []piece
	for i := range placesOf(run) {
		list, err := x.list(keyOf(run[i], run[i+1]))
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, piece{list, int32(i)})
	}
	last := int32(len(run) - 2)
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(len(a.places), len(b.places)) })
	candidates := pieces[0].candidates(pieces[0].offset, last)
	for _, p := range pieces[1:] {
		candidates = p.thin(candidates, p.offset, last)
	}
	return gather(candidates), nil
}

func (x *Index) findSingle(c rune) (*found, error) {
	list, err := x.list(keyOf(c, 0))
	if err != nil {
		return nil, err
	}
	return &found{
		docs: list.docs, head: list.head, whole: make([]int8, len(list.docs)), first: make([]int32, len(list.docs)+1),
	}, nil
}

// spot is a place where a run may begin.
type spot struct {
	doc, at int32
	head    bool
	whole   int8
}

// edges counts what a place of a pair at an offset says about the edges of the run.
func edges(p occurrence, offset, last int32) int8 {
	var n int8
	if offset == 0 && p.starts() {
		n++
	}
	if offset == last && p.ends() {
		n++
	}
	return n
}

// candidates are all places of the pair that stands at an offset of the run.
func (p *postings) candidates(offset, last int32) []spot {
	list := make([]spot, 0, len(p.places))
	for i, doc := range p.docs {
		for _, place := range p.places[p.first[i]:p.first[i+1]] {
			if at := int32(place.position()) - offset; at >= 0 {
				list = append(list, spot{doc, at, p.head[i], edges(place, offset, last)})
			}
		}
	}
	return list
}

// thin keeps the candidates with the pair at the offset of the run.
func (p *postings) thin(list []spot, offset, last int32) []spot {
	kept := list[:0]
	i, k := 0, int32(0)
	for _, s := range list {
		for i < len(p.docs) && p.docs[i] < s.doc {
			i++
			k = p.first[i]
		}
		if i == len(p.docs) {
			break
		}
		if p.docs[i] != s.doc {
			continue
		}
		k = max(k, p.first[i])
		for k < p.first[i+1] && int32(p.places[k].position()) < s.at+offset {
			k++
		}
		if k < p.first[i+1] && int32(p.places[k].position()) == s.at+offset {
			s.head = s.head && p.head[i]
			s.whole += edges(p.places[k], offset, last)
			kept = append(kept, s)
		}
	}
	return kept
}

// gather puts the places of each passage together.
func gather(list []spot) *found {
	f := &found{}
	for _, s := range list {
		n := len(f.docs) - 1
		if n < 0 || f.docs[n] != s.doc {
			f.docs = append(f.docs, s.doc)
			f.head = append(f.head, s.head)
			f.whole = append(f.whole, s.whole)
			f.first = append(f.first, int32(len(f.places)))
			n++
		}
		f.whole[n] = max(f.whole[n], s.whole)
		f.places = append(f.places, s.at)
	}
	f.first = append(f.first, int32(len(f.places)))
	return f
}
