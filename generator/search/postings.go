package search

import "math/bits"

// Postings of a term, as they lie in a block, are a list of the passages that
// hold it:
//
//	for each passage, by number
//	    Rice(gap)    to the passage before, minus 1; to -1 for the first
//	    1 bit        the term stands in the head of the passage: title or goal
//	    1 bit        it stands in the title
//	    and for a term of two characters
//	        unary        number of stretches that hold it, minus 1: so many 1 and a 0
//	        for each stretch
//	            Rice(gap)  to the one before, minus 1
//	        (a term with the Rice parameter 15 for stretches has neither)
//
// Each of the two bits is left out where it is the same for all passages,
// which the term says before its postings (spread).
//
// A stretch is 16 characters of a passage (one where a term begins with a Latin letter or
// digit): the places of a term are known to that degree, which takes half the bits of a
// place and tells neighbours from characters that merely stand in the same passage in all
// but a few cases. These are sorted out on the texts of the passages (order.ts). A term
// that stands in every sixth passage of a large site has no stretches at all, unless it
// begins with a digit or Latin letter.
//
// Rice(v) with the parameter k is v>>k in unary and then the low k bits. Bits
// are written from the highest of each byte down; the last byte is filled with 0.

// stretch is the length of a stretch in characters, as a power of 2. The places
// of numbers and Latin words are known exactly: their pairs stand too often near
// each other in another order.
const stretch = 4

// stretch is that of the term.
func (k key) stretch() int {
	if isLatin(k.first()) {
		return 0
	}
	return stretch
}

func isLatin(c rune) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// bitWriter appends bits to bytes.
type bitWriter struct {
	data  []byte
	word  uint64 // bits not yet in data, in its low end
	count uint
}

// bits appends the low n bits of v, at most 32.
func (w *bitWriter) bits(v uint32, n uint) {
	w.word = w.word<<n | uint64(v)&(1<<n-1)
	w.count += n
	for w.count >= 8 {
		w.count -= 8
		w.data = append(w.data, byte(w.word>>w.count))
	}
}

func (w *bitWriter) bit(set bool) {
	if set {
		w.bits(1, 1)
	} else {
		w.bits(0, 1)
	}
}

func (w *bitWriter) unary(n int) {
	for ; n >= 24; n -= 24 {
		w.bits(1<<24-1, 24)
	}
	w.bits(1<<uint(n+1)-2, uint(n+1))
}

func (w *bitWriter) rice(v uint32, k uint) {
	w.unary(int(v >> k))
	w.bits(v, k)
}

// end fills the last byte and returns all.
func (w *bitWriter) end() []byte {
	if w.count > 0 {
		w.bits(0, 8-w.count)
	}
	return w.data
}

// maxRice is the largest parameter there is, unplaced says that there are no stretches.
const (
	maxRice  = 14
	unplaced = 15
)

// riceParameter is the parameter for n values with a sum, about the best.
func riceParameter(sum, n int) uint {
	if n == 0 {
		return 0
	}
	mean := uint64(sum) * 45 / uint64(64*n) // ln 2: half of the values are below
	return min(uint(max(bits.Len64(mean)-1, 0)), maxRice)
}

// spread says how one of the two bits of a term is written.
type spread uint8

const (
	never  spread = iota // 0 for all passages
	always               // 1 for all passages
	varies               // written for each
)

func (f spread) write(w *bitWriter, bit bool) {
	if f == varies {
		w.bit(bit)
	}
}

// spreadOf is the spread of bits of which so many of all are 1.
func spreadOf(ones, all int) spread {
	switch ones {
	case 0:
		return never
	case all:
		return always
	}
	return varies
}
