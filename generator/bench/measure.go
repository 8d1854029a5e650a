package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// contender is a way to build a site.
type contender struct {
	name string
	// keep builds into the folder of the run before; otherwise each run has its own.
	keep    bool
	folder  string // the folders of the runs begin with it
	command func(destination string) *exec.Cmd
	samples []sample
	output  weight
}

// sample is one run: time on the clock, time of all processors together
// (user and system), largest resident memory in bytes.
type sample struct {
	wall, cpu time.Duration
	memory    int64
}

// weight is what a contender has made.
type weight struct {
	pages, files int
	bytes        int64
}

// largeSite is the size from which on Hugo runs only when asked to.
const largeSite = 100_000

// slowAfterRemoval is for how long ext4 without a journal makes files more
// slowly, up to several times, after many were removed beside them: it does not
// give their inodes away again (recently_deleted in fs/ext4/ialloc.c of Linux).
const slowAfterRemoval = 6 * time.Minute

// removed is the file whose time is that of the last removal of sites.
func (w workplace) removed() string { return w.cache("removed") }

// measure runs all contenders at all sizes. Nothing is deleted before the last
// run into a new folder; see slowAfterRemoval.
func (w workplace) measure(sizes []string, o options) error {
	w.printHead()
	var results []result
	for _, size := range sizes {
		results = append(results, result{size: size, tasks: w.tasks(size), contenders: w.contenders(size, o)})
	}
	defer func() {
		for _, r := range results {
			r.clear()
		}
		if err := os.WriteFile(w.removed(), nil, 0o666); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	for _, keep := range []bool{false, true} {
		for _, r := range results {
			rounds := o.rounds
			if rounds == 0 {
				rounds = usualRounds(r.tasks)
			}
			if err := r.run(rounds, keep); err != nil {
				return fmt.Errorf("%s: %w", r.size, err)
			}
		}
	}
	for _, r := range results {
		r.print()
	}
	printScaling(results)
	return nil
}

func usualRounds(tasks int) int {
	switch {
	case tasks < 500:
		return 40
	case tasks < 5_000:
		return 9
	case tasks < 50_000:
		return 5
	}
	return 3
}

// tasks is the number of tasks of a size.
func (w workplace) tasks(size string) int {
	if n, err := strconv.Atoi(size); err == nil {
		return n
	}
	files, _ := filepath.Glob(filepath.Join(w.root, "content", "*", "[^_]*.md"))
	return len(files)
}

func (w workplace) contenders(size string, o options) []*contender {
	ours := func(destination string) *exec.Cmd { return w.ours(size, destination) }
	list := []*contender{
		{name: oursFresh, folder: w.built(size, "ours"), command: ours},
		{name: oursAgain, folder: w.built(size, "ours-again"), keep: true, command: ours},
	}
	if w.tasks(size) < largeSite || o.hugoLarge {
		list = append(list, &contender{name: hugoFresh, folder: w.built(size, "hugo"), command: func(destination string) *exec.Cmd {
			return w.hugo(size, destination)
		}})
		if o.minify {
			list = append(list, &contender{name: hugoMinified, folder: w.built(size, "hugo-minified"), command: func(destination string) *exec.Cmd {
				return w.hugo(size, destination, "--minify")
			}})
		}
	}
	return list
}

// run lets the contenders with or without keep run in turn. Before it counts,
// one round brings programs and content into the memory of the system; at a
// large size that takes too long to be worth it.
func (r result) run(rounds int, keep bool) error {
	warm := 1
	if r.tasks >= largeSite && !keep {
		warm = 0
	}
	for round := range warm + rounds {
		for _, c := range r.contenders {
			if c.keep != keep {
				continue
			}
			destination := c.destination(round)
			s, err := c.run(destination)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if round >= warm {
				c.samples = append(c.samples, s)
			}
			if round == 0 {
				if c.output, err = weigh(destination); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// destination is the folder of one round.
func (c *contender) destination(round int) string {
	if c.keep {
		return c.folder
	}
	return fmt.Sprintf("%s-%d-%d", c.folder, os.Getpid(), round)
}

// clear removes all that was built, also by a bench that was stopped.
func (r result) clear() {
	for _, c := range r.contenders {
		folders, _ := filepath.Glob(c.folder + "*")
		for _, folder := range folders {
			os.RemoveAll(folder)
		}
	}
}

func (c *contender) run(destination string) (sample, error) {
	settle() // what the run before has left to write is not this one's cost
	cmd := c.command(destination)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		return sample{}, fmt.Errorf("%w\n%s", err, said.String())
	}
	state := cmd.ProcessState
	return sample{wall, state.UserTime() + state.SystemTime(), peakMemory(state)}, nil
}

// weigh counts what a build has made.
func weigh(dir string) (weight, error) {
	var o weight
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		o.files++
		o.bytes += info.Size()
		if filepath.Ext(path) == ".html" {
			o.pages++
		}
		return nil
	})
	return o, err
}

// median of all samples of a contender, each measure by itself.
func (c *contender) median() sample {
	return sample{
		middle(c.samples, func(s sample) time.Duration { return s.wall }),
		middle(c.samples, func(s sample) time.Duration { return s.cpu }),
		middle(c.samples, func(s sample) int64 { return s.memory }),
	}
}

func middle[V time.Duration | int64](samples []sample, of func(sample) V) V {
	var values []V
	for _, s := range samples {
		values = append(values, of(s))
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

// fastest is the shortest time on the clock.
func (c *contender) fastest() time.Duration {
	return slices.MinFunc(c.samples, func(a, b sample) int { return int(a.wall - b.wall) }).wall
}
