// Package diag holds what the program has to say about its input: where a
// fault stands, what it is and what to write instead.
//
// A Diagnostic is plain data. Packages return them, nobody prints on the way;
// the printers at the end (Text, JSON, GitHub) are the only code that knows
// how a fault looks. Messages and hints are Chinese, rule names are English
// kebab-case words that never change once published.
package diag

import (
	"cmp"
	"slices"
)

// Severity says whether a Diagnostic stops the build.
type Severity uint8

const (
	// Error stops the build: nothing is published.
	Error Severity = iota
	// Warning is shown and lets the build go on, unless warnings are asked to fail it.
	Warning
)

// Position is a place in a source file.
type Position struct {
	// File is the slash-separated path from the site's root, "content/2021/04.md".
	File string
	// Line counts from 1. It is 0 when the fault is the file as a whole.
	Line int
	// Column counts characters (not bytes, not display cells) from 1.
	Column int
}

// Note points at a second place that belongs to the fault, such as the first
// use of a number that is used twice.
type Note struct {
	Pos     Position
	Message string
}

// Diagnostic is one fault of the input.
type Diagnostic struct {
	Severity Severity
	// Rule is the stable name of the kind of fault, "number-leading-zero".
	Rule string
	Pos  Position
	// Width is the number of characters from Pos.Column that are at fault.
	Width int
	// Line is the text of the source line without its line end; empty for a
	// fault of the whole file.
	Line string
	// Message says what is wrong, in Chinese, without a full stop.
	Message string
	// Hint says in Chinese what to do; may be empty.
	Hint string
	// Fix is what to write instead: one or more whole lines; may be empty.
	Fix string
	// Addition says that Fix is to be added and replaces nothing.
	Addition bool
	Notes    []Note
}

// WithHint returns d with its hint set.
func (d Diagnostic) WithHint(hint string) Diagnostic { d.Hint = hint; return d }

// WithFix returns d with the corrected text set.
func (d Diagnostic) WithFix(fix string) Diagnostic { d.Fix = fix; return d }

// WithAddition returns d with lines to be added.
func (d Diagnostic) WithAddition(lines string) Diagnostic {
	d.Fix, d.Addition = lines, true
	return d
}

// WithNote returns d with one more note.
func (d Diagnostic) WithNote(pos Position, message string) Diagnostic {
	d.Notes = append(slices.Clip(d.Notes), Note{pos, message})
	return d
}

// File returns a Diagnostic about a file as a whole.
func File(severity Severity, rule, file, message string) Diagnostic {
	return Diagnostic{Severity: severity, Rule: rule, Pos: Position{File: file}, Message: message}
}

// Sort orders diagnostics by file, line, column, rule and message, so that
// two runs over one input print the same bytes whatever order they were found in.
func Sort(list []Diagnostic) {
	slices.SortStableFunc(list, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// Count returns the number of errors and of warnings in list.
func Count(list []Diagnostic) (errors, warnings int) {
	for _, d := range list {
		if d.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}
