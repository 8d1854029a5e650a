package search

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path"
	"sort"
	"strings"
)

// Index is a built index that has been opened. It reads files when they are
// needed and keeps them; it is for one goroutine at a time.
type Index struct {
	entry  entry
	folder string // of the entry file
	get    func(path string) ([]byte, error)
	first  []key
	folds  map[rune]rune
	ask    map[string]bool // question words: true; words that say nothing: false
	// longest is the length of the longest word in ask and among the synonyms.
	longest int

	blocks   map[int]*block
	lists    map[key]*postings
	texts    map[int][]record
	words    map[string][]candidate
	readings map[rune][]string
	// Fetched counts the bytes read so far, Files the files.
	Fetched, Files int
}

// Open reads the entry file at a site path ("/search/entry.json"). get returns
// a file by its site path.
func Open(entryPath string, get func(path string) ([]byte, error)) (*Index, error) {
	x := &Index{
		folder: path.Dir(entryPath), get: get, ask: map[string]bool{}, folds: map[rune]rune{},
		blocks: map[int]*block{}, lists: map[key]*postings{}, texts: map[int][]record{}, words: map[string][]candidate{},
	}
	data, err := x.fetch(entryPath)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &x.entry); err != nil {
		return nil, fmt.Errorf("%s: %w", entryPath, errDamaged)
	}
	if x.entry.Format != Format {
		return nil, fmt.Errorf("%s: %w", entryPath, errVersion)
	}
	x.prepare()
	return x, nil
}

func (x *Index) prepare() {
	first := []rune(x.entry.First)
	for i := 0; i+1 < len(first); i += 2 {
		second := first[i+1]
		if second == ' ' {
			second = 0
		}
		x.first = append(x.first, keyOf(first[i], second))
	}
	for group := range strings.FieldsSeq(x.entry.Fold) {
		list := []rune(group)
		for _, c := range list[1:] {
			x.folds[c] = list[0]
		}
	}
	note := func(word string) { x.longest = max(x.longest, len([]rune(word))) }
	for _, word := range x.entry.Stop {
		x.ask[word] = false
		note(word)
	}
	for _, word := range x.entry.Ask {
		x.ask[word] = true
		note(word)
	}
	for word := range x.entry.Synonyms {
		note(word)
	}
}

// Passages is the number of passages of the index.
func (x *Index) Passages() int { return x.entry.Passages }

func (x *Index) fetch(path string) ([]byte, error) {
	data, err := x.get(path)
	x.Fetched += len(data)
	x.Files++
	return data, err
}

// file returns a file of the folder shared by all scripts or of the script's own.
func (x *Index) file(folder, name string) ([]byte, error) {
	if data, ok := x.entry.Files[name]; ok {
		return data, nil
	}
	if folder == "" {
		return nil, fmt.Errorf("%s: %w", name, errDamaged)
	}
	return x.fetch(path.Join(x.folder, folder, name))
}

func (x *Index) readJSON(folder, name string, into any) error {
	data, err := x.file(folder, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", name, errDamaged)
	}
	return nil
}

// blockOf is the number of the block that holds a term if any does.
func (x *Index) blockOf(k key) int {
	return max(0, sort.Search(len(x.first), func(i int) bool { return x.first[i] > k })-1)
}

func (x *Index) block(n int) (*block, error) {
	if b, ok := x.blocks[n]; ok {
		return b, nil
	}
	data, err := x.file(x.entry.Shared, blockFile(n))
	if err != nil {
		return nil, err
	}
	if _, inline := x.entry.Files[blockFile(n)]; inline {
		var text string
		if json.Unmarshal(data, &text) == nil {
			data, err = base64.StdEncoding.DecodeString(text)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", blockFile(n), errDamaged)
		}
	}
	b, err := decodeBlock(data, x.entry.Passages)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", blockFile(n), err)
	}
	x.blocks[n] = b
	return b, nil
}

// term returns a term, nil if no passage holds it.
func (x *Index) term(k key) (*term, error) {
	if len(x.first) == 0 {
		return nil, nil
	}
	b, err := x.block(x.blockOf(k))
	if err != nil {
		return nil, err
	}
	return b.find(k), nil
}

var nowhere = &postings{first: []int32{0}}

// list returns the places of a term.
func (x *Index) list(k key) (*postings, error) {
	if p, ok := x.lists[k]; ok {
		return p, nil
	}
	t, err := x.term(k)
	if err != nil || t == nil {
		return nowhere, err
	}
	p, err := decode(t.data, t.head, k.single(), x.entry.Passages)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", blockFile(x.blockOf(k)), err)
	}
	x.lists[k] = p
	return p, nil
}

// text returns a passage as it is shown.
func (x *Index) text(passage int) (record, error) {
	n := passage / textsPerFile
	if _, ok := x.texts[n]; !ok {
		var records []record
		if err := x.readJSON(x.entry.Own, textFile(n), &records); err != nil {
			return record{}, err
		}
		x.texts[n] = records
	}
	if i := passage % textsPerFile; i < len(x.texts[n]) {
		return x.texts[n][i], nil
	}
	return record{}, fmt.Errorf("%s: %w", textFile(n), errDamaged)
}

// folded folds a character as the index knows it: a character that occurs in
// no passage may stay as it is.
func (x *Index) folded(c rune) rune {
	switch {
	case c >= 0xff01 && c <= 0xff5e:
		c -= 0xff01 - '!'
	case c == 0x3000:
		c = ' '
	}
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	if to, ok := x.folds[c]; ok {
		return to
	}
	return c
}
