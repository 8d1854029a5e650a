package site

import "slices"

// OwnWords are what the site's own data says are words: its vocabulary, the
// units that answer for tasks, tags, and words that stay as they are; sorted.
// Synonyms are not among them: 不动产登记 as one word would be found as a whole only.
func (s *Site) OwnWords() []string {
	list := slices.Concat(s.Vocabulary.Words, s.Words.Protect)
	for d := range s.Documents() {
		list = append(list, d.Tags...)
	}
	for _, r := range s.Reports {
		for _, t := range r.Tasks {
			list = append(append(list, t.Lead), t.Support...)
			for _, target := range t.Targets {
				list = append(list, target.Lead)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(slices.DeleteFunc(list, func(word string) bool { return word == "" }))
}
