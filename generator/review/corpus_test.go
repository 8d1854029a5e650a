package review

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/proof"
	"gongshi/generator/site"
	"gongshi/generator/words"
	"slices"
)

// lines reads a file of testdata.
func lines(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

func proofread(cutting *words.Words, text string) []diag.Diagnostic {
	body := markdown.Body(text)
	return proof.NewReader(site.Proof{}, cutting.Pieces).Text(diag.NewSource("a.md", []byte(text)), content.Prose([]byte(text), body), body)
}

// TestRightSentences reads sentences of reports that have no fault.
func TestRightSentences(t *testing.T) {
	sentences := lines(t, "right.txt")
	cutting := words.New(slices.Values(sentences), nil)
	for _, s := range sentences {
		for _, d := range proofread(cutting, s+"\n") {
			t.Errorf("%s: %s [%s]", s, d.Message, d.Rule)
		}
	}
	for _, d := range proofread(cutting, strings.Join(sentences, "\n")) {
		t.Errorf("together: %s: %s [%s]", d.Line, d.Message, d.Rule)
	}
}

// TestSlips counts the slips that are found.
func TestSlips(t *testing.T) {
	for _, file := range []string{"slips-seen.txt"} {
		slips := lines(t, file)
		cutting := words.New(slices.Values(slips), nil)
		n := 0
		for _, slip := range slips {
			fields := strings.Split(slip, "\t")
			found := proofread(cutting, fields[2]+"\n")
			if len(found) > 0 {
				n++
			} else {
				t.Log("missed: ", fields[2])
			}
			for _, d := range found {
				t.Log(fmt.Sprint(fields[0], " ", d.Message, " ", d.Rule, " ", d.Pos))
			}
		}
		t.Logf("%s: %d of %d", file, n, len(slips))
	}
}
