package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// own makes the files of one script.
func (b *builder) own(script int) pack {
	var p pack
	passages := b.passages[script]
	p.add(facetsFile, encode(facetsOf(passages)))
	var convert func(string) string
	if script > 0 {
		convert = b.Convert(b.sites[script].Variant)
	}
	p.files = append(p.files, listFiles(b.sounds(), b.vocabulary(), b.passages[0], passages, convert)...)
	if script > 0 {
		p.add(charactersFile, encode(b.written[script].String()))
	}
	return p
}

// bundled is a pack with its lists in bundles, and the names of the lists in each.
func (p *pack) bundled() (written pack, lists []string) {
	var bundles [][]file
	size := 0
	for _, f := range p.files {
		if !isList(f.name) {
			written.files = append(written.files, f)
			continue
		}
		if size += len(f.data); len(bundles) == 0 || size > bundleSize {
			bundles, size = append(bundles, nil), len(f.data)
		}
		last := &bundles[len(bundles)-1]
		*last = append(*last, f)
	}
	for i, bundle := range bundles {
		var names []string
		var data [][]byte
		for _, f := range bundle {
			names, data = append(names, f.name), append(data, f.data)
		}
		written.add(bundleFile(i), slices.Concat([]byte("["), bytes.Join(data, []byte(",")), []byte("]")))
		lists = append(lists, strings.Join(names, " "))
	}
	return written, lists
}

// placed is where the files of a pack are: in a folder of their own, or, if they
// are small, in the entry file.
type placed struct {
	folder string // site path
	files  map[string]json.RawMessage
	lists  []string // the names of the lists in each bundle
}

// put gives a pack its place.
func (b *builder) put(p pack) placed {
	if p.size() <= inlineSize {
		return p.inEntry()
	}
	p, lists := p.bundled()
	folder := b.Folder + "search-" + p.digest() + "/" // of what is written: it never changes under its name
	b.chunks(len(p.files), func(from, to int) {
		for _, f := range p.files[from:to] {
			b.Add(folder+f.name, f.data)
		}
	})
	return placed{folder: folder, lists: lists}
}

// putTexts gives the texts their place. Those of a large site are written as
// soon as they are made.
func (b *builder) putTexts() placed {
	if b.textsSize() <= inlineSize {
		var p pack
		for i := range b.textFiles() {
			p.files = append(p.files, b.text(i))
		}
		return p.inEntry()
	}
	folder := b.Folder + "search-" + b.textsDigest() + "/"
	b.chunks(b.textFiles(), func(from, to int) {
		for i := from; i < to; i++ {
			f := b.text(i)
			b.Add(folder+f.name, f.data)
		}
	})
	return placed{folder: folder}
}

// inEntry are the files as they stand in the entry file.
func (p pack) inEntry() placed {
	files := map[string]json.RawMessage{}
	for _, f := range p.files {
		if f.binary() {
			f.data = encode(base64.StdEncoding.EncodeToString(f.data))
		}
		files[f.name] = f.data
	}
	return placed{files: files}
}

// writeEntries writes the entry file of each script. shared and texts are what
// all have in common.
func (b *builder) writeEntries(shared, texts placed, owns []placed) {
	common := entry{
		Format: Format, Passages: len(b.sequences), Blocks: b.pairs, Singles: b.singles, Reports: reports(b.passages[0]), Fold: b.simplified,
		Ask: folded(askWords), Stop: folded(stopWords), Light: foldText(lightCharacters), Synonyms: map[string][]string{},
	}
	for said, s := range b.sayings {
		common.Synonyms[said] = s.written
	}
	early, shapes := make([][]byte, len(owns)), encode(shapeTable(b.chars))
	b.Parallel(len(owns), func(i int) {
		e, v := common, b.sites[i].Variant
		at := func(p placed) string { return relative(EntryPath(v), p.folder) }
		e.Shared, e.Texts, e.Own, e.Script, e.Lists = at(shared), at(texts), at(owns[i]), i, owns[i].lists
		e.Files = map[string]json.RawMessage{}
		for _, p := range []placed{shared, texts, owns[i]} {
			maps.Copy(e.Files, p.files)
		}
		b.Add(EntryPath(v), encode(e))
		b.Add(v.Path(site.SearchPath+foldName), encode(b.traditional))
		b.Add(v.Path(site.SearchPath+shapeName), shapes)
		early[i] = e.early()
	})
	for i, data := range early {
		if b.Early != nil {
			b.Early(b.sites[i].Variant, data)
		}
	}
}

// relative is the address of a site path as seen from a file at another one;
// empty for none.
func relative(from, to string) string {
	if to == "" {
		return ""
	}
	return strings.Repeat("../", strings.Count(from, "/")-1) + to[1:]
}

// vocabulary are the words that complete and correct queries: those of the
// texts and what people say instead.
func (b *builder) vocabulary() map[string]int {
	words := maps.Clone(b.words)
	for _, s := range b.sayings {
		if !s.silent {
			words[s.text] = max(words[s.text], 1)
		}
	}
	return words
}
