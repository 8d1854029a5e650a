package diag

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Source is the text of one file, with what is needed to turn byte offsets
// into positions. It is immutable.
type Source struct {
	// Path is the slash-separated path from the site's root.
	Path string
	// Text is the whole file as UTF-8.
	Text  []byte
	lines []int // byte offset of the start of each line
}

// NewSource indexes text, which must not change afterwards. Lines end at LF;
// a CR before it belongs to the line end.
func NewSource(path string, text []byte) *Source {
	lines := []int{0}
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
		lines = append(lines, at)
	}
	return &Source{Path: path, Text: text, lines: lines}
}

// Position returns the place of a byte offset; offsets outside the text are
// clamped to it.
func (s *Source) Position(offset int) Position {
	offset = max(0, min(offset, len(s.Text)))
	line, exact := slices.BinarySearch(s.lines, offset)
	if !exact {
		line--
	}
	start := s.lines[line]
	return Position{File: s.Path, Line: line + 1, Column: utf8.RuneCount(s.Text[start:offset]) + 1}
}

// LineStart returns the byte offset of the first character of a line, counted from 1.
func (s *Source) LineStart(line int) int {
	return s.lines[max(0, min(line-1, len(s.lines)-1))]
}

// Line returns the text of a line, counted from 1, without its line end.
func (s *Source) Line(line int) string {
	if line < 1 || line > len(s.lines) {
		return ""
	}
	end := len(s.Text)
	if line < len(s.lines) {
		end = s.lines[line] - 1
	}
	return string(bytes.TrimRight(s.Text[s.lines[line-1]:end], "\r"))
}

// Report returns a Diagnostic for the bytes [start, end) of the source. A range
// that runs past its line is cut at the line's end.
func (s *Source) Report(severity Severity, rule string, start, end int, message string) Diagnostic {
	pos := s.Position(start)
	line := s.Line(pos.Line)
	start = max(0, min(start, len(s.Text)))
	end = max(start, min(end, s.LineStart(pos.Line)+len(line)))
	return Diagnostic{
		Severity: severity,
		Rule:     rule,
		Pos:      pos,
		Width:    max(1, utf8.RuneCount(s.Text[start:end])),
		Line:     line,
		Message:  message,
	}
}
