package attachment

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// plainText decodes a text: UTF-8, UTF-16 with its mark, or GB 18030; ok is false if
// the bytes are none.
func plainText(data []byte) (text string, ok bool) {
	text = string(data)
	if !utf8.Valid(data) {
		encoding, _, _ := charset.DetermineEncoding(data, "text/plain; charset=gb18030")
		decoded, _ := encoding.NewDecoder().Bytes(data) // what cannot be decoded is no number
		text = string(decoded)
	}
	strange := 0
	for _, r := range text {
		if r == utf8.RuneError || r != '\f' && r != 0x1a && unicode.IsControl(r) && !unicode.IsSpace(r) {
			strange++
		}
	}
	return text, strange*200 <= len(text)
}

var escape = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)

// unescaped returns a text with the characters for escapes of JSON and scripts.
func unescaped(text string) string {
	if !strings.Contains(text, `\u`) {
		return text
	}
	return escape.ReplaceAllStringFunc(text, func(e string) string {
		code, _ := strconv.ParseUint(e[2:], 16, 32)
		return string(rune(code))
	})
}

var (
	control  = regexp.MustCompile(`\\'[0-9a-fA-F]{2}|\\u-?\d+ ?\??|\\(par|line|cell|row|tab)\b ?|\\[a-zA-Z]+-?\d* ?|\\[^a-zA-Z]|[{}\r\n]`)
	breaking = regexp.MustCompile(`^\\(?:par|line|cell|row|tab)\b`)
)

// richText returns the text of an RTF document, without the letters beyond ASCII that
// are written in a character set of their own.
func richText(text string) string {
	return control.ReplaceAllStringFunc(text, func(word string) string {
		if code, ok := strings.CutPrefix(strings.TrimRight(word, " ?"), `\u`); ok {
			if n, err := strconv.Atoi(code); err == nil {
				return string(rune(uint16(n)))
			}
		}
		code, err := strconv.ParseUint(strings.TrimPrefix(word, `\'`), 16, 7)
		switch {
		case breaking.MatchString(word):
			return "\n"
		case strings.HasPrefix(word, `\'`) && err == nil:
			return string(rune(code))
		}
		return ""
	})
}

// blocks are the elements of office documents that stand between texts.
var blocks = words("p h br cr tab tc tr row c v f si is s line-break table-cell list-item textobject comment title creator keyword description lpstr author oddheader oddfooter")

func separatesInOffice(element string) bool {
	return blocks[element[strings.IndexByte(element, ':')+1:]]
}
