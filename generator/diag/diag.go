// Package diag describes faults of the input: position, message and correction.
//
// A Diagnostic is plain data. Packages return them; Print is the only code that
// formats them. Messages and hints are Chinese; rule names are English
// kebab-case words that never change once published.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says whether a Diagnostic stops the build.
type Severity uint8

const (
	// Error stops the build: nothing is published.
	Error Severity = iota
	// Warning is printed; it stops the build only with --strict.
	Warning
)

// Position is a place in a source file.
type Position struct {
	// File is the slash-separated path from the site's root, "content/2021/04.md".
	File string `json:"file"`
	// Line counts from 1; 0 means the whole file.
	Line int `json:"line,omitempty"`
	// Column counts characters (not bytes, not display cells) from 1.
	Column int `json:"column,omitempty"`
}

// String returns file:line:column, or the file alone.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Note is a second position of the same fault, such as the first use of a
// number that is used twice.
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
	// Width is the number of faulty characters from Pos.Column on.
	Width int
	// Line is the source line without its line end; empty for a whole file.
	Line string
	// Message describes the fault in Chinese, without a full stop.
	Message string
	// Hint is advice in Chinese; may be empty.
	Hint string
	// Fix is one or more whole lines to write instead; may be empty.
	Fix string
	// Addition means that Fix is added and replaces nothing.
	Addition bool
	Notes    []Note
	// More, if not 0, says that this stands for so many that are not shown.
	More int
}

// WithHint returns d with its hint set.
func (d Diagnostic) WithHint(hint string) Diagnostic { d.Hint = hint; return d }

// WithFix returns d with the corrected lines set.
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

// File returns a Diagnostic of a whole file.
func File(severity Severity, rule, file, message string) Diagnostic {
	return Diagnostic{Severity: severity, Rule: rule, Pos: Position{File: file}, Message: message}
}

// Sort orders diagnostics by file, line, column, severity, rule and message, so
// that every run over one input prints the same bytes.
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

// Shown is how many diagnostics of one rule in one file are shown.
const Shown = 100

// Rest stands for the n diagnostics of one rule in one file that are not shown.
func Rest(severity Severity, rule, file string, n int) Diagnostic {
	d := File(severity, rule, file, fmt.Sprintf("还有 %d 处同样的问题没有列出", n)).WithHint("先改正列出的，再检查一遍")
	d.More = n
	return d
}

// Limit replaces, in a sorted list, the diagnostics of one rule in one file that are
// too many by one that counts them.
func Limit(list []Diagnostic) []Diagnostic {
	type kind struct {
		file, rule string
		severity   Severity
	}
	count, hidden := map[kind]int{}, map[kind]int{}
	shown := slices.DeleteFunc(list, func(d Diagnostic) bool {
		k := kind{d.Pos.File, d.Rule, d.Severity}
		switch folded := len(d.Notes) > 0; {
		case d.More > 0 && folded:
			return false
		case d.More > 0:
			hidden[k] += d.More
			return true
		}
		if count[k]++; count[k] > Shown {
			hidden[k]++
		}
		return count[k] > Shown
	})
	for k, n := range hidden {
		shown = append(shown, Rest(k.severity, k.rule, k.file, n))
	}
	Sort(shown)
	return shown
}

// maxList is the length from which Fold shortens a list.
const maxList = 30

// Fold shortens a long sorted list: of diagnostics that say the same of several files, it
// keeps the first ones, as many as a list of maxList has room for, and one that names the
// other places. keep are the rules whose diagnostics all stay.
func Fold(list []Diagnostic, keep func(rule string) bool) []Diagnostic {
	type kind struct {
		severity      Severity
		rule, message string
	}
	fold := func(shown int) []Diagnostic {
		var short []Diagnostic
		count, rest := map[kind]int{}, map[kind]int{} // rest: the index in short of the one for the others
		for _, d := range list {
			k := kind{d.Severity, d.Rule, d.Message}
			count[k]++
			at, folded := rest[k]
			switch {
			case keep(d.Rule) || d.More > 0 || count[k] <= shown:
				short = append(short, d)
			case !folded:
				rest[k] = len(short)
				r := File(d.Severity, d.Rule, d.Pos.File, d.Message+"：还有这些地方")
				r.More = 1
				short = append(short, r.WithHint("照前面列出的改正，再检查一遍").WithNote(d.Pos, "这里"))
			default:
				short[at].Notes = append(short[at].Notes, Note{d.Pos, "这里"})
				short[at].More++
			}
		}
		return short
	}
	for shown := maxList; len(list) >= maxList && shown > 0; shown-- {
		if short := fold(shown); len(short) < maxList || shown == 1 {
			return short
		}
	}
	return list
}

// Count returns the number of errors and of warnings in list, and of those not shown.
func Count(list []Diagnostic) (errors, warnings int) {
	for _, d := range list {
		if n := max(1, d.More); d.Severity == Error {
			errors += n
		} else {
			warnings += n
		}
	}
	return errors, warnings
}

// Panic carries a panic from one goroutine to another, with its stack.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprint(p.Value) }
