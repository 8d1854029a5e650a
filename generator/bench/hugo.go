package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// hugoVersion is what we are measured against.
const hugoVersion = "v0.165.0"

func (w workplace) hugoBinary() string { return filepath.Join(w.root, ".cache", "bin", "hugo") }

func (w workplace) ourBinary() string { return w.cache("gongshi") }

// tools builds our program and, if it is not there, Hugo.
func (w workplace) tools() error {
	if err := w.command(nil, "go", "build", "-o", w.ourBinary(), ".").Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	if out, err := exec.Command(w.hugoBinary(), "version").Output(); err == nil && strings.Contains(string(out), hugoVersion+" ") {
		return nil
	}
	fmt.Fprintf(os.Stderr, "building Hugo %s, this takes some minutes\n", hugoVersion)
	install := w.command([]string{"GOBIN=" + filepath.Dir(w.hugoBinary())}, "go", "install", "github.com/gohugoio/hugo@"+hugoVersion)
	if err := install.Run(); err != nil {
		return fmt.Errorf("go install hugo: %w", err)
	}
	return nil
}

func (w workplace) command(env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = w.root, os.Stderr
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

// ours is the command that builds a site with our program.
func (w workplace) ours(size, destination string) *exec.Cmd {
	return exec.Command(w.ourBinary(), "build", "--quiet", "--source", w.site(size), "--destination", destination)
}

// hugo is the command that builds the mirror with Hugo, by its defaults; only
// its lock file and its cache are kept out of the way of other projects.
func (w workplace) hugo(size, destination string, more ...string) *exec.Cmd {
	args := []string{"build", "--quiet", "--source", w.hugoSite(size), "--destination", destination,
		"--cacheDir", w.cache("hugo-cache"), "--noBuildLock"}
	return exec.Command(w.hugoBinary(), append(args, more...)...)
}
