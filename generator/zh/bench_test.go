package zh

import (
	"slices"
	"strings"
	"testing"
)

// BenchmarkAppend converts the text of the real table, without what is ASCII.
func BenchmarkAppend(b *testing.B) {
	text := []byte(strings.Map(func(r rune) rune {
		if r < 0x80 && r != '\n' {
			return -1
		}
		return r
	}, realTable(b)))
	for _, v := range append(Variants, standard) {
		b.Run(v.String(), func(b *testing.B) {
			var dst []byte
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				dst = converters[v].Append(dst[:0], text)
			}
		})
	}
}

// BenchmarkAligned converts the Markdown of the real table in pieces of lines.
func BenchmarkAligned(b *testing.B) {
	text := []byte(realTable(b))
	var cuts []int
	for i, c := range text {
		if c == '\n' {
			cuts = append(cuts, i)
		}
	}
	var dst []byte
	var at []int
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		dst, at = converters[Hant].AppendAligned(dst[:0], at[:0], text, cuts)
	}
}

// BenchmarkNew loads a converter whole and for the texts of the real table.
func BenchmarkNew(b *testing.B) {
	texts := slices.Values([]string{realTable(b)})
	for _, v := range Variants {
		b.Run(v.String()+"/all", func(b *testing.B) {
			for b.Loop() {
				New(v, Options{})
			}
		})
		b.Run(v.String()+"/corpus", func(b *testing.B) {
			for b.Loop() {
				New(v, Options{Corpus: texts})
			}
		})
	}
}
