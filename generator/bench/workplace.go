package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// ownSite is the size that stands for the repository's own site.
const ownSite = "own"

// workplace is the repository; all that is written lies in .cache below it,
// but for the built sites, which may lie elsewhere.
type workplace struct{ root, out string }

func (w workplace) cache(parts ...string) string {
	return filepath.Join(append([]string{w.root, ".cache", "bench"}, parts...)...)
}

// built is the folder a contender puts its site into.
func (w workplace) built(size, contender string) string {
	if w.out != "" {
		return filepath.Join(w.out, "gongshi-bench", size, contender)
	}
	return w.cache(size, "out-"+contender)
}

// site is the folder our generator reads.
func (w workplace) site(size string) string {
	if size == ownSite {
		return w.root
	}
	return w.cache(size, "site")
}

// hugoSite is the folder Hugo reads.
func (w workplace) hugoSite(size string) string { return w.cache(size, "hugo") }

// prepareApart makes a corpus in a process of its own. What a process once
// held in memory would count as the peak of every process it starts.
func (w workplace) prepareApart(size string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, "-prepare", size)
	cmd.Dir, cmd.Stdout, cmd.Stderr = w.root, os.Stderr, os.Stderr
	return cmd.Run()
}

// prepare makes the site of a size and its mirror for Hugo, each only if it
// is not there yet or is not what it should be.
func (w workplace) prepare(size string) error {
	if size != ownSite {
		if err := w.prepareCorpus(size); err != nil {
			return err
		}
	}
	content, err := digestFolder(filepath.Join(w.site(size), "content"))
	if err != nil {
		return err
	}
	layouts, err := digestFS(hugoFiles)
	if err != nil {
		return err
	}
	static, err := digestFolder(filepath.Join(w.root, "static"))
	if err != nil {
		return err
	}
	marker := fmt.Sprintf("mirror %d of %s with %s and %s\n", mirrorVersion, content, layouts, static)
	return w.once(w.cache(size, "hugo.marker"), marker, func() error {
		return w.mirror(w.site(size), w.hugoSite(size))
	})
}

func (w workplace) prepareCorpus(size string) error {
	tasks, err := strconv.Atoi(size)
	if err != nil || tasks < 1 {
		return fmt.Errorf("%q is neither a number of tasks nor %s", size, ownSite)
	}
	input, err := digestFolder(filepath.Join(w.root, "content", "2021"))
	if err != nil {
		return err
	}
	name, site := w.cache(size, "site.marker"), w.site(size)
	marker := func() (string, error) {
		output, err := digestFolder(site)
		return fmt.Sprintf("corpus %d of %s is %s\n", corpusVersion, input, output), err
	}
	if want, err := marker(); err == nil {
		if have, _ := os.ReadFile(name); string(have) == want {
			return nil
		}
	}
	if err := w.writeCorpus(site, tasks); err != nil {
		return err
	}
	text, err := marker()
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s tasks: %s", size, text)
	return os.WriteFile(name, []byte(text), 0o644)
}

func (w workplace) writeCorpus(site string, tasks int) error {
	phrases, err := readPhrases(os.DirFS(w.root))
	if err != nil {
		return err
	}
	words, err := loadWords()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(site); err != nil {
		return err
	}
	c := &corpus{phrases, words}
	for f := range c.files(tasks) {
		if err := writeFile(filepath.Join(site, f.path), []byte(f.text)); err != nil {
			return err
		}
	}
	return nil
}

// once does something unless the marker says that it has been done.
func (w workplace) once(name, marker string, do func() error) error {
	if have, _ := os.ReadFile(name); string(have) == marker {
		return nil
	}
	if err := do(); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(marker), 0o644)
}

func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o666)
}

func digestFolder(dir string) (string, error) { return digestFS(os.DirFS(dir)) }

// digestFS is the SHA-256 of all files, in hex.
func digestFS(fsys fs.FS) (string, error) {
	h := sha256.New()
	files := 0
	err := fs.WalkDir(fsys, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		files++
		fmt.Fprintf(h, "%d %s %d\n", len(path), path, len(data))
		h.Write(data)
		return err
	})
	return strings.ToLower(hex.EncodeToString(h.Sum(nil)))[:16] + "/" + strconv.Itoa(files), err
}
