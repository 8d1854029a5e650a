package generator_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/render"
)

// TestSitemapIsWhole holds that site maps list every page that search engines may keep,
// and no other.
func TestSitemapIsWhole(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile(`<loc>([^<]*)</loc>`).FindAllSubmatch(dataFile(t, set, "sitemap.xml"), -1) {
		listed[string(m[1])] = true
	}
	canonical := regexp.MustCompile(`<link rel="?canonical"? href="?([^" >]*)`)
	for _, name := range set.Paths() {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		page := string(dataFile(t, set, name))
		m := canonical.FindStringSubmatch(page)
		hidden := strings.Contains(page, "noindex") || strings.Contains(page, `http-equiv="refresh"`) || strings.Contains(page, "http-equiv=refresh")
		switch {
		case m == nil && !hidden:
			t.Errorf("%s has no canonical address", name)
		case m != nil && listed[m[1]] == hidden:
			t.Errorf("%s: in the site map %t, hidden %t", name, listed[m[1]], hidden)
		}
		if m != nil {
			delete(listed, m[1])
		}
	}
	for address := range listed {
		t.Errorf("the site map lists %s, which is no page", address)
	}
}

// TestKindsAreDescribed holds that the contract with designers names every kind of page.
func TestKindsAreDescribed(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("doc.go")
	must(t, err)
	for _, kind := range render.Kinds {
		if !strings.Contains(string(doc), "layouts/"+kind+".html") && !strings.Contains(string(doc), " "+kind+".html") {
			t.Errorf("doc.go does not name the layout of %s", kind)
		}
	}
}

// TestArchitectureNamesWhatThereIs looks for every file and every name of code that
// ARCHITECTURE.md has between backticks.
func TestArchitectureNamesWhatThereIs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../ARCHITECTURE.md")
	must(t, err)
	if n := strings.Count(string(text), "\n"); n > 120 {
		t.Errorf("ARCHITECTURE.md has %d lines; it is to be read in one go", n)
	}
	var names []string // of files and folders, from the root
	var code strings.Builder
	for _, root := range []string{"generator", "layouts", "static", "content", "main.go", "Makefile"} {
		must(t, fs.WalkDir(os.DirFS(".."), root, func(name string, entry fs.DirEntry, err error) error {
			names = append(names, "/"+name)
			if regexp.MustCompile(`\.(go|ts|html)$|Makefile`).MatchString(name) {
				data, err := os.ReadFile("../" + name)
				must(t, err)
				code.Write(data)
			}
			return err
		}))
	}
	prose := regexp.MustCompile("(?s)```.*?```").ReplaceAllString(string(text), "")
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(prose, -1) {
		for name := range strings.FieldsSeq(m[1]) {
			name, _, _ = strings.Cut(strings.Trim(name, "-/,"), "=")
			at := name[strings.LastIndexByte(name, '.')+1:] // of x.Name, Name
			if isFile := slices.ContainsFunc(names, func(path string) bool { return strings.HasSuffix(path, "/"+name) }); !isFile && !strings.Contains(code.String(), at) && !strings.ContainsAny(name, "*+→") {
				t.Errorf("there is no %s", m[1])
			}
		}
	}
}
