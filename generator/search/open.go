package search

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

// Index is a built index that has been opened. It reads files when they are
// needed and keeps them; it is for one goroutine at a time.
type Index struct {
	entry  entry
	folder string // of the entry file
	get    func(path string) ([]byte, error)
	folds  map[rune]rune
	// learned says that the table of traditional characters has been read.
	learned bool
	ask     map[string]bool // question words: true; words that say nothing: false
	// longest is the length of the longest word in ask and among the synonyms.
	longest int

	blocks   map[string][]term
	lists    map[key]*postings
	texts    map[int][]record
	words    map[string][]candidate
	bundles  map[string][]json.RawMessage
	places   map[string]listPlace // of lists in bundles
	readings map[rune][]string
	// characters are those that the index's script writes otherwise than the texts.
	characters characters
	// Explain lets hits carry the parts of their scores.
	Explain bool
	// Fetched counts the bytes read so far, Files the files.
	Fetched, Files int
}

// Open reads the entry file at a site path ("/search/entry.json"). get returns
// a file by its site path.
func Open(entryPath string, get func(path string) ([]byte, error)) (*Index, error) {
	x := &Index{
		folder: path.Dir(entryPath), get: get, ask: map[string]bool{}, folds: map[rune]rune{},
		blocks: map[string][]term{}, lists: map[key]*postings{}, texts: map[int][]record{}, words: map[string][]candidate{},
		bundles: map[string][]json.RawMessage{}, places: map[string]listPlace{},
	}
	data, err := x.fetch(entryPath)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &x.entry); err != nil {
		return nil, fmt.Errorf("%s: %w", entryPath, ErrDamaged)
	}
	if x.entry.Format != Format {
		return nil, fmt.Errorf("%s: %w", entryPath, ErrVersion)
	}
	if !x.entry.Blocks.valid() || !x.entry.Singles.valid() {
		return nil, fmt.Errorf("%s: %w", entryPath, ErrDamaged)
	}
	x.prepare()
	if x.entry.Script == 0 {
		return x, nil
	}
	var pairs string
	if err := x.readJSON(x.entry.Own, charactersFile, &pairs); err != nil {
		return nil, err
	}
	x.characters = sameCharacters()
	x.characters.read(pairs)
	return x, x.learnAll()
}

// listPlace is where a list stands: in which bundle, and at which place.
type listPlace struct {
	file string
	at   int
}

