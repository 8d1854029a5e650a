package importer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gongshi/generator/office"
)

// readText reads a table that was copied from a web page as plain text: each
// cell is a paragraph, and what is indented is a result. The heads come first,
// one after the other, then a number, a title, and goals with their results.
func readText(data []byte) (office.Document, error) {
	text, err := office.Decode(data)
	if err != nil {
		return office.Document{}, err
	}
	var cells []pastedCell
	for i, line := range strings.Split(text, "\n") {
		if oneLine(line) != "" {
			cells = append(cells, pastedCell{i + 1, line})
		}
	}
	for i := range cells {
		if heads := headRun(cells[i:]); heads >= 4 {
			return office.Document{Tables: []office.Table{pastedTable(cells[i:i+4], cells[i+heads:])}}, nil
		}
	}
	return office.Document{}, Error("没有认出表头：要有“序号”“任务名称”“目标”“完成情况”，各占一行")
}

type pastedCell struct {
	line int
	text string
}

func (c pastedCell) indented() bool {
	trimmed := strings.TrimLeftFunc(c.text, unicode.IsSpace)
	return len([]rune(c.text))-len([]rune(trimmed)) >= 2
}

// headRun is how many of the first cells are the four heads.
func headRun(cells []pastedCell) int {
	wanted := [][]string{{"number"}, {"title", itemKind}, {"target"}, {"result"}}
	for i, kinds := range wanted {
		if i >= len(cells) || !looksLikeHead(oneLine(cells[i].text)) || !slices.Contains(kinds, kindOf(cells[i].text)) {
			return i
		}
	}
	return len(wanted)
}

// pastedTable lays the cells out in rows until the text is no table any more. The rows
// are the lines where they begin.
func pastedTable(heads, cells []pastedCell) office.Table {
	rows := [][]string{{}}
	lines := []int{heads[0].line}
	for _, h := range heads {
		rows[0] = append(rows[0], oneLine(h.text))
	}
	number, title := "", ""
	expected := 1
	for i := 0; i < len(cells); i++ {
		c := cells[i]
		text := oneLine(c.text)
		if isNumber(text) && !c.indented() && (text == fmt.Sprint(expected) || text == number) && i+1 < len(cells) {
			if text != number {
				number, title = text, oneLine(cells[i+1].text)
				expected++
				i++
			}
			continue
		}
		last := len(rows) - 1
		switch {
		case number == "":
			continue // before the first task
		case c.indented() && last > 0 && rows[last][0] == number:
			rows[last][3] += "\n" + c.text
		case c.indented():
			continue
		case last > 0 && rows[last][3] == "": // no result: the table is over, or the goal was broken in two
			rows[last][2] += text
		default:
			rows = append(rows, []string{number, title, text, ""})
			lines = append(lines, c.line)
		}
	}
	if last := len(rows) - 1; last > 0 && rows[last][3] == "" { // what follows the table
		rows = rows[:last]
	}
	t := office.Table{Name: "粘贴的文字", Lines: true}
	for i, row := range rows {
		for len(t.Rows) < lines[i] {
			t.Rows = append(t.Rows, office.Row{})
		}
		cells := &t.Rows[lines[i]-1].Cells
		for _, text := range row {
			*cells = append(*cells, office.Cell{Text: text})
		}
	}
	return t
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
