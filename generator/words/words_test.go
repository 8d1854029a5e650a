package words

import (
	"io/fs"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/go-ego/gse"
)

// whole is gse with its whole dictionary; loading it takes a second.
var whole = sync.OnceValue(func() *gse.Segmenter {
	seg, err := gse.NewEmbed("zh_s")
	if err != nil {
		panic(err)
	}
	return &seg
})

// siteTexts are the files of this repository's content/, by their paths.
func siteTexts(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	site := os.DirFS("../../content")
	err := fs.WalkDir(site, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") {
			return err
		}
		text, err := fs.ReadFile(site, name)
		texts[name] = string(text)
		return err
	})
	if err != nil || len(texts) < 10 {
		t.Fatalf("%d files of content: %v", len(texts), err)
	}
	return texts
}

// madeUpTexts are sentences of the site in another order, with words of the
// dictionary between them, each as often as in real text.
func madeUpTexts(t testing.TB, characters int) []string {
	t.Helper()
	var sentences []string
	texts := siteTexts(t)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		sentences = append(sentences, strings.FieldsFunc(texts[name], func(r rune) bool { return strings.ContainsRune("，。；、\n", r) })...)
	}
	r := rand.New(rand.NewPCG(20, 21))
	draw := wordsByFrequency()
	var list []string
	for made := 0; made < characters; {
		var b strings.Builder
		for range 50 {
			b.WriteString(sentences[r.IntN(len(sentences))] + "，" + draw(r) + draw(r) + draw(r) + "、" + draw(r))
		}
		list = append(list, b.String())
		made += b.Len() / 3
	}
	return list
}

func wordsByFrequency() func(*rand.Rand) string {
	tokens := whole().Dict.Tokens
	sums := make([]float64, len(tokens))
	sum := 0.0
	for i := range tokens {
		sum += tokens[i].Freq()
		sums[i] = sum
	}
	return func(r *rand.Rand) string {
		i, _ := slices.BinarySearch(sums, r.Float64()*sum)
		return tokens[i].Text()
	}
}

func wordsOf(t testing.TB, texts iter.Seq[string], own ...string) *Words {
	t.Helper()
	return New(texts, own)
}

// TestAsWholeDictionary: with the words of some texts alone these are cut as gse
// cuts them with all of its words.
func TestAsWholeDictionary(t *testing.T) {
	vocabulary, err := os.ReadFile("testdata/vocabulary.txt")
	if err != nil {
		t.Fatal(err)
	}
	characters := 100_000
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		characters = 600_000
	}
	for name, texts := range map[string][]string{
		"site":         slices.Collect(maps.Values(siteTexts(t))),
		"made up":      madeUpTexts(t, characters),
		"vocabulary":   {string(vocabulary), strings.NewReplacer("\n", "", " ", "").Replace(string(vocabulary))},
		"one sentence": {"研究生命的起源和发展中国家的问题"},
	} {
		t.Run(name, func(t *testing.T) {
			w := wordsOf(t, slices.Values(texts))
			for _, text := range texts {
				if got, want := w.Pieces(text), whole().Slice(text); !equalFold(got, want) {
					t.Errorf("got  %q\nwant %q", got, want)
				}
			}
		})
	}
}

// equalFold compares pieces; gse writes letters small.
func equalFold(got, want []string) bool {
	return slices.EqualFunc(got, want, func(a, b string) bool { return a == b || strings.EqualFold(a, b) })
}

// TestDictionary: data/words.txt is the dictionary of the gse we build with,
// but for words with other than Chinese characters.
func TestDictionary(t *testing.T) {
	dict := whole().Dict
	want := map[string]float64{}
	var texts []string
	for i := range dict.Tokens {
		word := dict.Tokens[i].Text()
		texts = append(texts, word)
		if isHanWord(word) {
			want[word] = dict.Tokens[i].Freq()
		}
	}
	w := wordsOf(t, slices.Values(texts))
	for _, e := range w.list {
		if want[e.word] != e.frequency {
			t.Errorf("%s stands %g times, in gse %g: run go generate ./generator/words", e.word, e.frequency, want[e.word])
		}
		delete(want, e.word)
	}
	if len(want) > 0 || w.total != dict.TotalFreq() {
		t.Errorf("%d words of gse are missing, the total is %g, not %g: run go generate ./generator/words", len(want), w.total, dict.TotalFreq())
	}
}

