package markdown

import (
	"strconv"
	"strings"
	"unicode"
)

// anchors gives each heading of a document an id of its own.
type anchors map[string]bool

// next makes an id from a heading's text: letters, Han and digits stay, runs
// of anything else become one "-". A second use gets "-2".
func (a anchors) next(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(heading) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := strings.TrimRight(b.String(), "-")
	if id == "" {
		id = "section"
	}
	unique := id
	for n := 2; a[unique]; n++ {
		unique = id + "-" + strconv.Itoa(n)
	}
	a[unique] = true
	return unique
}
