package export

import (
	"bytes"
	"path"

	"gongshi/generator/site"
	"gongshi/generator/xlsx"
)

// byteOrderMark marks a file as UTF-8 for Excel, which would otherwise read Chinese text
// in the local code page.
const byteOrderMark = "\uFEFF"

// csv returns the table as CSV.
func (t table) csv() []byte {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	head := make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = c.Label
	}
	_ = xlsx.WriteCSV(&b, append([][]string{head}, t.rows...), true) // writing to a buffer cannot fail
	return b.Bytes()
}

// csvwTable describes a CSV file after the W3C's Metadata Vocabulary for Tabular Data.
// Programs look for it at the URL of the CSV file with the suffix "-metadata.json".
type csvwTable struct {
	Context   [2]any      `json:"@context"`
	URL       string      `json:"url"`
	Title     string      `json:"dc:title"`
	Publisher string      `json:"dc:publisher"`
	Issued    string      `json:"dc:issued,omitempty"`
	Source    string      `json:"dc:source"`
	Dialect   csvwDialect `json:"dialect"`
	Schema    csvwSchema  `json:"tableSchema"`
}

type csvwDialect struct {
	Encoding   string `json:"encoding"`
	Terminator string `json:"lineTerminators"`
	Header     bool   `json:"header"`
}

type csvwSchema struct {
	Columns []csvwColumn `json:"columns"`
	Primary string       `json:"primaryKey"`
}

type csvwColumn struct {
	Name   string `json:"name"`
	Titles string `json:"titles"`
	Type   string `json:"datatype"`
}

func (t table) csvw() []byte {
	r := t.report
	m := csvwTable{
		Context: [2]any{"http://www.w3.org/ns/csvw", map[string]string{"@language": t.Variant.Lang}},
		URL:     path.Base(site.TablePath(r, site.CSV)), Title: r.Title, Publisher: publisher(t.Site, r), Issued: site.Timestamp(r.Date), Source: t.Base.Absolute(r.Path),
		Dialect: csvwDialect{"utf-8", "\r\n", true}, Schema: csvwSchema{Primary: addressColumn},
	}
	for _, c := range t.columns {
		column := csvwColumn{Name: site.Escape(c.Key), Titles: c.Label, Type: "string"}
		switch c.Key {
		case "number":
			column.Type = "integer"
		case addressColumn:
			column.Type = "anyURI"
		}
		m.Schema.Columns = append(m.Schema.Columns, column)
	}
	return encode(m)
}
