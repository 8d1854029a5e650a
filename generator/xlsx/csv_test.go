package xlsx

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

// Cells of CSV as they are written: those that a program for tables would run get a mark.
var guarded = map[string]string{
	"=1+1": "'=1+1", "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "@SUM(A1)": "'@SUM(A1)", "+86 10 1234": "'+86 10 1234", "-": "'-", "-种树": "'-种树",
	"\t=1": "'\t=1", "\r=1": "'\r=1", "-1+1": "'-1+1", "--1": "'--1", "+": "'+", "-1e5": "'-1e5",
	"'=1": "''=1", "''-x": "'''-x",
	"-5": "-5", "+3.5%": "+3.5%", "-1,000.25": "-1,000.25", "": "", "5-3": "5-3", "'种树'": "'种树'", "种树=好": "种树=好", "＝1": "＝1",
}

func TestGuard(t *testing.T) {
	for cell, want := range guarded {
		var b bytes.Buffer
		if err := WriteCSV(&b, [][]string{{cell, "x"}}, true); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		if err != nil || rows[0][0] != strings.ReplaceAll(want, "\r", "") && rows[0][0] != want {
			t.Errorf("%q is written %q, want %q: %v", cell, rows, want, err)
		}
	}
}

// FuzzGuard writes any cells and reads them: they come back as they were, and none of
// them begins like a formula in the file.
func FuzzGuard(f *testing.F) {
	for cell := range guarded {
		f.Add(cell, "种树")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ReplaceAll(a, "\r", " "), strings.ReplaceAll(b, "\r", " ") // CSV readers end lines there
		var file bytes.Buffer
		if err := WriteCSV(&file, [][]string{{a, b, "x"}}, false); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range rows[0] {
			if strings.ContainsAny(cell[:min(1, len(cell))], "=@\t\r") || strings.HasPrefix(cell, "-") && strings.Contains(cell, "(") {
				t.Errorf("%q is open", cell)
			}
		}
		if got := []string{Unguard(rows[0][0]), Unguard(rows[0][1])}; !slices.Equal(got, []string{a, b}) {
			t.Errorf("%q came back as %q", []string{a, b}, got)
		}
	})
}
