package search

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// A block holds the terms of a part of the alphabet, in order:
//
//	uvarint       number of terms
//	for each term
//	    uvarint   first character, minus that of the term before
//	    uvarint   second character, 0 if there is none; minus that of the term
//	              before if the first character is the same
//	    uvarint   number of passages
//	    byte      Rice parameters: of passages in the high 4 bits, of places in the low 4
//	    uvarint   size of the postings in bytes
//	    uvarint   number of words that begin with the two characters
//	    for each word
//	        uvarint  size of the rest of the word behind the two characters, in bytes
//	        bytes    the rest in UTF-8; it is empty for a word of two characters
//	the postings of the terms, one after the other: see postings.go

var (
	errDamaged = errors.New("a file of the search index is damaged")
	errVersion = errors.New("a file of the search index belongs to another version")
)

// key names a term: its first character in the high half, its second or 0 in
// the low one. Keys are ordered as terms are.
type key uint64

func keyOf(first, second rune) key { return key(first)<<32 | key(second) }

func (k key) first() rune  { return rune(k >> 32) }
func (k key) second() rune { return rune(k & 0xffffffff) }
func (k key) single() bool { return k.second() == 0 }

// term is a term with its postings, ready to be written.
type term struct {
	key  key
	head header
	data []byte
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
func encodeBlock(terms []term) []byte {
	data := binary.AppendUvarint(nil, uint64(len(terms)))
	var last key
	for i := range terms {
		t := &terms[i]
		data = binary.AppendUvarint(data, uint64(t.key.first()-last.first()))
		second := t.key.second()
		if t.key.first() == last.first() {
			second -= last.second()
		}
		data = binary.AppendUvarint(data, uint64(second))
		data = binary.AppendUvarint(data, uint64(t.head.count))
		data = append(data, byte(t.head.gapK<<4|t.head.posK))
		data = binary.AppendUvarint(data, uint64(len(t.data)))
		data = binary.AppendUvarint(data, uint64(len(t.words)))
		for _, w := range t.words {
			data = binary.AppendUvarint(data, uint64(len(w)))
			data = append(data, w...)
		}
		last = t.key
	}
	for i := range terms {
		data = append(data, terms[i].data...)
	}
	return data
}

// block is a block that has been read; postings are decoded when they are asked for.
type block struct {
	terms    []term
	passages int
}

// decodeBlock reads a block of an index with so many passages. It returns
// errDamaged for bytes that are no block.
func decodeBlock(data []byte, passages int) (*block, error) {
	b := &block{passages: passages}
	bad := false
	number := func() int {
		v, n := binary.Uvarint(data)
		if n <= 0 || v > 1<<31 {
			bad = true
			return 0
		}
		data = data[n:]
		return int(v)
	}
	take := func(n int) []byte {
		if n > len(data) {
			bad = true
			return nil
		}
		piece := data[:n]
		data = data[n:]
		return piece
	}
	var last key
	for range number() {
		first, second := last.first()+rune(number()), rune(number())
		if first == last.first() {
			second += last.second()
		}
		t := term{key: keyOf(first, second)}
		t.head.count = number()
		if rice := take(1); rice != nil {
			t.head.gapK, t.head.posK = uint(rice[0]>>4), uint(rice[0]&15)
		}
		t.head.size = number()
		for range number() {
			t.words = append(t.words, string(take(number())))
			if bad {
				break
			}
		}
		if bad || t.head.count > passages {
			return nil, errDamaged
		}
		b.terms = append(b.terms, t)
		last = t.key
	}
	for i := range b.terms {
		b.terms[i].data = take(b.terms[i].head.size)
	}
	if bad || len(data) > 0 {
		return nil, errDamaged
	}
	return b, nil
}

// find returns the term of a key, nil if no passage holds it.
func (b *block) find(k key) *term {
	i, ok := slices.BinarySearchFunc(b.terms, k, func(t term, k key) int { return cmp.Compare(t.key, k) })
	if !ok {
		return nil
	}
	return &b.terms[i]
}
