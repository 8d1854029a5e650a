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
	t := office.Table{Name: "粘贴的文字", Lines: true}
	add := func(line int, texts ...string) []office.Cell {
		for len(t.Rows) < line {
			t.Rows = append(t.Rows, office.Row{})
		}
		row := &t.Rows[line-1]
		for _, text := range texts {
			row.Cells = append(row.Cells, office.Cell{Text: text})
		}
		return row.Cells
	}
	var texts []string
	for _, h := range heads {
		texts = append(texts, oneLine(h.text))
	}
	last := add(heads[0].line, texts...) // number, title, goal, result
	number, title, expected := "", "", 1
	for i := 0; i < len(cells); i++ {
		c := cells[i]
		text := oneLine(c.text)
		switch {
		case !c.indented() && text == fmt.Sprint(expected) && i+1 < len(cells):
			i++
			number, title = text, oneLine(cells[i].text)
			expected++
		case !c.indented() && text == number, number == "": // the task goes on, or none has begun
		case c.indented():
			if last[0].Text == number {
				last[3].Text += "\n" + c.text
			}
		case last[3].Text == "": // no result: the table is over, or the goal was broken in two
			last[2].Text += text
		default:
			last = add(c.line, number, title, text, "")
		}
	}
	if last[3].Text == "" { // what follows the table
		t.Rows = t.Rows[:len(t.Rows)-1]
	}
	return t
}
