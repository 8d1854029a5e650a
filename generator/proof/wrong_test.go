package proof

import (
	"os"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/diag"
	"gongshi/generator/site"
	"gongshi/generator/words"
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

// reader returns a function that proofreads one of some texts with the built-in list alone.
func reader(texts []string) func(text string) []diag.Diagnostic {
	r := NewReader(site.Proof{}, words.New(slices.Values(texts), nil).Pieces)
	return func(text string) []diag.Diagnostic {
		return r.Text(diag.NewSource("a.md", []byte(text)), []byte(text), 0)
	}
}

// TestRightSentences reads sentences of reports without a fault, one by one and as one file.
func TestRightSentences(t *testing.T) {
	sentences := append(lines(t, "right.txt"), lines(t, "right-fresh.txt")...)
	read := reader(sentences)
	for _, text := range append(sentences, strings.Join(sentences, "\n\n"), strings.Join(sentences, "")) {
		for _, d := range read(text) {
			t.Errorf("%s: %s [%s]", string([]rune(d.Line)[d.Pos.Column-1:][:d.Width]), d.Message, d.Rule)
		}
	}
}

// TestSlips finds slips that people make. slips.txt was looked at while the rules were
// written, slips-held.txt was not, slips-fresh.txt was written by one who had not seen them; least is how many have to be found, at their place.
func TestSlips(t *testing.T) {
	for file, least := range map[string]int{"slips.txt": 18, "slips-held.txt": 18, "slips-fresh.txt": 30} {
		slips, found := lines(t, file), 0
		read := reader(slips)
		for _, line := range slips {
			fields := strings.Split(line, "\t") // the slip, what is right, the sentence
			if at := strings.Index(fields[2], fields[0]); slices.ContainsFunc(read(fields[2]), func(d diag.Diagnostic) bool {
				start := len(string([]rune(fields[2])[:d.Pos.Column-1]))
				end := len(string([]rune(fields[2])[:d.Pos.Column-1+d.Width]))
				return start < at+len(fields[0]) && at < end
			}) {
				found++
			} else {
				t.Logf("%s: not found: %s", file, line)
			}
		}
		if t.Logf("%s: %d of %d", file, found, len(slips)); found < least {
			t.Errorf("%s: %d found, want %d", file, found, least)
		}
	}
}

// TestWrongList: no right word, and no word of work reports, contains a wrong one.
func TestWrongList(t *testing.T) {
	slips := builtIn().slips
	if len(slips) < 1000 {
		t.Errorf("%d wrong words", len(slips))
	}
	var right []string
	for _, s := range slips {
		right = append(right, s.right)
	}
	for _, line := range lines(t, "../../words/testdata/vocabulary.txt")[1:] {
		word, _, _ := strings.Cut(line, " ")
		right = append(right, word)
	}
	read := reader(right)
	for _, word := range right {
		if found := read(word); len(found) > 0 {
			t.Errorf("%s: %s", word, found[0].Message)
		}
	}
}

// TestAcrossWords: what looks wrong is right where it joins two words.
func TestAcrossWords(t *testing.T) {
	sentences := []string{"要求统一但不强求", "究竟标准是什么", "预防犯罪", "周末完成验收", "有关健康码", "名单公布署名单位", "按排放标准执行", "监察处长期负责", "2021年未发生事故"}
	read := reader(sentences)
	for _, s := range sentences {
		for _, d := range read(s) {
			t.Errorf("%s: %s", s, d.Message)
		}
	}
}
