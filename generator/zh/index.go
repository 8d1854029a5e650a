package zh

import "unicode/utf8"

// index finds the phrases that begin with two given characters: the first of a
// list of entries, linked by entry.next.
type index struct {
	slots []uint64 // key (42 bits) | entry (22 bits), 0 if free; at most three quarters used
	shift uint8
	used  int
}

// entry is a phrase, or a character, and what becomes of it.
type entry struct {
	at        uint32 // offset of the key in its text; a byte and the value follow
	next      uint32 // the next phrase that begins with the same two characters
	key, size uint16 // bytes of key and value
	third     uint16 // of the third character of the key, 0 if there is none
	text      uint8  // index in phrases.texts
	rule      Rule
}

const entryBits = 22

func newIndex(logarithm uint8) index {
	return index{slots: make([]uint64, 1<<logarithm), shift: 64 - logarithm}
}

// find returns the slot of a key, or the free one for it.
func (x *index) find(key uint64) int {
	mask := uint64(len(x.slots) - 1)
	for h := key * spread >> (x.shift & 63); ; h++ {
		if s := x.slots[h&mask]; s == 0 || s>>entryBits == key {
			return int(h & mask)
		}
	}
}

// first returns the first entry of a key, 0 if there is none.
func (x *index) first(key uint64) uint32 {
	return uint32(x.slots[x.find(key)]) & (1<<entryBits - 1)
}

// put lets the list of a key, whose slot is known, begin with an entry.
func (x *index) put(slot int, key uint64, id uint32) {
	if x.slots[slot] == 0 {
		x.used++
	}
	x.slots[slot] = key<<entryBits | uint64(id)
	if x.used*4 < len(x.slots)*3 {
		return
	}
	old := x.slots
	x.slots, x.shift = make([]uint64, 2*len(old)), x.shift-1
	for _, s := range old {
		if s != 0 {
			x.slots[x.find(s>>entryBits)] = s
		}
	}
}

// phrases are all phrases of a converter. The list of two characters is sorted
// backwards, so that of the phrases that cover a text the longest comes first.
type phrases struct {
	index
	begins  filter
	entries []entry  // the first is unused
	texts   []string // what the entries point into
}

func (p *phrases) key(e entry) string { return p.texts[e.text][e.at:][:e.key] }

func (p *phrases) value(e entry) string {
	return p.texts[e.text][e.at+uint32(e.key)+1:][:e.size]
}

// enter puts an entry into the list of its first two characters. Of two with
// the same key that of the higher rule stays, of equals the second.
func (p *phrases) enter(id uint32) {
	e := &p.entries[id]
	key := p.key(*e)
	pair, third := p.begins.addPhrase(key)
	e.third = uint16(third)
	slot := p.find(pair)
	before, next := p.search(slot, key)
	if next != 0 && p.key(p.entries[next]) == key {
		if p.entries[next].rule > e.rule {
			return
		}
		next = p.entries[next].next
	}
	e.next = next
	p.link(slot, pair, before, id)
}

// search returns the first entry in the list of a slot whose key is not behind
// the given one, and the entry before it; 0 if there is none.
func (p *phrases) search(slot int, key string) (before, next uint32) {
	next = uint32(p.slots[slot]) & (1<<entryBits - 1)
	for next != 0 && p.key(p.entries[next]) > key {
		before, next = next, p.entries[next].next
	}
	return before, next
}

func (p *phrases) link(slot int, pair uint64, before, id uint32) {
	if before != 0 {
		p.entries[before].next = id
	} else {
		p.put(slot, pair, id)
	}
}

// remove takes the phrase of a key out.
func (p *phrases) remove(key string) {
	a, n := utf8.DecodeRuneInString(key)
	b, _ := utf8.DecodeRuneInString(key[n:])
	pair := keyOf(a, b)
	slot := p.find(pair)
	before, found := p.search(slot, key)
	if found != 0 && p.key(p.entries[found]) == key {
		p.link(slot, pair, before, p.entries[found].next)
	}
}

// cover returns where entry id ends in src if its phrase stands there, else 0.
// The first two characters, which end at offset at and have skip bytes in the
// key, are known to be right.
func (p *phrases) cover(id uint32, src []byte, at, skip int) int {
	rest := p.key(p.entries[id])[skip:]
	if end := at + len(rest); end <= len(src) && string(src[at:end]) == rest {
		return end
	}
	for _, want := range rest {
		r, n := decode(src, at)
		if r != want && normal(r) != want {
			return 0
		}
		at += n
	}
	return at
}
