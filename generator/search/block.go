package search

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// A block holds the terms that share a place (see placement), in order. Terms of one character have blocks of their own.
//
//	uvarint       number of terms
//	for each term
//	    uvarint   first character, minus that of the term before
//	    uvarint   second character, 0 if there is none; minus that of the term
//	              before if the first character is the same
//	    uvarint   number of passages
//	    byte      Rice parameters: of passages in the high 4 bits, of stretches in the low 4
//	    byte      flags: of the head + 3 × of the beginning + 9 × of the end of a word
//	    uvarint   size of the postings in bytes
//	    uvarint   number of words that begin with the two characters
//	    for each word
//	        uvarint  size of the rest of the word behind the two characters, in bytes
//	        bytes    the rest in UTF-8; it is empty for a word of two characters
//	the postings of the terms, one after the other: see postings.go

// What can be wrong with a file of an index.
var (
	ErrDamaged = errors.New("a file of the search index is damaged")
	ErrVersion = errors.New("a file of the search index belongs to another version")
)

// key names a term: its first character in the high half, its second or 0 in
// the low one. Keys are ordered as terms are.
type key uint64

func keyOf(first, second rune) key { return key(first)<<32 | key(second) }

func (k key) first() rune  { return rune(k >> 32) }
func (k key) second() rune { return rune(k & 0xffffffff) }
func (k key) single() bool { return k.second() == 0 }

// term is a term of a block.
type term struct {
	key   key
	count int // passages that hold it
	// gapK and placeK are the Rice parameters of passages and stretches.
	gapK, placeK       uint
	head, starts, ends spread
	data               []byte // the postings
	// words are the rests of the words that begin with it, sorted.
	words []string
}

// size is about what the term takes in a block.
func (t *term) size() int {
	n := 8 + len(t.data)
	for _, w := range t.words {
		n += 1 + len(w)
	}
	return n
}

// encodeBlock writes a block; terms are sorted.
func encodeBlock(terms []*term) []byte {
	data := binary.AppendUvarint(nil, uint64(len(terms)))
	var last key
	for _, t := range terms {
		data = binary.AppendUvarint(data, uint64(t.key.first()-last.first()))
		second := t.key.second()
		if t.key.first() == last.first() {
			second -= last.second()
		}
		data = binary.AppendUvarint(data, uint64(second))
		data = binary.AppendUvarint(data, uint64(t.count))
		data = append(data, byte(t.gapK<<4|t.placeK), byte(t.head+3*t.starts+9*t.ends))
		data = binary.AppendUvarint(data, uint64(len(t.data)))
		data = binary.AppendUvarint(data, uint64(len(t.words)))
		for _, w := range t.words {
			data = binary.AppendUvarint(data, uint64(len(w)))
			data = append(data, w...)
		}
		last = t.key
	}
	for _, t := range terms {
		data = append(data, t.data...)
	}
	return data
}

// blockReader takes a block apart. Behind the end there is nothing, and bad is true.
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
		return nil
	}
	piece := r.data[:n]
	r.data = r.data[n:]
	return piece
}

// decodeBlock reads the terms of a block; their postings are decoded when they
// are asked for. It returns ErrDamaged for bytes that are no block of an index
// with so many passages.
func decodeBlock(data []byte, passages int) ([]term, error) {
	r := &blockReader{data: data}
	n := r.number()
	if n > len(data) { // each takes more than a byte
		return nil, ErrDamaged
	}
	terms, sizes := make([]term, 0, n), make([]int, 0, n)
	var last key
	for range n {
		first, second := last.first()+rune(r.number()), rune(r.number())
		if first == last.first() {
			second += last.second()
		}
		t := term{key: keyOf(first, second), count: r.number()}
		if b := r.take(2); b != nil {
			t.gapK, t.placeK = uint(b[0]>>4), uint(b[0]&15)
			t.head, t.starts, t.ends = spread(b[1]%3), spread(b[1]/3%3), spread(b[1]/9%3)
		}
		sizes = append(sizes, r.number())
		for range r.number() {
			t.words = append(t.words, string(r.take(r.number())))
			if r.bad {
				break
			}
		}
		if r.bad || t.count > passages {
			return nil, ErrDamaged
		}
		terms = append(terms, t)
		last = t.key
	}
	for i := range terms {
		terms[i].data = r.take(sizes[i])
	}
	if r.bad || len(r.data) > 0 {
		return nil, ErrDamaged
	}
	return terms, nil
}

// find returns the term of a key in a block, nil if no passage holds it.
func find(terms []term, k key) *term {
	i, ok := slices.BinarySearchFunc(terms, k, func(t term, k key) int { return cmp.Compare(t.key, k) })
	if !ok {
		return nil
	}
	return &terms[i]
}
