package generator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongshi/generator/archive"
	"gongshi/generator/output"
)

// published is when the archives of these tests are made.
var published = time.Date(2022, 1, 10, 15, 25, 0, 0, time.FixedZone("", 8*60*60))

// archiveOf archives a set as it lies in the folder of the site.
func archiveOf(t *testing.T, set *output.Set, o archive.Options) ([]byte, *archive.Archive) {
	t.Helper()
	public := fstest.MapFS{output.Marker: {}}
	for name, data := range set.All() {
		public[name] = &fstest.MapFile{Data: data}
	}
	o.Date, o.Software = published, "gongshi/test"
	data, a, err := archive.Write(public, o)
	must(t, err)
	return data, a
}

// TestArchiveGivesTheSiteBack archives this repository's own site in both formats: every
// file comes back byte for byte, and a second archive is the same.
func TestArchiveGivesTheSiteBack(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	for _, wacz := range []bool{false, true} {
		data, a := archiveOf(t, set, archive.Options{WACZ: wacz})
		if again, _ := archiveOf(t, set, archive.Options{WACZ: wacz}); !bytes.Equal(again, data) {
			t.Errorf("WACZ %v: two archives of one site differ", wacz)
		}
		got := output.NewSet()
		read, err := archive.Read(data, func(f archive.File, data []byte) error {
			return got.Add(f.Path, data, "archive")
		})
		must(t, err)
		if got.Digest() != set.Digest() {
			t.Errorf("WACZ %v: %d files come back, not the %d of the site", wacz, got.Len(), set.Len())
		}
		if read.Digest != a.Digest || len(read.Files) != len(a.Files) || !read.Date.Equal(published) {
			t.Errorf("WACZ %v: read %+v", wacz, read)
		}
	}
}

// TestWarcioIndexesTheArchive has warcio read every record, without a word of warning, and
// find each where the index of the WACZ file says.
func TestWarcioIndexesTheArchive(t *testing.T) {
	t.Parallel()
	program := nodeModules + "/warcio/dist/cli.js"
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("warcio is not installed; run the tests by `make test`: %v", err)
	}
	set := buildReal(t).Set
	data, a := archiveOf(t, set, archive.Options{})
	file := filepath.Join(t.TempDir(), "data.warc.gz")
	writeFile(t, file, data)
	run := func(command string) []string {
		var warnings bytes.Buffer
		cmd := exec.Command("node", program, command, file)
		cmd.Stderr = &warnings
		out, err := cmd.Output()
		if err != nil || warnings.Len() > 0 {
			t.Fatalf("%s: %v %s", command, err, &warnings)
		}
		return strings.Split(strings.TrimSpace(string(out)), "\n")
	}
	counts := map[string]int{}
	for _, line := range run("index") {
		var record struct {
			Type string `json:"warc-type"`
		}
		must(t, json.Unmarshal([]byte(line), &record))
		counts[record.Type]++
	}
	pages := 0
	for _, f := range a.Files {
		if f.Page != nil {
			pages++
		}
	}
	want := map[string]int{"warcinfo": 1, "response": len(a.Files) - 5, "resource": 5, "metadata": pages}
	if fmt.Sprint(counts) != fmt.Sprint(want) || pages < 50 {
		t.Errorf("warcio finds %v, want %v", counts, want)
	}
	wacz, _ := archiveOf(t, set, archive.Options{WACZ: true})
	theirs := map[string]bool{}
	for _, line := range run("cdx-index") {
		if !strings.HasPrefix(line, "file:") {
			theirs[cdx(t, line)] = true
		}
	}
	ours := strings.Split(strings.TrimSpace(inZip(t, wacz, "indexes/index.cdxj")), "\n")
	for _, line := range ours {
		if !theirs[cdx(t, line)] {
			t.Errorf("warcio does not say: %s", cdx(t, line))
		}
	}
	if len(ours) != len(theirs) {
		t.Errorf("%d lines, warcio has %d", len(ours), len(theirs))
	}
}

// cdx is a line of an index without what is written in different ways.
func cdx(t *testing.T, line string) string {
	t.Helper()
	key, text, _ := strings.Cut(line, "{")
	var v map[string]string
	must(t, json.Unmarshal([]byte("{"+text), &v))
	return fmt.Sprint(key, v["url"], v["mime"], v["status"], strings.TrimPrefix(v["digest"], "sha256:"), v["length"], v["offset"])
}
