package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/nlnwa/gowarc/v3"

	"gongshi/generator/site"
)

// maxRecord is the largest record: a file and its heads.
const maxRecord = maxFile + 1<<20

var errForeign = errors.New("不是 gongshi archive 写的归档，不能核对；别的 WARC 文件请用 replayweb.page 或 pywb 打开")

// damaged is an error of an archive that was cut or changed.
func damaged(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("在这里断了，不完整；请用完整的一份")
	}
	return fmt.Errorf("被改过，与登记的摘要不符；请用没有改动的一份（%w）", err)
}

// Read reads an archive and checks all of it: every digest, every address, the number of
// files. It calls each for every file, in order, with its bytes, which are empty if an
// earlier archive holds them; each may be nil. The end of an archive may be damaged when each has got the
// files before it.
func Read(data []byte, each func(File, []byte) error) (a *Archive, err error) {
	a = &Archive{Size: len(data), Digest: digest(data)}
	if bytes.HasPrefix(data, []byte("PK")) {
		if data, err = unpack(data); err != nil {
			return nil, err
		}
	}
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return nil, errForeign
	}
	in, n, files, summary, seen := bufio.NewReader(bytes.NewReader(data)), 0, 0, "", map[string]bool{}
	for {
		record, err := readRecord(in)
		if err == io.EOF {
			break
		}
		if n++; err == nil && n == 1 {
			files, summary, err = a.readInfo(record)
		} else if err == nil && record.Type() != gowarc.Metadata { // which follow from the pages
			err = a.readFile(record, seen, each)
		}
		if err != nil {
			return nil, fmt.Errorf("第 %d 条记录%w", n, err)
		}
	}
	if len(a.Files) != files {
		return nil, fmt.Errorf("不完整：应当有 %d 个文件，却有 %d 个；请用完整的一份", files, len(a.Files))
	}
	if a.summary() != summary {
		return nil, errors.New("被改过：里面的文件与第一条记录登记的不符；请用没有改动的一份")
	}
	return a, nil
}

// readRecord reads one record, a gzip member of its own, whose digests and lengths are
// then right.
func readRecord(in *bufio.Reader) (gowarc.WarcRecord, error) {
	if _, err := in.Peek(1); err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, damaged(err)
	}
	z.Multistream(false)
	plain := bufio.NewReader(io.LimitReader(z, maxRecord))
	if start, err := plain.Peek(5); err != nil {
		return nil, damaged(err)
	} else if string(start) != "WARC/" { // the library would read a gzip file within one
		return nil, errForeign
	}
	record, _, faults, err := gowarc.NewUnmarshaler(gowarc.WithBufferMaxMemBytes(maxRecord)).Unmarshal(plain)
	if err = errors.Join(append(faults, err)...); err != nil {
		return nil, damaged(err)
	}
	if _, err = plain.ReadByte(); err == nil { // a second record
		return nil, errForeign
	} else if err != io.EOF {
		return nil, damaged(err)
	}
	return record, nil
}

// readInfo reads the first record.
func (a *Archive) readInfo(record gowarc.WarcRecord) (files int, summary string, err error) {
	info, ok := record.Block().(gowarc.WarcFieldsBlock)
	if !ok || record.Type() != gowarc.Warcinfo {
		return 0, "", errForeign
	}
	fields := info.WarcFields()
	base, baseErr := site.ParseBase(fields.Get(baseField))
	files, err = strconv.Atoi(fields.Get(filesField))
	if errors.Join(err, baseErr) != nil {
		return 0, "", errForeign
	}
	a.Base, a.Title = base, fields.Get("isPartOf")
	a.Date, _ = record.Date() // the library has read it
	return files, fields.Get(summaryField), nil
}

// readFile reads the record of a file.
func (a *Archive) readFile(record gowarc.WarcRecord, seen map[string]bool, each func(File, []byte) error) error {
	h, known := record.WarcHeader(), false
	f := File{URI: h.Get(gowarc.WarcTargetURI), Record: h.Get(gowarc.WarcRecordID), Kept: record.Type() == gowarc.Revisit}
	f.Date, _ = record.Date()
	f.Digest, known = strings.CutPrefix(h.Get(gowarc.WarcPayloadDigest), "sha256:")
	var err error
	if f.Path, err = a.path(f.URI); err != nil {
		return fmt.Errorf("的%w", err)
	}
	if seen[f.Path] || !known {
		return fmt.Errorf("：网址 %s 有两条记录，或者没有登记摘要，不知道真假；请用没有改动的一份", f.URI)
	}
	seen[f.Path] = true
	var from io.Reader
	switch block := record.Block().(type) {
	case gowarc.HttpResponseBlock:
		f.Status = block.HttpStatusCode()
		from, err = block.PayloadBytes()
	case gowarc.ProtocolHeaderBlock: // of a revisit
		_, _ = fmt.Sscanf(string(block.ProtocolHeaderBytes()), "HTTP/1.1 %d", &f.Status)
		a.Kept, f.Record, from = a.Kept+1, h.Get(gowarc.WarcRefersTo), strings.NewReader("")
		f.Date, err = h.GetTime(gowarc.WarcRefersToDate)
	default:
		from, err = block.RawBytes()
	}
	if err != nil {
		return damaged(err)
	}
	data, err := io.ReadAll(from)
	if err != nil || !f.Kept && digest(data) != f.Digest {
		return damaged(errors.Join(err, errors.New("payload")))
	}
	f.Size = len(data)
	a.Files = append(a.Files, f)
	if each != nil {
		err = each(f, data)
	}
	return err
}

// unpack checks the digests of the files in a WACZ file, and returns the WARC file.
func unpack(data []byte) (records []byte, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(io.EOF) // the list of a ZIP file stands at its end
	}
	if len(z.File) > 5 { // which could all be the same bytes
		return nil, errForeign
	}
	inside := map[string][]byte{}
	for _, f := range z.File {
		if f.Method != zip.Store { // so that it is no larger than the archive
			return nil, errForeign
		}
		in, err := f.Open()
		if err == nil {
			inside[f.Name], err = io.ReadAll(in)
		}
		if err != nil {
			return nil, fmt.Errorf("里的 %.200q %w", f.Name, damaged(err))
		}
	}
	var list struct{ Resources []resource }
	var last resource
	if json.Unmarshal(inside[waczPackage], &list) != nil || json.Unmarshal(inside[waczDigest], &last) != nil || inside[waczRecords] == nil {
		return nil, errForeign
	}
	list.Resources = append(list.Resources, last)
	for _, listed := range list.Resources {
		if text, ok := inside[listed.Path]; !ok || listed.Hash != "sha256:"+digest(text) {
			return nil, fmt.Errorf("里的 %.200q %w", listed.Path, damaged(errors.New("hash")))
		}
	}
	if len(list.Resources) != 4 || len(inside) != 5 {
		return nil, errForeign
	}
	return inside[waczRecords], nil
}
