package importer

import (
	"path"
	"strings"

	"gongshi/generator/office"
)

// Grid is a table as it is read: the cells of each row, with joined cells
// repeated, and what each is called.
type Grid struct {
	Name string // of the sheet or table, in words an editor knows
	Rows [][]string
	// Cell names a cell by row and column, both counted from 0: "B17".
	Cell func(row, column int) string

	below [][]bool // cells that only repeat the one above, which they are joined with
}

// Formats are the endings of file names that can be read.
var Formats = append(office.Formats[:len(office.Formats):len(office.Formats)], ".txt")

// Read reads the tables of a file, by the ending of its name.
func Read(name string, data []byte) ([]Grid, error) {
	if strings.EqualFold(path.Ext(name), ".txt") {
		return readText(data)
	}
	document, err := office.Read(name, data)
	if err != nil {
		return nil, err
	}
	var grids []Grid
	for _, t := range document.Tables {
		g := Grid{Name: t.Name, Cell: t.Place}
		for _, row := range t.Rows {
			texts, below := make([]string, len(row.Cells)), make([]bool, len(row.Cells))
			for i, c := range row.Cells {
				texts[i], below[i] = c.Text, c.Above
			}
			g.Rows, g.below = append(g.Rows, texts), append(g.below, below)
		}
		grids = append(grids, g)
	}
	return grids, nil
}

// joined says whether a cell only repeats the one above it.
func (g *Grid) joined(row, column int) bool {
	return row < len(g.below) && column < len(g.below[row]) && g.below[row][column]
}
