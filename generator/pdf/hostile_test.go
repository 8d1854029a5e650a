package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// nested is a page that draws a form ten times, which draws another ten times, and
// so on; the last writes a text.
func nested(depth int) []byte {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [4 0 R] >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	draw := strings.Repeat("/X Do ", 10)
	objects = append(objects, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /X 6 0 R >> >> /Contents 5 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(draw), draw))
	for i := range depth {
		content, resources := draw, fmt.Sprintf("/XObject << /X %d 0 R >>", 7+i)
		if i == depth-1 {
			content, resources = "BT /F 9 Tf (13800138000) Tj ET", "/Font << /F 3 0 R >>"
		}
		objects = append(objects, fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << %s >> /Length %d >>\nstream\n%s\nendstream", resources, len(content), content))
	}
	return assemble("", objects)
}

// packed is a page whose content is a text repeated until it has some megabytes, packed.
func packed(text string, size int) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, 1)
	w.Write([]byte("BT /F 1 Tf "))
	for range size << 10 {
		w.Write(bytes.Repeat([]byte(text), 1024/len(text)))
	}
	w.Write([]byte(" ET"))
	w.Close()
	return assemble("", []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [4 0 R] >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> /Contents 5 0 R >>",
		fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", b.Len(), b.String())})
}

// TestHostile gives up reading in time: small documents that ask for much work or memory.
func TestHostile(t *testing.T) {
	if _, err := reader.Pages(document("", "compiles PDFium")); err != nil {
		t.Fatal(err)
	}
	hostile := map[string][]byte{"nested forms": nested(6), "work": packed("q Q ", 20)}
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		hostile["text"], hostile["paths"] = packed("(13800138000) Tj ", 60), packed("0 0 m 9 9 l S ", 60)
		hostile["digits"], hostile["more forms"] = packed("0123456789", 300), nested(9)
	}
	for name, data := range hostile {
		began := time.Now()
		_, err := reader.Pages(data)
		if time.Since(began) > 5*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(data), time.Since(began))
		}
		if !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %.60v", name, err)
		}
	}
	if got, err := reader.Pages(document("", "again")); err != nil || len(got) != 1 || strings.TrimSpace(got[0]) != "again" {
		t.Errorf("%q, %v", got, err)
	}
}
