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

// SelfCheck asks the built index of each script for runs out of the middle of
// the site's own texts and returns those that it does not find, script by script.
// It asks for about as many as samples says, evenly drawn from all passages. get returns a file by its site path. parallel
// is that of Options, for work that can fail. The error is that of a file that
// cannot be read.
func SelfCheck(c *Corpus, editions []Edition, samples int, parallel func(n int, do func(i int) error) error, get func(path string) ([]byte, error)) ([]Miss, error) {
	missed := make([][]Miss, len(editions))
	err := parallel(len(editions), func(i int) (err error) {
		missed[i], err = c.missedIn(editions[i].Variant, samples, get)
		return err
	})
	return slices.Concat(missed...), err
}

func (c *Corpus) missedIn(v site.Variant, samples int, get func(path string) ([]byte, error)) ([]Miss, error) {
	x, err := Open(EntryPath(v), get)
	if err != nil {
		return nil, err
	}
	var missed []Miss
	for i := 0; i < len(c.passages); i += max(len(c.passages)/samples, 1) {
		run, found, err := x.finds(i)
		if err != nil {
			return nil, err
		}
		if !found {
			missed = append(missed, Miss{c.passages[i], run})
		}
	}
	return missed, nil
}

// finds says whether a passage is found by a run out of its middle. The run
// stands in one field: two fields side by side make a text that no page has.
func (x *Index) finds(passage int) (run string, found bool, err error) {
	r, err := x.text(passage)
	if err != nil {
		return "", false, err
	}
	text := []rune(cmp.Or(r.Text, r.Heading, r.Title))
	from := max(len(text)/2-sampleLength, 0)
	run = string(text[from:min(from+sampleLength, len(text))])
	if err := x.learn(run); err != nil {
		return "", false, err
	}
	q := x.parse(run)
	if len(q.run) == 0 {
		return "", true, nil
	}
	f, err := x.find(q.run)
	if err != nil {
		return "", false, err
	}
	for _, doc := range f.docs {
		if int(doc) == passage {
			return run, true, nil
		}
	}
	return run, false, nil
}
