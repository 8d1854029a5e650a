package generator_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongshi/generator"
	"gongshi/generator/output"
	"gongshi/generator/record"
)

// recordKey is a key for the log of the good site.
func recordKey(t *testing.T) string {
	t.Helper()
	private, _, err := record.NewKey(rand.Reader, "www.qingyuan.example/record")
	must(t, err)
	return private
}

// withRecord builds the good site with a public log that continues that of the set before.
func withRecord(t *testing.T, source fstest.MapFS, key string, before *output.Set, day int) *output.Set {
	t.Helper()
	get := func(name string) ([]byte, error) {
		if before != nil {
			if data, ok := before.Get(name); ok {
				return data, nil
			}
		}
		return nil, fs.ErrNotExist
	}
	return built(t, generator.Options{
		Source: source, Defaults: os.DirFS(".."), Clock: time.Date(2026, 12, day, 10, 0, 0, 0, time.UTC),
		Record: &record.Options{Keys: key, Places: []record.Place{{Name: "before", Get: get}}},
	}).Set
}

// recordedSource is the good site, which keeps a log.
func recordedSource(t *testing.T) fstest.MapFS {
	source := goodSource(t)
	source["content/site.toml"] = &fstest.MapFile{Data: append(slices.Clone(source["content/site.toml"].Data), "\n[record]\n"...)}
	return source
}

// without returns a set with some files changed; nil removes one.
func without(t *testing.T, set *output.Set, changes map[string][]byte) *output.Set {
	t.Helper()
	out := output.NewSet()
	for name, data := range set.All() {
		if other, changed := changes[name]; changed {
			data = other
		}
		if data != nil {
			must(t, out.Add(name, data, name))
		}
	}
	return out
}

// tampered are sites in which the page /2021/1/ is not what the log says, by the outcome
// that names what was done.
func tampered(t *testing.T, set *output.Set, key string) map[string]*output.Set {
	t.Helper()
	file := func(prefix string) (string, []byte) {
		for _, name := range set.Paths() {
			if strings.HasPrefix(name, prefix) {
				data, _ := set.Get(name)
				return name, slices.Clone(data)
			}
		}
		t.Fatalf("no %s", prefix)
		return "", nil
	}
	change := func(prefix, from, to string) *output.Set {
		name, data := file(prefix)
		if !bytes.Contains(data, []byte(from)) {
			t.Fatalf("%s has no %q", name, from)
		}
		return without(t, set, map[string][]byte{name: bytes.ReplaceAll(data, []byte(from), []byte(to))})
	}
	gone := map[string][]byte{} // the whole folder: the server of the tests would list it
	for _, name := range set.Paths() {
		if strings.HasPrefix(name, "2021/1/") {
			gone[name] = nil
		}
	}
	tile, hashes := file("record/tile/0/")
	hashes[0] ^= 1
	head, note := file("record/checkpoint")
	signature := bytes.LastIndexByte(note, ' ') + 12
	note[signature] = map[bool]byte{true: 'B', false: 'A'}[note[signature] == 'A']
	unsigned, _, _ := bytes.Cut(note, []byte("\n\n"))
	return map[string]*output.Set{
		"changed":   change("2021/1/index.html", "</main>", " </main>"),
		"missing":   without(t, set, gone),
		"entry":     change("record/tile/entries/", `"time":"2026-12-01`, `"time":"2025-12-01`),
		"tree":      without(t, set, map[string][]byte{tile: hashes}),
		"signature": without(t, set, map[string][]byte{head: note}),
		"unsigned":  without(t, set, map[string][]byte{head: append(unsigned, '\n')}),
		"broken":    without(t, set, map[string][]byte{head: nil}),
	}
}

// TestRecordInEngines: a page that is true is said to be so in the reader's browser, and
// each manipulation is named, under the policy of the real site.
func TestRecordInEngines(t *testing.T) {
	key := recordKey(t)
	first := withRecord(t, recordedSource(t), key, nil, 1)
	many := recordedSource(t) // more entries than a tile holds
	for i := range 90 {
		many[fmt.Sprintf("content/page%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"页面%d\"\n+++\n\n文字%d。\n", i, i)}
	}
	second := withRecord(t, many, key, first, 2)
	sites := tampered(t, first, key)
	sites["same"] = second
	for name, start := range engines() {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			for outcome, set := range sites {
				server, reports := reportingServer(t, set)
				e.open(server + "/record/?page=%2F2021%2F1%2F")
				becomes(t, e, `document.querySelector(".record-result").dataset.outcome`)
				if got := valueOf[string](t, e, `document.querySelector(".record-result").dataset.outcome`); got != outcome {
					t.Errorf("want the outcome %q, have %q", outcome, got)
				}
				if got := valueOf[string](t, e, `document.querySelector(".record-result").textContent`); len(got) < 10 || strings.Contains(got, "{") || strings.Contains(got, "undefined") {
					t.Errorf("the page says %q", got)
				}
				if found := reports.until(t, e); len(found) > 0 {
					t.Errorf("the policy was violated: %q", found)
				}
			}
			server, _ := reportingServer(t, second)
			for page, outcome := range map[string]string{"/": "same", "/hant/2021/1/": "same", "/page89/": "same", "/feed.xml": "same", "/nowhere/": "unknown", "https://other.example/": "elsewhere"} {
				e.open(server + "/record/?page=" + page)
				becomes(t, e, `document.querySelector(".record-result").dataset.outcome`)
				if got := valueOf[string](t, e, `document.querySelector(".record-result").dataset.outcome`); got != outcome {
					t.Errorf("%s: want the outcome %q, have %q", page, outcome, got)
				}
			}
			e.open(server + "/2021/1/")
			e.open(valueOf[string](t, e, `document.querySelector(".on-record a").href`))
			becomes(t, e, `document.querySelector(".record-result").dataset.outcome == "same"`)
		})
	}
}
