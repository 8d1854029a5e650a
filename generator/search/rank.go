package search

import "strings"

// Hit is a passage that answers a query.
type Hit struct {
	Passage int
	// Exact is true if the passage holds the query as it was typed.
	Exact bool
	// Score orders the hits of a rank; it means nothing between queries.
	Score int
	// Missing are the words of the query that the passage does not hold.
	Missing []string
	// Parts are what the score is made of, if Index.Explain asks for it.
	Parts []Part
	rank  int
}

// Part is one reason for a score.
type Part struct {
	// Kind is "typed", "word", "near", "pair" or, in a near hit, "met"; Text is
	// what was found.
	Kind, Text string
	Score      int
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
	worthNamed  = 2 // in the name of the report
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
	worthMet               = 16 // in a near hit, that it holds the word at all
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
	worth []int32 // what an exact passage has for being one
	pairs []int16 // pairs of the net that stand in it
	// places of the first place of each want, by want and passage; -1 for none.
	places [][]int32
	df     []int // passages that meet each want
	// parts are the reasons for the scores by passage; nil if nobody asks.
	parts map[int32][]Part
}

// give adds to the score of a passage.
func (s *scores) give(doc, score int32, kind string, text string) {
	s.score[doc] += score
	if s.parts != nil {
		s.parts[doc] = append(s.parts[doc], Part{kind, text, int(score)})
	}
}

func (x *Index) newScores() *scores {
	n := x.entry.Passages
	s := &scores{
		Index: x, score: make([]int32, n), mask: make([]uint32, n), exact: make([]bool, n),
		worth: make([]int32, n), pairs: make([]int16, n),
	}
	if x.Explain {
		s.parts = map[int32][]Part{}
	}
	return s
}

// rankTyped finds the passages that hold the query as typed; there may be none.
func (x *Index) rankTyped(q *query) ([]Hit, error) {
	s := x.newScores()
	f, err := s.findBy(q.run, cover(q.run))
	if err != nil {
		return nil, err
	}
	s.typed(q.run, f)
	hits, err := s.verified(q)
	if len(hits) == 0 || err != nil || !hits[0].Exact {
		return nil, err
	}
	return hits, nil
}

// rank finds and orders the passages for a query.
func (x *Index) rank(q *query) (hits []Hit, dropped []string, err error) {
	s := x.newScores()
	if err := s.account(q); err != nil {
		return nil, nil, err
	}
	for i, w := range q.wants {
		if s.df[i] == 0 {
			dropped = append(dropped, w.text)
		}
	}
	hits, err = s.verified(q)
	return hits, dropped, err
}

// account adds up all that speaks for each passage.
func (s *scores) account(q *query) error {
	f, err := s.find(q.run)
	if err != nil {
		return err
	}
	s.typed(q.run, f)
	if err := s.wants(q.wants); err != nil {
		return err
	}
	return s.net(q.net)
}

// typed counts passages that hold the query as typed.
func (s *scores) typed(run []rune, f *found) {
	worth := s.rarity(len(f.docs))
	for i, doc := range f.docs {
		s.exact[doc] = true
		s.worth[doc] = int32(worth * (worthTyped + f.quality(i)))
		s.give(doc, s.worth[doc], "typed", string(run))
	}
}

// quality is what the places of a run in a passage are worth.
func (f *found) quality(i int) int {
	q := int(f.edges[i]) * worthEdge
	if f.count != nil {
		q += min(int(f.count[i])-1, maxRepeat) * worthRepeat
	}
	if f.head[i] {
		q += worthHead
	}
	return q
}

// wants counts the words. A word that several alternatives meet counts as the
// best of them.
func (s *scores) wants(wants []want) error {
	for i, w := range wants {
		m := met{worth: make([]int32, len(s.score)), place: make([]int32, len(s.score))}
		for k, alternative := range w.alternatives {
			f, err := s.find([]rune(alternative))
			if err != nil {
				return err
			}
			m.add(f, k > 0)
			s.named(&m, alternative)
		}
		rarity := int32(s.rarity(m.count))
		for doc, worth := range m.worth {
			if worth > 0 {
				s.mask[doc] |= 1 << i
				s.give(int32(doc), rarity*worth/synonymOf, "word", w.text)
			}
		}
		s.df = append(s.df, m.count)
		s.near(m.place, rarity, w.text)
		s.places = append(s.places, m.place)
	}
	return nil
}

// met is where one word of the query is met.
type met struct {
	worth []int32 // by passage, times synonymOf
	place []int32 // about the first place, from 1; 0 if not known
	count int     // of passages
}

func (m *met) add(f *found, synonym bool) {
	for i, doc := range f.docs {
		worth := int32(worthWord+f.quality(i)) * synonymOf
		if synonym {
			worth = worth / synonymOf * synonymPart
		}
		place := int32(0)
		if f.places != nil {
			place = f.places[i] + 1
		}
		m.set(doc, worth, place)
	}
}

func (m *met) set(doc, worth, place int32) {
	if m.worth[doc] == 0 {
		m.count++
	}
	if worth > m.worth[doc] {
		m.worth[doc], m.place[doc] = worth, place
	}
}

// named counts a word in the name of a report for all passages of the report.
// A word in all names says nothing.
func (s *scores) named(m *met, word string) {
	var list []reportRange
	for _, r := range s.entry.Reports {
		if strings.Contains(r.name, word) {
			list = append(list, r)
		}
	}
	if len(list) == len(s.entry.Reports) && m.count > 0 {
		return
	}
	for _, r := range list {
		for doc := r.first; doc < min(r.end, len(m.worth)); doc++ {
			m.set(int32(doc), worthNamed*synonymOf, 0)
		}
	}
}

// near counts how near a word stands to the one before it in the query.
// Places are counted from 1; 0 is none.
func (s *scores) near(place []int32, rarity int32, word string) {
	if len(s.places) == 0 {
		return
	}
	before := s.places[len(s.places)-1]
	for doc, at := range place {
		if at == 0 || before[doc] == 0 {
			continue
		}
		if distance := max(at-before[doc], before[doc]-at); distance < closeness {
			s.give(int32(doc), rarity*worthClose*(closeness-distance)/closeness, "near", word)
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
			s.give(doc, worth, "pair", string([]rune{k.first(), k.second()}))
			s.pairs[doc]++
		}
	}
	return nil
}
