package office

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/xlsx"
)

// workbook is an Excel file (ECMA-376 part 1, 18) while it is read.
type workbook struct {
	*archive
	document Document
	shared   [][]run             // texts that cells refer to by their number
	looking  map[sharedLook]Cell // those that cells have shown, by the look of the cell
	styles   []cellStyle
	from1904 bool // dates count from 1904
	formats  xlsx.Formatter
}

type sharedLook struct {
	index int
	look  look
}

// run is a piece of text that looks as its cell if it has no look of its own.
type run struct {
	text string
	look look
	own  bool
}

type cellStyle struct {
	code string
	look look
}

// sheetKinds are sheets that hold no cells with a table.
var sheetKinds = map[string]string{"chartsheet": "图表", "dialogsheet": "对话框", "xlMacrosheet": "宏", "xlIntlMacrosheet": "宏"}

func readWorkbook(a *archive, part string) (Document, error) {
	w := &workbook{archive: a, looking: map[sharedLook]Cell{}}
	targets := map[string]relation{}
	for _, r := range a.relations(part) {
		targets[r.id] = r
		var err error
		switch r.kind {
		case "sharedStrings":
			err = w.readShared(r.target)
		case "styles":
			err = w.readStyles(r.target)
		}
		if err != nil && !errors.Is(err, errMissing) {
			return Document{}, err
		}
	}
	var first error // of the sheets
	err := a.read(part, func(r *reader, _ element) {
		for e := range r.children() {
			switch e.name {
			case "workbookPr":
				w.from1904 = isTrue(e.get("date1904"), false)
			case "sheets":
				for e := range r.children() {
					first = cmp.Or(first, w.listed(targets[e.get("id")], e))
				}
			}
		}
	})
	if err == nil && len(w.document.Tables) == 0 {
		err = first
	}
	return w.document, err
}

// listed reads a sheet that the workbook lists. Of one that cannot be read, a
// note says why.
func (w *workbook) listed(r relation, e element) error {
	s := sheet{workbook: w, table: Table{Name: "工作表“" + e.get("name") + "”", Sheet: e.get("name"), Hidden: slices.Contains([]string{"hidden", "veryHidden"}, e.get("state"))}}
	if kind := sheetKinds[r.kind]; kind != "" {
		s.note("", "是"+kind+"工作表，没有读入")
		return nil
	}
	w.document.Sheets++
	if !w.has(r.target) {
		s.note("", "文件里没有它的内容，没有读入")
		return nil
	}
	cells, bytes, joined := w.cells, w.bytes, w.joined
	if err := s.read(r.target); err != nil {
		w.cells, w.bytes, w.joined = cells, bytes, joined // of a sheet that is not read
		reason := s.reason(err)
		s.note("", "没有读入："+reason)
		return Error(s.table.Name + reason)
	}
	if len(s.table.Rows) > 0 {
		w.document.Tables = append(w.document.Tables, s.table)
	}
	s.surroundings(r.target)
	return nil
}

// readShared reads the texts that cells refer to (18.4).
func (w *workbook) readShared(part string) error {
	return w.read(part, func(r *reader, _ element) {
		for e := range r.children() {
			if e.name == "si" {
				w.shared = append(w.shared, richText(r))
			}
		}
	})
}

// richText reads the runs of a text; how its Chinese characters are spoken is no
// part of it.
func richText(r *reader) (list []run) {
	for e := range r.children() {
		switch e.name {
		case "t":
			list = append(list, run{text: unescape(r.text())})
		case "r":
			var p run
			for e := range r.children() {
				switch e.name {
				case "rPr":
					p.own, p.look = true, fontLook(r)
				case "t":
					p.text = unescape(r.text())
				}
			}
			list = append(list, p)
		}
	}
	return list
}

// textCell joins the runs of a text in a cell that looks like base.
func textCell(runs []run, base look) Cell {
	var w written
	for _, p := range runs {
		if !p.own {
			p.look = base
		}
		w.add(p.text, p.look)
	}
	return w.cell()
}

// fontLook reads what a font says of lines through the text and raised text.
func fontLook(r *reader) (l look) {
	for e := range r.children() {
		l.set(e)
	}
	return l
}

var escapes = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads characters that XML cannot hold: _x000D_ (22.9.2.19).
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escapes.ReplaceAllStringFunc(text, func(sign string) string {
		code, _ := strconv.ParseUint(sign[2:6], 16, 16)
		return string(rune(code))
	})
}

// readStyles reads the formats and fonts of cells (18.8).
func (w *workbook) readStyles(part string) error {
	codes := map[int]string{}
	var fonts []look
	return w.read(part, func(r *reader, _ element) {
		for list := range r.children() {
			for e := range r.children() {
				switch list.name {
				case "numFmts":
					codes[e.number("numFmtId", -1)] = e.get("formatCode")
				case "fonts":
					fonts = append(fonts, fontLook(r))
				case "cellXfs":
					w.styles = append(w.styles, cellStyle{formatCode(codes, e.number("numFmtId", 0)), at(fonts, e.number("fontId", 0))})
				}
			}
		}
	})
}

