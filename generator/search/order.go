package search

import (
	"cmp"
	"slices"
	"strings"
)

// maxNear is how many near hits are shown, and enoughHits the number of full
// hits that makes them unnecessary.
const (
	maxNear    = 50
	enoughHits = 10
)

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
