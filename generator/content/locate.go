package content

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
)

// span holds the byte offsets of a key and its value in a file.
type span struct{ keyStart, keyEnd, valueStart, valueEnd int }

// locations maps the path of each key of a TOML text, such as "column.name" or
// "target.0.measure.goal", to its span. The path of a table maps to its header.
type locations map[string]span

// locate finds the keys between two offsets of a text. The TOML library reports no
// positions of values; it has accepted the text already, so locate need not detect
// errors.
func locate(text []byte, start, end int) locations {
	s := locator{text: text[:end], at: start, found: locations{}, count: map[string]int{}}
	for {
		before := s.at
		s.blank()
		switch {
		case s.at == len(s.text):
			return s.found
		case s.next('['):
			s.header()
		default:
			s.pair(s.prefix)
		}
		if s.at == before { // not TOML; do not loop for ever
			return s.found
		}
	}
}

// Locate finds the statements in a file's front matter: from the key to the end of its
// value, or the header of a table, by path as "lead", "target.0.due", "extra.依据". It is
// empty for a file without front matter. The TOML must be valid.
func Locate(text string) map[string]markdown.Span {
	fm, fault := splitFrontMatter(diag.NewSource("", []byte(text)))
	if fault != nil {
		return nil
	}
	list := map[string]markdown.Span{}
	for path, s := range locate([]byte(text), fm.start, fm.end) {
		list[path] = markdown.Span{Start: s.keyStart, End: s.valueEnd}
	}
	return list
}

// Prose returns the text of a file whose front matter ends at byte body, with spaces in
// place of all of the front matter but its texts, addresses not among them. Each text
// ends with a line feed, so offsets stay and no two texts are read as one.
func Prose(text []byte, body int) []byte {
	prose := slices.Clone(text)
	if body == 0 {
		return prose
	}
	for i, c := range prose[:body] {
		if c != '\n' {
			prose[i] = ' '
		}
	}
	start := bytes.Index(text[:body], []byte(fence)) + len(fence)
	for path, at := range locate(text, start, body) {
		if isAddress(path) {
			continue
		}
		if from, to := at.valueStart, at.valueEnd; to > from+1 && (text[from] == '"' || text[from] == '\'') && text[to-1] == text[from] {
			inside := bytes.Trim(text[from:to], string(text[from]))
			copy(prose[from+bytes.Index(text[from:to], inside):], inside)
			prose[to-1] = '\n'
		}
	}
	return prose
}

// isAddress reports whether a key has parts of addresses, which nobody reads as a text.
func isAddress(path string) bool {
	return path == "slug" || strings.HasPrefix(path, "aliases") || strings.HasSuffix(path, ".id")
}

// locator is a scanner of TOML.
type locator struct {
	text   []byte
	at     int    // offset of the next byte to read
	prefix string // path of the current table
	found  locations
	count  map[string]int // number of array tables so far, by path
}

// next reports whether the next byte is c.
func (s *locator) next(c byte) bool { return s.at < len(s.text) && s.text[s.at] == c }

// skip moves past all bytes of a set.
func (s *locator) skip(set string) {
	s.at = len(s.text) - len(bytes.TrimLeft(s.text[s.at:], set))
}

// skipTo moves to the next byte of a set, or to the end.
func (s *locator) skipTo(set string) {
	if i := bytes.IndexAny(s.text[s.at:], set); i >= 0 {
		s.at += i
	} else {
		s.at = len(s.text)
	}
}

// header reads [table] or [[array.of.tables]].
func (s *locator) header() {
	start := s.at
	array := bytes.HasPrefix(s.text[s.at:], []byte("[["))
	s.skip("[")
	keys := s.keys()
	s.skip("]")
	path := ""
	for i, key := range keys {
		path = join(path, key)
		if array && i == len(keys)-1 {
			s.count[path]++
		}
		if n := s.count[path]; n > 0 { // the last element so far of an array of tables
			path = join(path, strconv.Itoa(n-1))
		}
	}
	s.prefix = path
	s.found[path] = span{start, s.at, start, s.at}
}

