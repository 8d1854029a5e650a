package main

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-ego/gse"

	"gongshi/generator/content"
	dictionary "gongshi/generator/words"
	"gongshi/generator/zh"
)

// smallCorpus draws from the repository's own phrases and from three words.
func smallCorpus(t *testing.T) *corpus {
	t.Helper()
	phrases, err := readPhrases(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	return &corpus{phrases, &words{text: []string{"推进", "落实", "统筹"}, sum: []float64{5, 8, 9}}}
}

// TestCorpusIsTheSameEachTime makes a corpus twice: a measurement of today
// can be compared with one of last year.
func TestCorpusIsTheSameEachTime(t *testing.T) {
	first := slices.Collect(smallCorpus(t).files(120))
	second := slices.Collect(smallCorpus(t).files(120))
	if !slices.Equal(first, second) {
		t.Error("two corpora of 120 tasks differ")
	}
}

// TestSmallCorpusBeginsLargeOne: sizes differ in size alone.
func TestSmallCorpusBeginsLargeOne(t *testing.T) {
	small := slices.Collect(smallCorpus(t).files(100))
	large := slices.Collect(smallCorpus(t).files(300))
	if !slices.Equal(small, large[:len(small)]) {
		t.Error("the corpus of 100 tasks is not the beginning of that of 300")
	}
	if reports, want := len(large)-300, 300/tasksPerReport+2; reports != want {
		t.Errorf("%d files beside the tasks, want %d", reports, want)
	}
}

// TestCorpusHasNoFaults loads a corpus: the generator finds nothing to say.
func TestCorpusHasNoFaults(t *testing.T) {
	files := fstest.MapFS{}
	for f := range smallCorpus(t).files(200) {
		files[f.path] = &fstest.MapFile{Data: []byte(f.text)}
	}
	s, found := content.Load(files, content.Options{Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if len(found) > 0 {
		t.Fatalf("%d faults, the first: %+v", len(found), found[0])
	}
	tasks, targets, length := 0, 0, 0
	for _, r := range s.Reports {
		tasks += len(r.Tasks)
		for _, task := range r.Tasks {
			targets += len(task.Targets)
			for i := range task.Targets {
				length += len([]rune(task.Targets[i].Result.Text))
			}
		}
	}
	if tasks != 200 || targets < 400 || targets > 600 {
		t.Errorf("%d tasks and %d targets, want 200 and about 500", tasks, targets)
	}
	if mean := length / targets; mean < 220 || mean > 300 {
		t.Errorf("a result has %d characters on average, want about %d", mean, resultLength)
	}
}

// TestFreshKeepsTheSense: a recombined sentence has other numbers of the same
// length, the same years, and still ends as it did.
func TestFreshKeepsTheSense(t *testing.T) {
	w := &words{text: []string{"推进"}, sum: []float64{1}}
	r := rand.New(rand.NewPCG(1, 1))
	const sentence = "2021年完成3169人次,占0.5%、12家。"
	for range 50 {
		got := fresh(sentence, w, r)
		if !strings.HasPrefix(got, "2021年完成") || !strings.HasSuffix(got, "家。") {
			t.Fatalf("%q has become %q", sentence, got)
		}
		if digits(got) != digits(sentence) {
			t.Fatalf("%q has %d digits, want %d", got, digits(got), digits(sentence))
		}
	}
}

func digits(s string) int {
	n := 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// TestDrawFollowsFrequency draws often: a word of frequency 5 of 9 comes up
// in about five of nine draws.
func TestDrawFollowsFrequency(t *testing.T) {
	w := &words{text: []string{"推进", "落实", "统筹"}, sum: []float64{5, 8, 9}}
	r := rand.New(rand.NewPCG(1, 1))
	count := map[string]int{}
	for range 9000 {
		count[w.draw(r)]++
	}
	for word, want := range map[string]int{"推进": 5000, "落实": 3000, "统筹": 1000} {
		if got := count[word]; got < want-200 || got > want+200 {
			t.Errorf("%s was drawn %d times of 9000, want about %d", word, got, want)
		}
	}
}

// TestWordsOfCorpus: the program cuts the corpus with a part of gse's dictionary
// as gse does with all of it.
func TestWordsOfCorpus(t *testing.T) {
	whole, err := gse.NewEmbed("zh_s")
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for f := range (&corpus{smallCorpus(t).phrases, drawn}).files(300) {
		texts = append(texts, f.text)
	}
	w := dictionary.New(slices.Values(texts), nil)
	for _, text := range texts {
		if got, want := strings.ToLower(strings.Join(w.Pieces(text), "|")), strings.ToLower(strings.Join(whole.Slice(text), "|")); got != want {
			t.Fatalf("cut as %s, by gse as %s", got, want)
		}
	}
}

// BenchmarkConversion converts the corpus of 10,000 tasks by words, on one core.
func BenchmarkConversion(b *testing.B) {
	drawn, err := loadWords()
	if err != nil {
		b.Fatal(err)
	}
	phrases, err := readPhrases(os.DirFS("../.."))
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	size := 0
	for f := range (&corpus{phrases, drawn}).files(10_000) {
		texts = append(texts, f.text)
		size += len(f.text)
	}
	c := zh.New(zh.Hant, zh.Options{Words: zh.WithPhrases(dictionary.New(slices.Values(texts), nil))})
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, text := range texts {
			c.Convert(text)
		}
	}
}
