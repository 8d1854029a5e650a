package zh

import "unicode/utf8"

// Ideographic description characters (⿰ and its kind) announce how many parts
// follow that together describe one character: ⿰木寸. The parts are not words,
// so a description stays as it is, as in OpenCC.
const firstDescription, lastDescription = 0x2FF0, 0x2FFF

func parts(r rune) int {
	switch {
	case r < firstDescription || r > lastDescription:
		return 0
	case r == 0x2FF2 || r == 0x2FF3:
		return 3
	}
	return 2
}

// maxDescription is how many characters a description may have; longer ones
// are read as text. It bounds the work on a hostile text of nothing but ⿰.
const maxDescription = 32

// descriptionEnd returns where the description that begins at i ends. One that
// breaks off is a single character, as in OpenCC.
func descriptionEnd(src []byte, i int) int {
	var at [maxDescription + 1]int // at[k] is where character k begins
	var arity [maxDescription]int
	n := 0
	for at[0] = i; n < maxDescription && at[n] < len(src); n++ {
		r, size := utf8.DecodeRune(src[at[n]:])
		arity[n], at[n+1] = parts(r), at[n]+size
	}
	var end [maxDescription + 1]int // end[k] is the character after what begins at k
	for k := n - 1; k >= 0; k-- {
		next := k + 1
		for p := 0; p < arity[k] && next <= n; p++ {
			if next == n {
				next = n + 1
				break
			}
			next = end[next]
		}
		if next > n {
			next = k + 1
		}
		end[k] = next
	}
	return at[end[0]]
}
