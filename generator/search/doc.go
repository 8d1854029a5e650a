// Package search makes the index that a browser searches without a server, and
// is the reference for what the browser does: Build writes the files, Open
// reads them back, and Query answers as static/js/_search/engine.js has to.
//
// # What is found
//
// A passage is what a result leads to: a target with its result, the
// introduction of a task or report, a section of an ordinary page. Its
// characters are folded one to one (half-width, lower case, simplified; white
// space and invisible characters are left out) and numbered through its
// fields. Every two neighbouring characters are a term, and so is every single
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
//	words    what completes and corrects a query, by the first letter of its pinyin
//	facets   the values by which results can be filtered
//	pinyin   the characters of the index by syllable
//
// The files of a small site are inside the entry file, so that one request is
// enough. Otherwise a query that is met takes three steps of requests side
// by side: the entry file, the blocks of its terms, the texts of the results to
// be shown. One that has to be corrected, or whose first results turn out not to
// hold it, takes more.
//
// Nothing here reads a clock or starts a goroutine; the same site gives the
// same bytes.
package search
