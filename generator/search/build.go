package search

import (
	"encoding/json"
	"slices"
	"strconv"
	"sync"

	"gongshi/generator/site"
	"gongshi/generator/words"
)

// Edition is the site in one script.
type Edition struct {
	// Site has the editors' own texts for the script.
	Site    *site.Site
	Variant site.Variant
	// Convert writes text in the script; nil for the first script.
	Convert func(text string) string
}

// Options of Build.
type Options struct {
	// Folder is the site path of the folder for files that never change under
	// their name: "/assets/".
	Folder string
	// Parallel runs do(0) … do(n-1) and returns when all are done.
	Parallel func(n int, do func(i int))
	// Add takes each file as it is made; path is a site path. It may be called
	// from several goroutines.
	Add func(path string, data []byte)
	// Early, if not nil, is given what the search page of each edition may say
	// in its own text, so that a search begins before the entry file has come;
	// JSON, see static/js/_search/early.js. data is nil where it would not help.
	Early func(v site.Variant, data []byte)
}

// Build makes the index of a site in all its editions; the first is the one
// the content is written in, and the corpus is made of its site.
func Build(c *Corpus, editions []Edition, opt Options) {
	b := &builder{Options: opt, dictionary: c.words, editions: editions, passages: make([][]Passage, len(editions)), written: make([]characters, len(editions))}
	b.passages[0] = c.passages
	b.Parallel(len(editions)-1, func(i int) { b.passages[i+1] = b.convert(editions[i+1]) })
	b.read()
	b.chars = b.used()
	for i, e := range editions {
		if e.Convert != nil {
			b.written[i] = charactersOf(b.chars, e.Convert)
		}
	}
	b.sounds = sync.OnceValue(func() map[string][]byte { return characterSounds(b.chars) })
	var shared pack
	var blocks []file
	var texts placed
	owns := make([]placed, len(editions))
	b.Parallel(3+len(editions), func(i int) {
		switch i {
		case 0:
			blocks = b.blocks()
		case 1:
			b.simplified, b.traditional = foldTables(b.chars)
			shared.add(pinyinFile, encode(pinyinTable(b.chars)))
		case 2:
			texts = b.putTexts()
		default:
			owns[i-3] = b.put(b.own(i - 3))
		}
	})
	shared.files = append(shared.files, blocks...)
	b.writeEntries(b.put(shared), texts, owns)
}

// builder is the state of one Build.
type builder struct {
	Options
	editions   []Edition
	passages   [][]Passage // by edition
	dictionary *words.Words
	sequences  [][]symbol
	words      map[string]int           // the vocabulary with how often each word stands
	chars      map[rune]bool            // all characters of the index
	sounds     func() map[string][]byte // of them, made when they are first needed
	// pairs and singles are the places of terms.
	pairs, singles placement
	// simplified and traditional are the tables of folding.
	simplified, traditional string
	// written are the characters of each further edition.
	written []characters
}

// maxChunk is how many passages at most are one piece of work, and fewChunks
// how many pieces there are at least where there are passages enough.
const (
	maxChunk  = 256
	fewChunks = 4
)

func chunkOf(n int) int { return max(1, min(maxChunk, (n+fewChunks-1)/fewChunks)) }

func pieces(n int) int { return (n + chunkOf(n) - 1) / chunkOf(n) }

// chunks shares n pieces of work out.
func (b *builder) chunks(n int, do func(from, to int)) {
	size := chunkOf(n)
	b.Parallel(pieces(n), func(i int) { do(i*size, min((i+1)*size, n)) })
}

// convert makes the passages of a further edition, one for each of the first.
func (b *builder) convert(e Edition) []Passage {
	first, own := b.passages[0], passages(e.Site, site.Prose.Convertible)
	if !slices.EqualFunc(first, own, samePlace) { // an editor's text has other sections
		own = aligned(first, own)
	}
	b.chunks(len(own), func(from, to int) {
		for i := range own[from:to] {
			own[from+i].convert(e.Convert)
		}
	})
	return own
}

