package cli

import (
	"os"
	"path/filepath"
)

// within says whether path is dir or lies in it, whatever links lead there
// and whether path exists or not. Folders are compared as the system knows
// them, since one folder can be spelt in several ways.
func within(dir, path string) (bool, error) {
	top, err := os.Stat(dir)
	if err != nil {
		return false, nil // what is not there holds nothing
	}
	at, err := filepath.Abs(path)
	if err != nil {
		return false, err
	}
	at = real(at)
	for {
		if info, err := os.Stat(at); err == nil && os.SameFile(top, info) {
			return true, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return false, nil
		}
		at = up
	}
}

// real resolves the links of as much of an absolute path as exists.
func real(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	up := filepath.Dir(path)
	if up == path {
		return path
	}
	return filepath.Join(real(up), filepath.Base(path))
}
