package zh

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-ego/gse"

	"gongshi/generator/words"
)

// cutting makes the words of some texts, the phrases of the tables among them.
func cutting(t testing.TB, texts ...string) *words.Words {
	t.Helper()
	return WithPhrases(words.New(slices.Values(texts), nil))
}

// cut shows how a text is cut, for messages.
func cut(w *words.Words, text string) string { return strings.Join(w.Pieces(text), "|") }

// TestWords converts phrases of official texts and of public bug reports in
// which words meet, and a hundred written by somebody who has not seen our layer.
// Of what is wrong in the first list, six lines want 儘快, where we write 盡快.
func TestWords(t *testing.T) {
	for file, share := range map[string]float64{"testdata/hant-words.tsv": 0.97, "testdata/words-unseen.tsv": 0.95} {
		list := readWanted(t, file)
		var texts []string
		for _, w := range list {
			texts = append(texts, w.text)
		}
		w := cutting(t, texts...)
		c := New(Hant, Options{Words: w})
		right := 0
		for _, want := range list {
			got := c.Convert(want.text)
			if slices.Contains(strings.Split(want.hant, "|"), got) {
				right++
			} else {
				t.Logf("%s: %s, want %s", cut(w, want.text), got, want.hant)
			}
		}
		if t.Logf("%s: %d of %d", file, right, len(list)); float64(right) < share*float64(len(list)) {
			t.Errorf("%s: fewer than %g", file, share)
		}
	}
}

// vocabulary are the words of government reports, the commonest first.
func vocabulary(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("../words/testdata/vocabulary.txt")
	if err != nil {
		t.Fatal(err)
	}
	type counted struct {
		word  string
		times int
	}
	var list []counted
	for line := range strings.Lines(string(data)) {
		word, count, ok := strings.Cut(strings.TrimSpace(line), " ")
		if ok && line[0] != '#' {
			times := 0
			for _, digit := range count {
				times = 10*times + int(digit-'0')
			}
			list = append(list, counted{word, times})
		}
	}
	slices.SortStableFunc(list, func(a, b counted) int { return b.times - a.times })
	var all []string
	for _, c := range list {
		all = append(all, c.word)
	}
	if len(all) < 4_000 {
		t.Fatalf("%d words", len(all))
	}
	return all
}

// TestTaiwan: whatever word stands before or after, 台 of Taiwan and of typhoons is
// no desk. Left out are single characters that make another word with 台 or 风:
// nobody can tell 出台|风 from 出|台风, or 台|风力 from 台风|力, without what follows.
func TestTaiwan(t *testing.T) {
	names := map[string][]string{
		"台湾": {"臺灣", "台灣"}, "台胞": {"臺胞", "台胞"}, "台商": {"臺商", "台商"}, "台海": {"臺海", "台海"}, "台风": {"颱風"},
	}
	list := vocabulary(t)
	dictionary, err := gse.NewEmbed("zh_s")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for i := range dictionary.Dict.Tokens {
		known[dictionary.Dict.Tokens[i].Text()] = true
	}
	var texts []string
	for name := range names {
		for _, word := range list {
			_, _, phrase := opencc().match(word + "台")
			single := utf8.RuneCountInString(word) == 1
			if !single || name != "台风" || !(phrase || known[word+"台"]) {
				texts = append(texts, word+name)
			}
			if name+word == "台风稳健" { // of an actor
				continue
			}
			if !single || name != "台风" || !known["风"+word] {
				texts = append(texts, name+word)
			}
		}
	}
	w := cutting(t, texts...)
	for _, v := range []Variant{Hant, HantHK} {
		c := New(v, Options{Words: w})
		for _, text := range texts {
			for name, forms := range names {
				if !strings.Contains(text, name) {
					continue
				}
				got := c.Convert(text)
				if !slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(got, form) }) {
					t.Errorf("%s in %v: %s", cut(w, text), v, got)
				}
			}
		}
	}
	t.Logf("%d texts", len(texts))
}

// TestSeams: two words side by side become what each becomes alone. Exceptions
// are pairs that make another word together; each has its reason.
func TestSeams(t *testing.T) {
	list := vocabulary(t)
	const common = 1_500
	var pairs [][2]string
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		for _, a := range list[:common] {
			for _, b := range list[:common] {
				pairs = append(pairs, [2]string{a, b})
			}
		}
	}
	r := rand.New(rand.NewPCG(28, 6))
	for range 100_000 {
		pairs = append(pairs, [2]string{list[r.IntN(common)], list[r.IntN(common)]}, [2]string{list[r.IntN(len(list))], list[r.IntN(len(list))]})
	}
	w := WithPhrases(words.New(func(yield func(string) bool) {
		for _, p := range pairs {
			if !yield(p[0] + p[1]) {
				return
			}
		}
	}, nil))
	c := New(Hant, Options{Words: w})
	alone := map[string]string{}
	for _, word := range list {
		alone[word] = c.Convert(word)
	}
	reasons := readReasons(t)
	used := map[string]bool{}
	unexplained := 0
	for _, p := range pairs {
		got, want := c.Convert(p[0]+p[1]), alone[p[0]]+alone[p[1]]
		if got == want {
			continue
		}
		if reason := explained(reasons, p[0]+p[1]); reason != "" {
			used[reason] = true
			continue
		}
		if unexplained++; unexplained <= 60 {
			t.Errorf("%s + %s: %s is %s, want %s", p[0], p[1], cut(w, p[0]+p[1]), got, want)
		}
	}
	t.Logf("%d pairs, %d unexplained, %d of %d exceptions met", len(pairs), unexplained, len(used), len(reasons))
}

