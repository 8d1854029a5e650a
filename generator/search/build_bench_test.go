package search

import "testing"

// BenchmarkBuild makes the index of the repository's own site in both scripts.
func BenchmarkBuild(b *testing.B) {
	editions := editionsOf(real())
	for b.Loop() {
		Build(corpusOf(b, real()), editions, Options{Folder: "/assets/", Parallel: inOrder, Add: func(string, []byte) {}})
	}
}
