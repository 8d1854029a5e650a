package cli

import (
	"log"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// defaultsVariable tells a gongshi started by a test where the folders layouts
// and static lie, which the real program holds within itself.
const defaultsVariable = "GONGSHI_TEST_DEFAULTS"

// allVariable is set by `make test-all`: tests take as many rounds as they have.
const allVariable = "GONGSHI_TEST_ALL"

const raceVariable = "GORACE"

// TestMain lets this test binary be the program gongshi, too: it is put into
// the PATH under that name.
func TestMain(m *testing.M) {
	if os.Getenv(defaultsVariable) == "" {
		root, err := filepath.Abs("../..")
		if err != nil {
			log.Fatal(err)
		}
		os.Setenv(defaultsVariable, root)
	}
	// A program with the race detector in it sleeps a second at its end, else.
	os.Setenv(raceVariable, "atexit_sleep_ms=0 "+os.Getenv(raceVariable))
	testscript.Main(m, map[string]func(){"gongshi": func() {
		os.Exit(Run(os.Args[1:], Environment{
			Stdout: os.Stdout, Stderr: os.Stderr, Defaults: os.DirFS(os.Getenv(defaultsVariable)),
		}))
	}})
}
