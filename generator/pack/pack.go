// Package pack compresses files of the site for servers that send what lies beside a file:
// FILE.br and FILE.gz. The same bytes always give the same result.
package pack

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"path"
	"slices"

	"github.com/andybalholm/brotli"
)

// smallest is the size in bytes from which a file is compressed: about what one packet holds.
const smallest = 1400

// texts are the endings of files that become smaller.
var texts = []string{".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".csv", ".md", ".webmanifest"}

// Files returns the compressed forms of a file by the ending of their names, ".br" and
// ".gz"; none of a small file, of one that is no text, or where they save nothing.
func Files(name string, data []byte) map[string][]byte {
	if len(data) < smallest || !slices.Contains(texts, path.Ext(name)) {
		return nil
	}
	files := map[string][]byte{}
	add := func(ending string, b *bytes.Buffer, w io.WriteCloser) {
		_, err := w.Write(data)
		if err = errors.Join(err, w.Close()); err != nil {
			panic(err) // impossible: a buffer takes all
		}
		if b.Len() < len(data) {
			files[ending] = b.Bytes()
		}
	}
	var br, gz bytes.Buffer
	zipper, _ := gzip.NewWriterLevel(&gz, gzip.BestCompression) // the level exists
	add(".br", &br, brotli.NewWriterLevel(&br, brotli.BestCompression))
	add(".gz", &gz, zipper)
	return files
}
