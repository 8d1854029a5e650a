package generator_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"

	"gongshi/generator/export"
	"gongshi/generator/output"
	"gongshi/generator/site"
)

// dataRow is a row of the table as any of its files tells it.
type dataRow struct{ number, title, target, result string }

// TestTablesAgree reads the table of the repository's own report from each of
// its files, with a reader that knows nothing of us: all hold the same 46 rows,
// in both scripts.
func TestTablesAgree(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	for _, folder := range []string{"", "hant/"} {
		fromCSV := csvRows(t, dataFile(t, set, folder+"2021/table.csv"))
		if len(fromCSV) != 46 {
			t.Fatalf("%s: %d rows", folder, len(fromCSV))
		}
		if got := xlsxRows(t, dataFile(t, set, folder+"2021/table.xlsx")); !slices.Equal(got, fromCSV) {
			t.Errorf("%s: XLSX and CSV differ: %d rows", folder, len(got))
		}
		if got := jsonRows(t, dataFile(t, set, folder+"2021/table.json")); !slices.Equal(got, fromCSV) {
			t.Errorf("%s: JSON and CSV differ: %d rows", folder, len(got))
		}
	}
}

func dataFile(t *testing.T, set *output.Set, name string) []byte {
	t.Helper()
	data, ok := set.Get(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	return data
}

func csvRows(t *testing.T, data []byte) []dataRow {
	t.Helper()
	rest, marked := bytes.CutPrefix(data, []byte("\xEF\xBB\xBF"))
	if !marked || bytes.Count(rest, []byte("\n")) != bytes.Count(rest, []byte("\r\n")) {
		t.Errorf("CSV without byte order mark, or lines not ended by CR LF")
	}
	lines, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	must(t, err)
	var rows []dataRow
	for _, line := range lines[1:] {
		rows = append(rows, dataRow{line[0], line[1], line[2], line[3]})
	}
	return rows
}

// xlsxRows reads the sheet, and gives joined cells the value they show.
func xlsxRows(t *testing.T, data []byte) []dataRow {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	must(t, err)
	defer f.Close()
	sheet := f.GetSheetName(0)
	lines, err := f.GetRows(sheet)
	must(t, err)
	merged, err := f.GetMergeCells(sheet)
	must(t, err)
	if len(merged) < 10 {
		t.Errorf("only %d joined cells", len(merged))
	}
	var rows []dataRow
	for i := range lines[1:] {
		cell := func(column string) string {
			value, err := f.GetCellValue(sheet, column+strconv.Itoa(i+2))
			must(t, err)
			return value
		}
		rows = append(rows, dataRow{cell("A"), cell("B"), cell("C"), cell("D")})
	}
	return rows
}

func jsonRows(t *testing.T, data []byte) []dataRow {
	t.Helper()
	var d export.Dataset
	must(t, json.Unmarshal(data, &d))
	var rows []dataRow
	for _, r := range d.Rows {
		rows = append(rows, dataRow{strconv.Itoa(r.Number), r.Title, r.Target, r.Result})
	}
	return rows
}

// TestDataSchemas validates every JSON file against the schema it names, with
// a validator that is not ours, and shows that the schema refuses what is no
// such file.
func TestDataSchemas(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	for name, schema := range map[string]string{
		"2021/table.json": "schema/report.json", "hant/2021/table.json": "schema/report.json",
		"data.json": "schema/data.json", "hant/data.json": "schema/data.json",
	} {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(dataFile(t, set, name)))
		must(t, err)
		if named := value.(map[string]any)["$schema"]; named != "https://www.bjdch.gov.cn/"+schema {
			t.Errorf("%s names the schema %v", name, named)
		}
		rules, err := jsonschema.UnmarshalJSON(bytes.NewReader(dataFile(t, set, schema)))
		must(t, err)
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		must(t, compiler.AddResource("schema.json", rules))
		compiled, err := compiler.Compile("schema.json")
		must(t, err)
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		delete(value.(map[string]any), "title")
		if compiled.Validate(value) == nil {
			t.Errorf("%s: the schema allows a file without title", schema)
		}
	}
}

