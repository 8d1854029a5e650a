package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// TestOwnSetup holds this repository's settings against what setup writes.
func TestOwnSetup(t *testing.T) {
	files, err := setupFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join("../..", f.name))
		if err != nil || string(data) != string(f.data) {
			t.Errorf("%s is not what setup writes (%v); run go run . setup", f.name, err)
		}
	}
}
