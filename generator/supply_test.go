package generator_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestWorkflows reads what builds and publishes on other machines: every action is pinned
// by its hash, no job has more rights or time than it needs, no step leaves a password.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../.github/workflows/*.yml")
	must(t, err)
	if len(files) < 3 {
		t.Fatalf("only %q", files)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		must(t, err)
		text := string(data)
		for _, m := range regexp.MustCompile(`(?m)^\s*(?:- )?uses:\s*(.*)$`).FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`).MatchString(m[1]) {
				t.Errorf("%s: %s is not pinned by a hash with its version", name, m[1])
			}
		}
		if regexp.MustCompile(`(?m)^permissions:`).FindString(text) == "" || strings.Contains(text, "write-all") || strings.Contains(text, "pull_request_target") {
			t.Errorf("%s: permissions", name)
		}
		if strings.Contains(text, ": write") && !strings.Contains(text, "permissions: {}\n") { // then a job asks for it
			t.Errorf("%s: a right to write for all jobs", name)
		}
		for part, each := range map[string]string{"timeout-minutes:": "runs-on:", "persist-credentials: false": "actions/checkout@"} {
			if n := strings.Count(text, each); n == 0 || strings.Count(text, part) != n {
				t.Errorf("%s: %d times %s for %d of %s", name, strings.Count(text, part), part, n, each)
			}
		}
		if regexp.MustCompile(`run:.*\$\{\{`).MatchString(text) {
			t.Errorf("%s: a value is put into a command", name)
		}
	}
}

// TestOneGo has one version of Go for everybody who does not choose.
func TestOneGo(t *testing.T) {
	t.Parallel()
	version := ""
	for name, form := range map[string]string{"../go.mod": `(?m)^toolchain go(\S+)$`, "bench/go.mod": `(?m)^toolchain go(\S+)$`, "../netlify.toml": `GO_VERSION = "([^"]+)"`} {
		data, err := os.ReadFile(name)
		must(t, err)
		m := regexp.MustCompile(form).FindStringSubmatch(string(data))
		if m == nil || version != "" && m[1] != version || strings.HasSuffix(m[1], ".0") {
			t.Fatalf("%s: %q, elsewhere %s", name, m, version)
		}
		version = m[1]
	}
}

// TestVulnerabilities ends `make vulnerabilities` as its tool does: holes are a failure, a
// list that cannot be had is told.
func TestVulnerabilities(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("../Makefile")
	must(t, err)
	version := regexp.MustCompile(`(?m)^GOVULNCHECK := (v\d+\.\d+\.\d+)$`).FindStringSubmatch(string(makefile))
	if version == nil || !regexp.MustCompile(`(?m)^test-all:.* vulnerabilities `).Match(makefile) {
		t.Fatal("govulncheck is not pinned, or no part of make test-all")
	}
	for code, good := range map[string]bool{"0": true, "1": true, "3": false} {
		cache := t.TempDir()
		tool := filepath.Join(cache, "bin", "govulncheck-"+version[1])
		writeFile(t, tool, []byte("#!/bin/sh\nexit "+code+"\n"))
		must(t, os.Chmod(tool, 0o755))
		out, err := exec.Command("make", "-C", "..", "vulnerabilities", "CACHE="+cache).CombinedOutput()
		if (err == nil) != good || strings.Contains(string(out), "NOT CHECKED") != (code == "1") {
			t.Errorf("exit code %s: %v, %s", code, err, out)
		}
	}
}
