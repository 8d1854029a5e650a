package archive

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/nlnwa/gowarc/v3"

	"gongshi/generator/site"
)

const (
	maxRecord = maxFile + 1<<20 // the largest record: a file and its heads
	maxList   = 16 << 20        // the largest list of digests
)

var errForeign = errors.New("不是 gongshi archive 写的归档，不能核对；别的 WARC 文件请用 replayweb.page 或 pywb 打开")

// damaged is an error of an archive that was cut or changed.
func damaged(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("在这里断了，不完整；请用完整的一份")
	}
	return fmt.Errorf("被改过，与登记的摘要不符；请用没有改动的一份（%w）", err)
}

// Read reads an archive and checks all of it: every digest, every address, the number of
// files. It calls each for every file, in order, with its bytes, which are nil if an
// earlier archive holds them. What each has got may be of an archive whose end is damaged.
func Read(r io.ReaderAt, size int64, each func(File, []byte) error) (*Archive, error) {
	whole := &meter{io.Discard, 0, sha256.New()}
	if _, err := io.Copy(whole, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	a := &Archive{Size: size, Digest: hex.EncodeToString(whole.hash.Sum(nil))}
	start := make([]byte, 2)
	_, _ = r.ReadAt(start, 0)
	switch string(start) {
	case "\x1f\x8b":
		return a, a.readRecords(io.NewSectionReader(r, 0, size), each)
	case "PK":
		return a, a.readWACZ(r, size, each)
	}
	return nil, errForeign
}

// readRecords reads the WARC file: each record is a gzip member of its own.
func (a *Archive) readRecords(r io.Reader, each func(File, []byte) error) error {
	in, n, files, summary := bufio.NewReader(r), 0, 0, ""
	seen := map[string]bool{}
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
			return fmt.Errorf("第 %d 条记录%w", max(n, 1), err)
		}
	}
	if len(a.Files) != files {
		return fmt.Errorf("不完整：应当有 %d 个文件，只有 %d 个；请用完整的一份", files, len(a.Files))
	}
	if a.summary() != summary {
		return errors.New("被改过：里面的文件与第一条记录登记的不符；请用没有改动的一份")
	}
	return nil
}

// readRecord reads one record, whose digests and lengths are then right.
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
	if err == nil && len(faults) > 0 {
		err = faults[0]
	}
	if err != nil {
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
	var baseErr, dateErr error
	a.Base, baseErr = site.ParseBase(fields.Get(baseField))
	a.Date, dateErr = record.Date()
	files, err = strconv.Atoi(fields.Get(filesField))
	if errors.Join(err, baseErr, dateErr) != nil {
		return 0, "", errForeign
	}
	a.Title = fields.Get("isPartOf")
	return files, fields.Get(summaryField), nil
}

// readFile reads the record of a file.
func (a *Archive) readFile(record gowarc.WarcRecord, seen map[string]bool, each func(File, []byte) error) error {
	h, known := record.WarcHeader(), false
	f := File{URI: h.Get(gowarc.WarcTargetURI), Record: h.Get(gowarc.WarcRecordID)}
	f.Date, _ = record.Date() // the library has read it
	f.Digest, known = strings.CutPrefix(h.Get(gowarc.WarcPayloadDigest), "sha256:")
	var err error
	if f.Path, err = a.path(f.URI); err != nil {
		return fmt.Errorf("的%w", err)
	}
	if seen[f.Path] || !known || !h.Has(gowarc.WarcBlockDigest) {
		return fmt.Errorf("：网址 %s 有两条记录，或者没有登记摘要，不知道真假；请用没有改动的一份", f.URI)
	}
	seen[f.Path] = true
	var from io.Reader = strings.NewReader("")
	switch block := record.Block().(type) {
	case gowarc.HttpResponseBlock:
		f.Status = block.HttpStatusCode()
		from, err = block.PayloadBytes()
	case gowarc.ProtocolHeaderBlock: // of a revisit
		_, _ = fmt.Sscanf(string(block.ProtocolHeaderBytes()), "HTTP/1.1 %d", &f.Status)
		f.Kept, f.Record = true, h.Get(gowarc.WarcRefersTo)
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
	f.Size = int64(len(data))
	a.Files = append(a.Files, f)
	return each(f, data)
}

// readWACZ checks the digests of the files in a WACZ file, then its records.
func (a *Archive) readWACZ(r io.ReaderAt, size int64, each func(File, []byte) error) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return damaged(errors.Join(err, io.ErrUnexpectedEOF)) // its list stands at the end
	}
	var list struct{ Resources []resource }
	var last resource
	for name, to := range map[string]any{waczPackage: &list, waczDigest: &last} {
		f, err := z.Open(name)
		if err != nil {
			return errForeign
		}
		text, err := io.ReadAll(io.LimitReader(f, maxList))
		if err := errors.Join(err, json.Unmarshal(text, to), f.Close()); err != nil {
			return damaged(err)
		}
	}
	hashes := map[string]string{last.Path: last.Hash}
	for _, listed := range list.Resources {
		hashes[listed.Path] = listed.Hash
	}
	for _, f := range z.File {
		m := &meter{io.Discard, 0, sha256.New()}
		in, err := f.Open()
		if err == nil {
			_, err = io.Copy(m, in)
		}
		if f.Name != waczDigest && (err != nil || hashes[f.Name] != "sha256:"+hex.EncodeToString(m.hash.Sum(nil))) {
			return fmt.Errorf("里的 %.200q %w", f.Name, damaged(errors.Join(err, errors.New("hash"))))
		}
	}
	if len(z.File) != len(hashes)+1 {
		return errors.New("里缺少或者多了文件；请用没有改动的一份")
	}
	records, err := z.Open(waczRecords)
	if err != nil {
		return errForeign
	}
	defer records.Close()
	return a.readRecords(records, each)
}
