package output

import (
	"bytes"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// bigSite is files of 5 KB, four to a folder. The first changed of every
// hundred files differ between versions.
func bigSite(tb testing.TB, files, version, changed int) *Set {
	set := NewSet()
	for i := range files {
		body := bytes.Repeat([]byte{'a' + byte(i%26)}, 5_000)
		if i%100 < changed {
			body[0] = byte(version)
		}
		must(tb, set.Add(fmt.Sprintf("%d/%d/%d.html", i/400, i/4, i), body, "content/big.md"))
	}
	return set
}

// inParallel is an Options.Parallel with one worker per core.
func inParallel(n int, do func(i int) error) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	var first error
	var once sync.Once
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					once.Do(func() { first = err })
					next.Store(int64(n))
				}
			}
		})
	}
	wg.Wait()
	return first
}

// BenchmarkPublish writes 20,000 files over a site of which so many in a
// hundred changed, and once where nothing was.
func BenchmarkPublish(b *testing.B) {
	b.Run("new", func(b *testing.B) {
		dir, set := b.TempDir(), bigSite(b, 20_000, 0, 0)
		for i := 0; b.Loop(); i++ {
			must(b, Publish(set, filepath.Join(dir, fmt.Sprint(i)), Options{Parallel: inParallel}))
		}
	})
	for _, changed := range []int{0, 1, 100} {
		b.Run(fmt.Sprintf("changed=%d%%", changed), func(b *testing.B) {
			target := filepath.Join(b.TempDir(), "public")
			sets := []*Set{bigSite(b, 20_000, 0, changed), bigSite(b, 20_000, 1, changed)}
			must(b, Publish(sets[1], target, Options{Parallel: inParallel}))
			b.SetBytes(20_000 * 5_000)
			for i := 0; b.Loop(); i++ {
				must(b, Publish(sets[i%2], target, Options{Parallel: inParallel}))
			}
		})
	}
}
