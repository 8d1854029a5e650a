package xlsx

import (
	"encoding/csv"
	"io"
	"regexp"
)

// formula matches a text that programs for tables run as a formula when they open a
// CSV file, and one with marks before it: Guard adds a mark to both, so that Unguard
// can take one off. See "CSV Injection" of OWASP; static/js/table.ts does the same.
var (
	formula = regexp.MustCompile(`^'*[=+\-@\t\r]`)
	signed  = regexp.MustCompile(`^[+-]\d[\d,]*(?:\.\d+)?%?$`)
)

// IsFormula reports whether a cell of a CSV file begins like a formula and is no number.
func IsFormula(cell string) bool { return formula.MatchString(cell) && !signed.MatchString(cell) }

// Unguard returns a cell as it was before WriteCSV marked it as a text.
func Unguard(cell string) string {
	if cell != "" && cell[0] == '\'' && formula.MatchString(cell) {
		return cell[1:]
	}
	return cell
}

// WriteCSV writes rows as CSV after RFC 4180, with CR LF at the ends of lines if crlf. A
// cell that begins like a formula gets an apostrophe, which marks a text.
func WriteCSV(w io.Writer, rows [][]string, crlf bool) error {
	out := csv.NewWriter(w)
	out.UseCRLF = crlf
	for _, row := range rows {
		guarded := make([]string, len(row))
		for i, cell := range row {
			if guarded[i] = cell; IsFormula(cell) {
				guarded[i] = "'" + cell
			}
		}
		_ = out.Write(guarded) // Error returns it
	}
	out.Flush()
	return out.Error()
}
