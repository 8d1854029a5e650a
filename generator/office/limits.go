package office

import (
	"fmt"

	"gongshi/generator/xlsx"
)

// Limits of a file. No table of an office comes near them, and a small file can
// say that one cell reaches over a million others.
const (
	maxColumns  = xlsx.MaxColumns
	maxCells    = xlsx.MaxCells
	maxUnpacked = 64 << 20 // bytes of all texts
)

// room is how much of a file has been laid out: cells, bytes of their texts, and
// how often a joined cell was filled.
type room struct{ cells, bytes, joined int }

// take counts new cells and a text in them; it says whether there was room.
func (r *room) take(cells int, text string) bool {
	r.cells += cells
	r.bytes += len(text)
	return r.cells <= maxCells && r.bytes <= maxUnpacked
}

// set puts a text into a cell and says whether it repeats the cell above.
func (t *Table) set(space *room, row, column int, c Cell) error {
	if column >= maxColumns {
		return t.tooLarge()
	}
	for len(t.Rows) <= row {
		t.Rows = append(t.Rows, Row{})
	}
	cells := &t.Rows[row].Cells
	if !space.take(max(0, column+1-len(*cells)), c.Text) {
		return t.tooLarge()
	}
	for len(*cells) <= column {
		*cells = append(*cells, Cell{})
	}
	(*cells)[column] = c
	return nil
}

// join fills joined cells with the text of the first, inside the table.
func (t *Table) join(space *room, m xlsx.Range) error {
	if m.Row >= len(t.Rows) || m.Column >= len(t.Rows[m.Row].Cells) {
		return nil
	}
	text := t.Rows[m.Row].Cells[m.Column].Text
	for r := m.Row; r <= min(m.LastRow, len(t.Rows)-1); r++ {
		for c := m.Column; c <= min(m.LastColumn, maxColumns-1); c++ {
			if space.joined++; space.joined > maxCells {
				return t.tooLarge()
			}
			if err := t.set(space, r, c, Cell{Text: text, Above: r > m.Row, Left: c > m.Column}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Table) tooLarge() error {
	return Error(fmt.Sprintf("%s太大：一个文件最多读 %d 列、%d 个格子、%d MB 文字，合并的格子也算；请删去没有用的行和列再导入", t.Name, maxColumns, maxCells, maxUnpacked>>20))
}
