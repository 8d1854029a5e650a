package generator_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// packed is how many bytes of a file go over the wire.
func packed(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	_, err := w.Write(data)
	must(t, err)
	must(t, w.Close())
	return b.Len()
}

// TestWeights weighs what a reader's telephone has to fetch before it shows a
// page and answers to a finger.
func TestWeights(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	limit := func(what string, size, most int) {
		if size > most {
			t.Errorf("%s: %d bytes, want at most %d", what, size, most)
		}
	}
	for name := range set.All() {
		data, _ := set.Get(name)
		switch {
		case strings.HasSuffix(name, "2021/index.html"): // 46 rows
			limit(name, packed(t, data), 27_000)
		case strings.HasSuffix(name, "help/rules/index.html"): // for editors: each rule has a line
			limit(name, packed(t, data), 10_000)
		case strings.HasSuffix(name, ".html"):
			limit(name, packed(t, data), 9_000)
		}
	}
	page := string(dataFile(t, set, "2021/4/index.html"))
	find := func(form string) []byte {
		m := regexp.MustCompile(form).FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("the page has no %s", form)
		}
		return dataFile(t, set, m[1])
	}
	style := packed(t, find(`<link rel="stylesheet" href="/([^"]*)"`)) + packed(t, find(`<link rel="stylesheet" href="/([^"]*)" disabled`))
	limit("the style sheets", style, 10_000)
	script := find(`data-src="/([^"]*)"`)
	if bytes.Contains(script, []byte(`from"./`)) || bytes.Contains(script, []byte(`import"./`)) {
		t.Error("the script fetches a further one at once: one more trip")
	}
	limit("the script", packed(t, script), 6_000)
	for name := range set.All() {
		data, _ := set.Get(name)
		switch {
		case strings.HasPrefix(name, "assets/toolbar-"):
			limit(name, len(data), 12_000)
		case strings.HasPrefix(name, "assets/search-") && strings.HasSuffix(name, ".js"):
			limit(name, packed(t, data), 22_300)
		}
	}
}
