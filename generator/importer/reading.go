package importer

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/office"
	"gongshi/generator/site"
)

// reading is the state of reading a file.
type reading struct {
	options *Options
	report  Report
	doubts  map[string]int     // of the report, by text
	noted   map[[2]string]bool // places and texts of doubts
	names   []string           // of the tables that were read
	p       *piece
	used    map[[2]int]bool // cells of the piece whose text went somewhere
	last    serial          // as the table wrote it
	offset  int             // what is added to serials, where they begin again
	// sections are the headings the rows are under, 一、 before （一）; open are the
	// places of those without a task so far.
	sections []string
	open     []openSection
}

type openSection struct{ place, text string }

// read reads the rows of a piece.
func (r *reading) read(p *piece) {
	r.p, r.used, r.sections = p, map[[2]int]bool{}, nil
	if p.from == 0 {
		r.report.Count.UsedTables++
		r.names = append(r.names, p.Name)
	}
	for row := p.from; row < p.head; row++ {
		r.aboveHead(row)
	}
	for row := p.head; row < p.body; row++ {
		r.cells(row)
	}
	r.columnDoubts()
	for row := p.body; row < p.to; row++ {
		r.row(row)
	}
	r.leaveSections()
	r.unused()
}

// aboveHead reads a row above the head: the title of the table, or a line that is told.
func (r *reading) aboveHead(row int) {
	r.cells(row)
	for _, i := range r.p.own(row) {
		if text := r.p.line(row, i); !r.title(text) {
			r.note(r.p.place(row, i), "表头上面的"+quoted(text)+"没有导入")
		}
	}
}

// columnDoubts tells what an editor should know about the columns as such.
func (r *reading) columnDoubts() {
	var results []string
	for i, c := range r.p.columns {
		if c.hidden && r.p.any(r.p.head, r.p.to, func(row int) bool { return r.p.line(row, i) != "" }) {
			r.note(r.p.place(r.p.head, i), "这一列"+quoted(c.Label)+"是隐藏的，没有导入；要导入加 --hidden")
		}
		if c.Key == "result" {
			results = append(results, "“"+c.Label+"”")
		}
	}
	at := r.p.place(r.p.head, r.column("result"))
	switch {
	case len(results) == 0:
		r.note(r.p.place(r.p.head, 0), "表里没有“完成情况”这一列，每个目标下面写了"+unfilled+"；请补上")
	case len(results) > 1:
		r.note(at, strings.Join(results, "")+"都是完成情况，一段一段写在目标下面；只要一列，就用 --map 说明哪一列是 result")
	}
}

// cells tells the notes of a row's cells, and texts that are no texts.
func (r *reading) cells(row int) {
	for i, c := range r.p.Rows[row].Cells {
		place := r.p.place(row, i)
		for _, note := range c.Notes {
			r.note(place, note)
		}
		if c.Above || c.Left || c.Hidden && !r.options.Hidden {
			continue
		}
		switch c.Kind {
		case office.Boolean:
			r.note(place, quoted(c.Text)+"是真假值，照原样写了；请改成文字，例如“是”“否”")
		case office.Fault:
			r.note(place, quoted(c.Text)+"是出错的公式，照原样写了；请在表格里改正")
		case office.Number, office.Text:
			days, err := strconv.Atoi(c.Text)
			if err == nil && days > 30_000 && days < 60_000 && i < len(r.p.columns) && r.p.columns[i].Key == "due" {
				date := time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC)
				r.note(place, fmt.Sprintf("%s是不是 %s？是的话请在表格里把这一格改成日期；现在照数字写了", quoted(c.Text), date.Format("2006年1月2日")))
			}
		}
	}
}

// Rows that are no tasks.
var (
	totals = regexp.MustCompile(`^(合计|总计|小计|共计|总合计)([:：（(\d].*)?$`)
	foot   = regexp.MustCompile(`^[*＊※]?\s*(注|附注|备注|说明|填表说明|注释)\s*\d*[:：]|^(填表|填报|制表|审核|审批|报送|统计|经办|单位负责人|负责人|分管领导|主要领导|联系人|联系电话|电话|报表日期|日期|盖章)[^:：]{0,8}[:：]|^[（(]盖章[）)]$`)
)