// TestTableMetadata holds the description of the CSV file against the file.
func TestTableMetadata(t *testing.T) {
	t.Parallel()
	set := buildReal(t).Set
	var m struct {
		Context     []any  `json:"@context"`
		URL         string `json:"url"`
		TableSchema struct {
			Columns []struct{ Titles, Name string }
		} `json:"tableSchema"`
	}
	must(t, json.Unmarshal(dataFile(t, set, "2021/table.csv-metadata.json"), &m))
	head, _, _ := strings.Cut(strings.TrimPrefix(string(dataFile(t, set, "2021/table.csv")), "\uFEFF"), "\r\n")
	var titles []string
	for _, c := range m.TableSchema.Columns {
		titles = append(titles, c.Titles)
	}
	if m.Context[0] != "http://www.w3.org/ns/csvw" || m.URL != "table.csv" || strings.Join(titles, ",") != head {
		t.Errorf("%+v for the head %s", m, head)
	}
}

// TestLinkedData reads the JSON-LD of the kinds of page: what search engines
// require of each node is there, and every address it names of this site is a file.
func TestLinkedData(t *testing.T) {
	t.Parallel()
	result := buildReal(t)
	for name, wanted := range map[string][]string{
		"index.html": {"GovernmentOrganization", "WebSite"}, "2021/index.html": {"Dataset", "BreadcrumbList"}, "hant/2021/index.html": {"Dataset", "BreadcrumbList"},
		"2021/4/index.html": {"Article", "BreadcrumbList"}, "hant/2021/4/index.html": {"Article", "BreadcrumbList"}, "about/index.html": {"Article", "BreadcrumbList"},
	} {
		_, rest, _ := strings.Cut(string(dataFile(t, result.Set, name)), `<script type="application/ld+json">`)
		text, _, _ := strings.Cut(rest, "</script>")
		var graph struct {
			Graph []map[string]any `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(text), &graph); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var types []string
		for _, node := range graph.Graph {
			kind := node["@type"].(string)
			types = append(types, kind)
			for _, key := range required[kind] {
				if node[key] == nil || node[key] == "" {
					t.Errorf("%s: %s without %s", name, kind, key)
				}
			}
		}
		if !slices.Equal(types, wanted) {
			t.Errorf("%s: nodes %v, want %v", name, types, wanted)
		}
		for address := range addresses(graph.Graph) {
			path, _, ok := result.Site.Base.Split(address)
			if _, exists := result.Set.Get(site.OutputFile(path)); ok && !exists {
				t.Errorf("%s names %s, which does not exist", name, address)
			}
			if ok && strings.HasPrefix(name, "hant/") && strings.HasSuffix(path, "/") && !strings.HasPrefix(path, "/hant/") && !strings.HasSuffix(address, "#organization") {
				t.Errorf("%s names the simplified %s", name, address)
			}
		}
	}
}

// required are the properties search engines ask for.
var required = map[string][]string{
	"GovernmentOrganization": {"name", "url"}, "WebSite": {"name", "url", "potentialAction"},
	"Dataset": {"name", "description", "url", "creator", "distribution", "datePublished"},
	"Article": {"headline", "author", "url"}, "BreadcrumbList": {"itemListElement"},
}

// addresses yields every address in a JSON value.
func addresses(value any) func(func(string) bool) {
	return func(yield func(string) bool) {
		var walk func(any) bool
		walk = func(v any) bool {
			switch v := v.(type) {
			case string:
				return !strings.HasPrefix(v, "https://") || yield(v)
			case []map[string]any:
				for _, e := range v {
					if !walk(e) {
						return false
					}
				}
			case []any:
				for _, e := range v {
					if !walk(e) {
						return false
					}
				}
			case map[string]any:
				for _, e := range v {
					if !walk(e) {
						return false
					}
				}
			}
			return true
		}
		walk(value)
	}
}
