// Command bench measures the program against its peers on sites made up of
// 1,000 and 10,000 tasks. It runs in its own folder, generator/bench.
//
//	go run .                  builds against Hugo, and against Hugo with Pagefind
//	go run . -preview         how soon an open page hears of an edit, against hugo server
//	go run . -search          what the search finds and fetches, against Pagefind
//	go run . -prepare 1000    make the site of 1,000 tasks and stop
//	go run . -serve FOLDER    hand out a folder as the search is measured; make lighthouse does
//
// Ours and the peer run in turn, and every table ends with ratios of ours to
// the peer's, from the runs of the table alone. The bench works in .cache/bench
// of the repository and changes nothing else. It needs a Unix system.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

func main() {
	sizes := flag.String("n", "1000,10000", "sizes in tasks, separated by commas")
	rounds := flag.Int("k", 5, "rounds of each measurement; of -search, 20 queries of each kind, one of them on an empty cache")
	out := flag.String("out", "", "folder in which sites are built (default .cache/bench); /dev/shm leaves the disk out of the numbers")
	preview := flag.Bool("preview", false, "measure the preview")
	search := flag.Bool("search", false, "measure the search")
	prepare := flag.Int("prepare", 0, "make the site of this size and its copy for Hugo, and stop")
	serve := flag.String("serve", "", "hand out this folder, and print the address and what Chromium is to trust")
	flag.Parse()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	w := workplace{root, *out}
	switch {
	case err != nil:
	case *prepare > 0:
		err = w.prepare(*prepare)
	case *serve != "":
		s := serveFolder(*serve)
		fmt.Println(s.web.URL, s.trust())
		select {}
	case *preview:
		err = w.eachSize(*sizes, *rounds, w.measurePreview)
	case *search:
		err = w.eachSize(*sizes, *rounds, w.measureSearch)
	default:
		err = w.eachSize(*sizes, *rounds, w.measureBuild)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// eachSize prepares each size and measures it, in a new folder. The folders are
// removed together, at the end: ext4 without a journal makes files several times
// more slowly for some minutes after many were removed, because it does not give
// their inodes away again (recently_deleted in fs/ext4/ialloc.c of Linux).
func (w workplace) eachSize(sizes string, rounds int, measure func(tasks, rounds int, folder string) error) error {
	if err := w.buildTools(); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(cmp.Or(w.out, w.cache()), "built-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("Hugo %s, Pagefind %s · %s %s/%s · %d cores · load %.14s\n", hugoVersion, pagefindVersion,
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), load)
	for size := range strings.SplitSeq(sizes, ",") {
		tasks, err := strconv.Atoi(size)
		if err != nil || tasks < 1 {
			return fmt.Errorf("%q is no number of tasks", size)
		}
		if err := prepareApart(size); err != nil {
			return fmt.Errorf("prepare %s: %w", size, err)
		}
		if err := measure(tasks, rounds, filepath.Join(folder, size)); err != nil {
			return fmt.Errorf("%s tasks: %w", size, err)
		}
	}
	return nil
}