func samePlace(a, b Passage) bool {
	return a.Path == b.Path && a.Fragment == b.Fragment && a.Kind == b.Kind
}

func aligned(first, own []Passage) []Passage {
	type place struct{ path, fragment, kind string }
	byPlace := map[place]Passage{}
	for _, p := range own {
		byPlace[place{p.Path, p.Fragment, p.Kind}] = p
	}
	list := slices.Clone(first)
	for i, p := range first {
		if other, ok := byPlace[place{p.Path, p.Fragment, p.Kind}]; ok {
			list[i] = other
		}
	}
	return list
}

func (p *Passage) convert(convert func(string) string) {
	for _, text := range []*string{&p.Title, &p.Report, &p.Heading, &p.Text, &p.Facts, &p.Status} {
		*text = convert(*text)
	}
	p.Units = slices.Clone(p.Units)
	for i := range p.Units {
		p.Units[i] = convert(p.Units[i])
	}
}

// read cuts all passages into words and makes their sequences.
func (b *builder) read() {
	all := b.passages[0]
	b.sequences = make([][]symbol, len(all))
	readers := make([]*reader, pieces(len(all)))
	b.chunks(len(all), func(from, to int) {
		r := newReader(b.dictionary)
		readers[from/chunkOf(len(all))] = r
		further := make([]*Passage, len(b.passages)-1)
		for i := from; i < to; i++ {
			for k := range further {
				further[k] = &b.passages[k+1][i]
			}
			b.sequences[i] = r.sequence(&all[i], further...)
		}
	})
	b.words = map[string]int{}
	for _, r := range readers {
		for word, n := range r.words {
			b.words[word] += n
		}
	}
	countInner(b.dictionary, b.words)
}

// blocks makes the files of terms.
func (b *builder) blocks() []file {
	var pairs, singles []*term
	for _, terms := range invert(b.sequences, b.words, b.Parallel) {
		for i := range terms {
			if terms[i].key.single() {
				singles = append(singles, &terms[i])
			} else {
				pairs = append(pairs, &terms[i])
			}
		}
	}
	b.pairs, b.singles = place(pairs, blocksFor(pairs, blockSize, maxBlocks)), place(singles, blocksFor(singles, singleSize, maxSingles))
	return append(b.spread(pairs, b.pairs, blockFile), b.spread(singles, b.singles, singleFile)...)
}

// blocksFor is the number of blocks for terms.
func blocksFor(terms []*term, size, most int) int {
	sum := 0
	for _, t := range terms {
		sum += t.size()
	}
	return min(max(sum/size, 1), most)
}

// spread puts terms into their blocks.
func (b *builder) spread(terms []*term, places placement, name func(n int) string) []file {
	parts := make([][]*term, places.Number)
	for _, t := range terms {
		n := places.block(t.key)
		parts[n] = append(parts[n], t)
	}
	files := make([]file, len(parts))
	b.chunks(len(parts), func(from, to int) {
		for i := from; i < to; i++ {
			files[i] = file{name(i), encodeBlock(parts[i])}
		}
	})
	return files
}

// used are all characters of the index.
func (b *builder) used() map[rune]bool {
	chars := map[rune]bool{}
	for c := range used(b.sequences) {
		chars[c] = true
	}
	return chars
}

// synonyms are those of the site, folded, that lead to what its texts hold.
func (b *builder) synonyms() map[string][]string {
	table := map[string][]string{}
	for word, list := range b.editions[0].Site.Vocabulary.Synonyms {
		table[foldText(word)] = folded(list)
	}
	return table
}

func folded(list []string) []string {
	var out []string
	for _, word := range list {
		if word = foldText(word); !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// encode writes JSON as it stands in a file that no page includes.
func encode(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // only strings, numbers and lists of them
	}
	return data
}

func itoa(n int) string { return strconv.Itoa(n) }
