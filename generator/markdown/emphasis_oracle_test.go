package markdown

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
	"testing"
	"unicode"
)

// oracleVersions are the npm packages this package is compared with; the
// Makefile installs the same ones.
var oracleVersions = map[string]string{
	"markdown-it":              "15.0.3",
	"markdown-it-cjk-friendly": "3.0.0",
	"get-east-asian-width":     "1.7.0",
}

// complete says whether `make test-all` runs the tests.
func complete() bool { return os.Getenv("GONGSHI_TEST_ALL") != "" }

// askOracle renders every source with markdown-it-cjk-friendly in one process.
func askOracle(t *testing.T, sources []string) []string {
	t.Helper()
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for _, source := range sources {
		if err := encoder.Encode(source); err != nil {
			t.Fatal(err)
		}
	}
	modules := filepath.Join("..", "..", ".cache", "node", "node_modules")
	cmd := exec.Command("node", filepath.Join("testdata", "oracle.mjs"), modules)
	var complaints bytes.Buffer
	cmd.Stdin, cmd.Stderr = &in, &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the oracle did not run (%v): run `make test`, which installs it\n%s", err, &complaints)
	}
	answers := json.NewDecoder(bytes.NewReader(out))
	var versions map[string]string
	if err := answers.Decode(&versions); err != nil {
		t.Fatal(err)
	}
	for name, want := range oracleVersions {
		if versions[name] != want {
			t.Fatalf("the oracle uses %s %s, not %s: run `make test`, which installs it", name, versions[name], want)
		}
	}
	htmls := make([]string, len(sources))
	for i := range htmls {
		if err := answers.Decode(&htmls[i]); err != nil {
			t.Fatalf("the oracle gave %d answers to %d questions: %v", i, len(sources), err)
		}
		htmls[i] = strings.NewReplacer("<s>", "<del>", "</s>", "</del>").Replace(htmls[i])
	}
	return htmls
}

// TestOracle puts everything to the oracle at once and compares it part by part.
func TestOracle(t *testing.T) {
	parts := []struct {
		name    string
		sources []string
	}{
		{"the table", tableSources()},
		{"random strings", randomSources()},
		{"characters", characterSources()},
		{"known differences", exampleSources()},
	}
	var all []string
	for _, part := range parts {
		all = append(all, part.sources...)
	}
	answers := askOracle(t, all)
	for i, part := range parts {
		check := compare
		if i == len(parts)-1 {
			check = compareKnownDifferences
		}
		t.Run(part.name, func(t *testing.T) { check(t, part.sources, answers[:len(part.sources)]) })
		answers = answers[len(part.sources):]
	}
}

// compare reports the first paragraphs that differ from the oracle's.
func compare(t *testing.T, sources, answers []string) {
	md := paragraphs()
	faults := 0
	for i, source := range sources {
		ours := strings.SplitAfter(renderWith(t, md, source), "</p>\n")
		oracles := strings.SplitAfter(answers[i], "</p>\n")
		for k := range min(len(ours), len(oracles)) {
			if ours[k] != oracles[k] && faults < 10 {
				t.Errorf("%q\n   ours %q\noracle's %q", source, ours[k], oracles[k])
				faults++
			}
		}
		if len(ours) != len(oracles) {
			t.Errorf("%q: %d paragraphs, the oracle has %d", source, len(ours), len(oracles))
		}
	}
	t.Logf("%d sources", len(sources))
}

func compareKnownDifferences(t *testing.T, sources, answers []string) {
	for i, known := range knownDifferences {
		ours := renderWith(t, paragraphs(), sources[i])
		if ours != known.ours || answers[i] != known.oracles || !known.pattern.MatchString(sources[i]) {
			t.Errorf("%q\n   ours %q\noracle's %q", sources[i], ours, answers[i])
		}
	}
}

func tableSources() (sources []string) {
	for _, c := range emphasisCases {
		sources = append(sources, c.source)
	}
	return sources
}

func exampleSources() (sources []string) {
	for _, known := range knownDifferences {
		sources = append(sources, known.example)
	}
	return sources
}

// randomSources are always the same; change the seed and the number for a longer look.
func randomSources() (sources []string) {
	number := 5_000
	if complete() {
		number = 20_000
	}
	random := rand.New(rand.NewPCG(20220110, 1525))
	for len(sources) < number {
		if source := randomSource(random); oracleAgrees(source) {
			sources = append(sources, source)
		}
	}
	return sources
}

