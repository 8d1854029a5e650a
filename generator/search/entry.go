package search

import (
	"encoding/json"

	"gongshi/generator/site"
)

// Format is the version of all files of the index. Whoever reads an entry file
// with another one must not go on.
const Format = 6

// EntryName is the name of the entry file; it lies beside the search page of
// each script, so that the page finds it by its own address.
const EntryName = "entry.json"

// foldName is the name of the file beside it that tells how traditional
// characters fold: a JSON string, see foldTables. Who needs it can ask for both
// at once.
const foldName = "fold.json"

// shapeName is the name of a file beside it that only corrections need: a JSON
// string, see shapeTable.
const shapeName = "shape.json"

// EntryPath is the site path of a script's entry file.
func EntryPath(v site.Variant) string { return v.Path(site.SearchPath + EntryName) }

// entry is the entry file.
type entry struct {
	Format   int `json:"format"`
	Passages int `json:"passages"`
	// Shared, Texts and Own are the addresses of the folders that hold the
	// other files, relative to the entry file: blocks and texts, which all
	// scripts share, and what this one has of its own. One that would be small
	// is empty: its files are in Files.
	Shared string `json:"shared,omitempty"`
	Texts  string `json:"texts,omitempty"`
	Own    string `json:"own,omitempty"`
	// Files are the files of small folders by name; blocks are in base64.
	Files map[string]json.RawMessage `json:"files,omitempty"`
	// Blocks are the blocks with terms of two characters, Singles those with
	// terms of one.
	Blocks  placement `json:"blocks"`
	Singles placement `json:"singles"`
	// Script is the number of the entry's script; 0 is the one that the texts
	// are written in. Those of others need the second table of folding.
	Script int `json:"script"`
	// Reports are the reports with their passages.
	Reports []reportRange `json:"reports"`
	// Fold are the characters of simplified texts that fold to others: groups
	// of characters, parted by spaces, that fold to the first one.
	Fold string `json:"fold"`
	// Ask are the words that make a query a question, Stop those that say
	// nothing; both are left out of a query where something else remains.
	Ask  []string `json:"ask"`
	Stop []string `json:"stop"`
	// Light are the characters that say nothing at the edge of a word.
	Light string `json:"light"`
	// Synonyms lead from what people say to what is written, folded.
	Synonyms map[string][]string `json:"synonyms"`
	// Lists name, for each bundle in Own, the lists in it, parted by spaces.
	Lists []string `json:"lists,omitempty"`
}

// reportRange is a report: its name, folded, and its passages first … end-1.
type reportRange struct {
	name       string
	first, end int
}

// MarshalJSON writes the report as a list.
func (r reportRange) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{r.name, r.first, r.end})
}

// reports finds the reports in a list of passages.
func reports(passages []Passage) []reportRange {
	list := []reportRange{}
	for i := range passages {
		switch p := &passages[i]; {
		case p.Kind == KindReport:
			list = append(list, reportRange{foldText(p.Report), i, i + 1})
		case p.Report != "":
			list[len(list)-1].end = i + 1
		}
	}
	return list
}

// Names of the files in the folders Shared and Own.
//
// bundleFile is a JSON list of lists, as many as fit: alone most would be smaller
// than what it takes to ask for them.
//
// charactersFile is a JSON string, the characters of a further script.
const (
	pinyinFile     = "pinyin.json"
	facetsFile     = "facets.json"
	charactersFile = "characters.json"
)

func blockFile(n int) string  { return "b" + itoa(n) + ".bin" }
func singleFile(n int) string { return "c" + itoa(n) + ".bin" }
func textFile(n int) string   { return "t" + itoa(n) + ".json" }

func bundleFile(n int) string { return "l" + itoa(n) + ".json" }

// wordList names the vocabulary, phraseList the titles, goals and units that
// begin with a letter of pinyin.
func wordList(letter byte) string   { return "w-" + string(letter) }
func phraseList(letter byte) string { return "p-" + string(letter) }

// soundList names what is read alike: see sound.
func soundList(sound string) string { return "s-" + sound }

func isList(name string) bool { return name[1] == '-' }

// blockSize and singleSize are what a block holds on average, in bytes, unless
// there would be more than maxBlocks and maxSingles of them.
const (
	blockSize  = 4 << 10
	maxBlocks  = 2560
	singleSize = 8 << 10
	maxSingles = 120
)

// inlineSize is the size of a folder up to which its files go into the entry
// file.
const inlineSize = 64 << 10

// bundleSize is the size up to which lists share a bundle.
const bundleSize = 4 << 10

// early is what a search page tells its first script of an index in many files,
// so that what a query in the page's address needs is asked for beside the entry
// file, not after it: a part of the entry file, as JSON.
type early struct {
	Shared  string    `json:"shared"`
	Own     string    `json:"own,omitempty"`
	Blocks  placement `json:"blocks"`
	Singles placement `json:"singles"`
	Lists   []string  `json:"lists,omitempty"`
}

// early is that of an entry; nil where the entry file holds the index.
func (e *entry) early() []byte {
	if e.Shared == "" {
		return nil
	}
	return encode(early{Shared: e.Shared, Own: e.Own, Blocks: e.Blocks, Singles: e.Singles, Lists: e.Lists})
}
