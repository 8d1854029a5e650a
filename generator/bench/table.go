package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// Names of the contenders.
const (
	oursFresh    = "ours"
	oursAgain    = "ours, over the last"
	hugoFresh    = "Hugo"
	hugoMinified = "Hugo --minify"
)

// result is all that was measured at one size.
type result struct {
	size       string
	tasks      int
	contenders []*contender
}

func (r result) find(name string) *contender {
	for _, c := range r.contenders {
		if c.name == name {
			return c
		}
	}
	return nil
}

func (w workplace) printHead() {
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("gongshi against Hugo %s · %d cores · %s %s/%s · load %s\n", hugoVersion, runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH,
		strings.Join(strings.Fields(string(load))[:min(3, len(strings.Fields(string(load))))], " "))
	fmt.Println("Medians of runs in turn, each a new process into a new folder; \"over the last\" replaces the site of the run before.")
	fmt.Println("Ours checks links, brings every file to disk and swaps folders; Hugo leaves writing to the system.")
	fmt.Println("The corpora are in one script, as Hugo makes them; our own site is made in both.")
	if info, err := os.Stat(w.removed()); err == nil && time.Since(info.ModTime()) < slowAfterRemoval {
		fmt.Printf("Sites were removed %s ago: for %s, ext4 without a journal makes files more slowly, which costs most who makes most.\n",
			time.Since(info.ModTime()).Round(time.Second), slowAfterRemoval)
	}
	fmt.Printf("\n%-8s%-21s%5s%11s%11s%11s%11s%9s%9s%11s\n", "tasks", "", "runs", "wall", "fastest", "cpu", "peak", "pages", "output", "per task")
}

func (r result) print() {
	for i, c := range r.contenders {
		label := ""
		if i == 0 {
			label = r.label()
		}
		m := c.median()
		fmt.Printf("%-8s%-21s%5d%11s%11s%11s%11s%9d%9s%11s\n", label, c.name, len(c.samples),
			milliseconds(m.wall), milliseconds(c.fastest()), milliseconds(m.cpu), mebibytes(m.memory), c.output.pages, mebibytes(c.output.bytes),
			fmt.Sprintf("%.3f ms", float64(m.wall.Microseconds())/1000/float64(r.tasks)))
		if m.memory < ownMemory()*5/4 { // a parent counts for its children
			fmt.Printf("%29sthe peak may be the bench's own (%s)\n", "", mebibytes(ownMemory()))
		}
	}
	ours := r.find(oursFresh).median()
	for _, name := range []string{hugoFresh, hugoMinified} {
		if c := r.find(name); c != nil {
			hugo := c.median()
			fmt.Printf("%8s%-26s%11.2f%11.2f%11.2f%11.2f\n", "", "ours / "+name, ratio(ours.wall, hugo.wall),
				ratio(r.find(oursFresh).fastest(), c.fastest()), ratio(ours.cpu, hugo.cpu), ratio(ours.memory, hugo.memory))
		}
	}
	fmt.Println()
}

func (r result) label() string {
	if r.size == ownSite {
		return fmt.Sprintf("own %d", r.tasks)
	}
	return fmt.Sprint(r.tasks)
}

// printScaling compares the time per task of every size with that of 1,000.
func printScaling(results []result) {
	var base *result
	for i := range results {
		if results[i].tasks == 1000 {
			base = &results[i]
		}
	}
	if base == nil {
		return
	}
	for _, r := range results {
		if r.tasks <= base.tasks {
			continue
		}
		for _, name := range []string{oursFresh, hugoFresh} {
			if large, small := r.find(name), base.find(name); large != nil && small != nil {
				fmt.Printf("time per task, %d : %d tasks, %-5s %.2f\n", r.tasks, base.tasks, name+":",
					ratio(large.median().wall, small.median().wall)*float64(base.tasks)/float64(r.tasks))
			}
		}
	}
}

func ratio[V time.Duration | int64](a, b V) float64 { return float64(a) / float64(b) }

func milliseconds(d time.Duration) string {
	if d < 100*time.Millisecond {
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f M", float64(n)/(1<<20)) }
