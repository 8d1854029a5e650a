package search

import "encoding/binary"

// A block holds the terms that share a place (see key.block), in order. Terms of one
// character have blocks of their own.
//
//	uvarint       number of terms
//	for each term
//	    uvarint   first character, minus that of the term before
//	    uvarint   second character, 0 if there is none; minus that of the term
//	              before if the first character is the same
//	    uvarint   number of passages
//	    byte      Rice parameters: of passages in the high 4 bits, of stretches in the low 4
//	    byte      flags: of the head + 3 × of the title
//	    uvarint   size of the postings in bytes
//	    uvarint   number of words that begin with the two characters
//	    for each word
//	        uvarint  size of the rest of the word behind the two characters, in bytes
//	        bytes    the rest in UTF-8; it is empty for a word of two characters
//	the postings of the terms, one after the other: see postings.go

// key names a term: its first character in the high half, its second or 0 in
// the low one. Keys are ordered as terms are.
type key uint64

func keyOf(first, second rune) key { return key(first)<<32 | key(second) }

func (k key) first() rune  { return rune(k >> 32) }
func (k key) second() rune { return rune(k & 0xffffffff) }
func (k key) single() bool { return k.second() == 0 }

// block is the number of the term's block among so many. The multipliers are those of
// common 32-bit hash functions.
func (k key) block(blocks int) int {
	h := uint32(k.first())*0x9e3779b1 ^ uint32(k.second())*0x85ebca6b
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	h *= 0x297a2d39
	return int((h ^ h>>15) % uint32(blocks))
}

// term is a term of a block.
type term struct {
	key   key
	count int // passages that hold it
	// gapK and placeK are the Rice parameters of passages and stretches.
	gapK, placeK uint
	head, title  spread
	data         []byte // the postings
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
		data = append(data, byte(t.gapK<<4|t.placeK), byte(t.head+3*t.title))
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
