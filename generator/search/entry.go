package search

import (
	"encoding/json"
	"fmt"
	"strings"

	"gongshi/generator/site"
)

// Format is the version of all files of the index. Whoever reads an entry file
// with another one must not go on.
const Format = 9

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
	// Lengths has a letter for each passage: a for none, b for one character, c for 2
	// or 3, d for 4 to 7 and so on.
	Lengths string `json:"lengths"`
	// Shared and Own are the addresses of the folders that hold the other files,
	// relative to the entry file: blocks, pinyin and texts, which all scripts share,
	// and what this one has of its own. They are empty on a small site, whose files are
	// in Files by name, blocks in base64.
	Shared string                     `json:"shared,omitempty"`
	Own    string                     `json:"own,omitempty"`
	Files  map[string]json.RawMessage `json:"files,omitempty"`
	// Blocks is the number of blocks with terms of two characters, Singles that of
	// those with terms of one.
	Blocks  int `json:"blocks"`
	Singles int `json:"singles"`
	// Script is the number of the entry's script; 0 is the one that the texts
	// are written in. Those of others need the second table of folding.
	Script int `json:"script"`
	// Reports are the reports, each a list: what it is named by (title, year and period),
	// folded, its first passage, the one behind its last, its address below the variant's
	// home, its title and its year.
	Reports [][6]any `json:"reports"`
	// States lead from what people say of a state to the states in the tables that
	// it means, none if no table has one.
	States map[string][]string `json:"states"`
	// Columns are those that people ask for.
	Columns []column `json:"columns"`
	// Fold are the characters of simplified texts that fold to others: groups
	// of characters, parted by spaces, that fold to the first one.
	Fold string `json:"fold"`
	// Ask are the words that make a query a question, Stop those that say
	// nothing; both are left out of a query where something else remains.
	Ask  []string `json:"ask"`
	Stop []string `json:"stop"`
	// Light are the characters that say nothing at the edge of a word.
	Light string `json:"light"`
	// Synonyms is a line for each thing that people say, folded: behind it, parted by
	// spaces, what is written.
	Synonyms string `json:"synonyms"`
}

// reports finds the reports of a site in the list of its passages; own are those of a
// script.
func reports(base site.Base, passages, own []Passage) [][6]any {
	list := [][6]any{}
	for i := range passages {
		switch p := &passages[i]; {
		case p.Kind == KindReport:
			list = append(list, [6]any{foldText(p.Name), i, i + 1, strings.TrimPrefix(base.URL(p.Path), base.URL("/")), own[i].Title, p.Year})
		case p.Report != "":
			list[len(list)-1][2] = i + 1
		}
	}
	return list
}

// Names of the files in the folders Shared and Own.
//
// charactersFile is a JSON string, the characters of a further script; pinyinFile has the
// characters of the index, and others that people type by mistake, by syllable.
const (
	pinyinFile     = "pinyin.json"
	facetsFile     = "facets.json"
	charactersFile = "characters.json"
)

func blockFile(n int) string  { return fmt.Sprintf("b%d.bin", n) }
func singleFile(n int) string { return fmt.Sprintf("c%d.bin", n) }
func textFile(n int) string   { return fmt.Sprintf("t%d.json", n) }

// wordList names the vocabulary, phraseList the titles, goals and units that
// begin with a letter of pinyin. There is a file for each letter and digit.
func wordList(letter byte) string   { return "w-" + string(letter) + ".json" }
func phraseList(letter byte) string { return "p-" + string(letter) + ".json" }

// blockSize and singleSize are what a block holds on average, in bytes, unless
// there would be more than maxBlocks and maxSingles of them.
const (
	blockSize  = 5 << 8
	maxBlocks  = 10 << 10
	singleSize = 8 << 10
	maxSingles = 120
)

// smallSize is the size of all texts, in bytes, up to which a site is small: its
// index is one file.
const smallSize = 64 << 10
