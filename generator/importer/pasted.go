package importer

import (
	"fmt"
	"strings"
	"unicode"

	"gongshi/generator/office"
)

// readText reads a table that was copied from a web page as plain text: each
// cell is a paragraph, and what is indented is a result. The heads come first,
// one after the other, then a number, a title, and goals with their results.
func readText(data []byte) ([]Grid, error) {
	text, err := office.Decode(data)
	if err != nil {
		return nil, err
	}
	var cells []pastedCell
	for i, line := range strings.Split(text, "\n") {
		if oneLine(line) != "" {
			cells = append(cells, pastedCell{i + 1, line})
		}
	}
	for i := range cells {
		if heads := headRun(cells[i:]); heads >= 4 {
			return []Grid{pastedGrid(cells[i:i+4], cells[i+heads:])}, nil
		}
	}
	return nil, Error("没有认出表头：要有“序号”“任务名称”“目标”“完成情况”，各占一行")
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
	wanted := []string{"number", "title", "target", "result"}
	for i, key := range wanted {
		if i >= len(cells) || len([]rune(oneLine(cells[i].text))) > 16 || keyOf(oneLine(cells[i].text), nil) != key {
			return i
		}
	}
	return len(wanted)
}

// pastedGrid lays the cells out in rows until the text is no table any more.
func pastedGrid(heads, cells []pastedCell) Grid {
	g := Grid{Name: "粘贴的文字"}
	lines := []int{heads[0].line}
	row := make([]string, len(heads))
	for i, h := range heads {
		row[i] = oneLine(h.text)
	}
	g.Rows = append(g.Rows, row)
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
		last := len(g.Rows) - 1
		switch {
		case number == "":
			continue // before the first task
		case c.indented() && last > 0 && g.Rows[last][0] == number:
			g.Rows[last][3] += "\n" + c.text
		case c.indented():
			continue
		case last > 0 && g.Rows[last][3] == "": // no result: the table is over, or the goal was broken in two
			g.Rows[last][2] += text
		default:
			g.Rows = append(g.Rows, []string{number, title, text, ""})
			lines = append(lines, c.line)
		}
	}
	if last := len(g.Rows) - 1; last > 0 && g.Rows[last][3] == "" { // what follows the table
		g.Rows, lines = g.Rows[:last], lines[:last]
	}
	g.Cell = func(row, _ int) string { return fmt.Sprintf("第 %d 行", lines[min(row, len(lines)-1)]) }
	return g
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
