package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// pagefindVersion is what our search is measured against. The Makefile
// installs it.
const pagefindVersion = "1.6.0"

// builder is a way to build a site, and what its runs took.
type builder struct {
	name    string
	command func(destination string) *exec.Cmd
	runs    []run
	pages   int // of HTML
}

// run is what one run took: time on the clock, time of all processors together
// (user and system), largest resident memory in bytes.
type run struct {
	wall, cpu time.Duration
	memory    int64
}

// measureBuild builds a site with our program, with Hugo, and with Hugo and
// Pagefind. All read the same tasks, in one script.
//
// Ours checks every link, brings all files to the disk and exchanges the
// folders; Hugo and Pagefind do none of that.
func (w workplace) measureBuild(tasks, rounds int, folder string) error {
	html := &builder{name: "ours", command: func(to string) *exec.Cmd { return w.makeHTML(w.site(tasks), to) }}
	all := &builder{name: "ours", command: func(to string) *exec.Cmd { return w.ours(w.site(tasks), to) }}
	hugo := &builder{name: "Hugo", command: func(to string) *exec.Cmd { return w.hugo("build", w.hugoSite(tasks), "--destination", to, "--quiet") }}
	index := &builder{name: "Pagefind", command: func(to string) *exec.Cmd { return w.pagefind(to, filepath.Join(to, "pagefind")) }}
	for round := range rounds + 1 { // the first brings programs and content into memory, and does not count
		site := func(name string) string { return filepath.Join(folder, fmt.Sprint(name, round)) }
		for _, step := range []struct {
			*builder
			site string
		}{{html, site("html")}, {hugo, site("hugo")}, {all, site("all")}, {index, site("hugo")}} {
			if err := step.run(step.site, round > 0); err != nil {
				return err
			}
		}
	}
	fmt.Printf("\n%-20s%-18s%10s%10s%10s%8s\n", fmt.Sprintf("build, %d tasks", tasks), fmt.Sprintf("(median of %d)", rounds), "wall", "cpu", "peak", "pages")
	printBuilders("HTML of one script", html, hugo)
	printBuilders("everything", all, hugo.with(index))
	return nil
}

// makeHTML is the command that makes the HTML of one script, as Hugo does.
func (w workplace) makeHTML(source, destination string) *exec.Cmd {
	return exec.Command(w.cache("gongshi-html"), w.root, source, destination)
}

// pagefind is the command that indexes the tasks of a built site. The options
// are in favour of Pagefind: tables of whole reports and menus stay out.
func (w workplace) pagefind(site, index string) *exec.Cmd {
	packages := filepath.Join(w.root, ".cache", "node", "node_modules")
	binary := filepath.Join(packages, ".bin", "pagefind")
	if native, _ := filepath.Glob(filepath.Join(packages, "@pagefind", "*", "bin", "pagefind_extended")); len(native) > 0 {
		binary = native[0] // starts without Node.js
	}
	return exec.Command(binary, "--site", site, "--glob", "r*/*/index.html", "--root-selector", "main",
		"--force-language", "zh", "--output-path", index, "--quiet")
}

func (b *builder) run(destination string, counts bool) error {
	syscall.Sync() // what the run before has left to write is not this one's cost
	cmd := b.command(destination)
	start := time.Now()
	said, err := cmd.CombinedOutput()
	wall := time.Since(start)
	if err != nil {
		return fmt.Errorf("%s: %w; make tools installs what is missing\n%s", b.name, err, said)
	}
	if !counts {
		b.pages, err = countPages(destination)
		return err
	}
	memory := int64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	if runtime.GOOS != "darwin" { // the only one that counts bytes
		memory <<= 10
	}
	b.runs = append(b.runs, run{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), memory})
	return nil
}

// with is a builder followed by another one that adds to its site.
func (b *builder) with(next *builder) *builder {
	both := &builder{name: b.name + " + " + next.name, pages: b.pages}
	for i, r := range b.runs {
		n := next.runs[i]
		both.runs = append(both.runs, run{r.wall + n.wall, r.cpu + n.cpu, max(r.memory, n.memory)})
	}
	return both
}

func countPages(folder string) (n int, err error) {
	err = filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".html") {
			n++
		}
		return err
	})
	return n, err
}

// printBuilders prints medians, each measure by itself, and their ratios.
func printBuilders(work string, ours, peer *builder) {
	medians := [2]run{}
	for i, b := range []*builder{ours, peer} {
		m := run{
			median(b.runs, func(r run) time.Duration { return r.wall }),
			median(b.runs, func(r run) time.Duration { return r.cpu }),
			median(b.runs, func(r run) int64 { return r.memory }),
		}
		medians[i] = m
		fmt.Printf("%-20s%-18s%7d ms%7d ms%8d M%8d\n", work, b.name, m.wall.Milliseconds(), m.cpu.Milliseconds(), m.memory>>20, b.pages)
		work = ""
	}
	a, b := medians[0], medians[1]
	fmt.Printf("%-20s%-18s%10.2f%10.2f%10.2f\n", "", "ratio", ratio(a.wall, b.wall), ratio(a.cpu, b.cpu), ratio(a.memory, b.memory))
}

// median of a measure of several runs; of two in the middle it is the lesser.
func median[R any, V cmp.Ordered](runs []R, of func(R) V) V { return quantile(runs, .5, of) }

// quantile is the value of a measure below or at which a share of the runs stays.
func quantile[R any, V cmp.Ordered](runs []R, share float64, of func(R) V) V {
	var values []V
	for _, r := range runs {
		values = append(values, of(r))
	}
	slices.Sort(values)
	return values[int(float64(len(values)-1)*share)]
}

func ratio[V int64 | float64 | time.Duration](a, b V) float64 { return float64(a) / float64(b) }
