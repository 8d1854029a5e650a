package generator_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator"
	"gongshi/generator/diag"
)

var update = flag.Bool("update", false, "write what was found into the archives as what is wanted")

// TestBrokenSites builds each site of testdata/broken, which is the good site
// of testdata/good.txtar with the files of the archive laid over it, and
// compares the diagnostics with the archive's file "want". The first line of
// an archive says what is wrong with it. Lines of the form "verb: file" after
// it do to a file what an archive cannot hold:
//
//	remove: FILE          take it away
//	gbk: FILE             write it in GBK
//	utf16: FILE           write it in UTF-16
//	pad: FILE             make it larger than 4 MiB
//	unreadable: FILE      refuse to read it
//	link: FILE TARGET     make it a symbolic link
//	pipe: FILE            make it a named pipe
func TestBrokenSites(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil || len(archives) < 30 {
		t.Fatalf("want at least 30 broken sites, have %d (%v)", len(archives), err)
	}
	good, err := txtar.ParseFile("testdata/good.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := diagnose(t, good, archive)
			if *update {
				setFile(archive, "want", got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := file(archive, "want"); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if got == "" {
				t.Error("nothing was found wrong with a broken site")
			}
		})
	}
}

// TestGoodSite builds the site the broken ones are made of.
func TestGoodSite(t *testing.T) {
	t.Parallel()
	good, err := txtar.ParseFile("testdata/good.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if got := diagnose(t, good, &txtar.Archive{}); got != "" {
		t.Errorf("diagnostics of a good site:\n%s", got)
	}
}

// diagnose lays the archives over each other in a folder, builds the site and
// returns its diagnostics as text.
func diagnose(t *testing.T, good, archive *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range append(append([]txtar.File(nil), good.Files...), archive.Files...) {
		if f.Name != "want" {
			writeFile(t, filepath.Join(dir, f.Name), f.Data)
		}
	}
	source := refusing{}
	for line := range strings.SplitSeq(string(archive.Comment), "\n") {
		verb, args, _ := strings.Cut(line, ": ")
		if name, found := apply(t, dir, verb, strings.Fields(args)); found {
			source.name = name
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	source.FS = root.FS()
	result := generator.Build(generator.Options{
		Source: source, Defaults: os.DirFS(".."), Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Review: true,
	})
	var b bytes.Buffer
	if err := diag.Print(&b, result.Diagnostics, diag.FormatText, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// apply runs one line of an archive's comment. It returns the file that is to
// be refused, if the line says so.
func apply(t *testing.T, dir, verb string, args []string) (string, bool) {
	t.Helper()
	if len(args) == 0 {
		return "", false
	}
	path := filepath.Join(dir, args[0])
	recode := func(encode func([]byte) ([]byte, error)) {
		data, err := os.ReadFile(path)
		if err == nil {
			data, err = encode(data)
		}
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, data)
	}
	switch verb {
	case "unreadable":
		return args[0], true
	case "remove":
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	case "link":
		os.Remove(path)
		if err := os.Symlink(args[1], path); err != nil {
			t.Fatal(err)
		}
	case "pipe":
		os.Remove(path)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, syscall.Mkfifo(path, 0o644))
	case "gbk":
		recode(simplifiedchinese.GBK.NewEncoder().Bytes)
	case "utf16":
		recode(func(data []byte) ([]byte, error) {
			out := []byte{0xff, 0xfe}
			for _, r := range string(data) {
				out = append(out, byte(r), byte(r>>8))
			}
			return out, nil
		})
	case "pad":
		recode(func(data []byte) ([]byte, error) { return append(data, bytes.Repeat([]byte("字\n"), 1<<20+1)...), nil })
	}
	return "", false
}

// refusing is a file system that lets one file not be read.
type refusing struct {
	fs.FS
	name string
}

func (r refusing) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(r.FS, name) }

func (r refusing) ReadLink(name string) (string, error) { return fs.ReadLink(r.FS, name) }

func (r refusing) Open(name string) (fs.File, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return r.FS.Open(name)
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func file(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return fmt.Sprintf("(no file %s)", name)
}

func setFile(archive *txtar.Archive, name, data string) {
	for i := range archive.Files {
		if archive.Files[i].Name == name {
			archive.Files[i].Data = []byte(data)
			return
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(data)})
}
