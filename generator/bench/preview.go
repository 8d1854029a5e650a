package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// previewSize is the corpus that is edited, in tasks.
const previewSize = "10000"

// How often each kind of edit is measured, and how many files change at once.
const (
	quietEdits   = 11
	hurriedEdits = 21
	layoutEdits  = 5
	checkout     = 500
)

// measurePreview edits the large corpus, in both scripts, under the preview
// with one page open, and prints how long the page waits for word of it.
func (w workplace) measurePreview() error {
	if err := w.prepareApart(previewSize); err != nil {
		return err
	}
	if err := w.command(nil, "go", "build", "-o", w.ourBinary(), ".").Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	dir := w.cache(previewSize, "preview")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, os.DirFS(w.site(previewSize))); err != nil {
		return err
	}
	bothScripts := func(text []byte) []byte { return bytes.Replace(text, []byte(`variants = ["Hans"]`), nil, 1) }
	if err := change(filepath.Join(dir, "content", "site.toml"), bothScripts); err != nil {
		return err
	}
	tasks, err := filepath.Glob(filepath.Join(dir, "content", "r*", "[0-9]*.md"))
	if err != nil || len(tasks) < checkout {
		return fmt.Errorf("%d tasks in %s: %w", len(tasks), dir, err)
	}
	p, err := startPreview(exec.Command(w.ourBinary(), "serve", "--source", dir, "--port", "0"), "/r0001/1/")
	if err != nil {
		return err
	}
	defer p.end()
	return p.measure(dir, tasks)
}

func (p *preview) measure(dir string, tasks []string) error {
	fmt.Printf("preview of %s tasks in both scripts, one page open; the site was there after %.1f s\n", previewSize, p.ready.Seconds())
	layout := filepath.Join(dir, "layouts", "partials", "footer-links.html")
	edits := 0
	text := func() error {
		edits++
		return appending(tasks[edits], fmt.Sprintf("第%d次修改。", edits))
	}
	for _, kind := range []struct {
		name  string
		times int
		rest  bool // is waited for before the next
		edit  func() error
	}{
		{"one task, nothing else under way", quietEdits, true, text},
		{"one task, the whole site still being made", hurriedEdits, false, text},
		{"a layout", layoutEdits, true, func() error {
			edits++
			return writeFile(layout, fmt.Appendf(nil, "<li>第%d次修改</li>", edits))
		}},
	} {
		var took []time.Duration
		for range kind.times {
			start := time.Now()
			if err := kind.edit(); err != nil {
				return err
			}
			if err := p.told(); err != nil {
				return err
			}
			took = append(took, time.Since(start))
			if kind.rest {
				if err := p.whole(); err != nil {
					return err
				}
			}
		}
		fmt.Printf("%-44s told after: median %4d ms, most %4d ms (%d edits)\n", kind.name, quantile(took, 0.5).Milliseconds(), quantile(took, 1).Milliseconds(), len(took))
		if !kind.rest {
			if err := p.whole(); err != nil {
				return err
			}
		}
	}
	start := time.Now()
	for _, name := range tasks[len(tasks)-checkout:] {
		if err := appending(name, "另一版本。"); err != nil {
			return err
		}
	}
	written := time.Since(start)
	if err := p.told(); err != nil {
		return err
	}
	told := time.Since(start)
	if err := p.whole(); err != nil {
		return err
	}
	fmt.Printf("%d files in %d ms: told after %d ms, told %d times (of the sketch and of the whole), made %d times, after %.1f s\n",
		checkout, written.Milliseconds(), told.Milliseconds(), p.tells, p.wholes, time.Since(start).Seconds())
	return nil
}

// change writes a file anew and renames it over the old one, as editors do.
func change(name string, edit func(text []byte) []byte) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name+".tmp", edit(data), 0o644); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)
}

// appending adds a paragraph at the end of a task.
func appending(name, text string) error {
	return change(name, func(data []byte) []byte { return append(bytes.TrimSpace(data), "\n\n"+text+"\n"...) })
}

// preview is a preview under way with a page that listens.
type preview struct {
	cmd    *exec.Cmd
	said   chan string // lines that report a whole site
	events chan string // versions the page is told
	ready  time.Duration
	// tells and wholes count since the last edit.
	tells, wholes int
	last          string
}

const previewPatience = 2 * time.Minute

var addressForm = regexp.MustCompile(`http://localhost:\d+/`)

func startPreview(cmd *exec.Cmd, page string) (*preview, error) {
	start := time.Now()
	p := &preview{cmd: cmd, said: make(chan string, 1000), events: make(chan string, 1000)}
	out, err := cmd.StdoutPipe()
	cmd.Stderr = os.Stderr
	if err := errors.Join(err, cmd.Start()); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
	address := addressForm.FindString(lines.Text())
	if !lines.Scan() {
		return nil, fmt.Errorf("the preview ended: %w", cmd.Wait())
	}
	p.ready = time.Since(start)
	response, err := http.Get(address + "_events?page=" + page)
	if err != nil {
		return nil, err
	}
	go func() {
		for lines.Scan() {
			p.said <- lines.Text()
		}
	}()
	go func() {
		defer response.Body.Close()
		for events := bufio.NewScanner(response.Body); events.Scan(); {
			var state struct{ Version, Faults string }
			if data, ok := strings.CutPrefix(events.Text(), "data: "); ok && json.Unmarshal([]byte(data), &state) == nil {
				p.events <- state.Version + state.Faults
			}
		}
	}()
	p.last = <-p.events // the state when the page was opened
	return p, nil
}

// told waits until the page is told of another version.
func (p *preview) told() error {
	p.tells, p.wholes = 0, 0
	select {
	case p.last = <-p.events:
		p.tells++
		return nil
	case <-time.After(previewPatience):
		return errors.New("the page is told nothing")
	}
}

// whole waits until the whole site is made and nothing more is said.
func (p *preview) whole() error {
	const still = 2 * time.Second
	wait := previewPatience
	for {
		select {
		case <-p.events:
			p.tells++
		case <-p.said:
			p.wholes++
			wait = still
		case <-time.After(wait):
			if p.wholes == 0 {
				return errors.New("the site was never made")
			}
			return nil
		}
	}
}

func (p *preview) end() {
	_ = p.cmd.Process.Signal(os.Interrupt)
	_ = p.cmd.Wait()
}
