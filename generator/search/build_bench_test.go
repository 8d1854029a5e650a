package search

import "testing"

// BenchmarkBuild makes the index of the repository's own site in both scripts.
func BenchmarkBuild(b *testing.B) {
	sites := inBoth(real())
	for b.Loop() {
		Build(corpusOf(b, real()), sites, options(func(string, []byte) {}))
	}
}
