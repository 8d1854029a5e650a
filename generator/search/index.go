package search

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// An entry of a bucket, which holds the pairs that begin with one character:
// second character, passage, place and flags, so that sorting by value sorts
// by term, passage and place.
const (
	flagBits     = 3
	positionBits = 22
	passageBits  = 23
)

// index is the terms of all passages.
type index struct {
	chars []rune         // all characters, sorted; chars[0] is betweenFields
	ids   map[rune]int32 // their places in chars
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
	seen := make([]bool, utf8.MaxRune+1)
	for _, seq := range sequences {
		for _, s := range seq {
			seen[s.char()] = true
		}
	}
	x := &index{ids: map[rune]int32{}, rests: map[key][]string{}}
	seen[betweenFields] = true
	for c, used := range seen {
		if used {
			x.ids[rune(c)] = int32(len(x.chars))
			x.chars = append(x.chars, rune(c))
		}
	}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		if k, rest, ok := splitWord(word); ok && !slices.Contains(x.rests[k], rest) {
			x.rests[k] = append(x.rests[k], rest)
		}
	}
	return x
}

// splitWord parts a word into its first two characters and the rest, folded.
func splitWord(word string) (key, string, bool) {
	folded := []rune(foldText(word))
	if len(folded) < 2 {
		return 0, "", false
	}
	return keyOf(folded[0], folded[1]), string(folded[2:]), true
}

// foldText folds every character of a text and leaves out those to be skipped.
func foldText(text string) string {
	return strings.Map(func(c rune) rune {
		if skipped(c) {
			return -1
		}
		return fold(c)
	}, text)
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
			flags := uint64(s&inHead)>>runeBits | uint64(s&startsWord)>>(runeBits-1) | uint64(second&endsWord)>>(runeBits+1)
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
	list := []term{single(first, bucket)}
	slices.Sort(bucket)
	for len(bucket) > 0 {
		second := bucket[0] >> (passageBits + positionBits + flagBits)
		n := 1
		for n < len(bucket) && bucket[n]>>(passageBits+positionBits+flagBits) == second {
			n++
		}
		if second != 0 {
			k := keyOf(first, x.chars[second])
			t := pair(k, bucket[:n])
			t.words = x.rests[k]
			list = append(list, t)
		}
		bucket = bucket[n:]
	}
	return list
}

func passageOf(entry uint64) int  { return int(entry >> (positionBits + flagBits) & (1<<passageBits - 1)) }
func positionOf(entry uint64) int { return int(entry >> flagBits & (1<<positionBits - 1)) }

// single makes the term of one character out of its bucket, which is still in
// the order of the passages.
func single(c rune, bucket []uint64) term {
	h := measure(bucket)
	h.posK = 0
	var w bitWriter
	last := -1
	for len(bucket) > 0 {
		doc, n, head := passageOf(bucket[0]), 0, uint64(0)
		for n < len(bucket) && passageOf(bucket[n]) == doc {
			head |= bucket[n] >> 2 & 1
			n++
		}
		w.rice(uint32(doc-last-1), h.gapK)
		w.bits(uint32(head), 1)
		last, bucket = doc, bucket[n:]
	}
	return term{key: keyOf(c, 0), head: h, data: w.end()}
}

// pair makes the term of two characters out of its entries.
func pair(k key, entries []uint64) term {
	h := measure(entries)
	var w bitWriter
	last := -1
	for len(entries) > 0 {
		doc, n, head := passageOf(entries[0]), 0, uint64(0)
		for n < len(entries) && passageOf(entries[n]) == doc {
			head |= entries[n] >> 2 & 1
			n++
		}
		w.rice(uint32(doc-last-1), h.gapK)
		w.bits(uint32(head), 1)
		w.unary(n - 1)
		at := -1
		for _, e := range entries[:n] {
			w.rice(uint32(positionOf(e)-at-1), h.posK)
			w.bits(uint32(e&3), 2)
			at = positionOf(e)
		}
		last, entries = doc, entries[n:]
	}
	return term{key: k, head: h, data: w.end()}
}

// measure counts passages and finds the Rice parameters.
func measure(entries []uint64) header {
	count, doc, at, sum := 0, -1, -1, 0
	for _, e := range entries {
		if passageOf(e) != doc {
			count, doc, at = count+1, passageOf(e), -1
		}
		sum += positionOf(e) - at - 1
		at = positionOf(e)
	}
	return header{count: count, gapK: riceParameter(doc+1-count, count), posK: riceParameter(sum, len(entries))}
}
