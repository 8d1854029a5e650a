package zh

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// Append appends src in the converter's variant to dst and returns the
// extended buffer. It allocates only to make dst larger. Bytes that are not
// UTF-8 are copied as they are.
//
// The result is not to be converted again: 里姆斯基-科萨科夫 is a phrase that
// keeps its 里, but 里姆斯基-科薩科夫 is none.
func (c *Converter) Append(dst, src []byte) []byte {
	dst, _ = c.AppendAligned(dst, nil, src, nil)
	return dst
}

// Convert returns s in the converter's variant.
func (c *Converter) Convert(s string) string {
	return string(c.Append(nil, []byte(s)))
}

// AppendAligned is Append for a text that is written in pieces, such as the
// text between tags: src is the pieces joined, so that phrases are found across
// their borders, and cuts are the offsets in src where one piece ends and the
// next begins, ascending and between characters. For each cut it appends to at
// the offset in dst where the result is to be cut.
//
// The result of a phrase has as many characters as the phrase, the first for
// the first and so on, and is cut at the same character. Should a phrase of the
// site make fewer or more characters, the last of the phrase takes what is
// over, and the pieces for which nothing is left stay empty.
func (c *Converter) AppendAligned(dst []byte, at []int, src []byte, cuts []int) ([]byte, []int) {
	for i := 0; i < len(src); {
		from, begin := i, len(dst)
		dst, i = c.appendPlain(dst, src, i)
		for ; len(cuts) > 0 && cuts[0] <= i; cuts = cuts[1:] {
			at = append(at, begin+cuts[0]-from)
		}
		if i == len(src) {
			break
		}
		from, begin = i, len(dst)
		end, out := c.match(src, i)
		dst, i = c.appendOut(dst, src[i:end], out), end
		for ; len(cuts) > 0 && cuts[0] <= i; cuts = cuts[1:] {
			at = append(at, begin+sameCharacter(dst[begin:], src[from:i], cuts[0]-from))
		}
	}
	for range cuts {
		at = append(at, len(dst))
	}
	return dst, at
}

// sameCharacter returns the offset in result of the character that stands at
// offset cut in piece.
func sameCharacter(result, piece []byte, cut int) int {
	if cut == len(piece) {
		return len(result)
	}
	offset := 0
	for i := 0; ; {
		_, n := utf8.DecodeRune(piece[i:])
		if i += n; i > cut {
			return offset
		}
		_, n = utf8.DecodeRune(result[offset:])
		offset += n
	}
}

// appendPlain converts the characters from i on that need no thought: ASCII, and
// then characters of three bytes that turn into three bytes and with which no
// phrase begins. It returns the offset where it stopped: the result has as many
// bytes as were read.
//
// Its second loop runs once for nearly every character of a site. It writes
// also what does not change, because to ask is slower.
func (c *Converter) appendPlain(dst, src []byte, i int) ([]byte, int) {
	from := i
	for i < len(src) && src[i] < utf8.RuneSelf && c.low[src[i]] == 0 {
		i++
	}
	dst = append(dst, src[from:i]...)
	if i+10 > len(src) {
		return dst, i
	}
	word := binary.LittleEndian.Uint32(src[i:])
	if word&threeMask != threeBytes {
		return dst, i
	}
	r := threeRune(word)
	out := c.low[r&0xFFFF]
	dst = slices.Grow(dst, len(src)-i+1)
	free := dst[len(dst):cap(dst)]
	n := 0
	for i+10 <= len(src) && n+4 <= len(free) {
		next := binary.LittleEndian.Uint32(src[i+3:])
		if next&threeMask != threeBytes {
			break
		}
		r2 := threeRune(next)
		out2 := c.low[r2&0xFFFF]
		if out|out2 >= special {
			break
		}
		pair := keyOf(rune(r), rune(r2))
		if found := c.begins.get(pair); found != 0 {
			third := binary.LittleEndian.Uint32(src[i+6:])
			r3 := threeRune(third)
			if found != goesOn || third&threeMask != threeBytes || c.low[r3&0xFFFF] >= special ||
				c.begins.get(pair<<21|uint64(r3)) != 0 {
				break
			}
		}
		if out == 0 {
			out = word
		}
		binary.LittleEndian.PutUint32(free[n:], out)
		n, i = n+3, i+3
		word, r, out = next, r2, out2
	}
	return dst[:len(dst)+n], i
}

// appendOut appends what match decided about a piece.
func (c *Converter) appendOut(dst, piece []byte, out uint32) []byte {
	switch {
	case out == 0 || out == closer:
		return append(dst, piece...)
	case out > special:
		return append(dst, c.value(c.entries[out-special])...)
	}
	return append(dst, byte(out), byte(out>>8), byte(out>>16))
}

// match decides what becomes of the text from i to end; out is as in characters.
func (c *Converter) match(src []byte, i int) (end int, out uint32) {
	r, n := decode(src, i)
	if r == none {
		return i + 1, 0
	}
	if end, id := c.phrase(src, i+n, normal(r), false); id != 0 {
		return end, special + id
	}
	out = c.get(r)
	if out == closer {
		return descriptionEnd(src, i), out
	}
	return i + n, out
}

// phrase finds the longest phrase that begins with r and goes on at i. A
// regional phrase counts only where no other decides and, as OpenCC cuts a text
// at its phrases before it applies the regional forms within the pieces, none
// begins inside it. With inside set, regional phrases are passed over.
func (c *Converter) phrase(src []byte, i int, r rune, inside bool) (end int, id uint32) {
	r2, n2 := decode(src, i)
	r2 = normal(r2)
	first := c.first(keyOf(r, r2))
	if first == 0 {
		return 0, 0
	}
	r3, _ := decode(src, i+n2)
	third := uint16(normal(r3))
	skip := utf8.RuneLen(r) + utf8.RuneLen(r2)
	form := false
	for id = first; id != 0; id = c.entries[id].next {
		if e := &c.entries[id]; e.third == third || e.third == 0 {
			if end = c.cover(id, src, i+n2, skip); end != 0 {
				if e.rule != RuleForm {
					return end, id
				}
				form = true
			}
		}
	}
	if !form || inside {
		return 0, 0
	}
	for id = first; id != 0; id = c.entries[id].next {
		if end = c.cover(id, src, i+n2, skip); end != 0 && c.free(src, i, end) {
			return end, id
		}
	}
	return 0, 0
}

// free says that no phrase begins in src[i:end].
func (c *Converter) free(src []byte, i, end int) bool {
	for i < end {
		r, n := decode(src, i)
		if _, id := c.phrase(src, i+n, normal(r), true); id != 0 {
			return false
		}
		i += n
	}
	return true
}
