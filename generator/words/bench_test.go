package words

import (
	"maps"
	"testing"
)

// BenchmarkNew is what a build of this repository's site pays to start.
func BenchmarkNew(b *testing.B) {
	texts := siteTexts(b)
	b.ReportAllocs()
	for b.Loop() {
		wordsOf(b, maps.Values(texts))
	}
}

// BenchmarkCut cuts the same texts, on one core.
func BenchmarkCut(b *testing.B) {
	texts := siteTexts(b)
	s := wordsOf(b, maps.Values(texts), "接诉即办", "A类")
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			s.Cut(text)
		}
	}
}
