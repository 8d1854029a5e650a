package render

import (
	"bytes"
	"strings"

	"gongshi/generator/site"
)

// Keeping is a Script that leaves text between the marks of site.Keep as it is
// and takes the marks out. A mark that is cut off reaches to the end.
type Keeping struct{ Script }

// AppendAligned does what Script does.
func (k Keeping) AppendAligned(dst []byte, at []int, src []byte, cuts []int) ([]byte, []int) {
	begin, end := []byte(site.KeepBegin), []byte(site.KeepEnd)
	offset := 0
	local := func(to int) []int { // the cuts up to an offset, seen from here
		var list []int
		for ; len(cuts) > 0 && cuts[0] <= to; cuts = cuts[1:] {
			list = append(list, max(0, cuts[0]-offset))
		}
		return list
	}
	for {
		i := bytes.Index(src[offset:], begin)
		if i < 0 {
			return k.Script.AppendAligned(dst, at, src[offset:], local(len(src)))
		}
		dst, at = k.Script.AppendAligned(dst, at, src[offset:offset+i], local(offset+i))
		offset += i + len(begin)
		n, skip := bytes.Index(src[offset:], end), len(end)
		if n < 0 {
			n, skip = len(src)-offset, 0
		}
		for _, cut := range local(offset + n) {
			at = append(at, len(dst)+cut)
		}
		dst = append(dst, src[offset:offset+n]...)
		offset += n + skip
	}
}

// Convert converts a text without interruption.
func (k Keeping) Convert(text string) string {
	converted, _ := k.AppendAligned(nil, nil, []byte(text), nil)
	return string(converted)
}

// marks are the marks of site.Keep as a layout can print them: as they are, or
// escaped in an address.
var marks = []string{site.KeepBegin, site.KeepEnd, "%ee%80%80", "%ee%80%81", "%EE%80%80", "%EE%80%81"}

var withoutMarks = func() *strings.Replacer {
	var pairs []string
	for _, mark := range marks {
		pairs = append(pairs, mark, "")
	}
	return strings.NewReplacer(pairs...)
}()

// unmarked takes the marks out of what was not converted: scripts, attributes
// nobody reads, addresses of other sites.
func unmarked(page []byte) []byte {
	for _, mark := range marks {
		if bytes.Contains(page, []byte(mark)) {
			return []byte(withoutMarks.Replace(string(page)))
		}
	}
	return page
}
