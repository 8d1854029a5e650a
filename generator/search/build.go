package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/site"
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
}

// Build makes the index of a site in all its editions; the first is the one
// the content is written in.
func Build(editions []Edition, opt Options) error {
	b := &builder{Options: opt, editions: editions}
	b.passages = make([][]Passage, len(editions))
	b.passages[0] = Passages(editions[0].Site)
	for i, e := range editions[1:] {
		b.passages[i+1] = b.convert(e)
	}
	if err := b.read(); err != nil {
		return err
	}
	b.shared.files = b.blocks()
	b.simplified, b.traditional = foldTables(b.chars())
	b.shared.add(pinyinFile, encode(pinyinTable(b.chars())))
	owns := make([]pack, len(editions))
	for i := range editions {
		owns[i] = b.own(i)
	}
	for i := range editions {
		b.write(i, owns[i])
	}
	return nil
}

// builder is the state of one Build.
type builder struct {
	Options
	editions  []Edition
	passages  [][]Passage // by edition
	sequences [][]symbol
	words     map[string]int // the vocabulary with how often each word stands
	terms     [][]term
	// pairs and singles are the numbers of blocks.
	pairs, singles int
	// simplified and traditional are the tables of folding.
	simplified, traditional string
	shared                  pack
	written                 bool
}

// file is a file of the index before it has an address.
type file struct {
	name string
	data []byte
}

func (f file) binary() bool { return strings.HasSuffix(f.name, ".bin") }

// pack are the files of one folder.
type pack struct{ files []file }

func (p *pack) add(name string, data []byte) { p.files = append(p.files, file{name, data}) }

func (p *pack) size() int {
	n := 0
	for _, f := range p.files {
		n += len(f.data)
	}
	return n
}

// address is the folder named by what the files hold.
func (p *pack) address(folder string) string {
	h := sha256.New()
	for _, f := range p.files {
		fmt.Fprintf(h, "%s %d\n", f.name, len(f.data))
		h.Write(f.data)
	}
	return folder + "search-" + hex.EncodeToString(h.Sum(nil)[:8]) + "/"
}

// chunk is how many passages are one piece of work.
const chunk = 256

