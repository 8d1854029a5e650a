package zh

import "unicode/utf8"

// maxDescription is how many characters a description may have; longer ones
// are read as text. It bounds the work on a text of nothing but ⿰.
const maxDescription = 32

// descriptionLength returns the length of the ideographic description that a
// text begins with, 0 if there is none that is complete: a sign such as ⿰
// announces how many parts follow that together describe one character (⿰木寸;
// Unicode, 18.2). The parts are not words, so it stays as it is, as in OpenCC.
func descriptionLength(text string) int {
	n, wanted := 0, 1
	for k := 0; wanted > 0; k++ {
		r, size := utf8.DecodeRuneInString(text[n:])
		if size == 0 || k == maxDescription || k == 0 && parts(r) == 0 {
			return 0
		}
		n += size
		wanted += parts(r) - 1
	}
	return n
}

// parts is how many parts a sign announces.
func parts(r rune) int {
	switch {
	case r < 0x2FF0 || r > 0x2FFF:
		return 0
	case r == 0x2FF2 || r == 0x2FF3:
		return 3
	}
	return 2
}