func isHanWord(piece string) bool {
	return strings.IndexFunc(piece, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

// TestInnerAsWholeDictionary: a long word falls into the words that gse's
// search mode finds in it.
func TestInnerAsWholeDictionary(t *testing.T) {
	var words []string
	var wants [][]string
	for i := 0; i < len(whole().Dict.Tokens); i += 7 {
		token := &whole().Dict.Tokens[i]
		word := token.Text()
		if !isHanWord(word) || len([]rune(word)) < 4 {
			continue
		}
		var parts []string
		for _, s := range token.Segments() {
			parts = append(parts, s.Token().Text())
		}
		if !slices.ContainsFunc(parts, func(p string) bool { return len([]rune(p)) > 1 }) {
			parts = nil
		}
		words, wants = append(words, word), append(wants, parts)
	}
	if len(words) < 5_000 {
		t.Fatalf("only %d words", len(words))
	}
	s := wordsOf(t, slices.Values(words))
	for i, word := range words {
		if got := s.Inner(word); !slices.Equal(got, wants[i]) {
			t.Errorf("%s is made of %q, want %q", word, got, wants[i])
		}
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct{ want, own string }{
		{want: "细|颗粒物|（|PM2.5|）|年均|浓度|为|33|微克|/|立方米|，|下降|13.2%|。"},
		{want: "完成|投资|1,594|万元|，|同比|增长|52.9%"},
		{want: "2021|年|12|月|31|日"},
		{want: "2021|-|12|-|31"},
		{want: "3|-|5|个"},
		{want: "12|,|34|，|1|.|，|.|5"}, // neither thousands nor fractions
		{want: "VOCs|治理|和|5G|基站"},
		{want: "“|两|区|”|建设"},
		{want: "“两区”|建设", own: "“两区”"},
		{want: "A|类|企业"},
		{want: "A类|企业|，|BA|类", own: "A类"}, // not within letters
		{want: "12345热线|，|123456|热线", own: "12345热线"},
		{want: "空气PM2.5|，|空气|PM2.55", own: "空气PM2.5"}, // nor within numbers
		{want: "Café|的|Ｗi|－|Fi|,| |ひらがな"},
		{want: "1.5.2|版|，|1‰|，|%"},
		{want: "〇|㐀|𠀀"},
	} {
		text := strings.ReplaceAll(test.want, "|", "")
		s := wordsOf(t, slices.Values([]string{text}), test.own)
		if got := strings.Join(s.Cut(text), "|"); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

// TestOwnWords: the dictionary does not have the words of 2020, nor the names
// of a district's offices.
func TestOwnWords(t *testing.T) {
	own := []string{"流调", "流调人员", "市政务服务局", "接诉即办", "人大"}
	for _, test := range []struct{ before, after string }{
		{"开展|流|调|工作", "开展|流调|工作"},
		{"流|调|人员|到位", "流调人员|到位"},          // the longer own word
		{"北京市|政务|服务局|牵头", "北京|市政务服务局|牵头"}, // though the dictionary has 北京市
		{"做好|接|诉|即|办|工作", "做好|接诉即办|工作"},
		{"区|人大常委会|和|人大代表", "区|人大常委会|和|人大|代表"}, // within words of the dictionary, if it is better
		{"轮流|调换|岗位", "轮流|调换|岗位"},              // not over two words
		{"工人|大量|增加", "工人|大量|增加"},
	} {
		text := strings.ReplaceAll(test.before, "|", "")
		corpus := slices.Values([]string{text})
		if got := strings.Join(wordsOf(t, corpus).Cut(text), "|"); got != test.before {
			t.Errorf("without own words: got %s, want %s", got, test.before)
		}
		if got := strings.Join(wordsOf(t, corpus, own...).Cut(text), "|"); got != test.after {
			t.Errorf("with own words: got %s, want %s", got, test.after)
		}
	}
}

// TestOwnWordsElsewhere: where no own word stands nothing changes.
func TestOwnWordsElsewhere(t *testing.T) {
	texts := slices.Collect(maps.Values(siteTexts(t)))
	plain := wordsOf(t, slices.Values(texts))
	own := wordsOf(t, slices.Values(texts), "某某委员会", "甲乙丙丁", "Z类", "x", "区")
	for _, text := range texts {
		if !slices.Equal(plain.Cut(text), own.Cut(text)) {
			t.Errorf("cut changed in %.60q", text)
		}
	}
}

func TestInner(t *testing.T) {
	for _, test := range []struct {
		word string
		want []string
	}{
		{"市政务服务局", []string{"市", "政务", "服务局"}},
		{"人民政府", []string{"人民", "政府"}},
		{"PM2.5监测站", []string{"PM2.5", "监测站"}},
		{"服务局", nil},  // too short
		{"亚日尼立", nil}, // not made of words
		{"VOCs", nil},
		{"12,345", nil},
	} {
		s := wordsOf(t, slices.Values([]string{test.word}), test.word)
		if got := s.Inner(test.word); !slices.Equal(got, test.want) {
			t.Errorf("%s is made of %q, want %q", test.word, got, test.want)
		}
	}
}

// TestSegmenterShared: several goroutines cut with one segmenter.
func TestSegmenterShared(t *testing.T) {
	texts := siteTexts(t)
	s := wordsOf(t, maps.Values(texts), "城市管理", "A类")
	for name, text := range texts {
		want := s.Cut(text)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := s.Cut(text); !slices.Equal(got, want) {
				t.Error("cut differs")
			}
		})
	}
}

func FuzzCut(f *testing.F) {
	f.Add("开展流调工作，PM2.5下降13.2%", "流调")
	f.Add("A类1,594\xff\xfe中\xe4\xb8", "A类1")
	f.Add("中华人民共和国", "\xff中")
	f.Add("１２．５％𠀀〇々ﷺ", "𠀀〇")
	f.Fuzz(func(t *testing.T, text, own string) {
		s := wordsOf(t, slices.Values([]string{text}), own)
		pieces := s.Cut(text)
		if joined := strings.Join(pieces, ""); joined != text {
			t.Fatalf("%q joined is %q", pieces, joined)
		}
		if slices.Contains(pieces, "") {
			t.Fatal("an empty piece")
		}
		for _, piece := range append(pieces, text) {
			if inner := s.Inner(piece); inner != nil && (len(inner) < 2 || strings.Join(inner, "") != piece) {
				t.Fatalf("%q is made of %q", piece, inner)
			}
		}
	})
}
