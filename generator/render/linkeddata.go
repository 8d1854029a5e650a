package render

import (
	"bytes"
	"strings"

	"gongshi/generator/markup"
)

// isLinkedData says whether a start tag begins a block of JSON-LD.
func isLinkedData(t markup.Token) bool {
	if string(t.Name) != "script" {
		return false
	}
	for a := range t.Attributes {
		if string(a.Name) == "type" {
			return string(a.Value) == "application/ld+json"
		}
	}
	return false
}

// linkedData is a block of JSON-LD for the edition: texts are converted, the
// language and the addresses of pages become the edition's. Keys, numbers and
// addresses elsewhere stay.
func (p *edit) linkedData(block []byte) []byte {
	var out []byte
	for len(block) > 0 {
		start := bytes.IndexByte(block, '"')
		if start < 0 {
			break
		}
		end := stringEnd(block, start)
		out = append(out, block[:start]...)
		if rest := bytes.TrimLeft(block[end:], " \t\r\n"); len(rest) > 0 && rest[0] == ':' || end-start < 2 || block[end-1] != '"' { // a key, or cut off
			out = append(out, block[start:end]...)
		} else {
			out = append(out, '"')
			out = append(out, p.linkedValue(string(block[start+1:end-1]))...)
			out = append(out, '"')
		}
		block = block[end:]
	}
	return append(out, block...)
}

// stringEnd is where the string that starts in a JSON text ends.
func stringEnd(json []byte, start int) int {
	for i := start + 1; i < len(json); i++ {
		switch json[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(json)
}

func (p *edit) linkedValue(text string) string {
	plain := strings.ReplaceAll(text, `\/`, `/`)
	switch {
	case plain == p.first.Lang:
		return p.variant.Lang
	case !strings.HasPrefix(plain, "https://") && !strings.HasPrefix(plain, "http://"):
		return p.text([]byte(text))
	}
	path, _, ok := p.base.Split(plain)
	if !ok || !p.has(path) {
		return text
	}
	address := p.base.Absolute(p.variant.Path(path))
	if rest := strings.IndexAny(plain, "?#"); rest >= 0 {
		address += plain[rest:]
	}
	return address
}
