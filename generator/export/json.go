package export

import (
	"bytes"
	_ "embed"
	"encoding/json"

	"gongshi/generator/site"
)

// The JSON Schemas of Dataset and CatalogueData; TestSchema generates them with -update.
var (
	//go:embed report.schema.json
	reportSchema []byte
	//go:embed data.schema.json
	dataSchema []byte
)

// Dataset is a report as JSON. Keys are the same in every variant. Later versions may
// add keys but not change or remove any.
type Dataset struct {
	Schema    string    `json:"$schema" jsonschema:"format=uri,description=本文件的格式说明"`
	Title     string    `json:"title" jsonschema:"description=标题"`
	URL       string    `json:"url" jsonschema:"format=uri,description=网页的网址"`
	Language  string    `json:"language" jsonschema:"description=文字的语言标签，如 zh-Hans"`
	Year      int       `json:"year,omitempty" jsonschema:"description=说的是哪一年"`
	Period    string    `json:"period,omitempty" jsonschema:"description=时期，原文的写法"`
	Publisher string    `json:"publisher" jsonschema:"description=发布单位"`
	Published string    `json:"published,omitempty" jsonschema:"format=date-time,description=发布时间"`
	Columns   []Heading `json:"columns" jsonschema:"description=网页上表格的各列，按顺序"`
	Rows      []Row     `json:"rows" jsonschema:"description=表格的各行，一个目标一行"`
}

// Heading is the head of a column on the page. Key is a key of Row, or "extra." and a key
// of Row.Extra.
type Heading struct {
	Key   string `json:"key" jsonschema:"description=列在数据里的名称"`
	Label string `json:"label" jsonschema:"description=列在网页上的名称"`
}

// Row is one target. The values of a task are repeated in each of its rows.
type Row struct {
	ID       string   `json:"id" jsonschema:"description=这一行在网页上的锚点"`
	URL      string   `json:"url" jsonschema:"format=uri,description=这个目标的永久网址"`
	Number   int      `json:"number" jsonschema:"description=任务的序号"`
	Title    string   `json:"title" jsonschema:"description=任务名称"`
	Category string   `json:"category,omitempty" jsonschema:"description=类别"`
	Target   string   `json:"target" jsonschema:"description=目标"`
	Result   string   `json:"result" jsonschema:"description=完成情况；段落之间是换行"`
	Lead     string   `json:"lead,omitempty" jsonschema:"description=牵头单位"`
	Support  []string `json:"support,omitempty" jsonschema:"description=协办单位"`
	Leader   string   `json:"leader,omitempty" jsonschema:"description=牵头领导"`
	Due      string   `json:"due,omitempty" jsonschema:"description=完成时限"`
	Status   string   `json:"status,omitempty" jsonschema:"description=状态"`
	Note     string   `json:"note,omitempty" jsonschema:"description=备注"`
	// Withdrawn and SupersededBy are those of the target, or else of its task.
	Withdrawn    string            `json:"withdrawn,omitempty" jsonschema:"description=已撤下的原因"`
	SupersededBy string            `json:"supersededBy,omitempty" jsonschema:"format=uri,description=代替它的目标的网址"`
	Extra        map[string]string `json:"extra,omitempty" jsonschema:"description=表格里的其他列"`
	Measures     []Measure         `json:"measures,omitempty" jsonschema:"description=用数字说明的目标"`
}

// Measure is a numeric goal.
type Measure struct {
	Name        string  `json:"name,omitempty" jsonschema:"description=指标名称"`
	Direction   string  `json:"direction" jsonschema:"enum=≥,enum=≤,enum==,description=完成值应当怎样对照目标值"`
	Goal        float64 `json:"goal" jsonschema:"description=目标值"`
	Actual      float64 `json:"actual" jsonschema:"description=完成值"`
	Unit        string  `json:"unit,omitempty" jsonschema:"description=单位"`
	Provisional bool    `json:"provisional" jsonschema:"description=原文说明完成值尚待核定"`
	Outcome     string  `json:"outcome" jsonschema:"enum=met,enum=missed,enum=pending,description=达到、未达到、待核定"`
}

// CatalogueData is data.json: all reports of a site.
type CatalogueData struct {
	Schema   string    `json:"$schema" jsonschema:"format=uri,description=本文件的格式说明"`
	Title    string    `json:"title" jsonschema:"description=网站名称"`
	URL      string    `json:"url" jsonschema:"format=uri,description=网址"`
	Language string    `json:"language" jsonschema:"description=文字的语言标签"`
	Reports  []Dataset `json:"reports" jsonschema:"description=全部报告，从新到旧"`
}

// catalogue returns data.json.
func catalogue(s *site.Site) []byte {
	data := CatalogueData{
		Schema: s.Base.Absolute(site.DataSchemaPath), Title: s.Title, URL: s.Absolute(site.HomePath), Language: s.Variant.Lang, Reports: []Dataset{},
	}
	for _, r := range s.Reports {
		if len(r.Tasks) > 0 {
			data.Reports = append(data.Reports, newTable(s, r).dataset())
		}
	}
	return encode(data)
}

func (t table) json() []byte { return encode(t.dataset()) }

func (t table) dataset() Dataset {
	r := t.report
	d := Dataset{
		Schema: t.Base.Absolute(site.ReportSchemaPath), Title: r.Title, URL: t.Base.Absolute(r.Path), Language: t.Variant.Lang,
		Year: r.Year, Period: r.Period, Publisher: publisher(t.Site, r), Published: site.Timestamp(r.Date), Columns: []Heading{}, Rows: []Row{},
	}
	for i, c := range r.Columns {
		d.Columns = append(d.Columns, Heading{c.Key, t.columns[i].Label})
	}
	for _, task := range r.Tasks {
		for _, target := range task.Rows() {
			d.Rows = append(d.Rows, t.jsonRow(task, target))
		}
	}
	return d
}

func (t table) jsonRow(task *site.Task, target *site.Target) Row {
	value := func(key string) string { return t.cell(key, task, target) }
	row := Row{
		ID: site.RowID(task, target), URL: t.address(task, target), Number: task.Number, Title: value("title"), Category: value("category"),
		Target: value("target"), Result: value("result"), Lead: value("lead"), Support: task.Support, Leader: value("leader"), Due: value("due"),
		Status: value("status"), Note: value("note"),
	}
	row.Withdrawn, row.SupersededBy = retired(t.Site, task, target)
	for _, c := range t.report.Columns {
		if name, extra := site.CutExtra(c.Key); extra && value(c.Key) != "" {
			if row.Extra == nil {
				row.Extra = map[string]string{}
			}
			row.Extra[name] = value(c.Key)
		}
	}
	for _, m := range target.Measures {
		row.Measures = append(row.Measures, Measure{
			Name: m.Name, Direction: m.Direction, Goal: m.Goal, Actual: m.Actual, Unit: m.Unit, Provisional: m.Provisional, Outcome: string(m.Outcome()),
		})
	}
	return row
}

// encode encodes a struct of this package as JSON. It panics on errors, which such
// structs cannot cause.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return b.Bytes()
}
