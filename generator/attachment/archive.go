package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"regexp"
	"strings"

	"gongshi/generator/privacy"
)

const compound = "\xd0\xcf\x11\xe0" // begins OLE files: old office formats, and encrypted new ones

// archive reads the files of a zip archive. Of the package of an office document they
// are its parts: texts in XML, pictures, and documents of their own.
func (r *reader) archive(name string, data []byte, depth int, parts bool) {
	switch z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); {
	case bytes.HasPrefix(data, []byte(compound)):
		r.unread("这个文件有密码，或者是旧格式改的名字")
	case err != nil:
		r.unread("这个文件读不了，也许损坏了")
	case depth >= maxDepth || len(z.File) > r.files:
		r.tooLarge()
	default:
		r.files -= len(z.File)
		for _, f := range z.File {
			if ext := strings.ToLower(path.Ext(f.Name)); !f.FileInfo().IsDir() && (!parts || holdsText(f.Name, ext)) {
				r.part(f, ext, depth, parts)
			}
			if r.result.Unsafe {
				return
			}
		}
		if !parts { // the names are published, too
			for _, f := range z.File {
				r.text(f.Name)
			}
		}
	}
}

// holdsText reports whether a part of a package can hold texts or pictures of the
// document; others are fonts, macros, settings of printers, a picture of the first page.
func holdsText(name, ext string) bool {
	switch {
	case strings.HasPrefix(strings.ToLower(name), "thumbnails/"), strings.HasPrefix(name, "docProps/thumbnail"):
		return false
	case ext == ".bin":
		return strings.Contains(name, "embeddings/") || strings.HasPrefix(name, "xl/worksheets/sheet")
	}
	return ext != "" && !textless[ext] && ext != ".vml" || strings.HasPrefix(name, "Object")
}

func (r *reader) part(f *zip.File, ext string, depth int, parts bool) {
	if f.Flags&1 != 0 {
		r.unread("里面的“%s”有密码", f.Name)
		return
	}
	if pictures[ext] {
		r.result.Pictures++
		return
	}
	opened, err := f.Open()
	if err != nil {
		r.unread("里面的“%s”读不了", f.Name)
		return
	}
	defer opened.Close()
	data, ok := r.unpack(f.Name, opened)
	switch {
	case !ok:
	case parts && (ext == ".xml" || ext == ".rels"):
		text, _ := plainText(data)
		r.text(privacy.MarkupText(text, separatesInOffice))
		if path.Base(f.Name) == "content.xml" {
			r.sheets(text)
		}
	default:
		r.inside(f.Name, data, depth)
	}
}

var (
	// tableTags are the elements of tables in OpenDocument files, as web pages call them.
	tableTags = map[string]string{"table:table": "table", "table:table-row": "tr", "table:table-cell": "td", "table:covered-table-cell": "td"}
	tagForm   = regexp.MustCompile(`<(/?)([^\s<>/]+)([^<>]*?)(/?)>`)
	// repeated matches how many columns a cell stands for; more are empty up to the last.
	repeated = regexp.MustCompile(`table:number-columns-repeated="(\d{1,2})"`)
)

// sheets reads the tables of the content of an OpenDocument file as those of a web page.
func (r *reader) sheets(text string) {
	if !strings.Contains(text, "<table:table") {
		return
	}
	if len(text) > maxTables {
		r.unread("这个文件太大，没有看表格的各列")
		return
	}
	page := tagForm.ReplaceAllStringFunc(text, func(tag string) string {
		m := tagForm.FindStringSubmatch(tag)
		name := tableTags[m[2]]
		switch {
		case name == "":
			return ""
		case m[1] != "":
			return "</" + name + ">"
		}
		tag = "<" + name
		if columns := repeated.FindStringSubmatch(m[3]); columns != nil {
			tag += " colspan=" + columns[1]
		}
		if tag += ">"; m[4] != "" {
			tag += "</" + name + ">"
		}
		return tag
	})
	if r.tables("x.html", []byte(page)) != nil {
		r.unread("这个附件的表格读不全")
	}
}

// message reads a mail, or a web page that was saved as one.
func (r *reader) message(name string, data []byte, depth int) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		text, _ := plainText(data)
		r.text(text)
		r.unread("这个文件读不了，也许损坏了")
		return
	}
	decoder := mime.WordDecoder{}
	for _, key := range []string{"From", "To", "Cc", "Subject"} {
		if text, err := decoder.DecodeHeader(m.Header.Get(key)); err == nil {
			r.text(text)
		}
	}
	r.entity(textproto.MIMEHeader(m.Header), m.Body, depth)
}

// entity reads a part of a mail.
func (r *reader) entity(header textproto.MIMEHeader, body io.Reader, depth int) {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	if r.files--; depth >= maxDepth || r.files < 0 {
		r.tooLarge()
		return
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for !r.result.Unsafe {
			p, err := parts.NextRawPart()
			if err != nil {
				if err != io.EOF {
					r.unread("这封邮件读不完，也许损坏了")
				}
				return
			}
			r.entity(p.Header, p, depth+1)
		}
		return
	}
	switch strings.ToLower(header.Get("Content-Transfer-Encoding")) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	if data, ok := r.unpack("正文", body); ok {
		r.inside(entityName(kind, header, params), data, depth)
	}
}

// entityName is the name that a part of a mail has, or one that tells its form.
func entityName(kind string, header textproto.MIMEHeader, params map[string]string) string {
	_, disposition, _ := mime.ParseMediaType(header.Get("Content-Disposition"))
	for _, name := range []string{disposition["filename"], params["name"], header.Get("Content-Location")} {
		if decoded, err := new(mime.WordDecoder).DecodeHeader(name); err == nil && path.Ext(decoded) != "" {
			return decoded
		}
	}
	switch {
	case kind == "text/html":
		return "x.html"
	case strings.HasPrefix(kind, "image/"):
		return "x.png"
	case kind == "message/rfc822":
		return "x.eml"
	}
	return "x.txt"
}
