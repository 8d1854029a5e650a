package search

import "math/bits"

// Postings of a term, as they lie in a block:
//
//	for each passage, by number
//	    Rice(gap)    to the passage before, minus 1; to -1 for the first
//	    1 bit        the term stands in the head of the passage
//	    and for a term of two characters
//	    unary        number of places, minus 1: that many 1 and a 0
//	    for each place
//	        Rice(gap)  to the place before, minus 1
//	        1 bit      a word begins with the first character
//	        1 bit      a word ends with the second
//
// Rice(v) with the parameter k is v>>k in unary and then the low k bits. Bits
// are written from the highest of each byte down; the last byte is filled with 0.

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

// bitReader reads what a bitWriter wrote. Behind the end there are zeros, and
// over is true.
type bitReader struct {
	data []byte
	at   int // in bits
	over bool
}

func (r *bitReader) bit() uint32 {
	i := r.at >> 3
	if i >= len(r.data) {
		r.over = true
		return 0
	}
	b := r.data[i] >> (7 - r.at&7) & 1
	r.at++
	return uint32(b)
}

func (r *bitReader) bits(n uint) uint32 {
	var v uint32
	for ; n > 0; n-- {
		v = v<<1 | r.bit()
	}
	return v
}

func (r *bitReader) unary() int {
	n := 0
	for r.bit() == 1 {
		n++
	}
	return n
}

func (r *bitReader) rice(k uint) uint32 { return uint32(r.unary())<<k | r.bits(k) }

// maxRice is the largest parameter there is.
const maxRice = 15

// riceParameter is the parameter for n values with a sum, about the best.
func riceParameter(sum, n int) uint {
	if n == 0 {
		return 0
	}
	mean := uint64(sum) * 45 / uint64(64*n) // ln 2: half of the values are below
	return min(uint(max(bits.Len64(mean)-1, 0)), maxRice)
}

// postings are the places of a term.
type postings struct {
	docs []int32
	head []bool
	// first[i] is where the places of docs[i] begin, first[len(docs)] their
	// end. A term of one character has no places.
	first  []int32
	places []occurrence
}

// occurrence is a position in a passage and two flags: position<<2 | start<<1 | end.
type occurrence uint32

func (p occurrence) position() int { return int(p >> 2) }
func (p occurrence) starts() bool  { return p&2 != 0 }
func (p occurrence) ends() bool    { return p&1 != 0 }

// header is what stands before the postings of a term.
type header struct {
	count      int // of passages
	gapK, posK uint
	size       int // bytes
}

// decode reads postings; it returns errDamaged if they are not whole.
func decode(data []byte, h header, single bool, passages int) (*postings, error) {
	r := &bitReader{data: data}
	p := &postings{docs: make([]int32, 0, h.count), head: make([]bool, 0, h.count)}
	doc := -1
	for range h.count {
		doc += int(r.rice(h.gapK)) + 1
		p.docs = append(p.docs, int32(doc))
		p.head = append(p.head, r.bit() == 1)
		if !single {
			p.first = append(p.first, int32(len(p.places)))
			at := -1
			for range r.unary() + 1 {
				at += int(r.rice(h.posK)) + 1
				p.places = append(p.places, occurrence(uint32(at)<<2|r.bits(2)))
			}
		}
		if r.over || doc >= passages {
			return nil, errDamaged
		}
	}
	p.first = append(p.first, int32(len(p.places)))
	return p, nil
}