// readReasons are the texts of testdata/seams.txt: each makes another word of
// the two it is made of.
func readReasons(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/seams.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		if text := strings.TrimSpace(line); text != "" && text[0] != '#' {
			text, _, _ := strings.Cut(text, "\t")
			list = append(list, text)
		}
	}
	return list
}

func explained(reasons []string, text string) string {
	for _, reason := range reasons {
		if strings.Contains(text, reason) {
			return reason
		}
	}
	return ""
}

// TestPruning: a converter that knows the words of its texts alone says what one
// says that knows every word.
func TestPruning(t *testing.T) {
	texts := append(strings.Split(realTable(t), "\n"), vocabulary(t)...)
	for _, w := range readWanted(t, "testdata/government.txt") {
		texts = append(texts, w.text)
	}
	all := New(HantHK, Options{Words: cutting(t, append(keysOf(stPhrases, stRegionalPhrases), texts...)...)})
	few := New(HantHK, Options{Words: cutting(t, texts...)})
	for _, text := range texts {
		if got, want := few.Convert(text), all.Convert(text); got != want {
			t.Errorf("%s: %s, with all words %s", text, got, want)
		}
	}
	for _, text := range []string{"晒干面条", "剪头发"} { // words that stand on no page
		if got, want := New(Hant, Options{Words: cutting(t, text)}).Convert(text), New(Hant, Options{}).Convert(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestCasesOfOpenCC converts OpenCC's own cases with our layer and words. What
// comes out otherwise is listed with a reason in testdata/opencc-differences.txt.
func TestCasesOfOpenCC(t *testing.T) {
	data, err := os.ReadFile("testdata/opencc-testcases.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			Input    string
			Expected map[string]string
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, line := range readReasonLines(t, "testdata/opencc-differences.txt") {
		listed[line] = true
	}
	var texts []string
	for _, c := range file.Cases {
		texts = append(texts, c.Input)
	}
	w := cutting(t, texts...)
	checks, differ := 0, 0
	for _, config := range oracleConfigs {
		opt := Options{Words: w}
		if config.variant == Hans {
			opt.Words = nil
		}
		c := New(config.variant, opt)
		for _, one := range file.Cases {
			want, asked := one.Expected[config.name]
			if !asked {
				continue
			}
			checks++
			if got := c.Convert(one.Input); got != want {
				differ++
				if line := config.name + "\t" + one.Input + "\t" + got; !listed[line] {
					t.Errorf("not listed: %s\t(OpenCC: %s)", line, want)
				}
			}
		}
	}
	if t.Logf("%d checks, %d differ, %d listed", checks, differ, len(listed)); checks < 235 || differ != len(listed) {
		t.Errorf("%d checks; %d differ, %d are listed", checks, differ, len(listed))
	}
}

func readReasonLines(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' {
			list = append(list, line)
		}
	}
	return list
}

// TestLongClauses: a text without a sign takes as long for each character as any other.
func TestLongClauses(t *testing.T) {
	for _, part := range []string{"服务台湾青年", "只", "里程碑发布后台制度", "一", "𠮷", "⿰"} {
		text := strings.Repeat(part, 100_000/utf8.RuneCountInString(part))
		c := New(Hant, Options{Words: cutting(t, text[:min(len(text), 300)])})
		start := time.Now()
		if got := c.Convert(text); utf8.RuneCountInString(got) != utf8.RuneCountInString(text) {
			t.Errorf("%s: %d characters of %d", part, utf8.RuneCountInString(got), utf8.RuneCountInString(text))
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v", part, took)
		}
	}
}

// TestOddTexts: what is no text, or no Chinese one, comes through.
func TestOddTexts(t *testing.T) {
	for _, text := range []string{"", "\xff发", "发\x00布", "\ud7ff", "\ufffe\uffff\uffff", "👩‍👩‍👧", "𠮷野家", "\u200b", "a\u0301"} {
		w := cutting(t, text)
		if got := strings.Join(w.Pieces(text), ""); got != text {
			t.Errorf("%q is cut into %q", text, got)
		}
		if got := New(Hant, Options{Words: w}).Convert(text); utf8.RuneCountInString(got) != utf8.RuneCountInString(text) {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

// TestNoText: addresses and document numbers stay as they are written; what
// stands beside them does not.
func TestNoText(t *testing.T) {
	for text, want := range map[string]string{
		"见https://www.example.gov.cn/发布/台风.html。": "見https://www.example.gov.cn/发布/台风.html。",
		"网站www.example.gov.cn发布":                  "網站www.example.gov.cn發布",
		"根据京政发〔2021〕5号文件":                         "根據京政发〔2021〕5号文件",
		"《关于印发方案的通知》（国办发〔2017〕47号）":               "《關於印發方案的通知》（国办发〔2017〕47号）",
		"邮箱a@example.gov.cn，台湾":                   "郵箱a@example.gov.cn，臺灣",
		"第5号台风":                                   "第5號颱風",
		"（2021年5号文）":                              "（2021年5號文）",
	} {
		if got := New(Hant, Options{Words: cutting(t, text)}).Convert(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
