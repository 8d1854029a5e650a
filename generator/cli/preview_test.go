//go:build linux || darwin

package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// patience is how long a preview may run: a test that waits for what never
// comes ends then.
const patience = time.Minute

// preview is a running "gongshi serve".
type preview struct {
	t              *testing.T
	cmd            *exec.Cmd
	stdout, stderr *bufio.Reader
}

// startPreview starts the server for the site in dir.
func startPreview(t *testing.T, dir string, args ...string) *preview {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "gongshi", append([]string{"serve"}, args...)...)
	cmd.Dir = dir
	stdout, outErr := cmd.StdoutPipe()
	stderr, errErr := cmd.StderrPipe()
	if err := errors.Join(outErr, errErr, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	return &preview{t, cmd, bufio.NewReader(stdout), bufio.NewReader(stderr)}
}

// line is the next line that the program prints, "" after its end.
func (p *preview) line(from *bufio.Reader) string {
	p.t.Helper()
	line, err := from.ReadString('\n')
	if err != nil && err != io.EOF {
		p.t.Fatal(err)
	}
	return strings.TrimSuffix(line, "\n")
}

var addressForm = regexp.MustCompile(`^在浏览器里打开 (http://localhost:\d+\S*/) ，按 Ctrl\+C 结束$`)

// address reads the first line: where to look.
func (p *preview) address() string {
	p.t.Helper()
	first := p.line(p.stdout)
	m := addressForm.FindStringSubmatch(first)
	if m == nil {
		p.t.Fatalf("the server said %q", first)
	}
	return m[1]
}

// updated waits for the next good build.
func (p *preview) updated() {
	p.t.Helper()
	if said := p.line(p.stdout); !strings.HasPrefix(said, "已更新：") {
		p.t.Fatalf("the server said %q", said)
	}
}

// shows waits for a good build after which a page has a text.
func (p *preview) shows(url, text string) {
	p.t.Helper()
	for {
		p.updated()
		if _, page := get(p.t, url); strings.Contains(page, text) {
			return
		}
	}
}

// faults waits for the next build that fails and returns what the terminal shows.
func (p *preview) faults() string {
	p.t.Helper()
	var all strings.Builder
	for {
		line, err := p.stderr.ReadString('\n')
		if err != nil {
			p.t.Fatalf("no faults were shown: %v, %s", err, all.String())
		}
		all.WriteString(line)
		if strings.HasPrefix(line, "没有通过：") {
			return all.String()
		}
	}
}

// end asks the program to end, and to do so quietly with exit code 0.
func (p *preview) end(signal os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		p.t.Fatal(err)
	}
	p.exits(exitGood, "")
}

// exits waits for the end.
func (p *preview) exits(code int, stderr string) {
	p.t.Helper()
	if rest := p.line(p.stdout); rest != "" {
		p.t.Errorf("at its end the server said %q", rest)
	}
	said, err := io.ReadAll(p.stderr)
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd.Wait()
	if got := p.cmd.ProcessState.ExitCode(); got != code || string(said) != stderr {
		p.t.Errorf("exit code %d, want %d; stderr %q, want %q", got, code, said, stderr)
	}
}

func get(t *testing.T, url string) (*http.Response, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// replace writes a file in which one text stands for another.
// The file is replaced in one step, as careful editors do.
func replace(t *testing.T, path, old, new string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s has no %q (%v)", path, old, err)
	}
	next := filepath.Join(filepath.Dir(path), ".next")
	err = os.WriteFile(next, bytes.ReplaceAll(data, []byte(old), []byte(new)), 0o644)
	if err := errors.Join(err, os.Rename(next, path)); err != nil {
		t.Fatal(err)
	}
}
