package archive

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"gongshi/generator/export"
)

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
	Bytes int64  `json:"bytes,omitempty"`
}

func (a *Archive) writeWACZ(w *meter, public fs.FS, software string) (spans []span, err error) {
	z, date, list := zip.NewWriter(w), a.Date.Format(time.RFC3339), []resource(nil)
	add := func(name string, write func(*meter) error) {
		m := &meter{nil, 0, sha256.New()}
		if err == nil { // stored, so that readers can fetch a part of the file
			m.to, err = z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: a.Date})
		}
		if err == nil {
			err = write(m)
		}
		list = append(list, resource{path.Base(name), name, "sha256:" + hex.EncodeToString(m.hash.Sum(nil)), m.size})
	}
	add(waczRecords, func(m *meter) (err error) { spans, err = a.writeRecords(m, public, software); return err })
	add("indexes/index.cdxj", func(m *meter) error { return a.writeIndex(m, spans) })
	add("pages/pages.jsonl", a.writePages)
	add(waczPackage, func(m *meter) error {
		return json.NewEncoder(m).Encode(map[string]any{"profile": "data-package", "wacz_version": "1.1.1", "title": a.Title, "created": date,
			"software": software, "mainPageUrl": a.Base.Absolute("/"), "mainPageDate": date, "resources": list})
	})
	add(waczDigest, func(m *meter) error {
		return json.NewEncoder(m).Encode(resource{Path: waczPackage, Hash: list[3].Hash})
	})
	if err == nil {
		err = z.Close()
	}
	return spans, err
}

// writeIndex writes a CDXJ index: a line for each file for readers.
func (a *Archive) writeIndex(m *meter, spans []span) error {
	var lines []string
	for i, f := range a.Files {
		kind, _, _ := strings.Cut(export.ContentType(f.Path), ";")
		if f.Kept {
			kind = "warc/revisit"
		}
		entry, err := json.Marshal(map[string]string{"url": f.URI, "mime": kind, "status": strconv.Itoa(f.Status), "digest": "sha256:" + f.Digest,
			"length": strconv.FormatInt(spans[i].length, 10), "offset": strconv.FormatInt(spans[i].offset, 10), "filename": path.Base(waczRecords)})
		if err != nil {
			return err
		}
		if f.Status != 0 {
			lines = append(lines, fmt.Sprintf("%s %s %s\n", surt(f.URI), a.Date.Format("20060102150405"), entry))
		}
	}
	slices.Sort(lines)
	_, err := m.Write([]byte(strings.Join(lines, "")))
	return err
}

var www = regexp.MustCompile(`^www\d*\.`)

// surt is an address in the form by which such indexes are sorted:
// https://www.example.gov.cn/2021/ is cn,gov,example)/2021/.
func surt(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil {
		return address
	}
	host, port, _ := strings.Cut(www.ReplaceAllString(u.Host, "")+":", ":")
	parts := strings.Split(host, ".")
	slices.Reverse(parts)
	return strings.TrimSuffix(strings.Join(parts, ",")+":"+port, ":") + ")" + u.EscapedPath()
}

// writePages lists the pages, the home page first.
func (a *Archive) writePages(m *meter) error {
	lines := []map[string]string{{"format": "json-pages-1.0", "id": "pages", "title": a.Title}}
	for _, f := range a.Files {
		if f.Page != nil && f.Status == 200 {
			id := uuid.NewSHA1(uuid.NameSpaceURL, []byte(f.URI)).String()
			lines = append(lines, map[string]string{"id": id, "url": f.URI, "ts": a.Date.Format(time.RFC3339), "title": f.Page["ArticleTitle"]})
		}
	}
	slices.SortFunc(lines, func(p, q map[string]string) int { return strings.Compare(p["url"], q["url"]) })
	for _, line := range lines {
		if err := json.NewEncoder(m).Encode(line); err != nil {
			return err
		}
	}
	return nil
}
