package search

import (
	"cmp"
	"slices"
)

// Hit is a passage that answers a query.
type Hit struct {
	Passage int
	// Exact is true if the passage holds the query as it was typed.
	Exact bool
	// Score orders the hits of a rank; it means nothing between queries.
	Score int
	// Missing are the words of the query that the passage does not hold.
	Missing []string
	rank    int
}

// Ranks of hits, the better one larger.
const (
	rankNear  = iota // some words of the query
	rankWords        // all words
	rankExact        // the query as typed
)

// How much a word counts at its best, in parts of its rarity.
const (
	worthWord   = 8 // anywhere
	worthHead   = 6 // in the title or goal
	worthEdge   = 2 // for each edge that is an edge of a word
	worthRepeat = 1 // for each further place
	maxRepeat   = 3
	worthPair   = 1 // a pair of neighbours of the query, for each
	// worthClose is for two words that follow each other in the query and in
	// the passage; it fades with their distance, to nothing at closeness.
	worthClose = 8
	closeness  = 64
	// A synonym counts for 3/4 of the word itself.
	synonymPart, synonymOf = 3, 4
	worthTyped             = 24 // the whole query as typed
)

// maxNear is how many near hits are shown, and enoughHits the number of full
// hits that makes them unnecessary.
const (
	maxNear    = 50
	enoughHits = 10
)

// log2 is 16 times the binary logarithm of a/b, rounded down. It is made of
// multiplications alone, so that every machine has the same result.
func log2(a, b int) int {
	x, n := float64(a)/float64(b), 0
	for ; x >= 2; x /= 2 {
		n += 16
	}
	for bit := 8; bit > 0; bit >>= 1 {
		x *= x
		if x >= 2 {
			x /= 2
			n += bit
		}
	}
	return n
}

// rarity is the weight of what stands in so many of all passages.
func (x *Index) rarity(count int) int { return 8 + log2(x.entry.Passages+1, max(count, 1)) }

// scores is the account of a query.
type scores struct {
	*Index
	score []int32
	mask  []uint32 // wants that are met, by passage
	exact []bool
	pairs []int16 // pairs of the net that stand in it
	// places of the first place of each want, by want and passage; -1 for none.
	places [][]int32
	df     []int // passages that meet each want
}

// rank finds and orders the passages for a query.
func (x *Index) rank(q *query) ([]Hit, []string, error) {
	n := x.entry.Passages
	s := &scores{Index: x, score: make([]int32, n), mask: make([]uint32, n), exact: make([]bool, n), pairs: make([]int16, n)}
	if err := s.typed(q.run); err != nil {
		return nil, nil, err
	}
	if err := s.wants(q.wants); err != nil {
		return nil, nil, err
	}
	if err := s.net(q.net); err != nil {
		return nil, nil, err
	}
	var dropped []string
	for i, w := range q.wants {
		if s.df[i] == 0 {
			dropped = append(dropped, w.text)
		}
	}
	return s.hits(q), dropped, nil
}

// typed counts passages that hold the query as typed.
func (s *scores) typed(run []rune) error {
	f, err := s.find(run)
	if err != nil {
		return err
	}
	worth := s.rarity(len(f.docs))
	for i, doc := range f.docs {
		s.exact[doc] = true
		s.score[doc] += int32(worth * (worthTyped + f.quality(i)))
	}
	return nil
}

// quality is what the places of a run in a passage are worth.
func (f *found) quality(i int) int {
	q := int(f.whole[i])*worthEdge + min(f.count(i)-1, maxRepeat)*worthRepeat
	if f.head[i] {
		q += worthHead
	}
	return max(q, 0)
}

// wants counts the words. A word that several alternatives meet counts as the
// best of them.
func (s *scores) wants(wants []want) error {
	n := len(s.score)
	for i, w := range wants {
		best, place, df := make([]int32, n), make([]int32, n), 0
		for k, alternative := range w.alternatives {
			f, err := s.find([]rune(alternative))
			if err != nil {
				return err
			}
			for at, doc := range f.docs {
				worth := int32(worthWord + f.quality(at))
				if worth *= synonymOf; k > 0 {
					worth = worth * synonymPart / synonymOf
				}
				if best[doc] == 0 {
					df++
				}
				if worth > best[doc] {
					best[doc], place[doc] = worth, 0
					if len(f.places) > 0 {
						place[doc] = f.places[f.first[at]] + 1
					}
				}
			}
		}
		rarity := int32(s.rarity(df))
		for doc, worth := range best {
			if worth > 0 {
				s.mask[doc] |= 1 << i
				s.score[doc] += rarity * worth / synonymOf
			}
		}
		s.df = append(s.df, df)
		s.near(place, rarity)
		s.places = append(s.places, place)
	}
	return nil
}

// near counts how near a word stands to the one before it in the query.
// Places are counted from 1; 0 is none.
func (s *scores) near(place []int32, rarity int32) {
	if len(s.places) == 0 {
		return
	}
	before := s.places[len(s.places)-1]
	for doc, at := range place {
		if at == 0 || before[doc] == 0 {
			continue
		}
		if distance := max(at-before[doc], before[doc]-at); distance < closeness {
			s.score[doc] += rarity * worthClose * (closeness - distance) / closeness
		}
	}
}

// net counts the pairs of neighbours.
func (s *scores) net(net []key) error {
	for _, k := range net {
		list, err := s.list(k)
		if err != nil {
			return err
		}
		worth := int32(s.rarity(len(list.docs)) * worthPair)
		for _, doc := range list.docs {
			s.score[doc] += worth
			s.pairs[doc]++
		}
	}
	return nil
}

// hits orders the passages: as typed, with all words, and if these are few, those that are near.
func (s *scores) hits(q *query) []Hit {
	var list, near []Hit
	all := uint32(1)<<len(q.wants) - 1
	for doc, score := range s.score {
		h := Hit{Passage: doc, Score: int(score), Exact: s.exact[doc]}
		switch {
		case h.Exact:
			h.rank = rankExact
		case s.mask[doc] == all && all != 0:
			h.rank = rankWords
		case s.mask[doc] == 0 && int(s.pairs[doc])*2 <= len(q.net) || score == 0:
			continue
		}
		if h.rank == rankNear {
			near = append(near, h)
		} else {
			list = append(list, h)
		}
	}
	slices.SortFunc(list, better)
	if len(list) >= enoughHits {
		return list
	}
	slices.SortFunc(near, better)
	near = near[:min(len(near), maxNear)]
	for i := range near {
		for k, w := range q.wants {
			if s.mask[near[i].Passage]>>k&1 == 0 {
				near[i].Missing = append(near[i].Missing, w.text)
			}
		}
	}
	return append(list, near...)
}

func better(a, b Hit) int {
	return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage, b.Passage))
}