func (b *builder) chunks(n int, do func(from, to int)) {
	b.Parallel((n+chunk-1)/chunk, func(i int) { do(i*chunk, min((i+1)*chunk, n)) })
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
func (b *builder) read() error {
	all := b.passages[0]
	seg, err := newSegmenter(b.texts(), b.ownWords())
	if err != nil {
		return err
	}
	b.sequences = make([][]symbol, len(all))
	readers := make([]*reader, (len(all)+chunk-1)/chunk)
	b.chunks(len(all), func(from, to int) {
		r := newReader(seg)
		readers[from/chunk] = r
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
	return nil
}

// texts yields all text that will be cut.
func (b *builder) texts() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, passages := range b.passages {
			for i := range passages {
				for _, text := range passages[i].fields() {
					if !yield(text) {
						return
					}
				}
			}
		}
	}
}

// ownWords are the words that the site's own data says are words.
func (b *builder) ownWords() []string {
	list := slices.Clone(b.editions[0].Site.Vocabulary.Words)
	for i := range b.passages[0] {
		list = append(list, b.passages[0][i].Units...)
	}
	for d := range b.editions[0].Site.Documents() {
		list = append(list, d.Tags...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// blocks makes the files of terms.
func (b *builder) blocks() []file {
	b.terms = invert(b.sequences, b.words, b.Parallel)
	var pairs, singles []*term
	for _, terms := range b.terms {
		for i := range terms {
			if terms[i].key.single() {
				singles = append(singles, &terms[i])
			} else {
				pairs = append(pairs, &terms[i])
			}
		}
	}
	files := b.spread(pairs, blockSize, maxBlocks, blockFile)
	b.pairs = len(files)
	files = append(files, b.spread(singles, singleSize, maxSingles, singleFile)...)
	b.singles = len(files) - b.pairs
	return files
}

// spread puts terms into blocks of about a size.
func (b *builder) spread(terms []*term, size, most int, name func(n int) string) []file {
	sum := 0
	for _, t := range terms {
		sum += t.size()
	}
	parts := make([][]*term, min(max(sum/size, 1), most))
	for _, t := range terms {
		n := t.key.block(len(parts))
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

// chars are all characters of the index.
func (b *builder) chars() map[rune]bool {
	chars := map[rune]bool{}
	for _, terms := range b.terms {
		if len(terms) > 0 {
			chars[terms[0].key.first()] = true
		}
	}
	return chars
}

// own makes the files of one edition.
func (b *builder) own(edition int) pack {
	var p pack
	passages, e := b.passages[edition], b.editions[edition]
	texts := make([]file, (len(passages)+textsPerFile-1)/textsPerFile)
	b.chunks(len(texts), func(from, to int) {
		for i := from; i < to; i++ {
			var records []record
			for k := i * textsPerFile; k < min((i+1)*textsPerFile, len(passages)); k++ {
				records = append(records, recordOf(&passages[k], e))
			}
			texts[i] = file{textFile(i), encode(records)}
		}
	})
	p.files = texts
	p.add(facetsFile, encode(facetsOf(passages)))
	for _, f := range wordFiles(b.vocabulary(), b.passages[0], passages, e.Convert) {
		p.files = append(p.files, f)
	}
	return p
}

func recordOf(p *Passage, e Edition) record {
	r := record{
		URL: e.Site.Base.URL(e.Variant.Path(p.Path)), Kind: p.Kind, Title: p.Title, Report: p.Report, Year: p.Year,
		Units: p.Units, Status: p.Status, Heading: p.Heading, Text: p.Text, Facts: p.Facts,
	}
	if p.Fragment != "" {
		r.URL += "#" + site.EscapeFragment(p.Fragment)
	}
	if !p.Date.IsZero() {
		r.Date = p.Date.In(site.Beijing).Format(time.DateOnly)
	}
	return r
}

// write gives the files of an edition their places.
func (b *builder) write(edition int, own pack) {
	e := b.editions[edition]
	out := entry{
		Format: Format, Passages: len(b.sequences), Blocks: b.pairs, Singles: b.singles, Reports: reports(b.passages[0]), Fold: b.simplified,
		Ask: folded(askWords), Stop: folded(stopWords), Synonyms: b.synonyms(), Letters: letters(own),
	}
	if b.shared.size()+own.size() <= inlineSize {
		out.Files = map[string]json.RawMessage{}
		for _, f := range slices.Concat(b.shared.files, own.files) {
			if f.binary() {
				f.data = encode(base64.StdEncoding.EncodeToString(f.data))
			}
			out.Files[f.name] = f.data
		}
	} else {
		shared, mine := b.shared.address(b.Folder), own.address(b.Folder)
		out.Shared, out.Own = relative(EntryPath(e.Variant), shared), relative(EntryPath(e.Variant), mine)
		if !b.written {
			b.addAll(shared, b.shared)
			b.written = true
		}
		b.addAll(mine, own)
	}
	b.Add(EntryPath(e.Variant), encode(out))
	b.Add(e.Variant.Path(site.SearchPath+foldName), encode(b.traditional))
}

// relative is the address of a site path as seen from a file at another one.
func relative(from, to string) string {
	return strings.Repeat("../", strings.Count(from, "/")-1) + to[1:]
}

func (b *builder) addAll(folder string, p pack) {
	b.chunks(len(p.files), func(from, to int) {
		for _, f := range p.files[from:to] {
			b.Add(folder+f.name, f.data)
		}
	})
}

// vocabulary are the words that complete and correct queries: those of the
// texts and what people say instead.
func (b *builder) vocabulary() map[string]int {
	words := maps.Clone(b.words)
	for word := range b.editions[0].Site.Vocabulary.Synonyms {
		words[word] = max(words[word], 1)
	}
	return words
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
