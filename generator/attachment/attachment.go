// Package attachment reads the texts and tables of files that are published as
// they are (PDF, office documents, mail, archives, web pages, plain text), so that
// they can be searched for what must not be published.
//
// It never fails and writes nothing: what could not be read is said in the result,
// also of a file inside another. Every file may be hostile: one is read within the
// limits below, whatever it unpacks to. What of a text must not be published,
// package content says.
package attachment

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"gongshi/generator/content"
	"gongshi/generator/office"
	"gongshi/generator/pdf"
	"gongshi/generator/privacy"
)

// Limits of a file with all files inside it; no office document of a government page
// is longer, and a small file can be made to unpack to more.
const (
	maxUnpacked = 32 << 20 // bytes
	maxTables   = 12 << 20 // bytes of a file whose tables are read
	maxFiles    = 20_000   // in archives
	maxDepth    = 4        // of archives in archives
)

// Read reads a file by the form that its name and its bytes tell.
func Read(name string, data []byte, documents *pdf.Reader) content.Attached {
	r := reader{documents: documents, left: maxUnpacked, files: maxFiles}
	r.file(name, data, 0)
	return r.result
}

// reader reads one file and those inside it.
type reader struct {
	documents *pdf.Reader
	left      int64 // bytes that may still be unpacked
	files     int   // files of archives that may still be opened
	result    content.Attached
}

// Forms of files, by the endings of their names. Any other file is a text, or is
// not read.
var (
	pictures = words(".png .jpg .jpeg .jpe .jfif .gif .webp .avif .bmp .tif .tiff .ico .heic .heif .jp2 .psd .emf .wmf .wdp .mp3 .wav .m4a .ogg .oga .flac .aac .amr .mp4 .m4v .mov .avi .wmv .webm .mkv .flv .mpg .mpeg .3gp")
	textless = words(".woff .woff2 .ttf .otf .eot .odttf")
	// packages are zip archives of XML.
	packages = words(".xlsx .xlsm .xltx .xltm .docx .docm .dotx .dotm .pptx .pptm .ppsx .ppsm .potx .potm .vsdx .ods .ots .odt .ott .odp .otp .odg .ofd")
	archives = words(".zip .epub .kmz .jar .apk")
	messages = words(".eml .mht .mhtml")
	markups  = words(".html .htm .xhtml .shtml .svg .xml .rss .atom .kml .gpx .gml .rels .fods .fodt .fodp .xsl .xsd .opml .asp .aspx .jsp .php")
)

// words returns a set.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// unread says why a file could not be read; of several in one file, the first.
func (r *reader) unread(format string, args ...any) {
	if r.result.Unread == "" {
		r.result.Unread = fmt.Sprintf(format, args...)
	}
}

func (r *reader) tooLarge() {
	r.result.Unread, r.result.Unsafe = "这个附件解开以后太大", true
}

func (r *reader) text(text string) { r.result.Texts = append(r.result.Texts, text) }

// unpack reads a file inside another; ok is false if it is too large. What is there of
// a file with a fault is read.
func (r *reader) unpack(name string, from io.Reader) (data []byte, ok bool) {
	data, err := io.ReadAll(io.LimitReader(from, r.left+1))
	if r.left -= int64(len(data)); r.left < 0 {
		r.tooLarge()
		return nil, false
	}
	if err != nil {
		r.unread("里面的“%s”损坏了", name)
	}
	return data, true
}

// inside reads a file that was unpacked.
func (r *reader) inside(name string, data []byte, depth int) {
	before := r.result.Unread
	r.result.Unread = ""
	if r.file(name, data, depth+1); r.result.Unread != "" && !r.result.Unsafe {
		r.result.Unread = "里面的“" + path.Base(name) + "”没有读：" + r.result.Unread
	}
	if before != "" {
		r.result.Unread = before
	}
}

// file reads a file in depth others.
func (r *reader) file(name string, data []byte, depth int) {
	ext, before := strings.ToLower(path.Ext(name)), r.left
	switch {
	case pictures[ext]:
		r.result.Pictures++
	case textless[ext] || len(data) == 0:
	case ext == ".pdf" || strings.HasPrefix(string(data[:min(5, len(data))]), "%PDF-"):
		r.pdf(data)
	case packages[ext]:
		texts, pictures := len(r.result.Texts), r.result.Pictures
		r.archive(name, data, depth, true)
		if strings.TrimSpace(strings.Join(r.result.Texts[texts:], "")) == "" && r.result.Pictures == pictures {
			r.unread("这个文件里没有文字")
		}
	case archives[ext]:
		r.archive(name, data, depth, false)
	case messages[ext]:
		r.message(name, data, depth)
	case len(data) > maxUnpacked:
		r.tooLarge()
	default:
		text, ok := plainText(data)
		switch {
		case !ok:
			r.unread("%s", binary(ext))
		case markups[ext] || strings.HasPrefix(strings.TrimSpace(text), "<"):
			r.text(privacy.MarkupText(text, privacy.Separates))
		case ext == ".rtf" || strings.HasPrefix(text, `{\rtf`):
			r.text(richText(text))
		default:
			r.text(unescaped(text))
		}
	}
	if r.result.Unsafe {
		return
	}
	if form, ok := withTables[ext]; ok && before-r.left+int64(len(data)) > maxTables {
		r.unread("这个文件太大，没有看表格的各列")
	} else if ok {
		err := r.tables("x"+form, data) // where there is a fault, the text is read anyway
		if err != nil && len(r.result.Texts) > 0 && packages[ext] {
			r.unread("这个附件的表格读不全")
		}
	}
}

// withTables are the forms in which package office reads the tables of files.
var withTables = map[string]string{
	".xlsx": ".xlsx", ".xlsm": ".xlsx", ".xltx": ".xlsx", ".xltm": ".xlsx", ".docx": ".docx", ".docm": ".docx", ".dotx": ".docx", ".dotm": ".docx",
	".html": ".html", ".htm": ".html", ".xhtml": ".html", ".csv": ".csv", ".tsv": ".tsv", ".tab": ".tsv",
}

// tables reads the tables of a file.
func (r *reader) tables(name string, data []byte) error {
	document, err := office.Read(name, data)
	for _, t := range document.Tables {
		var rows [][]string
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row.Cells {
				cells = append(cells, c.Text)
			}
			rows = append(rows, cells)
		}
		r.result.Tables = append(r.result.Tables, rows)
	}
	return err
}

// binary says that a file is of no form that is read.
func binary(ext string) string {
	if ext == "" {
		return "这种文件读不出文字"
	}
	return "这种格式（" + ext + "）读不出文字"
}

func (r *reader) pdf(data []byte) {
	pages, err := r.documents.Pages(data)
	switch {
	case errors.Is(err, pdf.ErrLocked):
		r.unread("这个 PDF 有密码")
	case errors.Is(err, pdf.ErrTooLarge):
		r.result.Unread, r.result.Unsafe = "这个 PDF 太大", true
	case err != nil:
		r.unread("这个 PDF 读不了，也许损坏了")
	case len(pages) > 0 && strings.TrimSpace(strings.Join(pages, "")) == "":
		r.unread("这个 PDF 里没有文字，也许是扫描件")
	}
	r.result.Texts = append(r.result.Texts, pages...)
}
