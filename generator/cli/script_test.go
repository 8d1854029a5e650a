package cli

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"gongshi/generator/output"
)

var update = flag.Bool("update", false, "write what was printed into the scripts as what is wanted")

// TestScripts runs the stories of testdata/script. Each begins in a folder
// with the site of testdata/site.txtar in "site". Beside the commands of
// testscript they have:
//
//	exits CODE PROGRAM [ARG…]  the program ends with exactly this exit code
//	files DIR FILE             write the names of all files below DIR, sorted, into FILE
//	digest DIR FILE            the same with a hash of each file
//	[mounts]                   whether a user may mount a disk of its own (Linux)
//	publishing DIR             until the end of the story, something else publishes to DIR
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{defaultsVariable, raceVariable} {
				env.Setenv(name, os.Getenv(name))
			}
			return layOut("testdata/site.txtar", filepath.Join(env.WorkDir, "site"))
		},
		Condition: func(name string) (bool, error) {
			if name != "mounts" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return exec.Command("unshare", "--map-root-user", "--mount", "true").Run() == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "publishing": publishing,
			"files":  func(ts *testscript.TestScript, neg bool, args []string) { list(ts, neg, args, false) },
			"digest": func(ts *testscript.TestScript, neg bool, args []string) { list(ts, neg, args, true) },
		},
	})
}

// layOut writes the files of an archive into a folder, but none that is there.
func layOut(archive, dir string) error {
	site, err := txtar.ParseFile(archive)
	if err != nil {
		return err
	}
	for _, f := range site.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// newSite lays out the site of testdata/site.txtar.
func newSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := layOut("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func list(ts *testscript.TestScript, neg bool, args []string, hashed bool) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: files|digest DIR FILE")
	}
	found, err := listing(ts.MkAbs(args[0]), hashed)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(found), 0o644))
}

// listing has a line for each file below dir, sorted by path.
func listing(dir string, hashed bool) (string, error) {
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b.WriteString(path)
		if hashed {
			data, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, " %x", sha256.Sum256(data))
		}
		b.WriteByte('\n')
		return nil
	})
	return b.String(), err
}

// publishing begins to publish to a folder and stays in the middle of it.
func publishing(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: publishing DIR")
	}
	stage, err := output.Open(ts.MkAbs(args[0]), output.Options{})
	ts.Check(err)
	ts.Defer(stage.Discard)
}
