package zh

import (
	"encoding/binary"
	"unicode/utf8"
)

// characters says what becomes of every character where no phrase decides:
// nothing (0), a character of three bytes (as a little-endian word), or
// something special.
type characters struct {
	low  *[0x10000]uint32
	high map[rune]uint32 // from U+10000 on
}

const (
	// special and the number of an entry: the form has not three bytes, or was
	// asked for by the site, or the character is a compatibility ideograph.
	special = 1 << 24
	// closer is special without an entry: the character stays, but it is ⿰ or
	// its kind, or a phrase begins with it and it is ASCII. What is ASCII and
	// has no mark needs no thought.
	closer = special
)

func newCharacters() characters {
	c := characters{new([0x10000]uint32), map[rune]uint32{}}
	for r := firstDescription; r <= lastDescription; r++ {
		c.low[r] = closer
	}
	return c
}

func (c *characters) get(r rune) uint32 {
	if r < 0x10000 {
		return c.low[r]
	}
	return c.high[r]
}

func (c *characters) set(r rune, out uint32) {
	if r < 0x10000 {
		c.low[r] = out
	} else {
		c.high[r] = out
	}
}

// pack returns a form of three bytes as it stands in characters.
func pack(form []byte) uint32 {
	return uint32(form[0]) | uint32(form[1])<<8 | uint32(form[2])<<16
}

func unpack(out uint32) string {
	return string([]byte{byte(out), byte(out >> 8), byte(out >> 16)})
}

// Nearly every character of a Chinese text has three bytes in UTF-8. Read as
// one little-endian word, they are told by threeBytes under threeMask.
const (
	threeMask  = 0xC0C0F0
	threeBytes = 0x8080E0
)

func threeRune(word uint32) uint32 {
	return word&0xF<<12 | word>>8&0x3F<<6 | word>>16&0x3F
}

// none is what decode finds where no character is: no rune of any phrase.
const none = utf8.MaxRune + 1

// decode returns the character at i and its size in bytes; none and 1 if the
// byte there is not of a character, none and 0 at the end.
func decode(src []byte, i int) (rune, int) {
	if i+4 <= len(src) {
		word := binary.LittleEndian.Uint32(src[i:])
		if r := threeRune(word); word&threeMask == threeBytes && r >= 0x800 && r>>11 != 0x1B {
			return rune(r), 3
		}
	}
	r, n := utf8.DecodeRune(src[i:])
	if r == utf8.RuneError && n < 2 {
		return none, n
	}
	return r, n
}
