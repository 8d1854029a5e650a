package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// ownFiles are files of ours that have no counterpart at Hugo: rules for web
// servers, the mark of a published folder.
var ownFiles = []string{".gongshi", "_headers", "_nginx.conf", "_redirects"}

var (
	blanks      = regexp.MustCompile(`\s+`)
	betweenTags = regexp.MustCompile(`> | <`)
)

// plain leaves out what no reader of a page sees: white space between tags,
// the spelling of the document type, the other spelling of one character.
func plain(page string) string {
	page = strings.NewReplacer("<!DOCTYPE", "<!doctype", "width=device-width, initial", "width=device-width,initial", `&#xA;`, " ", "&#43;", "+").Replace(page)
	return strings.TrimSpace(betweenTags.ReplaceAllStringFunc(blanks.ReplaceAllString(page, " "), strings.TrimSpace))
}

// differencesShown are printed; the rest is only counted.
const differencesShown = 8

// compare builds a site with both tools and prints what differs.
func (w workplace) compare(size string) error {
	ours, hugo := w.built(size, "ours"), w.built(size, "hugo")
	if err := os.RemoveAll(hugo); err != nil {
		return err
	}
	for _, cmd := range []interface{ CombinedOutput() ([]byte, error) }{w.ours(size, ours), w.hugo(size, hugo)} {
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	left, err := readTree(ours)
	if err != nil {
		return err
	}
	right, err := readTree(hugo)
	if err != nil {
		return err
	}
	paths := union(left, right)
	differ := 0
	for _, path := range paths {
		if message := difference(left, right, path); message != "" {
			if differ++; differ <= differencesShown {
				fmt.Println(message)
			}
		}
	}
	fmt.Printf("%s: %d files are the same, %d differ\n", size, len(paths)-differ, differ)
	return nil
}

// difference says how a file differs between two trees; empty if it does not.
func difference(left, right map[string]string, path string) string {
	a, here := left[path]
	b, there := right[path]
	switch {
	case !here:
		return "only Hugo: " + path
	case !there:
		return "only ours: " + path
	}
	a, b = plain(a), plain(b)
	if a == b {
		return ""
	}
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	part := func(s string) string {
		return strings.ToValidUTF8(s[max(0, at-60):min(len(s), at+90)], "")
	}
	return fmt.Sprintf("%s differs at byte %d\n  ours: %s\n  Hugo: %s", path, at, part(a), part(b))
}

func union(left, right map[string]string) []string {
	var paths []string
	for p := range left {
		if !slices.Contains(ownFiles, p) {
			paths = append(paths, p)
		}
	}
	for p := range right {
		if _, both := left[p]; !both {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

func readTree(root string) (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	return files, err
}
