package search

import (
	"cmp"
	"slices"
	"strings"
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

// maxVerified bounds how many texts are read to verify the first hits.
const maxVerified = 60

// verified are the hits in order, of which the first ten are exact only if
// their texts are: a run of three and more characters may have been found
// where its pairs stand near each other and do not follow one another. Several
// words of which all ten fail are not taken for a run any further.
func (s *scores) verified(q *query) ([]Hit, error) {
	checked := map[int]bool{}
	for {
		hits := s.hits(q)
		if len(q.run) < 3 || len(checked) >= maxVerified {
			return hits, nil
		}
		first, failed := len(checked) == 0, 0
		for _, h := range hits[:min(len(hits), enoughHits)] {
			if !h.Exact || checked[h.Passage] {
				continue
			}
			checked[h.Passage] = true
			holds, err := s.holds(h.Passage, q.run)
			if err != nil {
				return nil, err
			}
			if !holds {
				s.scatter(h.Passage)
				if len(q.wants) == 1 && len(q.wants[0].alternatives) == 1 && q.wants[0].text == string(q.run) {
					s.mask[h.Passage] = 0 // nor does it hold the only word
				}
				failed++
			}
		}
		switch {
		case failed == 0:
			return hits, nil
		case first && failed == enoughHits && len(q.pieces) > 1: // words set apart hardly ever stand side by side
			for doc, exact := range s.exact {
				if exact {
					s.scatter(doc)
				}
			}
		}
	}
}

// scatter takes a passage for one that does not hold the query as typed.
func (s *scores) scatter(doc int) {
	s.exact[doc] = false
	s.give(int32(doc), -s.worth[doc], "typed", "")
}

// holds says whether the text of a passage holds a run.
func (x *Index) holds(passage int, run []rune) (bool, error) {
	r, err := x.text(passage)
	if err != nil {
		return false, err
	}
	fields := []string{r.Title, r.Heading, r.Text, r.Facts}
	holds := func(field string) bool { return strings.Contains(strings.Map(x.foldedOrSkipped, field), string(run)) }
	if slices.ContainsFunc(fields, holds) || x.learned || !slices.ContainsFunc(fields, func(field string) bool { return strings.ContainsFunc(field, isRare) }) {
		return slices.ContainsFunc(fields, holds), nil
	}
	err = x.learnAll() // a quotation in traditional characters
	return slices.ContainsFunc(fields, holds), err
}

// hits orders the passages: as typed, with all words, and if these are few, those that are near.
func (s *scores) hits(q *query) []Hit {
	var list, near []Hit
	all := uint32(1)<<len(q.wants) - 1
	for doc, score := range s.score {
		h := Hit{Passage: doc, Score: int(score), Exact: s.exact[doc], Parts: s.parts[int32(doc)]}
		switch {
		case h.Exact:
			h.rank = rankExact
		case s.mask[doc] == all && all != 0:
			h.rank = rankWords
		case s.mask[doc] == 0 && int(s.pairs[doc])*2 <= len(q.net) || score == 0:
			continue
		}
		if h.rank == rankNear {
			worth := s.met(doc)
			h.Score += worth
			if s.parts != nil {
				h.Parts = append(slices.Clip(h.Parts), Part{"met", "", worth})
			}
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

// met is what the words are worth that a near hit holds: a rare one more than a
// frequent one that stands in its title.
func (s *scores) met(doc int) (worth int) {
	for i, df := range s.df {
		if s.mask[doc]>>i&1 == 1 {
			worth += s.rarity(df) * worthMet
		}
	}
	return worth
}

func better(a, b Hit) int {
	return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage, b.Passage))
}
