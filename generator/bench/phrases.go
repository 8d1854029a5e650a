package main

import (
	"cmp"
	"errors"
	"io/fs"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/go-ego/gse"
)

// phrases are the raw material of a corpus: titles, goals and sentences of the
// repository's own tasks.
type phrases struct{ titles, goals, sentences []string }

var (
	titleLine = regexp.MustCompile(`(?m)^title = "(.*)"$`)
	goalMark  = regexp.MustCompile(`^\d+\.`)
)

// readPhrases collects the phrases of the tasks in content/2021.
func readPhrases(fsys fs.FS) (*phrases, error) {
	files, err := fs.Glob(fsys, "content/2021/[0-9]*.md")
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, errors.New("no tasks in content/2021; the bench runs in generator/bench"))
	}
	p := &phrases{}
	for _, name := range files {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		p.add(string(text))
	}
	return p, nil
}

func (p *phrases) add(text string) {
	if m := titleLine.FindStringSubmatch(text); m != nil {
		p.titles = append(p.titles, m[1])
	}
	_, body, _ := strings.Cut(text[min(3, len(text)):], "+++")
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		if goal, ok := strings.CutPrefix(line, "## "); ok {
			p.goals = append(p.goals, goalMark.ReplaceAllString(goal, ""))
		} else if line != "" {
			p.sentences = append(p.sentences, sentences(line)...)
		}
	}
}

// sentences cuts a paragraph behind each full stop.
func sentences(line string) []string {
	var list []string
	for s := range strings.SplitAfterSeq(line, "。") {
		if s = strings.TrimSpace(s); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// fresh is a phrase with other numbers and, at its commas, other words.
func fresh(phrase string, w *words, r *rand.Rand) string {
	var b strings.Builder
	for i, c := range phrase {
		switch {
		case c >= '0' && c <= '9':
			b.WriteByte(digit(phrase, i, r))
		case c == '、' && r.IntN(100) < 35:
			b.WriteString("、" + w.draw(r) + "、")
		case (c == ',' || c == ';' || c == '。') && r.IntN(100) < 30:
			b.WriteRune(c)
			if c == '。' {
				break
			}
			b.WriteString(w.draw(r) + w.draw(r))
			b.WriteRune(c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// digit is another digit in place of the one at i. Years stay, and a number
// does not begin with 0 where it did not before.
func digit(phrase string, i int, r *rand.Rand) byte {
	rest := strings.TrimLeft(phrase[i:], "0123456789")
	first := i == 0 || phrase[i-1] < '0' || phrase[i-1] > '9'
	switch {
	case strings.HasPrefix(rest, "年") || phrase[i] == '0' && first:
		return phrase[i]
	case first:
		return byte('1' + r.IntN(9))
	}
	return byte('0' + r.IntN(10))
}

// words are the dictionary's words of two or more Han characters, to be drawn
// by how often they occur in real text: that makes the vocabulary of a corpus
// grow with its size, as it does in real text.
type words struct {
	text []string
	sum  []float64 // sum[i] is the frequency of text[0] … text[i] together
}

// dictionary is gse's simplified one.
var dictionary = sync.OnceValues(func() (gse.Segmenter, error) { return gse.NewEmbed("zh_s") })

// loadWords reads the words of the dictionary.
func loadWords() (*words, error) {
	seg, err := dictionary()
	if err != nil {
		return nil, err
	}
	w := &words{}
	total := 0.0
	for i := range seg.Dict.Tokens {
		token := &seg.Dict.Tokens[i]
		if text := token.Text(); isHan(text) {
			total += token.Freq()
			w.text = append(w.text, text)
			w.sum = append(w.sum, total)
		}
	}
	return w, nil
}

func isHan(text string) bool {
	n := 0
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		n++
	}
	return n >= 2
}

// draw takes a word at random, each as often as its frequency says.
func (w *words) draw(r *rand.Rand) string {
	at := r.Float64() * w.sum[len(w.sum)-1]
	i, _ := slices.BinarySearchFunc(w.sum, at, cmp.Compare[float64])
	return w.text[min(i, len(w.text)-1)]
}
