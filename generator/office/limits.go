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

// budget is how much of a file has been unpacked and laid out, and the fault that
// ends the reading.
type budget struct {
	unpacked, elements int // bytes and elements of XML
	cells, bytes       int // of tables, and of the texts in them
	joined             int // how often a joined cell was filled
	err                error
}

// fail keeps the first fault.
func (b *budget) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// set puts a cell into a table, whose rows and cells grow as needed.
func (b *budget) set(t *Table, row, column int, c Cell) {
	if column >= maxColumns || row >= maxRows {
		b.fail(t.tooLarge())
		return
	}
	for len(t.Rows) <= row {
		t.Rows = append(t.Rows, Row{})
	}
	cells := &t.Rows[row].Cells
	b.bytes += len(c.Text)
	for _, note := range c.Notes {
		b.bytes += len(note) + 16
	}
	if b.cells += max(0, column+1-len(*cells)); b.cells > maxCells || b.bytes > maxUnpacked {
		b.fail(t.tooLarge())
		return
	}
	for len(*cells) <= column {
		*cells = append(*cells, Cell{})
	}
	(*cells)[column] = c
}

// area is a rectangle of joined cells, counted from 0, with its last row and column.
type area struct{ row, column, lastRow, lastColumn int }

// join fills joined cells with the text of the first, inside the table. A text
// that they cover is noted.
func (b *budget) join(t *Table, m area) {
	if m.row >= len(t.Rows) || m.column >= len(t.Rows[m.row].Cells) {
		return
	}
	first := t.Rows[m.row].Cells[m.column]
	first.Above, first.Left = false, false
	var covered []string
	for r := m.row; r <= min(m.lastRow, len(t.Rows)-1); r++ {
		for c := m.column; c <= min(m.lastColumn, maxColumns-1); c++ {
			if b.joined++; b.joined > maxCells {
				b.fail(t.tooLarge())
				return
			}
			cell := Cell{Text: first.Text, Kind: first.Kind, Above: r > m.row, Left: c > m.column}
			if c < len(t.Rows[r].Cells) {
				old := t.Rows[r].Cells[c]
				if cell.Hidden, cell.Notes = old.Hidden, old.Notes; old.Text != "" && old.Text != first.Text {
					covered = append(covered, old.Text)
				}
			}
			b.set(t, r, c, cell)
		}
	}
	if len(covered) > 0 {
		first.Notes = append(first.Notes[:len(first.Notes):len(first.Notes)], covers(covered...))
	}
	t.Rows[m.row].Cells[m.column] = first
}

// covers says which texts joined cells hide.
func covers(texts ...string) string {
	return "合并的格子盖住了" + quoted(texts...) + "，没有读入"
}

func (t *Table) tooLarge() error {
	return Error(fmt.Sprintf("%s太大：一个文件最多读 %d 行、%d 列、%d 个格子、%d MB 文字，合并的格子也算；请删去没有用的行和列再导入", t.Name, maxRows, maxColumns, maxCells, maxUnpacked>>20))
}
