package diag

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// Source is the text of one file, with an index of its lines to turn byte
// offsets into positions. It is immutable.
type Source struct {
	// Path is the slash-separated path from the site's root.
	Path string
	// Text is the whole file as UTF-8.
	Text  []byte
	text  string // the same; the lines of all diagnostics are parts of it
	lines []int  // byte offset of the start of each line
}

// NewSource indexes text, which must not change afterwards. Lines end at LF;
// a CR before it belongs to the line end.
func NewSource(path string, text []byte) *Source {
	lines := []int{0}
	for line := range bytes.Lines(text) {
		if end := lines[len(lines)-1] + len(line); line[len(line)-1] == '\n' {
			lines = append(lines, end)
		}
	}
	return &Source{Path: path, Text: text, text: string(text), lines: lines}
}

// Position returns the position of a byte offset, which is clamped to the text.
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
	return strings.TrimRight(s.text[s.lines[line-1]:end], "\r")
}

// Report returns a Diagnostic for the bytes [start, end) of the source, cut at
// the end of the first line.
func (s *Source) Report(severity Severity, rule string, start, end int, message string) Diagnostic {
	pos := s.Position(start)
	line := s.Line(pos.Line)
	start = max(0, min(start, len(s.Text)))
	end = max(start, min(end, s.LineStart(pos.Line)+len(line)))
	width := max(1, utf8.RuneCount(s.Text[start:end]))
	return Diagnostic{Severity: severity, Rule: rule, Pos: pos, Width: width, Line: line, Message: message}
}
