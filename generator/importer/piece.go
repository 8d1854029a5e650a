package importer

import (
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/office"
	"gongshi/generator/site"
)

// piece is a table, or the part of it under one head.
type piece struct {
	*office.Table
	from, to   int // rows
	head, body int // the first row of the head, and the first below it
	columns    []Column
	headKnown  bool // not only guessed
	width      int  // columns with a text
}

// cell is the cell at a place; empty where a row is short.
func (p *piece) cell(row, column int) office.Cell {
	if cells := p.Rows[row].Cells; column >= 0 && column < len(cells) {
		return cells[column]
	}
	return office.Cell{}
}

// line is the text of a cell on one line.
func (p *piece) line(row, column int) string { return oneLine(p.cell(row, column).Text) }

// place names a cell.
func (p *piece) place(row, column int) string {
	return p.Place(row, max(0, column))
}

// any reports whether a row between two fulfils a condition.
func (p *piece) any(from, to int, is func(row int) bool) bool {
	for row := from; row < to; row++ {
		if is(row) {
			return true
		}
	}
	return false
}

// own are the columns of a row that have a text of their own, not one of a cell
// above or to the left.
func (p *piece) own(row int) (list []int) {
	for i, c := range p.Rows[row].Cells {
		if !c.Above && !c.Left && oneLine(c.Text) != "" {
			list = append(list, i)
		}
	}
	return list
}

// end is the column behind the last that has a text.
func (p *piece) end(row int) int {
	i := len(p.Rows[row].Cells)
	for i > 0 && p.line(row, i-1) == "" {
		i--
	}
	return i
}

// empty reports whether no cell of a row has a text.
func (p *piece) empty(row int) bool { return p.end(row) == 0 }

// rowText are the texts of a row.
func (p *piece) rowText(row int) string {
	var list []string
	for _, i := range p.own(row) {
		list = append(list, p.line(row, i))
	}
	return strings.Join(list, " ")
}

// pieces are the tables of a document, parted where another head begins. Hidden
// sheets are left out with a doubt.
func (r *reading) pieces(doc office.Document) (list []*piece) {
	for i := range doc.Tables {
		t := &doc.Tables[i]
		rows, wide := 0, 0
		for k := range t.Rows {
			if end := (&piece{Table: t}).end(k); end > 0 {
				rows, wide = rows+1, max(wide, end)
			}
		}
		r.lines(t)
		if rows == 0 {
			r.notes(t.Name, t.Rows)
			continue
		}
		r.report.Count.Tables++
		r.report.Count.Rows += rows
		if t.Hidden && !r.options.Hidden {
			r.note(t.Name, "这张工作表是隐藏的，没有导入；要导入加 --hidden")
			continue
		}
		for from := 0; from < len(t.Rows); {
			p := &piece{Table: t, from: from, to: len(t.Rows), width: wide}
			p.headKnown = p.findHead(r.options)
			if p.headKnown {
				p.to = p.nextHead(r.options)
			}
			from = p.to
			list = append(list, p)
		}
	}
	return list
}

// nextHead is the row where a table with another head begins, with its title.
func (p *piece) nextHead(o *Options) int {
	for row := p.body; row < p.to; row++ {
		own := p.own(row)
		if len(own) < 3 || !p.allHeads(row) || p.repeatsHead(row) {
			continue
		}
		if n := p.known(row, o); n >= 3 && n*4 >= len(own)*3 {
			for row-1 > p.body && len(p.own(row-1)) == 1 {
				row--
			}
			return row
		}
	}
	return p.to
}

// repeatsHead says whether a row is one of the head again, as at the top of a page:
// but for one cell at most.
func (p *piece) repeatsHead(row int) bool {
	for h := p.head; h < p.body; h++ {
		same, other := 0, 0
		for i := 0; i < p.width && other <= 1; i++ {
			switch text := p.cell(row, i).Text; {
			case len(text) > len("汉")*2*maxHead || folded(text) != folded(p.cell(h, i).Text):
				other++
			case text != "":
				same++
			}
		}
		if same > 1 && other <= 1 {
			return true
		}
	}
	return false
}

