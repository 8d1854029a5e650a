package content

import (
	"bytes"
	"strconv"
	"strings"
)

// span is a key and its value in a file, as byte offsets.
type span struct{ keyStart, keyEnd, valueStart, valueEnd int }

// locations knows where each key of a TOML text stands, by its path:
// "column.name", "target.0.measure.goal". A table's own path leads to its
// header. The TOML library keeps no positions of values, so this reads them.
type locations map[string]span

// locate scans TOML that the library has already accepted; it need not, and
// does not, find faults. text is read from start to end; offsets are those of
// the whole text.
func locate(text []byte, start, end int) locations {
	s := locator{text: text[:end], at: start, found: locations{}, count: map[string]int{}}
	s.document()
	return s.found
}

type locator struct {
	text   []byte
	at     int
	prefix string
	found  locations
	count  map[string]int // array tables seen so far, by path
}

func (s *locator) document() {
	for {
		before := s.at
		s.blank()
		switch {
		case s.at >= len(s.text):
			return
		case s.text[s.at] == '[':
			s.header()
		default:
			s.pair(s.prefix)
		}
		if s.at == before { // not TOML after all: give up rather than loop
			return
		}
	}
}

// header reads [table] or [[array.of.tables]].
func (s *locator) header() {
	start := s.at
	array := bytes.HasPrefix(s.text[s.at:], []byte("[["))
	for s.at < len(s.text) && s.text[s.at] == '[' {
		s.at++
	}
	keys := s.keys()
	for s.at < len(s.text) && s.text[s.at] == ']' {
		s.at++
	}
	path := ""
	for i, key := range keys {
		path = join(path, key)
		last := i == len(keys)-1
		if last && array {
			s.count[path]++
		}
		if n := s.count[path]; n > 0 { // inside the latest element of an array of tables
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
	keyEnd := s.at
	for keyEnd > start && isSpace(s.text[keyEnd-1]) {
		keyEnd--
	}
	if s.at < len(s.text) && s.text[s.at] == '=' {
		s.at++
	}
	s.space()
	path := join(prefix, strings.Join(keys, "."))
	valueStart := s.at
	s.value(path)
	s.found[path] = span{start, keyEnd, valueStart, s.at}
}

// keys reads a dotted key.
func (s *locator) keys() []string {
	var keys []string
	for {
		s.space()
		start := s.at
		if s.at < len(s.text) && (s.text[s.at] == '"' || s.text[s.at] == '\'') {
			s.quoted()
			keys = append(keys, unquoteKey(string(s.text[start:s.at])))
		} else {
			for s.at < len(s.text) && !strings.ContainsRune(".=] \t\r\n", rune(s.text[s.at])) {
				s.at++
			}
			keys = append(keys, string(s.text[start:s.at]))
		}
		s.space()
		if s.at >= len(s.text) || s.text[s.at] != '.' {
			return keys
		}
		s.at++
	}
}

func unquoteKey(s string) string {
	if u, err := strconv.Unquote(s); err == nil && s[0] == '"' {
		return u
	}
	return strings.Trim(s, `'"`)
}

func (s *locator) value(path string) {
	if s.at >= len(s.text) {
		return
	}
	switch s.text[s.at] {
	case '"', '\'':
		s.quoted()
	case '[':
		s.list(']', func(i int) {
			element := join(path, strconv.Itoa(i))
			start := s.at
			s.value(element)
			s.found[element] = span{start, s.at, start, s.at}
		})
	case '{':
		s.list('}', func(int) { s.pair(path) })
	default:
		start := s.at
		for s.at < len(s.text) && !strings.ContainsRune(",]}#\r\n", rune(s.text[s.at])) {
			s.at++
		}
		for s.at > start && isSpace(s.text[s.at-1]) {
			s.at--
		}
	}
}

// list reads the comma-separated elements between brackets.
func (s *locator) list(closing byte, element func(i int)) {
	s.at++
	for i := 0; ; i++ {
		s.blank()
		if s.at >= len(s.text) {
			return
		}
		if s.text[s.at] == closing {
			s.at++
			return
		}
		before := s.at
		element(i)
		s.blank()
		if s.at < len(s.text) && s.text[s.at] == ',' {
			s.at++
		}
		if s.at == before {
			return
		}
	}
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
		case s.text[s.at] == '\\' && quote == '"':
			s.at = min(s.at+2, len(s.text))
		case bytes.HasPrefix(s.text[s.at:], mark):
			s.at += len(mark)
			for len(mark) == 3 && s.at < len(s.text) && s.text[s.at] == quote { // """a quote at the end""""
				s.at++
			}
			return
		default:
			s.at++
		}
	}
}

// space skips blanks, blank also line ends and comments.
func (s *locator) space() {
	for s.at < len(s.text) && isSpace(s.text[s.at]) {
		s.at++
	}
}

func (s *locator) blank() {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case isSpace(c) || c == '\r' || c == '\n':
			s.at++
		case c == '#':
			for s.at < len(s.text) && s.text[s.at] != '\n' {
				s.at++
			}
		default:
			return
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }

func join(prefix, key string) string {
	if prefix == "" {
		return key
	}
	return prefix + "." + key
}
