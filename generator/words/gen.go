//go:build ignore

// Gen writes data/words.txt, the simplified dictionary of gse in the form that package
// words loads. Run it with `go generate ./generator/words`.
package main

import (
	"bytes"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-ego/gse"
)

func main() {
	seg, err := gse.NewEmbed("zh_s")
	if err != nil {
		log.Fatal(err)
	}
	lines := map[string][]string{}
	for i := range seg.Dict.Tokens {
		token := &seg.Dict.Tokens[i]
		if word := token.Text(); strings.IndexFunc(word, notHan) < 0 {
			_, n := utf8.DecodeRuneInString(word)
			lines[word[:n]] = append(lines[word[:n]], fmt.Sprintf("%s%.0f", word[n:], token.Freq()))
		}
	}
	if err := os.WriteFile("data/words.txt", write(lines, seg.Dict.TotalFreq()), 0o644); err != nil {
		log.Fatal(err)
	}
}

func notHan(r rune) bool { return !unicode.Is(unicode.Han, r) }

// write returns a line for each first character: the character, then the rest of each word
// that begins with it, and the word's frequency.
func write(lines map[string][]string, total float64) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# gse's simplified dictionary, made by gen.go; origin and licence: ORIGIN.md\n%.0f\n", total)
	for _, first := range slices.Sorted(maps.Keys(lines)) {
		slices.Sort(lines[first])
		fmt.Fprintf(&b, "%s%s\n", first, strings.Join(lines[first], " "))
	}
	return b.Bytes()
}
