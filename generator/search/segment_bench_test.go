package search

import (
	"maps"
	"testing"
)

// BenchmarkNewSegmenter is what a build of this repository's site pays to start.
func BenchmarkNewSegmenter(b *testing.B) {
	texts := siteTexts(b)
	b.ReportAllocs()
	for b.Loop() {
		segmenterOf(b, maps.Values(texts))
	}
}

// BenchmarkCut cuts the same texts, on one core.
func BenchmarkCut(b *testing.B) {
	texts := siteTexts(b)
	s := segmenterOf(b, maps.Values(texts), "接诉即办", "A类")
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			s.cut(text)
		}
	}
}

// BenchmarkFold folds every character of the site.
func BenchmarkFold(b *testing.B) {
	var text []rune
	size := 0
	for _, t := range siteTexts(b) {
		text = append(text, []rune(t)...)
		size += len(t)
	}
	fold('发')
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, r := range text {
			if !skipped(r) {
				fold(r)
			}
		}
	}
}
