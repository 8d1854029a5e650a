package office

import "fmt"

// Limits of a file. No table of an office comes near them; a small file can
// say that one cell reaches over a million others, or unpack to more than memory
// holds. Within them a file takes less than 5 s and 500 MB.
const (
	maxRows     = 100_000   // number of the last row with a value
	maxColumns  = 1_000     // number of the last column with a value
	maxCells    = 1_000_000 // of all tables: the cells up to the last value of each row
	maxUnpacked = 64 << 20  // bytes of all parts together, and of all texts; shared texts count for each cell
	maxElements = 2_000_000 // of XML; two attributes count as one
	maxNested   = 8         // tables that stand in each other
	maxTables   = 10_000
	maxNotes    = 10_000
)

// room is how much of a file has been laid out: cells, bytes of their texts, and
// how often a joined cell was filled.
type room struct{ cells, bytes, joined int }

// set puts a cell into a table, whose rows and cells grow as needed.
func (t *Table) set(space *room, row, column int, c Cell) error {
	if column >= maxColumns || row >= maxRows {
		return t.tooLarge()
	}
	for len(t.Rows) <= row {
		t.Rows = append(t.Rows, Row{})
	}
	cells := &t.Rows[row].Cells
	space.bytes += len(c.Text)
	for _, note := range c.Notes {
		space.bytes += len(note) + 16
	}
	if space.cells += max(0, column+1-len(*cells)); space.cells > maxCells || space.bytes > maxUnpacked {
		return t.tooLarge()
	}
	for len(*cells) <= column {
		*cells = append(*cells, Cell{})
	}
	(*cells)[column] = c
	return nil
}

// area is a rectangle of joined cells, counted from 0, with its last row and column.
type area struct{ row, column, lastRow, lastColumn int }

// join fills joined cells with the text of the first, inside the table. A text
// that they cover is noted.
func (t *Table) join(space *room, m area) error {
	if m.row >= len(t.Rows) || m.column >= len(t.Rows[m.row].Cells) {
		return nil
	}
	first := t.Rows[m.row].Cells[m.column]
	first.Above, first.Left = false, false
	var covered []string
	for r := m.row; r <= min(m.lastRow, len(t.Rows)-1); r++ {
		for c := m.column; c <= min(m.lastColumn, maxColumns-1); c++ {
			if space.joined++; space.joined > maxCells {
				return t.tooLarge()
			}
			cell := Cell{Text: first.Text, Kind: first.Kind, Above: r > m.row, Left: c > m.column}
			if c < len(t.Rows[r].Cells) {
				old := t.Rows[r].Cells[c]
				if cell.Hidden, cell.Notes = old.Hidden, old.Notes; old.Text != "" && old.Text != first.Text {
					covered = append(covered, old.Text)
				}
			}
			if err := t.set(space, r, c, cell); err != nil {
				return err
			}
		}
	}
	if len(covered) > 0 {
		first.Notes = append(first.Notes[:len(first.Notes):len(first.Notes)], "合并的格子盖住了"+quoted(covered)+"，没有读入")
	}
	t.Rows[m.row].Cells[m.column] = first
	return nil
}

func (t *Table) tooLarge() error {
	return Error(fmt.Sprintf("%s太大：一个文件最多读 %d 行、%d 列、%d 个格子、%d MB 文字，合并的格子也算；请删去没有用的行和列再导入", t.Name, maxRows, maxColumns, maxCells, maxUnpacked>>20))
}
