package search

// Answer is what a query finds.
type Answer struct {
	// Query is the query as given, Answered the one that was answered, which
	// differs if a slip was corrected or pinyin was typed.
	Query, Answered string
	// Suggestions are other queries that were perhaps meant: beside the one that
	// was answered, or where nothing but near hits was found.
	Suggestions []string
	// Question is true if the query is worded as one.
	Question bool
	// Truncated is true if the query was too long and its end did not count.
	Truncated bool
	// Words are the words of the query with what may stand for them.
	Words string
	// Dropped are words that no passage holds.
	Dropped []string
	// Hits are full matches, the first Total, and then near ones.
	Hits  []Hit
	Total int
	// run is the query as typed, folded; marks are the runs to be marked in
	// texts, the best first.
	run   []rune
	marks [][]rune
	// covered says that every character of the query belongs to a word that is sought.
	covered bool
}

// Query answers a query. With literal it is not corrected. It returns an error
// only if a file of the index cannot be read.
func (x *Index) Query(text string, literal bool) (*Answer, error) {
	a, err := x.answer(text)
	if err != nil || literal || a.Total > 0 && a.Hits[0].Exact {
		return a, err
	}
	return x.corrected(a)
}

// answer answers a query as it is.
func (x *Index) answer(text string) (*Answer, error) {
	if err := x.learn(text); err != nil {
		return nil, err
	}
	q := x.parse(text)
	a := &Answer{Query: text, Answered: text, Truncated: q.truncated}
	if len(q.run) == 0 {
		return a, nil
	}
	a.run, a.marks = q.run, [][]rune{q.run}
	if x.copied(&q) {
		hits, err := x.rankTyped(&q)
		if len(hits) > 0 || err != nil {
			a.Words, a.covered = string(q.run), true
			a.setHits(hits)
			return a, err
		}
	}
	if err := x.cut(&q); err != nil {
		return nil, err
	}
	hits, dropped, err := x.rank(&q)
	if err != nil {
		return nil, err
	}
	for i, term := range dropped {
		dropped[i] = x.asTyped(text, term)
	}
	for _, h := range hits {
		for i, term := range h.Missing {
			h.Missing[i] = x.asTyped(text, term)
		}
	}
	a.Question, a.Words, a.marks, a.covered, a.Dropped = q.question, q.String(), q.marks(), q.covered(), dropped
	a.setHits(hits)
	return a, nil
}

func (a *Answer) setHits(hits []Hit) {
	a.Hits = hits
	for a.Total < len(hits) && hits[a.Total].rank > rankNear {
		a.Total++
	}
}

// marks are the runs that a text is searched for to show what was found.
func (q *query) marks() [][]rune {
	list := [][]rune{q.run}
	for _, w := range q.wants {
		for _, alternative := range w.alternatives {
			list = append(list, []rune(alternative))
		}
	}
	for _, k := range q.net {
		list = append(list, []rune{k.first(), k.second()})
	}
	return list
}

func (q *query) covered() bool {
	sought := 0
	for _, w := range q.wants {
		sought += len([]rune(w.text))
	}
	return sought >= len(q.run)
}
