package pdf

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

// document is a PDF of pages with a line of text each, and further objects and
// entries of its trailer.
func document(trailer string, pages ...string) []byte {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	var kids []string
	for _, text := range pages {
		n := len(objects) + 1
		stream := fmt.Sprintf("BT /F1 12 Tf 72 700 Td (%s) Tj ET", text)
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", n+1),
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream))
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " "))
	return assemble(trailer, objects)
}

// assemble is a document of objects, the first of which is its catalog.
func assemble(trailer string, objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, table)
	return b.Bytes()
}

// encryption is the entry of a trailer for a user's password (ISO 32000-1,
// 7.6.3, revision 2).
func encryption(password string) string {
	padding := "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"
	padded := (password + padding)[:32]
	crypt := func(key []byte, text string) []byte {
		c, _ := rc4.NewCipher(key[:5]) // five bytes are a key
		out := make([]byte, len(text))
		c.XORKeyStream(out, []byte(text))
		return out
	}
	owner := md5.Sum([]byte(padded))
	o := crypt(owner[:], padded)
	key := md5.Sum([]byte(padded + string(o) + "\xfc\xff\xff\xff" + "0123456789abcdef"))
	return fmt.Sprintf("/ID [<%x> <%x>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%x> /U <%x> >>",
		"0123456789abcdef", "0123456789abcdef", o, crypt(key[:], padding))
}

// reader keeps the compiled PDFium from one run of the tests to the next;
// `make test-all` compiles it anew, and so does TestCache.
var reader = func() *Reader {
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		return &Reader{}
	}
	return &Reader{Cache: "../../.cache/pdf"}
}()

// TestPages reads documents, and refuses what is none or cannot be read.
func TestPages(t *testing.T) {
	got, err := reader.Pages(document("", "ID 11010519491231002X", "", "Tel 13800138000"))
	if err != nil || len(got) != 3 || strings.TrimSpace(got[0]) != "ID 11010519491231002X" || got[1] != "" || !strings.Contains(got[2], "13800138000") {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := reader.Pages(document(encryption("secret"), "text")); !errors.Is(err, ErrLocked) {
		t.Errorf("with a password: %v", err)
	}
	if _, err := reader.Pages(document(encryption(""), "")); err != nil {
		t.Errorf("without one: %v", err)
	}
	for _, bad := range []string{"", "%PDF-1.4", "PK\x03\x04", string(document("", "text"))[:60]} {
		if got, err := reader.Pages([]byte(bad)); err == nil || len(got) > 0 {
			t.Errorf("%q: %q, %v", bad, got, err)
		}
	}
	// A document that was broken does not spoil the next.
	if got, err := reader.Pages(document("", "again")); err != nil || len(got) != 1 {
		t.Errorf("%q, %v", got, err)
	}
}

// TestTooManyPages counts the pages before it reads them.
func TestTooManyPages(t *testing.T) {
	if _, err := reader.Pages(document("", make([]string, maxPages+1)...)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

// TestCache keeps PDFium from one reader to the next.
func TestCache(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		r := Reader{Cache: dir}
		if got, err := r.Pages(document("", "text")); err != nil || len(got) != 1 {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func FuzzPages(f *testing.F) {
	f.Add(document("", "ID 11010519491231002X"))
	f.Add(document(encryption("secret"), "text"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = reader.Pages(data) // returns, and does not panic
	})
}