// alphabet holds one class of characters a line; a class is drawn first, then
// one of it, so that rare classes meet often.
var alphabet = [][]string{
	strings.Split("* ** *** _ __ ~ ~~ ** * ~~ **", " "),
	strings.Split("* ** _ __ ~~ ** *", " "),
	strings.Split("* ** _ __ ~~ ** *", " "),
	strings.Split("重 点 项 后 文 𠮷 豈 々 〇 龘", " "),
	strings.Split("か カ ー ｶ ﾞ", " "),
	strings.Split("한 글 을 ᄒ ᅡ ᆫ ㅎ", " "),
	strings.Split("。 ， 、 ： （ ） 《 》 「 」 ！ ？ ～ 　 ｡ ｢ ￥ ₩ 〽 ㊙ ☰", " "),
	strings.Split("“ ” ‘ ’ … — · ① ※ × ℃ →", " "),
	strings.Split(". , ( ) [ ] ! ? : ; \" ' + $ % - / =", " "),
	strings.Split("a b Z é ß д א 1 9 0", " "),
	{" ", " ", "\u00a0", "\u2009", "\n"},
	strings.Split("😀 ✅ ⭐ 🈂 🈚 👍🏽 🇨🇳 ❤️ 1️⃣ ♀", " "),
	{"\ufe00", "\ufe01", "\ufe0e", "\ufe0f", "\U000e0100", "\U000e01ef", "\u200d", "\u200b", "\u0301"},
	{"`", "\\", "`a`", "\\*", "&amp;", "[a](b)", "https://example.cn"},
}

func randomSource(random *rand.Rand) string {
	var b strings.Builder
	for range 3 + random.IntN(20) {
		class := alphabet[random.IntN(len(alphabet))]
		b.WriteString(class[random.IntN(len(class))])
	}
	return strings.TrimSpace(b.String())
}

// knownDifferences are all sources on which the two may differ, and why.
var knownDifferences = []struct {
	pattern                *regexp.Regexp
	example, ours, oracles string
}{
	{ // As in GFM, three tildes are text; markdown-it takes pairs out of a longer run.
		regexp.MustCompile(`~~~`),
		"~~~旧~~~", "<p>~~~旧~~~</p>\n", "<p>~<del>旧</del>~</p>\n",
	},
	{ // The specification leaves a selector that belongs to nothing unspecified.
		regexp.MustCompile(`[\n\p{Zs}][\x{FE00}-\x{FE0E}]`),
		"甲\n\uFE01**(乙**", "<p>甲\n\uFE01**(乙**</p>\n", "<p>甲\n\uFE01<strong>(乙</strong></p>\n",
	},
	{ // markdown-it keeps the indent of a line in a code span; CommonMark strips it.
		regexp.MustCompile(`\n `),
		"`甲\n 乙`", "<p><code>甲 乙</code></p>\n", "<p><code>甲  乙</code></p>\n",
	},
}

func oracleAgrees(source string) bool {
	for _, known := range knownDifferences {
		if known.pattern.MatchString(source) {
			return false
		}
	}
	return source != ""
}

// characterSources ask of every kind of character whether it is punctuation
// and whether it is CJK, on either side of a run.
func characterSources() (sources []string) {
	probes := []string{"**a(**?x", "x?**(a**", "**a?**b", "a**?b**", "x?_a_", "_a_?x"}
	for block := range slices.Chunk(knownCharacters(), 64) {
		var b strings.Builder
		for _, r := range block {
			for _, probe := range probes {
				b.WriteString(strings.Replace(probe, "?", string(r), 1) + "\n\n")
			}
		}
		sources = append(sources, b.String())
	}
	return sources
}

// knownCharacters are the characters beyond ASCII that Go's Unicode tables
// know; the oracle's are newer, what was assigned later is left out. Inside a
// stretch of caseless letters, Han above all, one of 32 stands for the others.
func knownCharacters() (list []rune) {
	alike := func(a, b rune) bool {
		return unicode.Is(unicode.Lo, a) && unicode.Is(unicode.Lo, b) && isCJK(a) == isCJK(b)
	}
	for r := rune(0xA0); r <= 0xE01EF; r++ {
		inside := alike(r, r-1) && alike(r, r+1) && r%32 != 0
		if !inside && !unicode.In(r, unicode.Cn, unicode.Cs, unicode.Co) {
			list = append(list, r)
		}
	}
	return list
}
