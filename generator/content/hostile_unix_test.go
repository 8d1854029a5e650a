//go:build unix

package content

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
)

// pathological are the inputs of CommonMark's own tests (test/pathological_tests.py of
// commonmark-spec): each is a beginning, a part that is repeated and an end.
var pathological = map[string][3]string{
	"nested strong emphasis": {"", "*a **a ", ""}, "closers of emphasis": {"", "a_ ", ""}, "openers of emphasis": {"", "_a ", ""},
	"closers of links": {"", "a]", ""}, "openers of links": {"", "[a", ""}, "openers and closers that do not match": {"", "*a_ ", ""},
	"openers of emphasis with length of 3": {"a**b", "c* ", ""}, "links and openers of emphasis": {"", "[ a_", ""}, "pattern [ (](": {"", "[ (](", ""}, "pattern ![[]()": {"", "![[]()", ""},
	"hard link and emphasis": {"**x [a*b**c*](d)", "**x [a*b**c*](d)", ""}, "brackets in brackets": {"", "[", "a"}, "block quotes in block quotes": {"", "> ", "a"}, "lists in lists": {"", "* ", "a"},
	"backslashes in a link": {"[", "\\]", ""}, "backticks of every length": {"", "e`e``e```e````", ""}, "links without an end": {"", "[a](b", ""}, "links in < without an end": {"", "[a](<b", ""},
	"comments without an end": {"</", "<!--", ""}, "declarations": {"", "<!A ", ""}, "instructions": {"", "<?", ""}, "CDATA": {"", "<![CDATA[", ""}, "empty links": {"", "[](", ""}, "titles without an end": {"", "[a](b \"", ""},
	"entities": {"", "&amp", ""}, "strikethrough": {"", "~~a ~", ""}, "addresses": {"", "www.a.", ""}, "mail": {"", "a@", ""}, "tables": {"|a|b|\n|-|-|\n", "|x", ""}, "definitions": {"", "[a]: u\n", ""}, "zeros": {"", "a\u200b", ""}, "overrides": {"", "\u202e", ""},
}

// settingsTexts are texts of a settings file, each of up to 1 MB.
var settingsTexts = map[string]string{
	"inline tables": "x = " + strings.Repeat("{a=", 20_000) + "1", "lists": "x = " + strings.Repeat("[", 100_000), "dots": strings.Repeat("a.", 100_000) + "a = 1",
	"a long text": "x = \"" + strings.Repeat("种", 300_000) + "\"", "open text": "x = \"\"\"" + strings.Repeat("种\n", 200_000), "equal keys": strings.Repeat("a = 1\n", 100_000),
	"tables": strings.Repeat("[[a]]\n", 100_000), "comments": strings.Repeat("# 138\n", 100_000), "many keys": manyKeys("k%d = \"种树%d\"\n", 20_000), "many words": "[words]\n" + manyKeys("\"字%d\" = \"词%d\"\n", 20_000),
	"no value": strings.Repeat("a =\n", 100_000), "no TOML": strings.Repeat("种树 ", 200_000), "zeros": strings.Repeat("\x00", 1<<20), "not UTF-8": strings.Repeat("\xff", 1<<20), "signs": "x = \"" + strings.Repeat("\\u202e", 1_000) + "\"",
}

func manyKeys(form string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, form, i, i)
	}
	return b.String()
}

// TestHostileInputs reads over a hundred inputs of up to 1 MB, and tells the time and the
// memory of the worst: each is read, or refused, within 5 s of the processor and 500 MB.
func TestHostileInputs(t *testing.T) {
	inputs, base := 0, []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\n")
	worst, slowest := time.Duration(0), ""
	read := func(what, name string, text string) {
		inputs++
		fsys := fstest.MapFS{
			SitePath:                 {Data: base},
			"content/2021/_index.md": {Data: []byte("+++\ntitle = \"汇总表\"\ndate = 2021-01-01\nsource = \"区\"\n+++\n")},
			name:                     {Data: []byte(text)},
		}
		before := used(t)
		Load(fsys, Options{Review: true})
		if took := used(t) - before; took > worst {
			worst, slowest = took, what
		}
	}
	blocks, settingsRead := 3, settings[1:]
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		blocks = 120
	}
	for what, p := range pathological {
		block := p[0] + strings.Repeat(p[1], (maxBlock-200)/len(p[1])) + p[2]
		task := "+++\ntitle = \"种树\"\nnumber = 1\n+++\n\n## 种树\n\n"
		read(what+", in blocks", "content/2021/01.md", task+strings.Repeat(block+"\n\n", blocks))
		read(what+", as one", "content/2021/01.md", task+p[0]+strings.Repeat(p[1], 900_000/len(p[1]))+p[2])
	}
	for what, text := range settingsTexts {
		for _, name := range settingsRead {
			read(what+" in "+name, name, text)
		}
		read(what+" in "+SitePath, SitePath, string(base)+text)
		read(what+" in front matter", "content/2021/01.md", "+++\ntitle = \"种树\"\nnumber = 1\n"+text+"\n+++\n\n## 种树\n\n种了。\n")
	}
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	peak := usage.Maxrss << 10
	if usage.Maxrss > 10<<20 { // macOS counts bytes
		peak = usage.Maxrss
	}
	t.Logf("%d inputs; the slowest, %s, took %v; at most %d MB", inputs, slowest, worst, peak>>20)
	if inputs < 100 || worst > 5*time.Second || peak > 500<<20 {
		t.Error("too few, too slow or too large")
	}
}

// used is the time of the processor that this process has taken.
func used(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
