package search

import (
	"cmp"
	"slices"

	"gongshi/generator/site"
)

// Miss is a text of the site that its own search does not find.
type Miss struct {
	Passage Passage
	Run     string
}

// sampleLength is the length of a run in characters.
const sampleLength = 7

// SelfCheck asks the built index of each script for runs out of the middle of the
// site's own texts, about as many as samples says, evenly drawn from all passages, and
// returns those that it does not find, or whose texts it would not show, script by
// script. get returns a file by its site path. parallel is that of Options, for work
// that can fail. The error is that of a file that cannot be read.
func SelfCheck(c *Corpus, sites []*site.Site, samples int, parallel func(n int, do func(i int) error) error, get func(path string) ([]byte, error)) ([]Miss, error) {
	missed := make([][]Miss, len(sites))
	err := parallel(len(sites), func(n int) error {
		x, err := openIndex(EntryPath(sites[n].Variant), get)
		if err != nil {
			return err
		}
		passages := c.passages // as this script writes them
		if n > 0 {
			passages = alike(c.passages, Passages(sites[n]))
		}
		for i := 0; i < len(passages); i += max(len(passages)/samples, 1) {
			run := sample(&passages[i])
			found, err := x.holds(i, []rune(foldText(run)), &c.passages[i])
			if err != nil {
				return err
			}
			if !found {
				missed[n] = append(missed[n], Miss{c.passages[i], run})
			}
		}
		return nil
	})
	return slices.Concat(missed...), err
}

// sample is a run out of the middle of a passage. It stands in one field: two
// fields side by side make a text that no page has.
func sample(p *Passage) string {
	text := []rune(cmp.Or(p.Text, p.Heading, p.Title))
	from := max(len(text)/2-sampleLength, 0)
	return string(text[from:min(from+sampleLength, len(text))])
}
