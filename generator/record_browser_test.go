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
	t.Parallel()
	key := recordKey(t)
	first := withRecord(t, recordedSource(t), key, nil, 1)
	many := recordedSource(t) // more entries than a tile holds
	for i := range 90 {
		many[fmt.Sprintf("content/page%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "+++\ntitle = \"页面%d\"\n+++\n\n文字%d。\n", i, i)}
	}
	second := withRecord(t, many, key, first, 2)
	third := withRecord(t, edited(t), key, first, 2)
	sites := tampered(t, first, key)
	sites["same"] = second
	for name, data := range first.All() {
		if strings.HasPrefix(name, "assets/record-") && strings.HasSuffix(name, ".js") {
			sites["old"] = without(t, first, map[string][]byte{name: bytes.ReplaceAll(data, []byte("Ed25519"), []byte("Ed25520"))}) // as a browser that does not know it
		}
	}
	for name, start := range engines() {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			for outcome, set := range sites {
				if !complete() && name == "Firefox" && outcome != "same" && outcome != "changed" && outcome != "signature" {
					continue
				}
				server, reports := reportingServer(t, set)
				e.open(server + "/record/?page=%2F2021%2F1%2F")
				becomes(t, e, `document.querySelector(".record-result").dataset.outcome`)
				if got := valueOf[string](t, e, `document.querySelector(".record-result").dataset.outcome`); got != outcome {
					t.Errorf("want the outcome %q, have %q", outcome, got)
				}
				if got := valueOf[string](t, e, `document.querySelector(".record-result").textContent`); len(got) < 10 || strings.Contains(got, "{") || strings.Contains(got, "undefined") {
					t.Errorf("the page says %q", got)
				}
				if outcome != "same" {
					continue
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
			checkVersions(t, e, third)
			e.open(server + "/2021/1/")
			e.open(valueOf[string](t, e, `document.querySelector(".on-record a").href`))
			becomes(t, e, `document.querySelector(".record-result").dataset.outcome == "same"`)
		})
	}
}

// edited is the good site after an edit of its first task.
func edited(t *testing.T) fstest.MapFS {
	source := recordedSource(t)
	text := string(source["content/2021/01.md"].Data)
	changed := strings.NewReplacer("4476", "4477", "number = 1", "number = 1\nrevision = \"更正\"").Replace(text)
	source["content/2021/01.md"] = &fstest.MapFile{Data: []byte(changed)}
	return source
}

// checkVersions holds that an edited task lists its versions; each can be read, quoted with
// its digest, and any two compared word by word.
func checkVersions(t *testing.T, e engine, set *output.Set) {
	server, reports := reportingServer(t, set)
	e.open(server + "/hant/2021/1/")
	if got := valueOf[string](t, e, `document.querySelector("#versions").innerText`); !strings.Contains(got, "歷次版本") || !strings.Contains(got, "更正") || !strings.Contains(got, "第 1 版") {
		t.Errorf("the versions are %q", got)
	}
	e.open(server + "/2021/")
	if got := valueOf[string](t, e, `document.querySelector(".versions").textContent`); !strings.Contains(got, "第 2 版　更正") {
		t.Errorf("the report lists %q", got)
	}
	e.open(server + "/2021/1/v/1/")
	if got := valueOf[string](t, e, `document.body.innerText`); !strings.Contains(got, "4476") || !strings.Contains(got, "历史版本") || strings.Contains(got, "4477") {
		t.Errorf("the first version is %q", got)
	}
	e.open(server + "/2021/1/")
	e.open(valueOf[string](t, e, `(() => { const form = document.querySelector("#versions form"); return new URL("?" + new URLSearchParams(new FormData(form)), form.action).href })()`))
	becomes(t, e, `document.querySelector(".record-difference ins")`)
	if got := valueOf[string](t, e, `[...document.querySelectorAll(".record-difference del, .record-difference ins")].map((e) => e.textContent).join("→")`); got != "4476→4477" {
		t.Errorf("the difference is %q", got)
	}
	if got := valueOf[string](t, e, `document.querySelector(".record-quotation p").textContent`); !strings.Contains(got, "/2021/1/v/2/，第 2 版，2026-12-02 公布，SHA-256：") || strings.Contains(got, "undefined") {
		t.Errorf("it is quoted as %q", got)
	}
	if found := reports.until(t, e); len(found) > 0 {
		t.Errorf("the policy was violated: %q", found)
	}
}
