package export

import (
	"bytes"
	"encoding/csv"
)

// byteOrderMark tells Excel that a file is UTF-8; without it, it takes Chinese
// text for the local code page.
const byteOrderMark = "\uFEFF"

// csv is the table after RFC 4180, lines ended by CR LF.
func (t table) csv() []byte {
	var b bytes.Buffer
	b.Grow(t.size())
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	head := make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = c.Label
	}
	w.Write(head) // a buffer takes all; errors are Flush's to tell
	w.WriteAll(t.rows)
	return b.Bytes()
}

// size is about the length of the table as text, in bytes.
func (t table) size() int {
	n := 1 << 10
	for _, row := range t.rows {
		for _, cell := range row {
			n += len(cell) + 3
		}
	}
	return n
}
