package search

import (
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
type pack []file

// digest names what the files hold.
func (p pack) digest() string {
	h := sha256.New()
	for _, f := range p {
		fmt.Fprintf(h, "%s %d\n", f.name, len(f.data))
		h.Write(f.data)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// own makes the files of one script.
func (b *builder) own(script int) pack {
	passages, convert := b.passages[script], func(text string) string { return text }
	p := pack{{facetsFile, encode(facetsOf(passages))}}
	if script > 0 {
		convert = b.Convert(b.sites[script].Variant)
		p = append(p, file{charactersFile, encode(b.written[script].String())})
	}
	return append(p, listFiles(b.vocabulary(), b.passages[0], passages, convert)...)
}

// placed is where the files of a pack are: in a folder of their own, or, on a small
// site, in the entry file.
type placed struct {
	folder string // site path
	files  map[string]json.RawMessage
}

// put gives a pack its place.
func (b *builder) put(p pack) placed {
	if b.small {
		return p.inEntry()
	}
	folder := b.Folder + "search-" + p.digest() + "/" // of what is written: it never changes under its name
	b.chunks(len(p), func(from, to int) {
		for _, f := range p[from:to] {
			b.Add(folder+f.name, f.data)
		}
	})
	return placed{folder: folder}
}

// inEntry are the files as they stand in the entry file.
func (p pack) inEntry() placed {
	files := map[string]json.RawMessage{}
	for _, f := range p {
		if f.binary() {
			f.data = encode(base64.StdEncoding.EncodeToString(f.data))
		}
		files[f.name] = f.data
	}
	return placed{files: files}
}

// writeEntries writes the entry file of each script. shared is what all have in common.
func (b *builder) writeEntries(shared placed, owns []placed) {
	common := entry{
		Format: Format, Passages: len(b.sequences), Lengths: b.lengths, Blocks: b.pairs, Singles: b.singles, Fold: b.simplified,
		Ask: folded(askWords), Stop: folded(stopWords), Light: foldText(lightCharacters), Synonyms: b.synonyms(),
	}
	shapes := encode(shapeTable(b.chars))
	b.Parallel(len(owns), func(i int) {
		e, s := common, b.sites[i]
		at := func(p placed) string { return relative(EntryPath(s.Variant), p.folder) }
		e.Shared, e.Own, e.Script = at(shared), at(owns[i]), i
		e.Reports, e.States, e.Columns = reports(b.sites[0].Base, b.passages[0], b.passages[i]), states(b.passages[i]), columns(s)
		e.Files = map[string]json.RawMessage{}
		for _, p := range []placed{shared, owns[i]} {
			maps.Copy(e.Files, p.files)
		}
		b.Add(EntryPath(s.Variant), encode(e))
		b.Add(s.Variant.Path(site.SearchPath+foldName), encode(b.traditional))
		b.Add(s.Variant.Path(site.SearchPath+shapeName), shapes)
	})
}

// synonyms are the sayings as the entry file has them.
func (b *builder) synonyms() string {
	var lines []string
	for _, said := range slices.Sorted(maps.Keys(b.sayings)) {
		lines = append(lines, strings.Join(append([]string{said}, b.sayings[said].written...), " "))
	}
	return strings.Join(lines, "\n")
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
