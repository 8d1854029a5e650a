package generator

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"gongshi/generator/content"
	"gongshi/generator/importer"
	"gongshi/generator/pdf"
)

// Attachments are read up to this many bytes of text; no office document of a
// government page is longer, and a small file can be made to unpack to more.
const maxAttachment = 64 << 20

// closed are forms of documents whose text cannot be read.
var closed = []string{".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".ofd", ".rtf", ".zip", ".rar", ".7z", ".gz", ".tar"}

// readAttachment reads a file that is published as it is, for what must not be.
// Files that hold no text, as pictures, have nothing to read.
func readAttachment(name string, data []byte, documents *pdf.Reader) content.Attached {
	switch ext := strings.ToLower(path.Ext(name)); {
	case slices.Contains(closed, ext):
		return content.Attached{Unread: "这种格式（" + ext + "）读不出文字"}
	case ext == ".pdf":
		return readPDF(data, documents)
	case ext == ".xlsx" || ext == ".docx" || ext == ".pptx":
		texts, whole := officeTexts(data)
		if !whole {
			return content.Attached{Unread: "这个附件解开以后太大", Unsafe: true}
		}
		return content.Attached{Texts: texts, Tables: tables(name, data)}
	case ext == ".html" || ext == ".htm" || ext == ".svg" || ext == ".xml":
		return content.Attached{Texts: []string{markupText(data)}, Tables: tables(name, data)}
	case ext == ".csv" || ext == ".tsv" || ext == ".txt" || ext == ".md" || ext == ".json":
		return content.Attached{Texts: []string{plainText(data)}, Tables: tables(name, data)}
	}
	return content.Attached{}
}

func readPDF(data []byte, documents *pdf.Reader) content.Attached {
	pages, err := documents.Pages(data)
	switch {
	case errors.Is(err, pdf.ErrLocked):
		return content.Attached{Unread: "这个 PDF 有密码"}
	case errors.Is(err, pdf.ErrTooLarge):
		return content.Attached{Unread: "这个 PDF 太大", Unsafe: true}
	case err != nil:
		return content.Attached{Unread: "这个 PDF 读不了，也许损坏了"}
	}
	scanned := func(page string) bool { return strings.TrimSpace(page) == "" }
	if len(pages) > 0 && !slices.ContainsFunc(pages, func(p string) bool { return !scanned(p) }) {
		return content.Attached{Unread: "这个 PDF 里没有文字，也许是扫描件"}
	}
	return content.Attached{Texts: pages}
}

// tables are the tables of a file that can be imported; a file without one, or
// with a fault, has none here, as its text is read anyway.
func tables(name string, data []byte) [][][]string {
	grids, _ := importer.Read(name, data)
	var list [][][]string
	for _, g := range grids {
		list = append(list, g.Rows)
	}
	return list
}

// plainText decodes a text: UTF-8, UTF-16 with its mark, or GB 18030.
func plainText(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	encoding, _, _ := charset.DetermineEncoding(data, "text/plain; charset=gb18030")
	text, _ := encoding.NewDecoder().Bytes(data) // what cannot be decoded is no number
	return string(text)
}

// readAttributes are the attributes of elements that a reader gets to see or
// follows.
var readAttributes = []string{"alt", "aria-label", "content", "href", "placeholder", "title", "value"}

// markupText is the text of a web page or drawing. Lengths and coordinates are
// left out: rows of figures that look like numbers of persons.
func markupText(data []byte) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(plainText(data)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			for more := true; more; {
				var key, value []byte
				if key, value, more = z.TagAttr(); slices.Contains(readAttributes, string(key)) {
					b.WriteString("\n" + string(value) + "\n")
				}
			}
			b.WriteByte('\n')
		}
	}
}

var (
	paragraphEnd = regexp.MustCompile(`</(w:p|a:p|si|is|v|row)>`)
	anyTag       = regexp.MustCompile(`<[^>]*>`)
)

// officeTexts are the texts of the parts of an office document, notes and
// properties among them; whole is false if there is more than is read.
func officeTexts(data []byte) (texts []string, whole bool) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, true
	}
	left := int64(maxAttachment)
	for _, part := range r.File {
		if path.Ext(part.Name) != ".xml" {
			continue
		}
		f, err := part.Open()
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(io.LimitReader(f, left+1))
		f.Close()
		if left -= int64(len(text)); left < 0 {
			return nil, false
		}
		texts = append(texts, anyTag.ReplaceAllString(paragraphEnd.ReplaceAllString(string(text), "\n"), ""))
	}
	return texts, true
}
