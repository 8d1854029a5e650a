package export

import (
	"bytes"
	"cmp"
	"iter"

	"gongshi/generator/site"
)

// Tables makes a report's table as files for spreadsheets and programs: CSV
// with its metadata, XLSX and JSON. A report without tasks has none.
func Tables(e site.Edition, r *site.Report) []File {
	if len(r.Tasks) == 0 {
		return nil
	}
	t := newTable(e, r)
	path := func(f site.Format) string { return e.Path(site.TablePath(r, f)) }
	return []File{
		{path(site.CSV), t.csv()},
		{path(site.CSV) + "-metadata.json", t.csvw()},
		{path(site.XLSX), t.xlsx()},
		{path(site.JSON), t.json()},
	}
}

// Catalogue makes data.json of an edition: all reports in one file. datasets
// are the reports' own JSON files, in the order of the reports.
func Catalogue(e site.Edition, datasets iter.Seq[[]byte]) File {
	head := encode(CatalogueData{
		Schema: e.Base.Absolute(site.DataSchemaPath), Title: e.Text(e.Title), URL: e.Absolute(site.HomePath), Language: e.Variant.Lang, Reports: []Dataset{},
	})
	const tail = "]}\n"
	var b bytes.Buffer
	b.Write(bytes.TrimSuffix(head, []byte(tail)))
	first := true
	for data := range datasets {
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.Write(data)
	}
	b.WriteString(tail)
	return File{e.Path(site.DataPath), b.Bytes()}
}

// schemas are the JSON Schemas of the JSON files.
func schemas() []File {
	return []File{{site.ReportSchemaPath, reportSchema}, {site.DataSchemaPath, dataSchema}}
}

// publisher is who published a report.
func publisher(s *site.Site, r *site.Report) string { return cmp.Or(r.From, s.Title) }
