package search

import "slices"

// candidate is a word or phrase that a query may mean.
type candidate struct {
	text   string // as it is shown
	chars  []rune // folded
	weight int
	kind   string
}

// What it costs that a query differs from a word, in the units of log2: 16 for
// each halving of the probability.
const (
	costWord      = 60  // every word, so that few long ones win
	costSyllable  = 4   // pinyin for a character
	costInitial   = 30  // an initial for a character
	costHomophone = 48  // another character of the same sound
	costNearSound = 64  // … of a sound that many take for the same
	costSlip      = 110 // another character, one too many, one too few
	costPass      = 150 // a character that fits nothing
)

// matcher compares a piece of a query, folded, with words.
type matcher struct {
	piece    []rune
	readings map[rune][]string
	// open lets the piece end inside the word: completion, without slips.
	open bool
	// ends is the least cost for each place of the piece at which the word can
	// have ended.
	ends []int
}

const impossible = 1 << 20

// match compares a word with the piece from a place on and fills ends.
func (m *matcher) match(from int, word []rune) {
	m.ends = m.ends[:0]
	for range len(m.piece) + 1 {
		m.ends = append(m.ends, impossible)
	}
	short := len(word) < 3
	m.step(from, word, 0, short || m.open)
	for at, cost := range m.ends {
		if short && cost >= len(word)*costHomophone { // no character is as typed: chance, not a slip
			m.ends[at] = impossible
		}
	}
}

// step matches the rest of a word from place at on. slipped is true if no
// slip may be assumed any more.
func (m *matcher) step(at int, word []rune, cost int, slipped bool) {
	switch {
	case len(word) == 0 || m.open && at == len(m.piece):
		m.ends[at] = min(m.ends[at], cost)
		return
	case at == len(m.piece):
		if !slipped && len(word) == 1 { // the last character is missing
			m.ends[at] = min(m.ends[at], cost+costSlip)
		}
		return
	}
	c, w, rest := m.piece[at], word[0], word[1:]
	switch {
	case c == w:
		m.step(at+1, rest, cost, slipped)
	case c >= 'a' && c <= 'z':
		m.letters(at, word, cost, slipped)
	case !m.open && m.sound(c, w) < impossible:
		m.step(at+1, rest, cost+m.sound(c, w), slipped)
	case !slipped && !isLatin(c):
		m.step(at+1, rest, cost+costSlip, true) // another character
	}
	if !slipped && c != w && !isLatin(c) {
		m.step(at, rest, cost+costSlip, true)   // one too few
		m.step(at+1, word, cost+costSlip, true) // one too many
	}
}

// letters matches a character of a word with letters of the piece.
func (m *matcher) letters(at int, word []rune, cost int, slipped bool) {
	for _, reading := range m.readings[word[0]] {
		n := commonPrefix(m.piece[at:], reading)
		switch initial := initialOf(reading); {
		case n == len(reading):
			m.step(at+n, word[1:], cost+costSyllable, slipped)
		case m.open && at+n == len(m.piece):
			m.step(at+n, word[1:], cost+costSyllable, slipped)
		case n >= initial && initial > 1:
			m.step(at+initial, word[1:], cost+costInitial, slipped)
		}
		if n >= 1 && len(reading) > 1 {
			m.step(at+1, word[1:], cost+costInitial, slipped)
		}
	}
}

// initialOf is the length of the consonant a syllable begins with.
func initialOf(syllable string) int {
	if len(syllable) > 1 && syllable[1] == 'h' {
		return 2
	}
	return 1
}

func commonPrefix(text []rune, word string) int {
	n := 0
	for n < len(text) && n < len(word) && text[n] == rune(word[n]) {
		n++
	}
	return n
}

// sound is what it costs to take one character for the other by its sound.
func (m *matcher) sound(a, b rune) int {
	cost := impossible
	for _, x := range m.readings[a] {
		for _, y := range m.readings[b] {
			switch {
			case x == y:
				return costHomophone
			case blur(x) == blur(y):
				cost = costNearSound
			}
		}
	}
	return cost
}

// alike says whether a text is sure to be what the piece means: it sounds like
// it, as all that is typed in letters does, or so much of it is as typed that the
// rest is a slip.
func (m *matcher) alike(text []rune) bool {
	if slices.ContainsFunc(m.piece, isLatin) || len(m.piece) >= longWord && len(m.piece) == len(text) {
		return true
	}
	return slices.EqualFunc(m.piece, text, func(a, b rune) bool { return a == b || m.sound(a, b) < impossible })
}

// longWord is the number of characters from which another word hardly ever
// differs in one alone.
const longWord = 5

// blur takes together the sounds that speakers of many regions do not part:
// zh and z, ch and c, sh and s, n and l, -ng and -n.
func blur(syllable string) string {
	b := []byte(syllable)
	if len(b) > 1 && b[1] == 'h' {
		b = slices.Delete(b, 1, 2)
	}
	if b[0] == 'n' {
		b[0] = 'l'
	}
	if n := len(b); b[n-1] == 'g' {
		b = b[:n-1]
	}
	return string(b)
}

// reading is one way to read a piece of a query as words.
type reading struct {
	text  string
	cost  int // noise and improbability
	noise int // how far it is from what was typed
	pass  int // characters that fit nothing
}

// maxReadings is how many readings of a piece are followed up.
const maxReadings = 6

// read finds the likeliest readings of the piece. words yields the candidates
// that may begin at a place.
func (m *matcher) read(words func(at int) []candidate, total int) []reading {
	best := make([][]reading, len(m.piece)+1)
	best[0] = []reading{{}}
	for at := range m.piece {
		if len(best[at]) == 0 {
			continue
		}
		for _, w := range words(at) {
			m.match(at, w.chars)
			prior := costWord + log2(total, w.weight)/2
			for end, noise := range m.ends {
				if noise < impossible && end > at {
					extend(best, at, end, reading{text: w.text, cost: prior + noise, noise: noise})
				}
			}
		}
		extend(best, at, at+1, reading{text: string(m.piece[at]), cost: costPass, pass: 1})
	}
	return best[len(m.piece)]
}

// extend appends a word to the readings that end where it begins.
func extend(best [][]reading, at, end int, w reading) {
	for _, r := range best[at] {
		next := reading{r.text + w.text, r.cost + w.cost, r.noise + w.noise, r.pass + w.pass}
		i, _ := slices.BinarySearchFunc(best[end], next, func(a, b reading) int { return a.cost - b.cost })
		for i < len(best[end]) && best[end][i].cost == next.cost { // the earlier one of equals stays first
			i++
		}
		if i >= maxReadings || slices.ContainsFunc(best[end], func(other reading) bool { return other.text == next.text && other.cost <= next.cost }) {
			continue
		}
		best[end] = slices.Insert(best[end], i, next)
		best[end] = slices.DeleteFunc(best[end], func(other reading) bool { return other.text == next.text && other.cost > next.cost })
		best[end] = best[end][:min(len(best[end]), maxReadings)]
	}
}
