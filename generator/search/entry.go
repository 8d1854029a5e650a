package search

import (
	"encoding/json"

	"gongshi/generator/site"
)

// Format is the version of all files of the index. Whoever reads an entry file
// with another one must not go on.
const Format = 1

// EntryName is the name of the entry file; it lies beside the search page of
// each script, so that the page finds it by its own address.
const EntryName = "entry.json"

// EntryPath is the site path of a script's entry file.
func EntryPath(v site.Variant) string { return v.Path(site.SearchPath + EntryName) }

// entry is the entry file.
type entry struct {
	Format   int `json:"format"`
	Passages int `json:"passages"`
	// Shared and Own are the addresses of the folders that hold the other
	// files: those of all scripts and those of this one. They are empty if
	// Files holds them all.
	Shared string `json:"shared,omitempty"`
	Own    string `json:"own,omitempty"`
	// Files are the other files of a small site by name; blocks are in base64.
	Files map[string]json.RawMessage `json:"files,omitempty"`
	// First are the first terms of the blocks in order, two characters each;
	// a space stands for the missing second character.
	First string `json:"first"`
	// Fold are the characters that fold to others: groups of characters,
	// parted by spaces, that fold to the first one.
	Fold string `json:"fold"`
	// Ask are the words that make a query a question, Stop those that say
	// nothing; both are left out of a query where something else remains.
	Ask  []string `json:"ask"`
	Stop []string `json:"stop"`
	// Synonyms lead from what people say to what is written, folded.
	Synonyms map[string][]string `json:"synonyms"`
	// Letters are the first letters for which there is a file of words.
	Letters string `json:"letters"`
}

// Names of the files in the folders Shared and Own.
const (
	pinyinFile = "pinyin.json"
	facetsFile = "facets.json"
)

func blockFile(n int) string { return "b" + itoa(n) + ".bin" }
func textFile(n int) string  { return "t" + itoa(n) + ".json" }

// wordFile holds the vocabulary, phraseFile the titles, goals and units that
// begin with a letter of pinyin.
func wordFile(letter byte) string   { return "w-" + string(letter) + ".json" }
func phraseFile(letter byte) string { return "p-" + string(letter) + ".json" }

// textsPerFile is how many passages share a file of texts.
const textsPerFile = 4

// blockSize is what a block holds at least, in bytes; a list that is longer
// has a block for itself.
const blockSize = 4 << 10

// inlineSize is the size of all files up to which they go into the entry file.
const inlineSize = 256 << 10

// record is a passage as it is shown, in the order of the keys of a text file.
type record struct {
	URL, Kind, Title, Report string
	Year                     int
	Date                     string
	Units                    []string
	Status, Heading, Text    string
}

// MarshalJSON writes the record as a list, which spares the names.
func (r record) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{r.URL, r.Kind, r.Title, r.Report, r.Year, r.Date, r.Units, r.Status, r.Heading, r.Text})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *record) UnmarshalJSON(data []byte) error {
	list := []any{&r.URL, &r.Kind, &r.Title, &r.Report, &r.Year, &r.Date, &r.Units, &r.Status, &r.Heading, &r.Text}
	return json.Unmarshal(data, &list)
}
