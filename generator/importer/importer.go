// Package importer turns the tables that offices keep, in Excel, Word, web
// pages, CSV or pasted text, into the tasks of a report. It gives plain data with
// every doubt it has; it writes nothing.
//
// What is in a table is in the tasks, or a doubt names its place. A cell is marked
// when its text goes somewhere, and what is left without a mark is told.
package importer

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"gongshi/generator/office"
	"gongshi/generator/site"
)

// Options say how tables are understood.
type Options struct {
	// Labels is what the editor says about heads; Known are the labels of the report
	// that exists. They map to the key of a column, "extra." with a name, "text" for
	// the title and goal in one, "id", or "-" for a column to leave out.
	Labels, Known Labels
	// Hidden takes hidden rows, columns and sheets too.
	Hidden bool
}

// Report is what was understood of a file.
type Report struct {
	// Title stands above the head of the table; may be empty.
	Title string
	// About are the lines of the second sheet of an export: 标题, 来源, 日期, 网页.
	About map[string]string
	Tasks []Task
	// Columns are the heads of the table and the keys they were taken for.
	Columns []Column
	// Doubts are what an editor should look at.
	Doubts []Doubt
	Count  Count
}

// Count is how much was read, and how much of it was imported.
type Count struct{ Sheets, Tables, Rows, UsedTables, UsedRows int }

// Column is a head of the table. An empty Key means that it is not imported.
type Column struct {
	Label, Key string

	told    bool // by Options, so that no word has to be known
	hidden  bool // in its program
	unknown bool // passes through, but may be something that is missing
}

// Derived reports whether a column of an export says what other keys say: it is
// compared and not imported.
func (c Column) Derived() bool {
	return c.Key == addressKey || c.Key == measuresKey || c.Key == retiredKey
}

// Task is one task with its targets. Fields are by the keys of the front matter.
type Task struct {
	ID      string
	Number  int
	Title   string
	Fields  map[string]string
	Extra   map[string]string
	Targets []Target
	// Place is the cell where the task begins.
	Place string

	address string // of its first row, in an export
	retired bool   // without text: withdrawn or superseded
	short   bool   // the title was made of the goal
}

// Target is a goal and the paragraphs of what became of it.
type Target struct {
	Title  string
	Result []string
	// Fields are the values of its row, those of the task among them. A value that is
	// empty was cleared.
	Fields map[string]string
	Place  string

	noResult string // the place of a result that is missing
	address  string
	measures string // as an export tells them
	retired  string
}

// Doubt is what may be wrong, and the places.
type Doubt struct {
	Places []string
	Text   string
}

// Error is a reason, in Chinese, why nothing can be imported.
type Error = office.Error

// Unsure is the reason why a table is not understood, and what the editor may say
// about its columns, as label and key.
type Unsure struct {
	Text    string
	Columns []Column
	Guess   [][2]string
}

func (u Unsure) Error() string { return u.Text }

// Read reads the tables of a file, by the ending of its name.
func Read(name string, data []byte) (office.Document, error) {
	if strings.EqualFold(path.Ext(name), ".txt") {
		return readText(data)
	}
	return office.Read(name, data)
}

// unfilled stands where a table gives no result.
const unfilled = "（未填写）"

// Understand reads the first table that has goals and results, and those that
// continue it. The count and doubts are there even if nothing is understood, with
// Unsure.
func Understand(doc office.Document, o Options) (Report, error) {
	r := reading{options: &o, report: Report{Count: Count{Sheets: doc.Sheets}}, doubts: map[string]int{}, noted: map[[2]string]bool{}}
	for _, n := range doc.Notes {
		r.note(n.Place, n.Text)
	}
	pieces := r.pieces(doc)
	first := slices.IndexFunc(pieces, func(p *piece) bool { return p.columns != nil && p.missing() == nil })
	if first < 0 {
		return r.report, unsure(pieces)
	}
	r.report.Columns = pieces[first].columns
	if labels := o.unmet(r.report.Columns); len(labels) > 0 {
		return r.report, Unsure{Text: "表里没有叫“" + strings.Join(labels, "”“") + "”的列，--map 里要写表头的原文", Columns: r.report.Columns}
	}
	for i, p := range pieces {
		switch {
		case p.columns != nil && p.sameHead(pieces[first]):
			r.read(p)
		case i > first && p.columns == nil && p.continues(pieces[first]):
			p.columns, p.head, p.body = pieces[first].columns, p.from, p.from
			r.read(p)
		case !r.about(p) && !r.inside(p):
			r.leave(p)
		}
	}
	if len(doc.Below) > 0 {
		r.note("最后一张表下面", "有文字没有导入："+quoted(strings.Join(doc.Below, " ")))
	}
	r.finish()
	if len(r.report.Tasks) == 0 {
		return r.report, Error("表头下面没有可以导入的内容")
	}
	return r.report, nil
}

// unsure says why no piece is understood, by the one that comes closest.
func unsure(pieces []*piece) error {
	var best *piece
	for _, p := range pieces {
		if p.columns != nil && (best == nil || best.columns == nil) || best == nil && p.guessHead() {
			best = p
		}
	}
	if best == nil {
		if len(pieces) == 0 {
			return Error("文件里没有表格")
		}
		return Error("没有认出表头，也没有像表头的一行；表头里要有“任务名称”“目标”“完成情况”这样的词")
	}
	u := Unsure{Columns: best.columns, Text: best.Name + "：没有认出表头；表头里要有“任务名称”“目标”“完成情况”这样的词，或者用 --map 说明"}
	if best.headKnown {
		var names []string
		for _, key := range best.missing() {
			c, _ := site.ColumnOf(key)
			names = append(names, "“"+map[string]string{"title": c.Label, "target": "目标", "result": "完成情况"}[key]+"”")
		}
		u.Text = fmt.Sprintf("%s：表头里没有认出%s这一列；用 --map 说明是哪一列", best.Name, strings.Join(names, ""))
	}
	u.Guess = best.guess()
	return u
}

// Keys are the keys that a column can be said to be, besides "extra." with a name.
func Keys() []string {
	list := []string{bothKey, idKey, noKey}
	for _, c := range site.Columns {
		list = append(list, c.Key)
	}
	return list
}

// note adds a doubt; places with the same doubt stand together.
func (r *reading) note(place, text string) {
	at, ok := r.doubts[text]
	if !ok {
		at = len(r.report.Doubts)
		r.doubts[text] = at
		r.report.Doubts = append(r.report.Doubts, Doubt{Text: text})
	}
	if key := [2]string{place, text}; !r.noted[key] {
		r.noted[key] = true
		r.report.Doubts[at].Places = append(r.report.Doubts[at].Places, place)
	}
}

// quoted is a text as doubts show it: its beginning.
func quoted(text string) string {
	const most = 60
	runes := []rune(oneLine(text))
	if len(runes) > most {
		runes = append(runes[:most], '…')
	}
	return "“" + string(runes) + "”"
}