// row reads one row below the head.
func (r *reading) row(row int) {
	p := r.p
	own, empty := p.own(row), p.empty(row)
	if p.Rows[row].Hidden && !r.options.Hidden && !empty {
		r.leaveRow(row, "这一行是隐藏的，或者被筛选掉了，没有导入；要导入加 --hidden")
		return
	}
	r.cells(row)
	if empty { // though all of it may be struck
		return
	}
	if p.repeatsHead(row) {
		r.useRow(row)
		return
	}
	if len(own) > 0 {
		first := p.line(row, own[0])
		switch {
		case totals.MatchString(strings.ReplaceAll(first, " ", "")):
			r.leaveRow(row, "这一行是合计，没有导入："+quoted(p.rowText(row)))
			return
		case foot.MatchString(first):
			r.leaveRow(row, "这一行是表格的附注，没有导入："+quoted(p.rowText(row)))
			return
		case row == p.body && r.numbersColumns(row, own):
			r.leaveRow(row, "这一行是列的编号，没有导入："+quoted(p.rowText(row)))
			return
		}
		if text, ok := r.section(row, own); ok {
			r.enter(text, p.place(row, own[0]))
			r.useRow(row)
			r.report.Count.UsedRows++
			return
		}
	}
	r.report.Count.UsedRows++
	r.data(row)
}

func (r *reading) useRow(row int) {
	for i := range r.p.Rows[row].Cells {
		r.used[[2]int{row, i}] = true
	}
}

func (r *reading) leaveRow(row int, why string) {
	r.useRow(row)
	at := 0
	if own := r.p.own(row); len(own) > 0 {
		at = own[0]
	}
	r.note(r.p.place(row, at), why)
}

// numbersColumns says whether a row below the head only numbers the columns: 1 2 3.
func (r *reading) numbersColumns(row int, own []int) bool {
	for k, i := range own {
		if r.p.line(row, i) != strconv.Itoa(k+1) {
			return false
		}
	}
	return len(own) > 2
}

// section is the heading that a row is: one text over the width of the table, or
// alone before its texts, or a Chinese numeral with a title and nothing else.
func (r *reading) section(row int, own []int) (string, bool) {
	p := r.p
	text := p.line(row, own[0])
	key := p.columns[min(own[0], len(p.columns)-1)].Key
	const most = 60
	switch {
	case len([]rune(text)) > most:
	case len(own) == 1:
		if _, ok := parseSerial(text); ok {
			return "", false
		}
		span := 1
		for p.cell(row, own[0]+span).Left {
			span++
		}
		content := key == "title" || key == bothKey || key == "target" || key == "result"
		return text, span > 2 && span*2 >= p.width || chapter.MatchString(text) && key != "result" || !content && own[0] == 0 && !slices.ContainsFunc(p.Rows[row].Cells, func(c office.Cell) bool { return c.Above })
	case len(own) == 2 && numeral.MatchString(text) && key == "number":
		title := p.line(row, own[1])
		if second := p.columns[min(own[1], len(p.columns)-1)].Key; (second == "title" || second == bothKey || second == "category") && !p.cell(row, r.column("result")).Above {
			if !strings.HasSuffix(text, "、") && !strings.HasSuffix(text, "）") {
				text += "、"
			}
			return text + title, true
		}
	}
	return "", false
}

// enter goes into a section: （一） is inside 一、.
func (r *reading) enter(text, place string) {
	inner := strings.HasPrefix(text, "（") || strings.HasPrefix(text, "(")
	if inner && len(r.sections) > 0 {
		r.sections = append(r.sections[:1:1], text)
	} else {
		r.leaveSections()
		r.sections = []string{text}
	}
	r.open = append(r.open, openSection{place, text})
}

// leaveSections tells the headings under which there was no task.
func (r *reading) leaveSections() {
	for _, s := range r.open {
		r.report.Count.UsedRows--
		r.note(s.place, "这一行下面没有任务，没有导入："+quoted(s.text))
	}
	r.open = nil
}

// about takes the second sheet of an export of this program.
func (r *reading) about(p *piece) bool {
	about := map[string]string{}
	for row := p.from; row < p.to; row++ {
		if len(p.own(row)) > 0 {
			about[p.line(row, 0)] = p.line(row, 1)
		}
	}
	known := about["标题"] != "" && about["来源"] != "" && strings.HasPrefix(about["网页"], "http") && len(about) <= 4 && p.width == 2
	if known {
		r.report.About = about
		r.report.Count.UsedTables++
	}
	return known
}

