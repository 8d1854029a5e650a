package archive

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/nlnwa/gowarc/v3"

	"gongshi/generator/export"
	"gongshi/generator/site"
)

// Options of Write.
type Options struct {
	Date     time.Time // of publication
	Software string    // "gongshi/1.0"
	WACZ     bool
	Since    []*Archive // earlier archives, as Read has returned them
}

// writer writes the records of a site.
type writer struct {
	*Archive
	records bytes.Buffer
	headers []byte            // the file _headers
	moved   map[string]string // escaped path → the address it leads to; "" for 404 pages
	held    map[string]File   // files of earlier archives, by digest and address
}

// Write archives the folder of a built site.
func Write(public fs.FS, o Options) ([]byte, *Archive, error) {
	w := &writer{Archive: &Archive{Date: o.Date.UTC().Truncate(time.Second)}, moved: map[string]string{}, held: map[string]File{}}
	for _, old := range o.Since {
		for _, f := range old.Files {
			w.held[f.Digest+f.URI] = f
		}
	}
	if err := w.readRules(public); err != nil {
		return nil, nil, err
	}
	err := fs.WalkDir(public, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path == marker {
			return err
		}
		data, err := fs.ReadFile(public, path)
		if err == nil && (len(data) > maxFile || !entry.Type().IsRegular()) {
			err = fmt.Errorf("里的 %s 不是普通的文件，或者超过 512 MiB，不能归档", path)
		}
		return errors.Join(err, w.add(path, data))
	})
	files := w.records
	w.records = bytes.Buffer{}
	_, infoErr := w.record(gowarc.Warcinfo, "", gowarc.ApplicationWarcFields, block([]field{
		{"software", o.Software}, {"format", "WARC File Format 1.1"}, {"conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"},
		{"isPartOf", w.Title}, {baseField, w.Base.Absolute("/")}, {filesField, strconv.Itoa(len(w.Files))}, {summaryField, w.summary()},
	}))
	if err := errors.Join(err, infoErr); err != nil {
		return nil, nil, err
	}
	info := w.records.Len()
	data := append(w.records.Bytes(), files.Bytes()...)
	if o.WACZ {
		data, err = w.pack(data, info, o.Software)
	}
	w.Size, w.Digest = len(data), digest(data)
	return data, w.Archive, err
}

// readRules reads what the site tells servers.
func (w *writer) readRules(public fs.FS) error {
	if info, err := fs.Stat(public, marker); err != nil || !info.Mode().IsRegular() {
		return errors.New("不是生成好的网站的文件夹，里面没有 " + marker + "；先运行 gongshi build")
	}
	home, homeErr := fs.ReadFile(public, "index.html")
	headers, headersErr := fs.ReadFile(public, "_headers")
	redirects, redirectsErr := fs.ReadFile(public, "_redirects")
	page, err := readPage(home), errors.Join(homeErr, headersErr, redirectsErr)
	if err == nil {
		w.Base, err = site.ParseBase(page["canonical"])
	}
	if err != nil {
		return errors.New("里的网站缺少 index.html、_headers 或 _redirects，或者首页没有写明网址；在 content/site.toml 里写 base_url，再运行 gongshi build")
	}
	w.Title, w.headers = page["SiteName"], headers
	w.moved[w.Base.URL(site.NotFoundPath)] = ""
	for line := range strings.Lines(string(redirects)) {
		if f := strings.Fields(line); len(f) == 3 && f[2] == "404" {
			w.moved[f[1]] = ""
		} else if len(f) == 3 {
			w.moved[f[0]] = w.Base.AbsoluteLink(f[1])
		}
	}
	return nil
}

// add writes the records of a file.
func (w *writer) add(path string, data []byte) error {
	f := File{Path: path, URI: w.uri(path), Size: len(data), Digest: digest(data), offset: w.records.Len()}
	payload := field{gowarc.WarcPayloadDigest, "sha256:" + f.Digest}
	head, err := w.answer(&f), error(nil)
	was, held := w.held[f.Digest+f.URI]
	switch {
	case f.Status == 0:
		f.Record, err = w.record(gowarc.Resource, f.URI, export.ContentType(path), data, payload)
	case held:
		w.Kept, f.Kept, f.Record, f.Date = w.Kept+1, true, was.Record, was.Date
		_, err = w.record(gowarc.Revisit, f.URI, httpResponse, head, payload, field{gowarc.WarcProfile, gowarc.ProfileIdenticalPayloadDigestV1_1},
			field{gowarc.WarcRefersTo, f.Record}, field{gowarc.WarcRefersToTargetURI, f.URI}, field{gowarc.WarcRefersToDate, f.Date.Format(time.RFC3339)})
	default:
		f.Record, err = w.record(gowarc.Response, f.URI, httpResponse, append(head, data...), payload)
	}
	f.length = w.records.Len() - f.offset
	if f.Status != 0 && f.Location == "" && strings.HasSuffix(path, ".html") && err == nil {
		f.Page = readPage(data)
		var fields []field
		for _, fact := range facts {
			value := f.Page[fact.name]
			if fact.term == "identifier" && value != "" { // of which kind
				value = fact.column + " " + value
			}
			fields = append(fields, field{fact.term, value})
		}
		_, err = w.record(gowarc.Metadata, f.URI, gowarc.ApplicationWarcFields, block(fields), field{gowarc.WarcRefersTo, f.Record})
	}
	w.Files = append(w.Files, f)
	return err
}

var reasons = map[int]string{200: "OK", 301: "Moved Permanently", 404: "Not Found"}

