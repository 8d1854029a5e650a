package search

import (
	"gongshi/generator/site"
	"gongshi/generator/words"
)

// Corpus is what an index is made of: the passages of a site as they are
// written, and the words they are cut into.
type Corpus struct {
	passages []Passage
	words    *words.Words
}

// NewCorpus reads the texts of a site. w are the words of all of them, in every
// script.
func NewCorpus(s *site.Site, w *words.Words) *Corpus {
	return &Corpus{passages: Passages(s), words: w}
}