// formatCode is the code of a format that a workbook lists, or that its program knows.
func formatCode(codes map[int]string, id int) string {
	code, ok := codes[id]
	if !ok || id == 14 { // programs list 14 as it is shown elsewhere
		code = xlsx.Builtin(id)
	}
	if strings.EqualFold(code, "General") {
		return ""
	}
	return code
}

// at is what a list has at an index, or nothing.
func at[T any](list []T, index int) (none T) {
	if index >= 0 && index < len(list) {
		return list[index]
	}
	return none
}

// value is a cell by its kind and the text of its value (18.18.11).
func (w *workbook) value(kind, text string, runs []run, style cellStyle) Cell {
	switch kind {
	case "s":
		index, err := strconv.Atoi(strings.TrimSpace(text))
		switch {
		case text == "":
			return Cell{}
		case err != nil || index < 0 || index >= len(w.shared):
			return Cell{Kind: Fault, Notes: []string{"这一格的文字在文件里找不到"}}
		}
		key := sharedLook{index, style.look}
		c, ok := w.looking[key]
		if !ok {
			c = textCell(w.shared[index], style.look)
			w.looking[key] = c
		}
		return w.formatted(c, style.code)
	case "str":
		if strings.HasPrefix(text, "=DISPIMG(") { // as WPS writes a picture in a cell
			return Cell{Notes: []string{"格子里的图片没有读入"}}
		}
		runs = []run{{text: unescape(text)}}
	case "inlineStr":
	case "b":
		shown := map[bool]string{true: "TRUE", false: "FALSE"}[isTrue(text, false)]
		return Cell{Text: shown, Kind: Boolean, Notes: []string{"这一格是逻辑值 " + shown}}
	case "e":
		return Cell{Text: text, Kind: Fault, Notes: []string{"这一格是错误值 " + text}}
	default:
		return w.number(kind, strings.TrimSpace(text), style)
	}
	return w.formatted(textCell(runs, style.look), style.code)
}

// formatted shows the text of a cell by its format.
func (w *workbook) formatted(c Cell, code string) Cell {
	before := c.Text
	if c.Text = w.formats.Text(c.Text, code); c.Text == "" && before != "" {
		c.Notes = append(slices.Clip(c.Notes), "数字格式使这一格不显示，里面的"+quoted(before)+"没有读入")
	}
	return c
}

// number is a cell with a number, as its format shows it.
func (w *workbook) number(kind, text string, style cellStyle) Cell {
	if text == "" {
		return Cell{}
	}
	value, err := strconv.ParseFloat(text, 64)
	if kind == "d" {
		value, err = serial(text)
	} else if w.from1904 && err == nil {
		if _, isDate, _ := w.formats.Number(value, style.code); isDate {
			value += 1462
		}
	}
	switch {
	case err != nil && kind == "d":
		return Cell{Text: text, Kind: Date}
	case err != nil || value-value != 0:
		return Cell{Text: text, Kind: Fault, Notes: []string{"这一格里不是数字：" + quoted(text)}}
	}
	shown, date, ok := w.formats.Number(value, style.code)
	c := Cell{Text: shown, Kind: Number}
	if date {
		c.Kind = Date
	}
	switch {
	case !ok:
		c.Notes = append(c.Notes, "这一格的数字格式用不了，按 "+shown+" 读入")
	case shown == "":
		c.Notes = append(c.Notes, "数字格式使这一格不显示，里面的“"+xlsx.General(value)+"”没有读入")
	case value >= 1e15 && style.code == "":
		c.Notes = append(c.Notes, "数字太长，Excel 只保留了前 15 位，请与原件核对")
	}
	if style.look != (look{}) {
		var w written
		w.add(c.Text, style.look)
		styled := w.cell()
		c.Text, c.Notes = styled.Text, append(c.Notes, styled.Notes...)
	}
	return c
}

// serial is a date of ISO 8601 as a number of days, as workbooks count from 1900.
func serial(text string) (float64, error) {
	var err error
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		var t time.Time
		if t, err = time.Parse(layout, text); err == nil {
			return float64(t.Unix()-time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / (24 * 60 * 60), nil
		}
	}
	return 0, err
}

// reason says why a sheet is not read, and where.
func (s *sheet) reason(err error) string {
	if s.at == "" && s.row > 0 {
		s.at = xlsx.CellName(s.row-1, max(s.column, 1)-1)
	}
	switch {
	case errors.Is(err, errTooLarge) || errors.As(err, new(Error)):
		return fmt.Sprintf("太大（到 %s）：最多读 %d 行、%d 列、%d 个格子，合并的格子也算；请删去没有用的行和列再导入", s.at, maxRows, maxColumns, maxCells)
	case errors.Is(err, errDisorder):
		return fmt.Sprintf("在 %s 的地方格子次序乱了，读下去会错位；请用 Excel 或 WPS 打开，另存一份再导入", s.at)
	}
	return "读不了，文件也许损坏了；请用 Excel 或 WPS 打开，另存一份再导入"
}
