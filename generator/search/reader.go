package search

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
)

// ErrDamaged says that a file is none of an index, or of one of another version.
var ErrDamaged = errors.New("a file of the search index is damaged")

// indexReader reads an index as far as SelfCheck needs it. Queries are answered by
// static/js/_search alone.
type indexReader struct {
	entry  entry
	folder string // of the entry file
	get    func(path string) ([]byte, error)
}

// openIndex reads the entry file at a site path.
func openIndex(entryPath string, get func(path string) ([]byte, error)) (*indexReader, error) {
	data, err := get(entryPath)
	if err != nil {
		return nil, err
	}
	x := &indexReader{folder: path.Dir(entryPath), get: get}
	if json.Unmarshal(data, &x.entry) != nil || x.entry.Format != Format || x.entry.Blocks < 1 {
		return nil, fmt.Errorf("%s: %w", entryPath, ErrDamaged)
	}
	return x, nil
}

// file returns a file of a folder; those of small folders are in the entry file.
func (x *indexReader) file(folder, name string) ([]byte, error) {
	if data, inline := x.entry.Files[name]; inline {
		return data, nil
	}
	return x.get(path.Join(x.folder, folder, name))
}

// holds says whether the texts of a passage are shown and a run of folded characters is
// found in it, as far as the stretches of its pairs tell.
func (x *indexReader) holds(passage int, run []rune, as *Passage) (bool, error) {
	shown, err := x.file(x.entry.Shared, textFile(passage/textsPerFile))
	if err != nil || !bytes.Contains(shown, encode(as.Heading)) || !bytes.Contains(shown, encode(as.Text)) {
		return false, err
	}
	fitting := map[int]int{} // by where the run would begin: the pairs that fit
	placed := len(run) - 1   // pairs that have to fit: those whose stretches are known
	for i := range len(run) - 1 {
		k := keyOf(run[i], run[i+1])
		found, stretches, err := x.places(k, passage)
		if !found || err != nil {
			return false, err
		}
		if stretches == nil {
			placed--
		}
		for _, s := range stretches {
			for at := range 1 << k.stretch() {
				fitting[s<<k.stretch()+at-i]++
			}
		}
	}
	return placed <= 0 || slices.Contains(slices.Collect(maps.Values(fitting)), placed), nil
}

// places says whether a pair stands in a passage, and in which stretches if they are known.
func (x *indexReader) places(k key, passage int) (found bool, stretches []int, err error) {
	name := blockFile(k.block(x.entry.Blocks))
	data, err := x.file(x.entry.Shared, name)
	if err != nil {
		return false, nil, err
	}
	if _, inline := x.entry.Files[name]; inline {
		var text string
		_ = json.Unmarshal(data, &text) // else no block
		data, _ = base64.StdEncoding.DecodeString(text)
	}
	terms, err := decodeBlock(data, x.entry.Passages)
	if i := indexOf(terms, k); i >= 0 {
		err = terms[i].decode(x.entry.Passages, func(doc int, places []int) {
			if doc == passage {
				found, stretches = true, slices.Clone(places)
			}
		})
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return found, stretches, err
}

// blockReader takes a block apart. Behind the end there are zeros, and bad is true.
type blockReader struct {
	data []byte
	bad  bool
}

func (r *blockReader) number() int {
	v, n := binary.Uvarint(r.data)
	if n <= 0 || v > 1<<30 {
		r.bad = true
		return 0
	}
	r.data = r.data[n:]
	return int(v)
}

func (r *blockReader) take(n int) []byte {
	if n > len(r.data) {
		r.bad = true
		return make([]byte, 2)
	}
	piece := r.data[:n]
	r.data = r.data[n:]
	return piece
}

// decodeBlock reads the terms of a block but for their words. It returns ErrDamaged
// for bytes that are no block of an index with so many passages.
func decodeBlock(data []byte, passages int) ([]term, error) {
	r, last := &blockReader{data: data}, key(0)
	n := min(r.number(), len(data)) // each takes more than a byte
	terms, sizes := make([]term, 0, n), make([]int, 0, n)
	for ; n > 0 && !r.bad; n-- {
		first, second := last.first()+rune(r.number()), rune(r.number())
		if first == last.first() {
			second += last.second()
		}
		last = keyOf(first, second)
		t := term{key: last, count: r.number()}
		b := r.take(2)
		t.gapK, t.placeK = uint(b[0]>>4), uint(b[0]&15)
		t.head, t.title = spread(b[1]%3), spread(b[1]/3%3)
		sizes = append(sizes, r.number())
		for words := r.number(); words > 0 && !r.bad; words-- {
			r.take(r.number())
		}
		r.bad = r.bad || t.count > passages
		terms = append(terms, t)
	}
	for i := range terms {
		terms[i].data = r.take(sizes[i])
	}
	if r.bad || len(r.data) > 0 {
		return nil, ErrDamaged
	}
	return terms, nil
}

func indexOf(terms []term, k key) int {
	return slices.IndexFunc(terms, func(t term) bool { return t.key == k })
}

// bitReader reads what a bitWriter wrote. Behind the end there are zeros.
type bitReader struct {
	data []byte
	at   int // in bits
}

func (r *bitReader) bit() (bit int) {
	if i := r.at >> 3; i < len(r.data) {
		bit = int(r.data[i] >> (7 - r.at&7) & 1)
	}
	r.at++
	return bit
}

func (r *bitReader) rice(k uint) (v int) {
	for r.bit() == 1 { // ends, since behind the end there are zeros
		v++
	}
	for range k {
		v = v<<1 | r.bit()
	}
	return v
}

// decode reads the postings of a term: each passage with its stretches, which are nil
// where they are not known and change with the next call. It returns ErrDamaged if they
// are not whole.
func (t *term) decode(passages int, each func(doc int, stretches []int)) error {
	r, doc, stretches := &bitReader{data: t.data}, -1, []int(nil)
	for range t.count {
		doc += r.rice(t.gapK) + 1
		for _, s := range []spread{t.head, t.title} {
			if s == varies { // of no use here
				r.bit()
			}
		}
		if !t.key.single() && t.placeK != unplaced {
			at := -1
			stretches = stretches[:0]
			for range r.rice(0) + 1 {
				at += r.rice(t.placeK) + 1
				stretches = append(stretches, at)
			}
		}
		if r.at > 8*len(t.data) || doc >= passages {
			return ErrDamaged
		}
		each(doc, stretches)
	}
	return nil
}
