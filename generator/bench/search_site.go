package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// pagefindVersion is what our search is measured against. The Makefile
// installs it.
const pagefindVersion = "1.6.0"

// searchSite is a corpus in both scripts; the others are in one, as Hugo's.
func (w workplace) searchSite(size string) string {
	if size == ownSite {
		return w.root
	}
	return w.cache(size, "search-site")
}

// prepareSearch builds a site in both scripts and Pagefind's index of it.
func (w workplace) prepareSearch(size string) error {
	if err := w.prepareApart(size); err != nil {
		return err
	}
	sum, err := digestFolder(filepath.Join(w.site(size), "content"))
	if err != nil {
		return err
	}
	if size != ownSite {
		err := w.once(w.cache(size, "search-site.marker"), sum, func() error { return w.copyInBothScripts(size) })
		if err != nil {
			return err
		}
	}
	if out, err := w.buildSearch(size); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return w.preparePagefind(size, sum)
}

func (w workplace) copyInBothScripts(size string) error {
	target := w.searchSite(size)
	if err := os.RemoveAll(target); err != nil {
		return err
	}
	if err := os.CopyFS(target, os.DirFS(w.site(size))); err != nil {
		return err
	}
	text := strings.Replace(corpusSite, `variants = ["Hans"]`, `variants = ["Hans", "Hant"]`, 1)
	return writeFile(filepath.Join(target, "content", "site.toml"), []byte(text))
}

func (w workplace) buildSearch(size string) ([]byte, error) {
	cmd := w.ours(size, w.built(size, "search"))
	for i, arg := range cmd.Args {
		if arg == w.site(size) {
			cmd.Args[i] = w.searchSite(size)
		}
	}
	return cmd.CombinedOutput()
}

// pagefindFolder is the root of a server that has Pagefind's index and a page
// for it.
func (w workplace) pagefindFolder(size string) string { return w.cache(size, "pagefind") }

// pagefindPage searches with Pagefind as its documentation says and shows what
// it finds as our page does.
//
//go:embed search_pagefind.html
var pagefindPage []byte

// pagefindOptions are as much in favour of Pagefind as may be: only the text
// of tasks, so that neither tables of whole reports nor menus are in its way.
func (w workplace) pagefindOptions(size string) []string {
	return []string{"--site", w.built(size, "search"), "--glob", "{r*,20*}/*/index.html", "--root-selector", "main",
		"--force-language", "zh", "--output-path", filepath.Join(w.pagefindFolder(size), "pagefind"), "--quiet"}
}

// preparePagefind makes Pagefind's index, which takes half a minute and five
// gigabytes at 10,000 tasks, unless the texts are those of the last time.
func (w workplace) preparePagefind(size, sum string) error {
	options := w.pagefindOptions(size)
	marker := fmt.Sprintf("Pagefind %s of %s with %q\n", pagefindVersion, sum, options)
	err := w.once(w.cache(size, "pagefind.marker"), marker, func() error {
		if err := os.RemoveAll(w.pagefindFolder(size)); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "Pagefind indexes %s tasks\n", size)
		out, err := w.command(nil, filepath.Join(w.root, ".cache", "node", "node_modules", ".bin", "pagefind"), options...).Output()
		if err != nil {
			return fmt.Errorf("pagefind: %w; make tools installs it\n%s", err, out)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(w.pagefindFolder(size), "search", "index.html"), pagefindPage)
}

// loadLibrary reads the passages of a site from its Markdown.
func (w workplace) loadLibrary(size string) (*library, error) {
	s, found := content.Load(os.DirFS(w.searchSite(size)), content.Options{})
	if errors, _ := diag.Count(found); errors > 0 {
		return nil, fmt.Errorf("%s has %d faults", w.searchSite(size), errors)
	}
	return newLibrary(s), nil
}

// ownHeaders are the headers that the site's own rules set on every file, the
// content security policy among them.
func ownHeaders(folder string) (http.Header, error) {
	rules, err := os.ReadFile(filepath.Join(folder, "_headers"))
	if err != nil {
		return nil, err
	}
	headers := http.Header{}
	all, _, _ := strings.Cut(strings.TrimPrefix(string(rules), "/*\n"), "\n/")
	for line := range strings.Lines(all) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ": "); found {
			headers.Set(name, value)
		}
	}
	return headers, nil
}

// finder is a search that is measured, by the server of its page.
type finder struct {
	name   string
	server *server
}

// page is its search page in a script; Pagefind has but one.
func (f finder) page(v site.Variant) string { return f.server.address + v.Path(site.SearchPath) }

// finders starts a server for each search; the last result stops them.
func (w workplace) finders(size string) ([]finder, func(), error) {
	headers, err := ownHeaders(w.built(size, "search"))
	if err != nil {
		return nil, nil, err
	}
	ours, stopOurs, err := serveFolder(w.built(size, "search"), headers)
	if err != nil {
		return nil, nil, err
	}
	pagefind, stopPagefind, err := serveFolder(w.pagefindFolder(size), nil)
	if err != nil {
		stopOurs()
		return nil, nil, err
	}
	stop := func() { stopOurs(); stopPagefind() }
	hant := site.Variants[1]
	err = errors.Join(ours.prepare("search", "assets", strings.Trim(hant.Path(site.SearchPath), "/")), pagefind.prepare(""))
	if err != nil {
		stop()
		return nil, nil, err
	}
	return []finder{{"ours", ours}, {"Pagefind", pagefind}}, stop, nil
}

// fileSize is a file below a folder.
type fileSize struct {
	path  string
	bytes int64
}

// filesBelow lists the files of a folder.
func filesBelow(folder string) ([]fileSize, error) {
	var list []fileSize
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		list = append(list, fileSize{filepath.ToSlash(name), info.Size()})
		return err
	})
	return list, err
}
