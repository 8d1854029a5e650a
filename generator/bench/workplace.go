package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// workplace is the repository. All that the bench writes lies in .cache/bench
// below it, but for the sites that are built, which may lie elsewhere.
type workplace struct{ root, out string }

func (w workplace) cache(parts ...string) string {
	return filepath.Join(append([]string{w.root, ".cache", "bench"}, parts...)...)
}

// site is the folder that our program reads, hugoSite the one that Hugo reads.
func (w workplace) site(tasks int) string     { return w.cache(strconv.Itoa(tasks), "site") }
func (w workplace) hugoSite(tasks int) string { return w.cache(strconv.Itoa(tasks), "hugo") }

// prepareApart makes a corpus in a process of its own: what a process once held
// in memory counts as the peak of every process it starts.
func prepareApart(size string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return command("", self, "-prepare", size).Run()
}

// prepare makes the site of a size and its copy for Hugo, each only if it is
// not there yet or is not what it should be.
func (w workplace) prepare(tasks int) error {
	from := digest(os.DirFS(filepath.Join(w.root, "content", "2021")))
	err := once(w.site(tasks), fmt.Sprintf("corpus %d of %s", corpusVersion, from), func(site string) error {
		return w.writeCorpus(site, tasks)
	})
	if err != nil {
		return err
	}
	from = digest(os.DirFS(w.site(tasks)), hugoFiles, os.DirFS(filepath.Join(w.root, "static")))
	return once(w.hugoSite(tasks), fmt.Sprintf("mirror %d of %s", mirrorVersion, from), func(target string) error {
		return w.mirror(w.site(tasks), target)
	})
}

func (w workplace) writeCorpus(target string, tasks int) error {
	phrases, err := readPhrases(os.DirFS(w.root))
	if err != nil {
		return err
	}
	words, err := loadWords()
	if err != nil {
		return err
	}
	for f := range (&corpus{phrases, words}).files(tasks) {
		if err := writeFile(filepath.Join(target, f.path), f.text); err != nil {
			return err
		}
	}
	return nil
}

// once makes a folder anew, unless a file beside it says that it was made of
// the same input and is still as it was made.
func once(folder, input string, do func(folder string) error) error {
	marker := func() string { return fmt.Sprintf("%s is %s\n", input, digest(os.DirFS(folder))) }
	if have, err := os.ReadFile(folder + ".marker"); err == nil && string(have) == marker() {
		return nil
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := do(folder); err != nil {
		return err
	}
	return writeFile(folder+".marker", marker())
}

func writeFile(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o666)
}

// digest is the beginning of the SHA-256 of all files of some folders, and how
// many they are. One that cannot be read is none.
func digest(folders ...fs.FS) string {
	h := sha256.New()
	files := 0
	for _, folder := range folders {
		_ = fs.WalkDir(folder, ".", func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				data, _ := fs.ReadFile(folder, path)
				files++
				fmt.Fprintf(h, "%d %s %d\n", len(path), path, len(data))
				h.Write(data)
			}
			return nil
		})
	}
	return fmt.Sprintf("%x/%d", h.Sum(nil)[:8], files)
}

// buildTools builds our programs and, if it is not there, Hugo.
func (w workplace) buildTools() error {
	if err := os.MkdirAll(w.cache(), 0o777); err != nil {
		return err
	}
	if err := command(w.root, "go", "build", "-o", w.cache("gongshi"), ".").Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	if err := command("", "go", "build", "-o", w.cache("gongshi-html"), "./html").Run(); err != nil {
		return fmt.Errorf("go build ./html: %w", err)
	}
	return w.buildHugo()
}

func command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	return cmd
}

// ours is the command that builds a site with our program.
func (w workplace) ours(source, destination string) *exec.Cmd {
	return exec.Command(w.cache("gongshi"), "build", "--quiet", "--source", source, "--destination", destination)
}
