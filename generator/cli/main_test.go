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
	testscript.Main(m, map[string]func(){"gongshi": func() {
		os.Exit(Run(os.Args[1:], Environment{
			Stdout: os.Stdout, Stderr: os.Stderr, Defaults: os.DirFS(os.Getenv(defaultsVariable)),
		}))
	}})
}