// sameHead says whether two heads have the same labels.
func (p *piece) sameHead(q *piece) bool {
	if p == q {
		return true
	}
	labels := func(p *piece) (list []string) {
		for _, c := range p.columns {
			if c.Label != "" {
				list = append(list, folded(c.Label))
			}
		}
		slices.Sort(list)
		return list
	}
	return slices.Equal(labels(p), labels(q))
}

// continues says whether a table without a head goes on with another: it has no more
// columns, and its first rows a serial number, or a result below no other.
func (p *piece) continues(q *piece) bool {
	if p.width > q.width {
		return false
	}
	at := func(key string) int {
		return slices.IndexFunc(q.columns, func(c Column) bool { return c.Key == key })
	}
	results, rows := 0, 0
	for row := p.from; row < p.to && rows < 3; row++ {
		if p.empty(row) {
			continue
		}
		rows++
		number := p.line(row, at("number"))
		if _, ok := parseSerial(number); ok {
			return true
		}
		if number != "" && at("number") >= 0 {
			return false
		}
		if p.line(row, at("result")) != "" && (p.width == q.width || len(p.own(row)) > 1) {
			results++
		}
	}
	return results > 0 && results == rows
}

// missing are the keys without which a table is not understood. The result may be
// missing where no column can be meant, if the table says who does the tasks, or until when.
func (p *piece) missing() (keys []string) {
	unknown := slices.ContainsFunc(p.columns, func(c Column) bool { return c.unknown })
	for _, key := range []string{"title", "target", "result"} {
		known := hasKey(p.columns, key) || key != "result" && hasKey(p.columns, bothKey)
		if !known && (key != "result" || unknown || !hasKey(p.columns, "lead", "due")) {
			keys = append(keys, key)
		}
	}
	return keys
}

// guessHead takes the first row of at least three short texts for the head.
func (p *piece) guessHead() bool {
	for row := p.from; row < min(p.to, p.from+headSearch); row++ {
		own := p.own(row)
		if len(own) < 3 || !p.allHeads(row) {
			continue
		}
		p.head, p.body = row, row+1
		p.columns = make([]Column, p.width)
		for i := range p.columns {
			p.columns[i].Label = p.line(row, i)
			p.columns[i].unknown = p.columns[i].Label != ""
		}
		return true
	}
	return false
}

// guess proposes columns for what is missing: those with the longest texts, the
// title before the goal before the result.
func (p *piece) guess() (list [][2]string) {
	missing := p.missing()
	lengths, unknown := make([]int, len(p.columns)), []int{}
	for i, c := range p.columns {
		for row := p.body; row < p.to; row++ {
			lengths[i] += len(p.cell(row, i).Text)
		}
		if c.unknown || strings.HasPrefix(c.Key, site.ExtraPrefix) {
			unknown = append(unknown, i)
		}
	}
	slices.SortStableFunc(unknown, func(a, b int) int { return lengths[b] - lengths[a] })
	unknown = unknown[:min(len(unknown), len(missing))]
	slices.Sort(unknown)
	if len(missing) > len(unknown) && slices.Contains(missing, "title") && slices.Contains(missing, "target") {
		missing = append([]string{bothKey}, missing[2:]...)
	}
	for k, i := range unknown {
		list = append(list, [2]string{p.columns[i].Label, missing[k]})
	}
	return list
}

// titleForm is a line that names a table.
var titleForm = regexp.MustCompile(`(表|清单|台账|情况|公示|方案|计划|一览|安排|任务|要点)([（(][^）)]*[）)])?$`)

// lines takes the title from the lines above a table; the others are told.
func (r *reading) lines(t *office.Table) {
	var left []string
	for i := len(t.Above) - 1; i >= 0; i-- {
		line := oneLine(t.Above[i])
		switch {
		case line == "":
		case r.title(line):
		default:
			left = append(left, line)
		}
	}
	if len(left) > 0 {
		slices.Reverse(left)
		r.note(t.Name+"上面", "有文字没有导入："+quoted(strings.Join(left, " ")))
	}
}

// title takes a line for the title of the report, if it can be one.
func (r *reading) title(line string) bool {
	const most = 60
	if r.report.Title == "" && len([]rune(line)) <= most && !strings.ContainsAny(line, "：:。；>") && titleForm.MatchString(line) {
		r.report.Title = line
	}
	return folded(line) == folded(r.report.Title)
}
