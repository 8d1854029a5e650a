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
