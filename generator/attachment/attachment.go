// Package attachment reads the texts and tables of files that are published as
// they are (PDF, office documents, web pages, plain text), so that they can be
// searched for what must not be published.
//
// It never fails and writes nothing: what could not be read is said in the result.
// What of a text must not be published, package content says.
package attachment

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"gongshi/generator/content"
	"gongshi/generator/office"
	"gongshi/generator/pdf"
)

// Limits of an office document, in bytes: none of a government page has more, and a
// small file can be made to unpack to more.
const (
	maxUnpacked = 64 << 20
	maxText     = 16 << 20 // searching it for numbers of persons takes seconds
)

// Read reads a file by the form that its name says. Files that hold no text, as
// pictures, have nothing to read.
func Read(name string, data []byte, documents *pdf.Reader) content.Attached {
	var a content.Attached
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".ofd", ".rtf", ".zip", ".rar", ".7z", ".gz", ".tar":
		return content.Attached{Unread: "这种格式（" + ext + "）读不出文字"}
	case ".pdf":
		return readPDF(data, documents)
	case ".xlsx", ".xlsm", ".docx", ".docm", ".pptx":
		var whole bool
		if a.Texts, whole = officeTexts(data); !whole {
			return content.Attached{Unread: "这个附件解开以后太大", Unsafe: true}
		}
	case ".html", ".htm", ".svg", ".xml":
		a.Texts = []string{markupText(data)}
	case ".csv", ".tsv", ".txt", ".md", ".json":
		a.Texts = []string{plainText(data)}
	default:
		return a
	}
	document, err := office.Read(name, data)
	if err != nil && slices.Contains(office.Formats, strings.ToLower(path.Ext(name))) {
		a.Unread = "这个附件的表格读不全"
	}
	for _, t := range document.Tables {
		rows := make([][]string, len(t.Rows))
		for i, row := range t.Rows {
			for _, c := range row.Cells {
				rows[i] = append(rows[i], c.Text)
			}
		}
		a.Tables = append(a.Tables, rows)
	}
	return a
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
	case len(pages) > 0 && strings.TrimSpace(strings.Join(pages, "")) == "":
		return content.Attached{Unread: "这个 PDF 里没有文字，也许是扫描件"}
	}
	return content.Attached{Texts: pages}
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

// paragraphEnds are the tags that end a text.
var paragraphEnds = []string{"/w:p", "/a:p", "/si", "/is", "/v", "/row"}

// partText is the text between the tags of a part.
func partText(part []byte) string {
	var b strings.Builder
	for len(part) > 0 {
		text, rest, _ := bytes.Cut(part, []byte("<"))
		b.Write(text)
		tag, after, _ := bytes.Cut(rest, []byte(">"))
		if slices.Contains(paragraphEnds, string(tag)) {
			b.WriteByte('\n')
		}
		part = after
	}
	return b.String()
}

// officeTexts are the texts of the parts of an office document, notes and
// properties among them; whole is false if there is more than is read.
func officeTexts(data []byte) (texts []string, whole bool) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, true
	}
	left, size := int64(maxUnpacked), 0
	for _, part := range r.File {
		if path.Ext(part.Name) != ".xml" {
			continue
		}
		f, err := part.Open()
		if err != nil {
			continue
		}
		content := bytes.NewBuffer(make([]byte, 0, min(part.UncompressedSize64, uint64(left))+bytes.MinRead))
		_, _ = content.ReadFrom(io.LimitReader(f, left+1)) // of a damaged part, what can be read
		f.Close()
		left -= int64(content.Len())
		text := partText(content.Bytes())
		if size += len(text); left < 0 || size > maxText {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}
