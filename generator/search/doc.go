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
// is looked for in all of them (static/js/_search/forms.ts). Every two neighbouring characters are a term, and so is every single
// character. The places of a term are kept, so a run of any length is found
// exactly where it stands: whatever a reader finds on a page with the
// browser's own search is found here, too.
//
// Words matter for rank and for cutting a query: at each place the index
// knows whether a word begins or ends there, and it lists the words that begin
// with each two characters.
//
// # The files
//
// The entry file (EntryPath, one for each script) is JSON and the only one
// whose name does not change with its content; see entry. It names
//
//	blocks   the index, shared by all scripts: see block.go and placement.go
//	texts    the passages as they are shown, some to a file, for each script
//	lists    what completes a query, or was typed in pinyin, by its first letter;
//	         what corrects a slip: how characters are read, and words, by sound.
//	         Small ones share a file, a bundle: asking takes longer than they do
//	facets   the values by which results can be filtered
//	pinyin   the characters of the index by syllable
//
// The files of a small site are inside the entry file, so that one request is
// enough. Otherwise a search page that is opened with a query asks for the blocks
// of its terms beside the entry file (Options.Early), and then for the texts of
// the results to be shown: two steps of requests side by side. A third one comes
// in where traditional characters have to be folded before, where other words are
// looked up instead of pinyin or, on a slow line, of a slip, or where the first
// results turn out not to hold what was typed. A query typed into an open page has
// the entry file; its slips take a step more.
//
// Nothing here reads a clock or starts a goroutine; the same site gives the
// same bytes.
package search
