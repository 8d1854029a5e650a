package office

import (
	"encoding/xml"
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
	space    room
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
	var first error
	err := a.root(part, func(r *reader, start xml.StartElement) error {
		switch start.Name.Local {
		case "workbookPr":
			w.from1904 = isTrue(attribute(start, "date1904"), false)
		case "sheets":
			return r.each(func(start xml.StartElement) error {
				if err := w.listed(targets[attribute(start, "id")], start); err != nil && first == nil {
					first = err
				}
				return nil
			})
		}
		return nil
	})
	if err == nil && len(w.document.Tables) == 0 {
		err = first
	}
	return w.document, err
}

// listed reads a sheet that the workbook lists. Of one that cannot be read, a
// note says why.
func (w *workbook) listed(r relation, start xml.StartElement) error {
	name := attribute(start, "name")
	note := func(text string) { w.document.note("工作表“"+name+"”", text) }
	if kind := sheetKinds[r.kind]; kind != "" {
		note("是" + kind + "工作表，没有读入")
		return nil
	}
	w.document.Sheets++
	if !w.has(r.target) {
		note("文件里没有它的内容，没有读入")
		return nil
	}
	s := sheet{workbook: w, table: Table{Name: "工作表“" + name + "”", Sheet: name, Hidden: attribute(start, "state") == "hidden" || attribute(start, "state") == "veryHidden"}}
	before := w.space
	if err := s.read(r.target); err != nil {
		w.space = before
		reason := s.reason(err)
		note("没有读入：" + reason)
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
	return w.root(part, func(r *reader, start xml.StartElement) error {
		if start.Name.Local != "si" {
			return nil
		}
		runs, err := richText(r)
		w.shared = append(w.shared, runs)
		return err
	})
}

// richText reads the runs of a text; how its Chinese characters are spoken is no
// part of it.
func richText(r *reader) (list []run, err error) {
	err = r.each(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "t":
			text, err := r.text()
			list = append(list, run{text: unescape(text)})
			return err
		case "r":
			var p run
			err := r.each(func(start xml.StartElement) (err error) {
				switch start.Name.Local {
				case "rPr":
					p.own = true
					p.look, err = fontLook(r)
				case "t":
					p.text, err = r.text()
					p.text = unescape(p.text)
				}
				return err
			})
			list = append(list, p)
			return err
		}
		return nil
	})
	return list, err
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
func fontLook(r *reader) (l look, err error) {
	err = r.each(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "strike":
			l.struck = isOn(start)
		case "vertAlign":
			l.shift = map[string]string{"superscript": "sup", "subscript": "sub"}[attribute(start, "val")]
		}
		return nil
	})
	return l, err
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
	return w.root(part, func(r *reader, start xml.StartElement) error {
		kind := start.Name.Local
		if kind != "numFmts" && kind != "fonts" && kind != "cellXfs" {
			return nil
		}
		return r.each(func(start xml.StartElement) error {
			switch kind {
			case "numFmts":
				codes[number(start, "numFmtId", -1)] = attribute(start, "formatCode")
			case "fonts":
				l, err := fontLook(r)
				fonts = append(fonts, l)
				return err
			case "cellXfs":
				id, font := number(start, "numFmtId", 0), number(start, "fontId", 0)
				code, ok := codes[id]
				if !ok || id == 14 { // programs list 14 as it is shown elsewhere
					code = xlsx.Builtin(id)
				}
				if strings.EqualFold(code, "General") {
					code = ""
				}
				s := cellStyle{code: code}
				if font >= 0 && font < len(fonts) {
					s.look = fonts[font]
				}
				w.styles = append(w.styles, s)
			}
			return nil
		})
	})
}

func (w *workbook) style(start xml.StartElement) cellStyle {
	if s := number(start, "s", 0); s >= 0 && s < len(w.styles) {
		return w.styles[s]
	}
	return cellStyle{}
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
		c.Notes = append(slices.Clip(c.Notes), "数字格式使这一格不显示，里面的"+quoted([]string{before})+"没有读入")
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
		return Cell{Text: text, Kind: Fault, Notes: []string{"这一格里不是数字：" + quoted([]string{text})}}
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
		s.at = cellName(s.row-1, max(s.column, 1)-1)
	}
	switch {
	case errors.Is(err, errTooLarge):
		return fmt.Sprintf("太大（到 %s）：最多读 %d 行、%d 列、%d 个格子，合并的格子也算；请删去没有用的行和列再导入", s.at, maxRows, maxColumns, maxCells)
	case errors.Is(err, errDisorder):
		return fmt.Sprintf("在 %s 的地方格子次序乱了，读下去会错位；请用 Excel 或 WPS 打开，另存一份再导入", s.at)
	}
	return "读不了，文件也许损坏了；请用 Excel 或 WPS 打开，另存一份再导入"
}
