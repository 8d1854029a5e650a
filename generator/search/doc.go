// Package search makes the index that a browser searches without a server. Queries
// are understood, answered and ranked by static/js/_search alone; SelfCheck only
// reads whether texts of the site are where the index says.
//
// # What is found
//
// A passage is what a result leads to: a target with its result, the
// introduction of a task or report, a section of an ordinary page. Its
// characters are folded (decomposed, lower case, simplified; white space, accents and
// invisible characters are left out: see fold) and numbered through its fields. What is
// written in several ways, such as numbers and dates, is indexed as it stands: a query
// is looked for in all of them (static/js/_search/forms.ts). Every two neighbouring
// characters are a term, and so is every single character. The places of a term are kept
// to 16 characters: a run that may stand in a passage is looked for in its text, so
// whatever a reader finds on a page with the browser's own search is found here, too.
//
// Words matter for rank and for cutting a query: the index lists the words that begin
// with each two characters.
//
// # The files
//
// The entry file (EntryPath, one for each script) is JSON and the only one
// whose name does not change with its content; see entry. It names
//
//	blocks      the index, shared by all scripts: see block.go
//	texts       the passages as they are shown, two to a file, shared, too: see record
//	characters  those that a further script writes, for its texts
//	lists       the words and phrases that complete a query, or were typed in pinyin or
//	            with a slip, by the first letter of their pinyin
//	pinyin      the characters of the index by syllable
//	facets      the values by which results can be filtered
//
// Beside it lie fold.json, how traditional characters fold, and shape.json, which
// characters look alike; only who needs them asks for them.
//
// The files of a small site are inside the entry file, so that one request is
// enough. Otherwise a query asks for the blocks of its terms, and then for the texts of
// the results to be shown: two steps of requests side by side. A third one comes
// in where traditional characters have to be folded before, where other words are
// looked up instead of pinyin, or where the first results turn out not to hold what was
// typed; a slip takes three more (sounds and shapes, lists, other blocks), a state, for the
// facets, one.
//
// Nothing here reads a clock or starts a goroutine; the same site gives the
// same bytes.
package search
