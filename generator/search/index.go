package search

import (
	"iter"
	"maps"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// minCommon keeps the stretches of a small site, where they cost nothing.
const minCommon = 1000

// An entry of a bucket, which holds the pairs that begin with one character:
// second character, passage, place and flags, so that sorting by value sorts
// by term, passage and place.
const (
	flagBits     = 2
	positionBits = 22
	passageBits  = 23
)

// index is the terms of all passages.
type index struct {
	chars []rune         // all characters, sorted; chars[0] is betweenFields
	ids   map[rune]int32 // their places in chars
	// common is the number of passages above which a term has no stretches.
	common int
	// rests are the words of the vocabulary by their first two characters.
	rests map[key][]string
}

// invert makes the terms of the passages, sorted by key, one list for each
// first character. It releases the sequences.
func invert(sequences [][]symbol, words map[string]int, each func(n int, do func(i int))) [][]term {
	x := newIndex(sequences, words)
	starts := x.count(sequences)
	entries := x.distribute(sequences, slices.Clone(starts))
	terms := make([][]term, len(x.chars))
	each(len(x.chars)-1, func(i int) {
		i++
		terms[i] = x.terms(x.chars[i], entries[starts[i]:starts[i+1]])
	})
	return terms
}

func newIndex(sequences [][]symbol, words map[string]int) *index {
	x := &index{chars: []rune{rune(betweenFields)}, ids: map[rune]int32{}, common: max(minCommon, len(sequences)/6), rests: map[key][]string{}}
	for c := range used(sequences) {
		x.ids[c] = int32(len(x.chars))
		x.chars = append(x.chars, c)
	}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		if k, rest, ok := splitWord(word); ok && !slices.Contains(x.rests[k], rest) {
			x.rests[k] = append(x.rests[k], rest)
		}
	}
	return x
}

// used yields the characters of sequences, in order.
func used(sequences [][]symbol) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		seen := make([]uint64, utf8.MaxRune/64+1) // a bit for each character
		for _, seq := range sequences {
			for _, s := range seq {
				seen[s.char()/64] |= 1 << (s.char() % 64)
			}
		}
		for i, word := range seen {
			for ; word != 0; word &= word - 1 {
				c := rune(i*64 + bits.TrailingZeros64(word))
				if c != betweenFields.char() && !yield(c) {
					return
				}
			}
		}
	}
}

// splitWord parts a word into its first two characters and the rest, folded.
func splitWord(word string) (key, string, bool) {
	folded := []rune(foldText(word))
	if len(folded) < 2 {
		return 0, "", false
	}
	return keyOf(folded[0], folded[1]), string(folded[2:]), true
}

// table returns the ids as an array, for loops over all characters.
func (x *index) table() []int32 {
	table := make([]int32, x.chars[len(x.chars)-1]+1)
	for c, id := range x.ids {
		table[c] = id
	}
	return table
}

