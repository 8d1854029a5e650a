package export

import (
	"path"
	"time"

	"gongshi/generator/site"
)

// csvwTable describes a CSV file after the W3C's Metadata Vocabulary for
// Tabular Data; programs look for it at the file's address with
// "-metadata.json" behind it.
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
		URL:     path.Base(site.TablePath(r, site.CSV)), Title: t.Text(r.Title), Publisher: t.Text(publisher(t.Site, r)), Source: t.Absolute(r.Path),
		Dialect: csvwDialect{"utf-8", "\r\n", true}, Schema: csvwSchema{Primary: addressColumn},
	}
	if !r.Date.IsZero() {
		m.Issued = r.Date.Format(time.RFC3339)
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
