package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"gongshi/generator/site"
)

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

// digest names what the files hold.
func (p *pack) digest() string {
	h := sha256.New()
	for _, f := range p.files {
		fmt.Fprintf(h, "%s %d\n", f.name, len(f.data))
		h.Write(f.data)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// own are the files of one edition. Those of a large site are written as soon
// as they are made, into folder.
type own struct {
	pack
	folder string
}

func (b *builder) own(edition int) own {
	var o own
	passages := b.passages[edition]
	o.add(facetsFile, encode(facetsOf(passages)))
	o.files = append(o.files, wordFiles(b.vocabulary(), b.passages[0], passages, b.editions[edition].Convert)...)
	if b.size(edition) > inlineSize {
		b.writeOwn(edition, &o)
	}
	return o
}

// writeOwn writes the files of an edition and its texts.
func (b *builder) writeOwn(edition int, o *own) {
	o.folder = b.Folder + "search-" + b.digest(edition, o.pack) + "/"
	b.addAll(o.folder, o.pack)
	b.chunks(b.textFiles(), func(from, to int) {
		for i := from; i < to; i++ {
			f := b.text(edition, i)
			b.Add(o.folder+f.name, f.data)
		}
	})
}

// textFiles is the number of files of texts.
func (b *builder) textFiles() int { return (len(b.sequences) + textsPerFile - 1) / textsPerFile }

// text makes a file of texts.
func (b *builder) text(edition, n int) file {
	var records [][]any
	passages := b.passages[edition]
	for i := n * textsPerFile; i < min((n+1)*textsPerFile, len(passages)); i++ {
		r := recordOf(&passages[i], b.editions[edition])
		records = append(records, r.list())
	}
	return file{textFile(n), encode(records)}
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
func (b *builder) write(edition int, o own) {
	e := b.editions[edition]
	out := entry{
		Format: Format, Passages: len(b.sequences), Blocks: b.pairs, Singles: b.singles, Further: edition > 0, Reports: reports(b.passages[0]), Fold: b.simplified,
		Ask: folded(askWords), Stop: folded(stopWords), Synonyms: b.synonyms(), Letters: letters(o.pack),
	}
	if o.folder == "" && b.shared.size()+o.size()+b.size(edition) <= inlineSize {
		for i := range b.textFiles() {
			o.files = append(o.files, b.text(edition, i))
		}
		out.Files = inline(b.shared, o.pack)
	} else {
		if o.folder == "" {
			b.writeOwn(edition, &o)
		}
		shared := b.Folder + "search-" + b.shared.digest() + "/"
		out.Shared, out.Own = relative(EntryPath(e.Variant), shared), relative(EntryPath(e.Variant), o.folder)
		if !b.written {
			b.addAll(shared, b.shared)
			b.written = true
		}
	}
	b.Add(EntryPath(e.Variant), encode(out))
	b.Add(e.Variant.Path(site.SearchPath+foldName), encode(b.traditional))
}

// size is about that of the texts of an edition.
func (b *builder) size(edition int) int {
	n := 0
	for i := range b.passages[edition] {
		for _, text := range b.passages[edition][i].fields() {
			n += len(text)
		}
	}
	return n
}

// digest names the files of an edition. The texts, which are made only when
// they are written, are named by what they are made of, and by the form of the
// first of them.
func (b *builder) digest(edition int, own pack) string {
	h := sha256.New()
	fmt.Fprintln(h, own.digest(), b.text(edition, 0))
	for i := range b.passages[edition] {
		p := &b.passages[edition][i]
		fmt.Fprintln(h, p.Path, p.Fragment, p.Kind, p.Report, p.Year, p.Date, p.Units, p.Status, len(p.Title), len(p.Heading), len(p.Text))
		for _, text := range p.fields() {
			_, _ = io.WriteString(h, text)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// inline are the files as they lie in the entry file.
func inline(packs ...pack) map[string]json.RawMessage {
	files := map[string]json.RawMessage{}
	for _, p := range packs {
		for _, f := range p.files {
			if f.binary() {
				f.data = encode(base64.StdEncoding.EncodeToString(f.data))
			}
			files[f.name] = f.data
		}
	}
	return files
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
