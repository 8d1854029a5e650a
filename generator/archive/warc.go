package archive

import (
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/nlnwa/gowarc/v3"

	"gongshi/generator/export"
)

// meter counts and digests what is written.
type meter struct {
	to   io.Writer
	size int64
	hash hash.Hash
}

func (m *meter) Write(p []byte) (int, error) {
	n, err := m.to.Write(p)
	m.size += int64(n)
	m.hash.Write(p[:n])
	return n, err
}

type field struct{ name, value string }

// Fields of the warcinfo record beside those of the standard: the address of the site, how
// many files, Archive.summary.
const baseField, filesField, summaryField = "gongshi-base", "gongshi-files", "gongshi-summary"

const httpResponse = "application/http;msgtype=response"

// recorder writes records.
type recorder struct {
	*meter
	date, info string // of all records; the id of the first
}

// record writes a record and returns its id, a UUID of version 8 (RFC 9562) made of what
// it says. Fields without value are left out.
func (r *recorder) record(kind gowarc.RecordType, uri, media string, block []byte, fields ...field) (id string, err error) {
	b := gowarc.NewRecordBuilder(kind, gowarc.WithStrictValidation(), gowarc.WithSkipParseBlock(), gowarc.WithAddMissingDigest(true), gowarc.WithBufferMaxMemBytes(maxRecord))
	id = "<" + uuid.NewHash(sha256.New(), uuid.NameSpaceURL, []byte(strings.Join([]string{kind.String(), uri, r.date, digest(block)}, " ")), 8).URN() + ">"
	for _, f := range append([]field{{gowarc.WarcRecordID, id}, {gowarc.WarcDate, r.date}, {gowarc.WarcTargetURI, uri}, {gowarc.WarcWarcinfoID, r.info},
		{gowarc.ContentType, media}}, fields...) {
		if f.value != "" {
			b.AddWarcHeader(f.name, f.value)
		}
	}
	_, _ = b.Write(block)
	record, _, err := b.Build() // closes the builder if it fails
	if err != nil {
		return "", err
	}
	defer record.Close()
	z, _ := gzip.NewWriterLevel(r, gzip.BestCompression)
	_, _, err = gowarc.NewMarshaler().Marshal(z, record, 0)
	return id, errors.Join(err, z.Close())
}

// span is where the record of a file lies in the WARC file.
type span struct{ offset, length int64 }

// writeRecords writes all records and returns where those of the files lie.
func (a *Archive) writeRecords(w *meter, public fs.FS, software string) (spans []span, err error) {
	r := &recorder{meter: w, date: a.Date.Format(time.RFC3339)}
	r.info, err = r.record(gowarc.Warcinfo, "", gowarc.ApplicationWarcFields, block([]field{
		{"software", software}, {"format", "WARC File Format 1.1"}, {"conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"},
		{"isPartOf", a.Title}, {baseField, a.Base.Absolute("/")}, {filesField, strconv.Itoa(len(a.Files))}, {summaryField, a.summary()},
	}))
	for _, f := range a.Files {
		var data []byte
		if err == nil {
			data, err = fs.ReadFile(public, f.Path)
		}
		if err == nil && digest(data) != f.Digest {
			err = fmt.Errorf("里的 %s 在归档的时候改变了；等生成结束，再归档一次", f.Path)
		}
		if err != nil {
			return nil, err
		}
		start := w.size
		id, fileErr := r.file(f, data)
		spans = append(spans, span{start, w.size - start})
		if err = fileErr; err == nil && f.Page != nil {
			var fields []field
			for _, fact := range facts {
				value := f.Page[fact.name]
				if fact.term == "identifier" && value != "" { // of which kind
					value = fact.column + " " + value
				}
				fields = append(fields, field{fact.term, value})
			}
			_, err = r.record(gowarc.Metadata, f.URI, gowarc.ApplicationWarcFields, block(fields), field{gowarc.WarcRefersTo, id})
		}
	}
	return spans, err
}

// file writes the record of a file.
func (r *recorder) file(f File, data []byte) (id string, err error) {
	payload := field{gowarc.WarcPayloadDigest, "sha256:" + f.Digest}
	switch {
	case f.Status == 0:
		return r.record(gowarc.Resource, f.URI, export.ContentType(f.Path), data, payload)
	case f.Kept:
		return r.record(gowarc.Revisit, f.URI, httpResponse, f.head, payload, field{gowarc.WarcProfile, gowarc.ProfileIdenticalPayloadDigestV1_1},
			field{gowarc.WarcRefersTo, f.Record}, field{gowarc.WarcRefersToTargetURI, f.URI}, field{gowarc.WarcRefersToDate, f.Date.Format(time.RFC3339)})
	}
	return r.record(gowarc.Response, f.URI, httpResponse, append(f.head, data...), payload)
}

// block is a list of fields as the block of a record. Fields without value are left out.
func block(fields []field) (b []byte) {
	for _, f := range fields {
		if value := strings.Join(strings.Fields(f.value), " "); value != "" {
			b = fmt.Appendf(b, "%s: %s\r\n", f.name, value)
		}
	}
	return b
}
