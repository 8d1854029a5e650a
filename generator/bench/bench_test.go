package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gongshi/generator/content"
	cutting "gongshi/generator/words"
	"gongshi/generator/zh"
)

// TestCorpus makes a small site of fixed phrases: its bytes never change, it is
// the beginning of a larger one, and the program finds no fault in it. Hugo's
// copy has the keys that Hugo needs.
func TestCorpus(t *testing.T) {
	phrases := &phrases{}
	phrases.add("+++\ntitle = \"优化营商环境\"\n+++\n\n## 1.新增企业3169家,增长0.5%\n\n2021年完成、落实12项任务,占比90%。推进各项工作。\n")
	c := &corpus{phrases, &words{[]string{"推进", "落实", "统筹"}, []float64{5, 8, 9}}}
	files := slices.Collect(c.files(60))
	if more := slices.Collect(c.files(300)); !slices.Equal(files[:54], more[:54]) {
		t.Error("a small corpus is not the beginning of a large one")
	}
	dir := t.TempDir()
	for _, f := range files {
		if err := writeFile(filepath.Join(dir, "site", f.path), f.text); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := digest(os.DirFS(dir)), "9ee6220f43df3504/64"; got != want {
		t.Errorf("the corpus is %s, want %s: change corpusVersion", got, want)
	}
	s, found := content.Load(os.DirFS(filepath.Join(dir, "site")), content.Options{Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if len(found) > 0 || len(s.Reports) != 2 {
		t.Fatalf("%d reports, faults %+v", len(s.Reports), found)
	}
	if err := (workplace{root: "../.."}).mirror(filepath.Join(dir, "site"), filepath.Join(dir, "hugo")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "hugo", "content", "r0002", "10.md"))
	if want := "+++\nweight = 10\nslug = \"10\"\ndate = 2010-01-08T15:25:00\n" + files[63].text[4:]; err != nil || string(text) != want {
		t.Errorf("Hugo's copy is %s, want %s", text, want)
	}
}

// TestFound tells right answers from wrong ones. The passages of twelve tasks
// hold 工作, the third 蓝天 as well.
func TestFound(t *testing.T) {
	l := &library{texts: map[string]string{}}
	var links []string
	for n := range 12 {
		p := passage{page: fmt.Sprintf("/2021/%d/", n), link: fmt.Sprintf("/2021/%d/#t1", n)}
		l.passages, links = append(l.passages, p), append(links, p.link)
		l.shelve(p.link, "完成工作", map[int]string{3: "打赢蓝天保卫战"}[n])
	}
	rare, common := query{sought: []string{"蓝 天"}, passage: 3}, query{sought: []string{"工作"}, passage: 11}
	for _, c := range []struct {
		name  string
		q     query
		links []string
		found bool
		rank  int
	}{
		{"the passage is fourth", rare, links[:10], true, 4},
		{"it is not there", rare, links[4:], false, 0},
		{"ten others hold it as well", common, links[:10], true, 1},
		{"nine others", common, links[:9], false, 1},
		{"ten, one of which does not", common, append([]string{"/about/"}, links[:9]...), false, 2},
	} {
		if found, rank := l.found(c.q, c.links, false), l.rank(c.q, c.links); found != c.found || rank != c.rank {
			t.Errorf("%s: %v at %d, want %v at %d", c.name, found, rank, c.found, c.rank)
		}
	}
	if !l.found(rare, []string{"/2021/3/"}, true) || l.found(rare, []string{"/2021/4/"}, true) {
		t.Error("the page of a passage is not told from another")
	}
}

// TestTrips: what overlaps is one trip, what waits is the next.
func TestTrips(t *testing.T) {
	at := func(start, end int64) request { return request{start: time.Unix(start, 0), end: time.Unix(end, 0)} }
	if got := trips([]request{at(22, 30), at(0, 10), at(1, 9), at(11, 20), at(0, 50)}); got != 3 {
		t.Errorf("%d trips, want 3", got)
	}
}

// BenchmarkConversion converts the corpus of 10,000 tasks by words, on one core.
func BenchmarkConversion(b *testing.B) {
	phrases, err := readPhrases(os.DirFS("../.."))
	words, failed := loadWords()
	if err != nil || failed != nil {
		b.Fatal(err, failed)
	}
	var texts []string
	size := 0
	for f := range (&corpus{phrases, words}).files(10_000) {
		texts = append(texts, f.text)
		size += len(f.text)
	}
	c := zh.New(zh.Hant, zh.Options{Words: zh.WithPhrases(cutting.New(slices.Values(texts), nil))})
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, text := range texts {
			c.Convert(text)
		}
	}
}
