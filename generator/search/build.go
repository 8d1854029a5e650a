package search

import (
	"encoding/json"
	"maps"
	"math/bits"
	"slices"

	"gongshi/generator/site"
	"gongshi/generator/words"
)

// Options of Build.
type Options struct {
	// Folder is the site path of the folder for files that never change under
	// their name: "/assets/".
	Folder string
	// Convert is the converter of a further script.
	Convert func(v site.Variant) func(text string) string
	// Parallel runs do(0) … do(n-1) and returns when all are done.
	Parallel func(n int, do func(i int))
	// Add takes each file as it is made; path is a site path. It may be called
	// from several goroutines.
	Add func(path string, data []byte)
}

// Build makes the index of a site in all its scripts; the first is the one
// the content is written in, and the corpus is made of its site.
func Build(c *Corpus, sites []*site.Site, opt Options) {
	b := &builder{Options: opt, dictionary: c.words, sites: sites, passages: make([][]Passage, len(sites)), written: make([]characters, len(sites))}
	b.passages[0] = c.passages
	for i, s := range sites[1:] {
		b.passages[i+1] = alike(c.passages, Passages(s))
	}
	b.read()
	b.chars = map[rune]bool{}
	for c := range used(b.sequences) {
		b.chars[c] = true
	}
	b.sayings = b.answerable(sayings(sites[0].Vocabulary))
	for _, word := range slices.AppendSeq(wordsOfAsking(), maps.Keys(b.sayings)) { // 誰 has to fold to 谁, whatever the texts hold
		for _, c := range foldText(word) {
			b.chars[c] = true
		}
	}
	for i, s := range sites[1:] {
		b.written[i+1] = charactersOf(b.chars, b.Convert(s.Variant))
	}
	b.small = b.textsSize() <= smallSize
	var blocks, texts pack
	owns := make([]placed, len(sites))
	b.Parallel(3+len(sites), func(i int) {
		switch i {
		case 0:
			blocks = b.blocks()
		case 1:
			b.simplified, b.traditional = foldTables(b.chars)
		case 2:
			texts = b.texts()
		default:
			owns[i-3] = b.put(b.own(i - 3))
		}
	})
	b.writeEntries(b.put(slices.Concat(blocks, texts, pack{{pinyinFile, encode(pinyinTable(b.chars))}})), owns)
}

// builder is the state of one Build.
type builder struct {
	Options
	sites      []*site.Site
	passages   [][]Passage // by site
	dictionary *words.Words
	sequences  [][]symbol
	lengths    string            // of the sequences
	words      map[string]int    // the vocabulary with how often each word stands
	sayings    map[string]saying // that the texts can answer, by their folded texts
	chars      map[rune]bool     // all characters of the index and of what people say
	small      bool              // the index is one file
	// pairs and singles are the numbers of blocks.
	pairs, singles int
	// simplified and traditional are the tables of folding.
	simplified, traditional string
	// written are the characters of each further script.
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

// alike are the passages of a further script, one for each of the first: where an
// editor's text has other sections, some are those of the first.
func alike(first, own []Passage) []Passage {
	type place struct{ path, fragment, kind string }
	byPlace := map[place]*Passage{}
	for i, p := range own {
		byPlace[place{p.Path, p.Fragment, p.Kind}] = &own[i]
	}
	list := slices.Clone(first)
	for i, p := range first {
		if other := byPlace[place{p.Path, p.Fragment, p.Kind}]; other != nil {
			list[i] = *other
		}
	}
	return list
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
	lengths := make([]byte, len(all))
	for i, seq := range b.sequences {
		lengths[i] = 'a' + byte(bits.Len(uint(len(seq))))
	}
	b.lengths, b.words = string(lengths), map[string]int{}
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
	b.pairs, b.singles = blocksFor(pairs, blockSize, maxBlocks), blocksFor(singles, singleSize, maxSingles)
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
func (b *builder) spread(terms []*term, blocks int, name func(n int) string) []file {
	parts := make([][]*term, blocks)
	for _, t := range terms {
		n := t.key.block(blocks)
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
