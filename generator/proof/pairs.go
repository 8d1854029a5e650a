package proof

import (
	"fmt"
	"regexp"
	"strings"
)

// This file looks for quotation marks and brackets without a partner.

// markForm matches the marks that stand in pairs. A half-width bracket may be the partner
// of a full-width one, which is another doubt.
var markForm = regexp.MustCompile(`[“”《》（）()\n]`)

// itemForm matches what stands before the bracket of an item: 1）.
var itemForm = regexp.MustCompile(`(?:^|[\s。；;，,、：:|“])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[①-⑳])$`)

// pairOf maps a mark to the pair it belongs to.
var pairOf = map[string]string{"“": "“”", "”": "“”", "《": "《》", "》": "《》", "（": "（）", "）": "（）", "(": "（）", ")": "（）"}

// mark is one that opens and has no partner yet.
type mark struct {
	at, line int
	text     string
}

// unpaired reports marks without a partner in the text, or in a value of the front
// matter. A quotation may run over paragraphs, each of which opens it anew.
func (t *text) unpaired() {
	source, line := string(t.text), 0
	open := map[string][]mark{}
	flush := func() {
		for _, marks := range open {
			for _, m := range marks {
				t.unpairedMark(m.at, m.text)
			}
		}
		clear(open)
	}
	for _, at := range markForm.FindAllStringIndex(source, -1) {
		m := mark{at[0], line, source[at[0]:at[1]]}
		pair := pairOf[m.text]
		marks := open[pair]
		switch last := len(marks) - 1; m.text {
		case "\n":
			line = at[1]
			if at[1] <= t.body {
				flush()
			}
		case "“", "《", "（", "(":
			if m.text == "“" && last >= 0 && marks[last].line < line && strings.Trim(source[line:at[0]], " \t　>-*") == "" {
				marks = marks[:last]
			}
			open[pair] = append(marks, m)
		default:
			if (last < 0 || marks[last].line < line) && itemForm.MatchString(source[max(line, at[0]-10):at[0]]) {
				continue
			}
			if last < 0 {
				t.unpairedMark(at[0], m.text)
			} else {
				open[pair] = marks[:last]
			}
		}
	}
	flush()
}

func (t *text) unpairedMark(at int, mark string) {
	if mark != "(" && mark != ")" {
		t.report("unpaired", at, at+len(mark), fmt.Sprintf("“%s”没有和它成对的另一半", mark), "补上另一半，或者删掉它")
	}
}