func (x *Index) prepare() {
	x.foldAs(x.entry.Fold)
	for i, names := range x.entry.Lists {
		for at, name := range strings.Fields(names) {
			x.places[name] = listPlace{bundleFile(i), at}
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

func (x *Index) foldAs(table string) {
	for group := range strings.FieldsSeq(table) {
		list := []rune(group)
		for _, c := range list[1:] {
			x.folds[c] = list[0]
		}
	}
}

// learn makes sure that a text can be folded: the table of traditional
// characters is only read where one occurs.
func (x *Index) learn(text string) error {
	if x.learned || !strings.ContainsFunc(text, isRare) {
		return nil
	}
	return x.learnAll()
}

func (x *Index) learnAll() error {
	data, err := x.fetch(path.Join(x.folder, foldName))
	if err != nil {
		return err
	}
	var table string
	if err := json.Unmarshal(data, &table); err != nil {
		return fmt.Errorf("%s: %w", foldName, ErrDamaged)
	}
	x.foldAs(table)
	x.learned = true
	return nil
}

// Passages is the number of passages of the index.
func (x *Index) Passages() int { return x.entry.Passages }

func (x *Index) fetch(path string) ([]byte, error) {
	data, err := x.get(path)
	x.Fetched += len(data)
	x.Files++
	return data, err
}

// has says whether there is a list.
func (x *Index) has(list string) bool {
	_, bundled := x.places[list]
	_, inline := x.entry.Files[list]
	return bundled || inline
}

// bundled returns a list out of its bundle.
func (x *Index) bundled(p listPlace) ([]byte, error) {
	if _, ok := x.bundles[p.file]; !ok {
		var lists []json.RawMessage
		if err := x.readJSON(x.entry.Own, p.file, &lists); err != nil {
			return nil, err
		}
		x.bundles[p.file] = lists
	}
	if lists := x.bundles[p.file]; p.at < len(lists) {
		return lists[p.at], nil
	}
	return nil, fmt.Errorf("%s: %w", p.file, ErrDamaged)
}

// file returns a file of the folder shared by all scripts or of the script's
// own, or one of its lists.
func (x *Index) file(folder, name string) ([]byte, error) {
	if data, ok := x.entry.Files[name]; ok {
		return data, nil
	}
	if p, ok := x.places[name]; ok {
		return x.bundled(p)
	}
	if folder == "" {
		return nil, fmt.Errorf("%s: %w", name, ErrDamaged)
	}
	return x.fetch(path.Join(x.folder, folder, name))
}

func (x *Index) readJSON(folder, name string, into any) error {
	data, err := x.file(folder, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", name, ErrDamaged)
	}
	return nil
}

// binary reads a file of bytes of the shared folder.
func (x *Index) binary(name string) ([]byte, error) {
	data, err := x.file(x.entry.Shared, name)
	if _, inline := x.entry.Files[name]; !inline || err != nil {
		return data, err
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		data, err = base64.StdEncoding.DecodeString(text)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, ErrDamaged)
	}
	return data, nil
}

// blockOf is the name of the block that holds a term if any does.
func (x *Index) blockOf(k key) string {
	if k.single() {
		return singleFile(x.entry.Singles.block(k))
	}
	return blockFile(x.entry.Blocks.block(k))
}

// term returns a term, nil if no passage holds it.
func (x *Index) term(k key) (*term, error) {
	name := x.blockOf(k)
	terms, ok := x.blocks[name]
	if !ok {
		data, err := x.binary(name)
		if err != nil {
			return nil, err
		}
		if terms, err = decodeBlock(data, x.entry.Passages); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		x.blocks[name] = terms
	}
	return find(terms, k), nil
}

var nowhere = &postings{first: []int32{0}}

// list returns the postings of a term.
func (x *Index) list(k key) (*postings, error) {
	if p, ok := x.lists[k]; ok {
		return p, nil
	}
	t, err := x.term(k)
	if err != nil || t == nil {
		return nowhere, err
	}
	p, err := t.decode(x.entry.Passages)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", x.blockOf(k), err)
	}
	x.lists[k] = p
	return p, nil
}

// Shown is a passage as results show it.
type Shown struct {
	// URL is its address on a site that is not published in a folder.
	URL, Kind, Title, Report, Heading, Text string
	Units                                   []string
	Status                                  string
}

// Show returns a passage in the script of the index.
func (x *Index) Show(passage int) (Shown, error) {
	r, err := x.text(passage)
	return Shown{strings.TrimSuffix(path.Dir(x.folder), "/") + "/" + r.Path, r.Kind, r.Title, r.Report, r.Heading, r.Text, r.Units, r.Status}, err
}

// text returns a passage as it is shown.
func (x *Index) text(passage int) (record, error) {
	n := passage / textsPerFile
	if _, ok := x.texts[n]; !ok {
		var records []record
		if err := x.readJSON(x.entry.Texts, textFile(n), &records); err != nil {
			return record{}, err
		}
		for i := range records {
			if script := x.entry.Script; script > 0 {
				if err := records[i].write(script, x.characters); err != nil {
					return record{}, fmt.Errorf("%s: %w", textFile(n), err)
				}
			}
		}
		x.texts[n] = records
	}
	if i := passage % textsPerFile; i < len(x.texts[n]) {
		return x.texts[n][i], nil
	}
	return record{}, fmt.Errorf("%s: %w", textFile(n), ErrDamaged)
}

// folded folds a character as the index knows it: a character that occurs in
// no passage may stay as it is.
func (x *Index) folded(c rune) rune {
	c = narrow(c)
	if to, ok := x.folds[c]; ok {
		return to
	}
	return c
}
