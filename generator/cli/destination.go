package cli

import (
	"os"

	"gongshi/generator/output"
)

// within reports whether path is dir or lies in it, after following symbolic
// links. It is false if dir does not exist.
func within(dir, path string) (bool, error) {
	if _, err := os.Stat(dir); err != nil {
		return false, nil
	}
	return output.Contains(dir, path)
}
