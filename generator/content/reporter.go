package content

import (
	"fmt"

	"gongshi/generator/diag"
)

// reporter collects the diagnostics of one file and knows the positions of its keys.
type reporter struct {
	src   *diag.Source
	where locations
	// start is the offset of the first line of keys, where missing keys are reported.
	start int
	// broken lists the keys of unreadable lines, which are not reported as missing too.
	broken  []string
	found   []diag.Diagnostic
	private []private // what is personal in the file
}

func (r *reporter) add(d diag.Diagnostic) { r.found = append(r.found, d) }

// has reports whether a key occurs in the file, with or without a fault.
func (r *reporter) has(key string) bool {
	_, ok := r.where[key]
	return ok
}

// at returns a diagnostic for the value of a key, or for the first line of keys
// if the key is missing.
func (r *reporter) at(severity diag.Severity, rule, key, message string) diag.Diagnostic {
	if s, ok := r.where[key]; ok {
		return r.src.Report(severity, rule, s.valueStart, s.valueEnd, message)
	}
	return r.atStart(severity, rule, message)
}

// atStart returns a diagnostic for the first line of keys.
func (r *reporter) atStart(severity diag.Severity, rule, message string) diag.Diagnostic {
	return r.src.Report(severity, rule, r.start, len(r.src.Text), message) // cut at the end of the line
}

// atPair returns an error for a key and its value.
func (r *reporter) atPair(rule, key, message string) diag.Diagnostic {
	s := r.where[key]
	return r.src.Report(diag.Error, rule, s.keyStart, s.valueEnd, message)
}

// position returns the position of a key's value.
func (r *reporter) position(key string) diag.Position { return r.at(diag.Error, "", key, "").Pos }

// element returns the key of an element of a list. A list of one may be written
// without brackets; its element then has the position of the key itself.
func (r *reporter) element(key string, i int) string {
	if element := fmt.Sprintf("%s.%d", key, i); r.has(element) {
		return element
	}
	return key
}

// lineWith returns the line of a key with another value; it is empty if the
// value spans several lines.
func (r *reporter) lineWith(key, value string) string {
	s, ok := r.where[key]
	number := r.src.Position(s.valueStart).Line
	start, line := r.src.LineStart(number), r.src.Line(number)
	if !ok || s.valueEnd > start+len(line) {
		return ""
	}
	return line[:s.valueStart-start] + value + line[s.valueEnd-start:]
}