// count returns where the bucket of each character begins, and the end.
func (x *index) count(sequences [][]symbol) []int {
	ids := x.table()
	starts := make([]int, len(x.chars)+1)
	for _, seq := range sequences {
		for _, s := range seq {
			if s != betweenFields {
				starts[ids[s.char()]+1]++
			}
		}
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	return starts
}

// distribute puts every pair into the bucket of its first character.
func (x *index) distribute(sequences [][]symbol, next []int) []uint64 {
	ids := x.table()
	entries := make([]uint64, next[len(next)-1])
	for doc, seq := range sequences {
		for at, s := range seq {
			if s == betweenFields {
				continue
			}
			second := betweenFields
			if at+1 < len(seq) {
				second = seq[at+1]
			}
			flags := uint64(s >> runeBits)
			id := ids[s.char()]
			entries[next[id]] = uint64(ids[second.char()])<<(passageBits+positionBits+flagBits) |
				uint64(doc)<<(positionBits+flagBits) | uint64(at)<<flagBits | flags
			next[id]++
		}
		sequences[doc] = nil
	}
	return entries
}

// terms makes the terms that begin with a character out of its bucket.
func (x *index) terms(first rune, bucket []uint64) []term {
	list := []term{x.term(keyOf(first, 0), bucket)} // the bucket is still in the order of the passages
	bucket = x.sorted(bucket)
	for len(bucket) > 0 {
		second := secondOf(bucket[0])
		n := 1
		for n < len(bucket) && secondOf(bucket[n]) == second {
			n++
		}
		if second != 0 {
			t := x.term(keyOf(first, x.chars[second]), bucket[:n])
			t.words = x.rests[t.key]
			list = append(list, t)
		}
		bucket = bucket[n:]
	}
	return list
}

// sorted orders a bucket by the second character; each keeps the order of the passages.
func (x *index) sorted(bucket []uint64) []uint64 {
	if len(bucket) < len(x.chars) { // not worth a table
		slices.Sort(bucket)
		return bucket
	}
	next := make([]int32, len(x.chars)+1)
	for _, e := range bucket {
		next[secondOf(e)+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	out := make([]uint64, len(bucket))
	for _, e := range bucket {
		out[next[secondOf(e)]] = e
		next[secondOf(e)]++
	}
	return out
}

func secondOf(entry uint64) int { return int(entry >> (passageBits + positionBits + flagBits)) }
func passageOf(entry uint64) int {
	return int(entry >> (positionBits + flagBits) & (1<<passageBits - 1))
}
func positionOf(entry uint64) int { return int(entry >> flagBits & (1<<positionBits - 1)) }

// flagsOf joins the flags of the places of a passage.
func flagsOf(places []uint64) (flags uint64) {
	for _, e := range places {
		flags |= e
	}
	return flags
}

// term makes a term out of its entries, sorted by passage and, for a pair, by place.
func (x *index) term(k key, entries []uint64) term {
	t := term{key: k}
	t.measure(entries)
	if !k.single() && t.count > x.common && k.stretch() > 0 { // digits stand anywhere: 2020 is not 2021 and 02
		t.placeK = unplaced
	}
	var w bitWriter
	last := -1
	for doc, places := range byPassage(entries) {
		w.rice(uint32(doc-last-1), t.gapK)
		flags := flagsOf(places)
		t.head.write(&w, flags&1 != 0)
		t.title.write(&w, flags&2 != 0)
		if !k.single() && t.placeK != unplaced {
			t.writePlaces(&w, places)
		}
		last = doc
	}
	t.data = w.end()
	return t
}

// byPassage yields the entries of each passage.
func byPassage(entries []uint64) func(yield func(doc int, places []uint64) bool) {
	return func(yield func(int, []uint64) bool) {
		for len(entries) > 0 {
			doc, n := passageOf(entries[0]), 1
			for n < len(entries) && passageOf(entries[n]) == doc {
				n++
			}
			if !yield(doc, entries[:n]) {
				return
			}
			entries = entries[n:]
		}
	}
}

// writePlaces writes the stretches of one passage that hold the term.
func (t *term) writePlaces(w *bitWriter, entries []uint64) {
	n, at, shift := 0, -1, t.key.stretch()
	for _, e := range entries {
		if s := positionOf(e) >> shift; s != at {
			n, at = n+1, s
		}
	}
	w.unary(n - 1)
	at = -1
	for _, e := range entries {
		if s := positionOf(e) >> shift; s != at {
			w.rice(uint32(s-at-1), t.placeK)
			at = s
		}
	}
}

// measure counts passages, finds the Rice parameters and sets the flags.
func (t *term) measure(entries []uint64) {
	var places, sum, last, head, title int
	shift := t.key.stretch()
	for doc, list := range byPassage(entries) {
		t.count++
		last = doc
		flags := flagsOf(list)
		head += int(flags & 1)
		title += int(flags >> 1)
		at := -1
		for _, e := range list {
			if s := positionOf(e) >> shift; s != at {
				sum += s - at - 1
				places, at = places+1, s
			}
		}
	}
	t.gapK = riceParameter(last+1-t.count, t.count)
	t.head, t.title = spreadOf(head, t.count), spreadOf(title, t.count)
	if !t.key.single() {
		t.placeK = riceParameter(sum, places)
	}
}
