package search

import (
	_ "embed"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:generate go run genwords.go
//go:generate go run genpinyin.go

// dictionary is gse's dictionary; ORIGIN.md describes its form.
//
//go:embed data/words.txt
var dictionary string

// lexicon holds words and what each costs. It is a trie: a step leads from one
// node, the beginning of a word, by a character to another. All steps are in
// one hash table with open addressing.
type lexicon struct {
	steps []step
	nodes uint32 // nodes but the root, which is 0; as many as there are steps
}

type step struct {
	char rune
	from uint32
	to   uint32  // 0 if there is no step here
	cost float32 // of the word that ends with the step, 0 if none does
}

// next returns the step from a node by a character; its to is 0 if there is none.
func (l *lexicon) next(from uint32, char rune) *step {
	mask := uint32(len(l.steps) - 1)
	for i := hash(from, char); ; i++ {
		s := &l.steps[i&mask]
		if s.to == 0 || s.char == char && s.from == from {
			return s
		}
	}
}

func hash(from uint32, char rune) uint32 {
	h := from*0x9E3779B1 ^ uint32(char)*0x85EBCA6B
	return h ^ h>>15
}

// add enters a word or changes its cost.
func (l *lexicon) add(word string, cost float32) {
	var last *step
	from := uint32(0)
	for _, char := range word {
		if 2*int(l.nodes) >= len(l.steps) {
			l.grow()
		}
		if last = l.next(from, char); last.to == 0 {
			l.nodes++
			*last = step{char: char, from: from, to: l.nodes}
		}
		from = last.to
	}
	last.cost = cost
}

func (l *lexicon) grow() {
	old := l.steps
	l.steps = make([]step, max(1<<10, 2*len(old)))
	for _, s := range old {
		if s.to != 0 {
			*l.next(s.from, s.char) = s
		}
	}
}

// load enters the words of the dictionary that may occur in the corpus: those
// whose neighbouring characters all stand side by side in it. The others
// cannot change how the corpus is cut, since the costs are those of the whole
// dictionary.
func (l *lexicon) load(corpus iter.Seq[string]) error {
	l.grow()
	seen := neighboursOf(corpus)
	lines := strings.Lines(dictionary)
	var total float64
	for line := range lines {
		switch {
		case line[0] == '#':
		case total == 0:
			var err error
			if total, err = strconv.ParseFloat(strings.TrimSpace(line), 64); err != nil {
				return fmt.Errorf("dictionary: %w", err)
			}
		default:
			l.loadLine(strings.TrimSuffix(line, "\n"), seen, total)
		}
	}
	return nil
}

// loadLine enters those words of a line that the corpus may hold.
func (l *lexicon) loadLine(line string, seen *neighbours, total float64) {
	first, n := charAt(line, 0)
	if !seen.char(first) {
		return
	}
	word := []byte(line[:n])
	for at := n; at < len(line); {
		end, known := seen.follow(line, at, first)
		if known {
			frequency := 0.0
			rest := line[at:end]
			for ; end < len(line) && line[end] != ' '; end++ {
				frequency = 10*frequency + float64(line[end]-'0')
			}
			l.add(string(append(word[:n], rest...)), cost(frequency, total))
		}
		for at = end; at < len(line) && line[at] != ' '; at++ {
		}
		at++
	}
}

// follow goes over the characters that stand in a line at a place and says
// whether the corpus has each beside the one before, and how far it has come.
func (n *neighbours) follow(line string, at int, last rune) (end int, known bool) {
	for line[at] > '9' {
		char, size := charAt(line, at)
		if !n.has(last, char) {
			return at, false
		}
		at, last = at+size, char
	}
	return at, true
}

// charAt returns a character of the dictionary and how many bytes it has,
// nearly always three.
func charAt(line string, at int) (rune, int) {
	if line[at]>>4 == 0xE {
		return rune(line[at]&0xF)<<12 | rune(line[at+1]&0x3F)<<6 | rune(line[at+2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(line[at:])
}

// cost is how surprising a word is, in bits, rounded as gse does: the words of
// the best cut together cost the least.
func cost(frequency, total float64) float32 {
	return float32(math.Log2(total)) - float32(math.Log2(frequency))
}

// neighbours are the characters of a corpus and which stand side by side. A few
// that it does not hold are taken for such that it does.
type neighbours struct {
	chars [1 << 10]uint64
	sides [1 << 15]uint64
}

func neighboursOf(corpus iter.Seq[string]) *neighbours {
	n := &neighbours{}
	for text := range corpus {
		var last rune
		for _, char := range text {
			if char >= firstHan {
				h := sideHash(last, char)
				n.sides[h>>6] |= 1 << (h & 63)
				n.chars[char>>6&1023] |= 1 << (char & 63)
			}
			last = char
		}
	}
	return n
}

func (n *neighbours) char(r rune) bool { return n.chars[r>>6&1023]>>(r&63)&1 == 1 }

func (n *neighbours) has(a, b rune) bool {
	h := sideHash(a, b)
	return n.sides[h>>6]>>(h&63)&1 == 1
}

func sideHash(a, b rune) uint32 { return (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B) >> 11 }
