package main

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"unicode"

	"github.com/go-ego/gse"
)

// words are the dictionary's words of two or more Han characters, to be drawn
// by how often they occur in real text: that makes the vocabulary of a corpus
// grow with its size, as it does in real text.
type words struct {
	text []string
	sum  []float64 // sum[i] is the frequency of text[0] … text[i] together
}

// loadWords reads the embedded simplified dictionary.
func loadWords() (*words, error) {
	seg, err := gse.NewEmbed("zh_s")
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
