package pack

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// TestFiles unpacks what was packed, and packs nothing that would not become smaller.
func TestFiles(t *testing.T) {
	data := []byte(strings.Repeat("公示的一段文字。", 500))
	files := Files("2021/index.html", data)
	zipped, err := gzip.NewReader(bytes.NewReader(files[".gz"]))
	if err != nil || len(files) != 2 {
		t.Fatal(len(files), err)
	}
	for name, r := range map[string]io.Reader{".gz": zipped, ".br": brotli.NewReader(bytes.NewReader(files[".br"]))} {
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d of %d bytes, %v", name, len(got), len(data), err)
		}
	}
	if Files("a.png", data) != nil || Files("a.html", data[:smallest-1]) != nil {
		t.Error("a picture or a small file was packed")
	}
}
