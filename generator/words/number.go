package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joinNumbers joins the pieces of a text that belong to one number or name.
func joinNumbers(text string, pieces []string) []string {
	var list []string
	end, numberEnd := 0, 0 // of the pieces so far, and of the last number
	for _, piece := range pieces {
		if end < numberEnd {
			list[len(list)-1] += piece
		} else {
			list = append(list, piece)
			numberEnd = end + numberLength(text[end:])
		}
		end += len(piece)
	}
	return list
}

// numberLength returns the length in bytes of the number or name at the beginning of a
// text: letters and digits, with fractions and a percent sign. It is 0 if there is none.
func numberLength(text string) int {
	n := 0
	for n < len(text) {
		char, size := utf8.DecodeRuneInString(text[n:])
		digit := n > 0 && isDigit(text[n-1])
		switch {
		case inName(char):
		case digit && strings.ContainsRune("%‰％", char):
			return n + size
		case !digit || !isFraction(text[n:]):
			return n
		}
		n += size
	}
	return n
}

// inName reports whether a character is a letter, digit or mark that is not Chinese.
func inName(r rune) bool {
	return r != utf8.RuneError && !unicode.Is(unicode.Han, r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// isFraction reports whether the text after a digit continues with decimals or with
// thousands.
func isFraction(text string) bool {
	digits := 0
	for digits+1 < len(text) && isDigit(text[digits+1]) {
		digits++
	}
	return text[0] == '.' && digits > 0 || text[0] == ',' && digits == 3
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