// inside says whether a table stands in a cell of one that was read: that cell has its
// text.
func (r *reading) inside(p *piece) bool {
	return p.Within != "" && slices.ContainsFunc(r.names, func(name string) bool { return strings.HasPrefix(p.Within, name+" ") })
}

// notes tells the notes of rows that are not read.
func (r *reading) notes(table string, rows []office.Row) {
	for _, row := range rows {
		for _, c := range row.Cells {
			for _, note := range c.Notes {
				r.note(table, note)
			}
		}
	}
}

// leave tells that a piece is not imported.
func (r *reading) leave(p *piece) {
	r.notes(p.Name, p.Rows[p.from:p.to])
	place, what := p.Name, "这张表"
	if p.from > 0 {
		place, what = p.place(p.from, 0), "从这里起的表"
	}
	why := "没有认出表头"
	if p.headKnown {
		why = "表头与导入的表不同"
	}
	first, rows := "", 0
	for row := p.from; row < p.to; row++ {
		if !p.empty(row) {
			rows++
			first = cmp.Or(first, p.rowText(row))
		}
	}
	r.note(place, fmt.Sprintf("%s（%d 行）没有导入，%s；要导入，请另存成一个文件：%s", what, rows, why, quoted(first)))
}

// unused tells the cells that no task has taken.
func (r *reading) unused() {
	for row := r.p.body; row < r.p.to; row++ {
		for _, i := range r.p.own(row) {
			if r.used[[2]int{row, i}] {
				continue
			}
			why := "这一格没有导入：" + quoted(r.p.cell(row, i).Text)
			if i >= len(r.p.columns) || r.p.columns[i].Label == "" {
				why = "这一列没有表头，没有导入；请给它加上表头"
			} else if r.p.columns[i].Key == noKey {
				continue // told not to, or hidden
			}
			r.note(r.p.place(row, i), why)
		}
	}
}

// column is the first column with a key; the column of both is title and goal.
func (r *reading) column(key string) int {
	return slices.IndexFunc(r.p.columns, func(c Column) bool {
		return c.Key == key || c.Key == bothKey && (key == "title" || key == "target")
	})
}

// hasKey says whether one of some keys is among the columns.
func hasKey(columns []Column, keys ...string) bool {
	return slices.ContainsFunc(columns, func(c Column) bool { return slices.Contains(keys, c.Key) })
}

// value is the text of a cell by its column, with its line ends. Every text that is
// imported comes from here.
func (r *reading) value(row, column int) string {
	c := r.p.cell(row, column)
	if c.Left {
		return ""
	}
	r.used[[2]int{row, column}] = true
	return c.Text
}

// text is the cell of a key on one line.
func (r *reading) text(row int, key string) string { return oneLine(r.value(row, r.column(key))) }

func (r *reading) joined(row int, key string) bool { return r.p.cell(row, r.column(key)).Above }

// field is what the columns of a key say in a row; they are several only if the editor
// has told so.
func (r *reading) field(row int, key string) string {
	var list []string
	for i, c := range r.p.columns {
		if c.Key != key {
			continue
		}
		if value := field(key, r.value(row, i)); value != "" && !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return strings.Join(list, separatorOf(key))
}

// separatorOf is what stands between several values of a key: of names, or of texts.
func separatorOf(key string) string {
	if key == "lead" || key == "support" || key == "leader" {
		return "、"
	}
	return "；"
}

// field is a value for the front matter: names of offices on several lines are
// several names, other lines are one text.
func field(key, text string) string {
	if separatorOf(key) == "、" {
		return strings.Join(paragraphs(text), "、")
	}
	return inOne(text)
}

// isTaskField says whether a key is one of a task's front matter that a column fills.
func isTaskField(key string) bool {
	c, ok := site.ColumnOf(key)
	return ok && c.OfTask() || strings.HasPrefix(key, site.ExtraPrefix)
}

// isTargetField says whether a target can have a value of its own for a key.
func isTargetField(key string) bool {
	c, ok := site.ColumnOf(key)
	return ok && c.OfTarget()
}
