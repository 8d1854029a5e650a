// Command bench measures the generator against Hugo on the same tasks: the
// repository's own site and made-up ones of 1,000, 10,000 and 100,000 tasks.
//
//	go run ./generator/bench                  own, 1,000 and 10,000 against Hugo, 100,000 ours alone
//	go run ./generator/bench -n 10000 -k 5    one size, five rounds
//	go run ./generator/bench -n own -compare  do both tools make the same pages?
//	go run ./generator/bench -n 10000 -profile  where do time and memory go?
//	go run ./generator/bench -search          the search against Pagefind, in Chromium
//	go run ./generator/bench -preview         how soon an open page hears of an edit
//	go run ./generator/bench -lighthouse      the repository's own pages in Lighthouse
//
// Both tools start as a fresh process over the same files, in turn, each into
// a new folder; the numbers are medians. All folders are removed at the end:
// leave a minute before the next bench, and room on the disk. Ours includes
// checking every link, bringing all files to disk and exchanging the folders;
// Hugo does none of that. It works in .cache/bench and changes nothing else.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	var o options
	flag.StringVar(&o.sizes, "n", "own,1000,10000,100000", "sizes in tasks, separated by commas; own is the repository's site")
	flag.IntVar(&o.rounds, "k", 0, "rounds (0: 40 for own, 9 for 1,000, 5 for 10,000, 3 for more)")
	flag.BoolVar(&o.hugoLarge, "hugo-large", false, "run Hugo on 100,000 tasks, too")
	flag.BoolVar(&o.minify, "minify", false, "run Hugo with --minify, too")
	flag.StringVar(&o.out, "out", "", "folder for the sites that are built (default .cache/bench); /dev/shm leaves the disk out of the numbers")
	flag.BoolVar(&o.compare, "compare", false, "compare the pages of both tools instead of measuring")
	flag.BoolVar(&o.profile, "profile", false, "write CPU and memory profiles of ours instead of measuring")
	flag.BoolVar(&o.search, "search", false, "measure the search against Pagefind instead; of -n counts 1000 (what is found) and 10000 (what it costs)")
	flag.BoolVar(&o.lighthouse, "lighthouse", false, "look at the repository's own pages with Lighthouse instead")
	flag.BoolVar(&o.preview, "preview", false, "edit 10,000 tasks under the preview instead")
	flag.StringVar(&o.prepare, "prepare", "", "make the corpus of this size and stop (the bench calls itself with it)")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	sizes, prepare, out                 string
	rounds                              int
	hugoLarge, minify, compare, profile bool
	search, lighthouse, preview         bool
}

func run(o options) error {
	root, err := repository()
	if err != nil {
		return err
	}
	w := workplace{root, o.out}
	if o.prepare != "" {
		return w.prepare(o.prepare)
	}
	if o.lighthouse {
		return w.lighthouse()
	}
	if o.preview {
		return w.measurePreview()
	}
	sizes := strings.Split(o.sizes, ",")
	if o.search {
		return w.measureSearch(sizes)
	}
	for _, size := range sizes {
		if err := w.prepareApart(size); err != nil {
			return fmt.Errorf("prepare %s: %w", size, err)
		}
	}
	if o.profile {
		return eachSize(sizes, w.profile)
	}
	if err := w.tools(); err != nil {
		return err
	}
	if o.compare {
		return eachSize(sizes, w.compare)
	}
	return w.measure(sizes, o)
}

func eachSize(sizes []string, do func(size string) error) error {
	for _, size := range sizes {
		if err := do(size); err != nil {
			return fmt.Errorf("%s: %w", size, err)
		}
	}
	return nil
}

// repository is the folder of go.mod above the working directory.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("run it inside the repository")
		}
		dir = up
	}
}
