package importer

import (
	"fmt"

	"gongshi/generator/xlsx"
)

// Grid is a table as it is read: the cells of each row, with joined cells
// repeated, and what each is called.
type Grid struct {
	Name string // of the sheet or table, in words an editor knows
	Rows [][]string
	// Cell names a cell by row and column, both counted from 0: "B17".
	Cell func(row, column int) string

	below [][]bool // cells that only repeat the one above, which they are joined with; rows may be short
	room  *room    // shared by all tables of a file
}

// room is how much of a file has been laid out: cells, bytes of their texts, and
// how often a joined cell was filled.
type room struct{ cells, bytes, joined int }

// take counts new cells and a text in them; it says whether there was room.
func (r *room) take(cells int, text string) bool {
	r.cells += cells
	r.bytes += len(text)
	return r.cells <= maxCells && r.bytes <= maxUnpacked
}

// Limits of a file. No table of an office comes near them, and a small file can
// say that one cell reaches over a million others.
const (
	maxColumns = xlsx.MaxColumns
	maxCells   = xlsx.MaxCells
)

// joined says whether a cell only repeats the one above it.
func (g *Grid) joined(row, column int) bool {
	return row < len(g.below) && column < len(g.below[row]) && g.below[row][column]
}

// set puts a text into a cell and says whether it repeats the cell above.
func (g *Grid) set(row, column int, text string, joined bool) error {
	if column >= maxColumns {
		return g.tooLarge()
	}
	for len(g.Rows) <= row {
		g.Rows = append(g.Rows, nil)
	}
	if !g.room.take(max(0, column+1-len(g.Rows[row])), text) {
		return g.tooLarge()
	}
	for len(g.Rows[row]) <= column {
		g.Rows[row] = append(g.Rows[row], "")
	}
	g.Rows[row][column] = text
	if joined || g.joined(row, column) {
		for len(g.below) <= row {
			g.below = append(g.below, nil)
		}
		for len(g.below[row]) <= column {
			g.below[row] = append(g.below[row], false)
		}
		g.below[row][column] = joined
	}
	return nil
}

// join fills joined cells with the text of the first, inside the table.
func (g *Grid) join(m xlsx.Range) error {
	if m.Row >= len(g.Rows) || m.Column >= len(g.Rows[m.Row]) {
		return nil
	}
	text := g.Rows[m.Row][m.Column]
	for r := m.Row; r <= min(m.LastRow, len(g.Rows)-1); r++ {
		for c := m.Column; c <= min(m.LastColumn, maxColumns-1); c++ {
			if g.room.joined++; g.room.joined > maxCells {
				return g.tooLarge()
			}
			if err := g.set(r, c, text, r > m.Row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *Grid) tooLarge() error {
	return Error{fmt.Sprintf("%s太大：一个文件最多读 %d 列、%d 个格子、%d MB 文字，合并的格子也算；请删去没有用的行和列再导入", g.Name, maxColumns, maxCells, maxUnpacked>>20)}
}
