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
	cells int      // how many have been set
}

// Limits of one table. No table of an office comes near them, and a small file
// can say that one cell reaches over a million others.
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
	for len(g.Rows[row]) <= column {
		if g.cells++; g.cells > maxCells {
			return g.tooLarge()
		}
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

// join fills joined cells with the text of the first, inside the table. It
// returns how many cells it filled.
func (g *Grid) join(m xlsx.Range) (filled int, err error) {
	if m.Row >= len(g.Rows) || m.Column >= len(g.Rows[m.Row]) {
		return 0, nil
	}
	text := g.Rows[m.Row][m.Column]
	for r := m.Row; r <= min(m.LastRow, len(g.Rows)-1); r++ {
		for c := m.Column; c <= min(m.LastColumn, maxColumns-1); c++ {
			if filled++; filled > maxCells {
				return filled, g.tooLarge()
			}
			if err := g.set(r, c, text, r > m.Row); err != nil {
				return filled, err
			}
		}
	}
	return filled, nil
}

func (g *Grid) tooLarge() error {
	return Error{fmt.Sprintf("%s太大：最多读 %d 列、%d 个格子，合并的格子也算；请删去没有用的行和列再导入", g.Name, maxColumns, maxCells)}
}