// pair reads key = value.
func (s *locator) pair(prefix string) {
	start := s.at
	keys := s.keys()
	keyEnd := start + len(bytes.TrimRight(s.text[start:s.at], space))
	if s.next('=') {
		s.at++
	}
	s.skip(space)
	path := prefix
	for _, key := range keys {
		path = join(path, key)
	}
	valueStart := s.at
	s.value(path)
	s.found[path] = span{start, keyEnd, valueStart, s.at}
}

// keys reads a dotted key.
func (s *locator) keys() []string {
	var keys []string
	for {
		s.skip(space)
		start := s.at
		if s.next('"') || s.next('\'') {
			s.quoted()
			keys = append(keys, unquoteKey(string(s.text[start:s.at])))
		} else {
			s.skipTo(".=] \t\r\n")
			keys = append(keys, string(s.text[start:s.at]))
		}
		s.skip(space)
		if !s.next('.') {
			return keys
		}
		s.at++
	}
}

// unquoteKey returns the name of a key in quotation marks. Escapes are those of TOML.
func unquoteKey(s string) string {
	inner := s[1:max(1, len(s)-1)]
	if s[0] != '"' || !strings.Contains(inner, `\`) {
		return inner
	}
	var table map[string]any
	if _, err := toml.Decode(s+" = 0", &table); err == nil {
		for key := range table { // there is one
			return key
		}
	}
	return inner
}

// value reads a value and, in lists and inline tables, the values inside it.
func (s *locator) value(path string) {
	switch {
	case s.next('"') || s.next('\''):
		s.quoted()
	case s.next('['):
		s.list(']', func(i int) {
			element := join(path, strconv.Itoa(i))
			start := s.at
			s.value(element)
			s.found[element] = span{start, s.at, start, s.at}
		})
	case s.next('{'):
		s.list('}', func(int) { s.pair(path) })
	default:
		start := s.at
		s.skipTo(",]}#\r\n")
		s.at = start + len(bytes.TrimRight(s.text[start:s.at], space))
	}
}

// list reads the comma-separated elements between brackets.
func (s *locator) list(closing byte, element func(i int)) {
	s.at++
	s.blank()
	for i := 0; s.at < len(s.text) && !s.next(closing); i++ {
		before := s.at
		element(i)
		s.blank()
		if s.next(',') {
			s.at++
		}
		if s.at == before {
			return
		}
		s.blank()
	}
	s.at = min(s.at+1, len(s.text))
}

// quoted reads a string of any of TOML's four kinds.
func (s *locator) quoted() {
	quote := s.text[s.at]
	mark := []byte{quote}
	if triple := bytes.Repeat(mark, 3); bytes.HasPrefix(s.text[s.at:], triple) {
		mark = triple
	}
	s.at += len(mark)
	for s.at < len(s.text) {
		switch {
		case len(mark) == 1 && s.text[s.at] == '\n': // not TOML
			return
		case s.text[s.at] == '\\' && quote == '"':
			s.at = min(s.at+2, len(s.text))
		case bytes.HasPrefix(s.text[s.at:], mark):
			s.at += len(mark)
			if len(mark) == 3 { // """a quote at the end""""
				s.skip(string(quote))
			}
			return
		default:
			s.at++
		}
	}
}

// space is the white space inside a line.
const space = " \t"

// blank skips white space, line ends and comments.
func (s *locator) blank() {
	for s.skip(" \t\r\n"); s.next('#'); s.skip(" \t\r\n") {
		s.skipTo("\n")
	}
}

// join returns the path of a key in a table. Keys that are empty or contain a dot are
// written so that no two paths are the same.
func join(prefix, key string) string {
	switch {
	case key == "":
		key = `""`
	case strings.ContainsAny(key, `.\"`):
		key = strings.NewReplacer(`\`, `\\`, ".", `\.`, `"`, `\"`).Replace(key)
	}
	if prefix == "" {
		return key
	}
	return prefix + "." + key
}