// answer returns the head of a server's answer, and sets what it says of the file.
func (w *writer) answer(f *File) []byte {
	path, _, _ := w.Base.Split(f.URI)
	path = w.Base.URL(path)
	to, special := w.moved[path]
	f.Location = to
	switch {
	case export.Unpublished(f.Path):
		return nil
	case to != "":
		f.Status = 301
	case special:
		f.Status = 404
	default:
		f.Status = 200
	}
	head := fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n", f.Status, reasons[f.Status], export.ContentType(f.Path), f.Size)
	if to != "" {
		head = fmt.Appendf(head, "Location: %s\r\n", to)
	}
	for _, h := range export.Headers(w.headers, path) {
		head = fmt.Appendf(head, "%s: %s\r\n", h.Name, h.Value)
	}
	return append(head, "\r\n"...)
}

type field struct{ name, value string }

// block is a list of fields as the block of a record. Fields without value are left out.
func block(fields []field) (b []byte) {
	for _, f := range fields {
		if value := strings.Join(strings.Fields(f.value), " "); value != "" {
			b = fmt.Appendf(b, "%s: %s\r\n", f.name, value)
		}
	}
	return b
}

const httpResponse = "application/http;msgtype=response"

// record writes a record and returns its id, a UUID of version 8 (RFC 9562) made of what
// it says.
func (w *writer) record(kind gowarc.RecordType, uri, media string, block []byte, fields ...field) (id string, err error) {
	b := gowarc.NewRecordBuilder(kind, gowarc.WithStrictValidation(), gowarc.WithSkipParseBlock(), gowarc.WithAddMissingDigest(true), gowarc.WithBufferMaxMemBytes(maxRecord))
	date := w.Date.Format(time.RFC3339)
	id = "<" + uuid.NewHash(sha256.New(), uuid.NameSpaceURL, []byte(strings.Join([]string{kind.String(), uri, date, digest(block)}, " ")), 8).URN() + ">"
	if uri != "" {
		fields = append([]field{{gowarc.WarcTargetURI, uri}}, fields...)
	}
	for _, f := range append([]field{{gowarc.WarcRecordID, id}, {gowarc.WarcDate, date}, {gowarc.ContentType, media}}, fields...) {
		b.AddWarcHeader(f.name, f.value)
	}
	_, _ = b.Write(block)
	record, _, err := b.Build() // closes the builder if it fails
	if err != nil {
		return "", err
	}
	defer record.Close()
	z, _ := gzip.NewWriterLevel(&w.records, gzip.BestCompression)
	_, _, err = gowarc.NewMarshaler().Marshal(z, record, 0)
	return id, errors.Join(err, z.Close())
}

// Files of a WACZ file; see the specification "Web Archive Collection Zipped", 1.1.1.
const (
	waczRecords = "archive/data.warc.gz"
	waczPackage = "datapackage.json"
	waczDigest  = "datapackage-digest.json"
)

// resource is a file of a WACZ file in datapackage.json. That of datapackage.json itself
// is datapackage-digest.json, with path and hash only.
type resource struct {
	Name  string `json:"name,omitempty"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes int    `json:"bytes,omitempty"`
}

// pack returns the WACZ file of a WARC file, in which the files begin at start.
func (w *writer) pack(records []byte, start int, software string) ([]byte, error) {
	date := w.Date.Format(time.RFC3339)
	var pages, index []string
	for _, f := range w.Files {
		kind, _, _ := strings.Cut(export.ContentType(f.Path), ";")
		if f.Kept {
			kind = "warc/revisit"
		}
		if f.Status != 0 {
			index = append(index, surt(f.URI)+w.Date.Format(" 20060102150405 ")+line(map[string]string{"url": f.URI, "mime": kind, "status": strconv.Itoa(f.Status), "digest": "sha256:" + f.Digest,
				"length": strconv.Itoa(f.length), "offset": strconv.Itoa(start + f.offset), "filename": path.Base(waczRecords)}))
		}
		if f.Page != nil && f.Status == 200 {
			pages = append(pages, line(map[string]string{"id": strings.Trim(f.Record, "<>"), "title": f.Page["ArticleTitle"], "ts": date, "url": f.URI}))
		}
	}
	slices.Sort(index)
	var b bytes.Buffer
	z, list, errs := zip.NewWriter(&b), []resource{}, []error{}
	add := func(name, text string) { // stored, so that readers can fetch a part of the file
		to, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: w.Date})
		if err == nil {
			_, err = to.Write([]byte(text))
		}
		list, errs = append(list, resource{path.Base(name), name, "sha256:" + digest([]byte(text)), len(text)}), append(errs, err)
	}
	add(waczRecords, string(records))
	add("indexes/index.cdxj", strings.Join(index, ""))
	add("pages/pages.jsonl", line(map[string]string{"format": "json-pages-1.0", "id": "pages", "title": w.Title})+strings.Join(pages, ""))
	add(waczPackage, line(map[string]any{"profile": "data-package", "wacz_version": "1.1.1", "title": w.Title, "created": date, "software": software,
		"mainPageUrl": w.Base.Absolute("/"), "mainPageDate": date, "resources": list}))
	add(waczDigest, line(resource{Path: waczPackage, Hash: list[3].Hash}))
	errs = append(errs, z.Close())
	return b.Bytes(), errors.Join(errs...)
}

// line is a value of plain texts and numbers as a line of JSON.
func line(value any) string {
	text, _ := json.Marshal(value)
	return string(text) + "\n"
}

// surt is an address in the form by which such indexes are sorted:
// https://www.example.gov.cn/2021/ is cn,gov,example)/2021/.
func surt(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil {
		return address
	}
	host, port, _ := strings.Cut(strings.TrimPrefix(u.Host, "www."), ":")
	parts := strings.Split(host, ".")
	slices.Reverse(parts)
	return strings.TrimSuffix(strings.Join(parts, ",")+":"+port, ":") + ")" + u.EscapedPath()
}
