package search

import (
	"iter"
	"slices"

	"gongshi/generator/site"
)

// Corpus is what an index is made of: the passages of a site as they are
// written, and the words they are cut into.
type Corpus struct {
	passages  []Passage
	segmenter *segmenter
}

// NewCorpus reads the texts of a site. The error is a fault of the dictionary.
func NewCorpus(s *site.Site) (*Corpus, error) {
	c := &Corpus{passages: Passages(s)}
	var err error
	c.segmenter, err = newSegmenter(c.texts(), c.ownWords(s))
	return c, err
}

// texts yields all text that will be cut, but for what other scripts write with
// other words.
func (c *Corpus) texts() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range c.passages {
			for _, text := range c.passages[i].fields() {
				if !yield(text) {
					return
				}
			}
		}
	}
}

// ownWords are the words that the site's own data says are words.
func (c *Corpus) ownWords(s *site.Site) []string {
	list := slices.Clone(s.Vocabulary.Words)
	for i := range c.passages {
		list = append(list, c.passages[i].Units...)
	}
	for d := range s.Documents() {
		list = append(list, d.Tags...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
