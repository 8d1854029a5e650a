package privacy

import (
	"iter"
	"regexp"
	"strings"
)

// Cell is a table cell under a head that names personal data.
type Cell struct {
	Head       string
	Start, End int // byte offsets in the text
}

var (
	privateHead = regexp.MustCompile(`身份证|证件号|手机|银行卡|银行账号|银行帐号|家庭住址|家庭地址|住址`)
	tableRule   = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	// maskedCell matches a cell without personal data: masked, empty or a dash.
	maskedCell = regexp.MustCompile(`[*＊×✱]|^(无|略|不公开|未提供|[-—－/]*)$`)
)

// published reports whether a cell under a private head may be published.
func published(head, cell string) bool {
	cell = strings.TrimSpace(cell)
	return maskedCell.MatchString(cell) || strings.Contains(head, "址") && !house.MatchString(cell)
}

// Cells yields the cells of Markdown tables under a head that names personal
// data, unless they are masked.
func Cells(text string) iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		var heads []string // of the current table by column, "" if not private
		last := ""         // the line before
		start := 0
		for line := range strings.Lines(text) {
			switch {
			case !strings.Contains(line, "|"):
				heads = nil
			case tableRule.MatchString(line):
				heads = privateHeads(last)
			case heads != nil:
				for i, span := range cells(line) {
					cell := strings.TrimSpace(line[span[0]:span[1]])
					if i < len(heads) && heads[i] != "" && !published(heads[i], cell) {
						at := start + span[0] + strings.Index(line[span[0]:span[1]], cell)
						if !yield(Cell{heads[i], at, at + len(cell)}) {
							return
						}
					}
				}
			}
			last = line
			start += len(line)
		}
	}
}

const (
	headRows    = 8  // rows searched for heads: titles and notes may precede them
	longestHead = 16 // characters; a longer text that names personal data is a note
)

// Unmasked yields, each with its head, the cells of a table under a head that
// names personal data, unless they are masked.
func Unmasked(rows [][]string) iter.Seq2[string, string] {
	return func(yield func(head, cell string) bool) {
		heads := map[int]string{} // by column
		for i, row := range rows {
			for k, cell := range row {
				cell = strings.TrimSpace(cell)
				switch {
				case i < headRows && len([]rune(cell)) <= longestHead && privateHead.MatchString(cell):
					heads[k] = cell
				case heads[k] != "" && cell != heads[k] && !published(heads[k], cell):
					if !yield(heads[k], cell) {
						return
					}
				}
			}
		}
	}
}

// privateHeads returns the heads in a table's line by column, "" where the head
// does not name personal data.
func privateHeads(line string) []string {
	var heads []string
	for _, span := range cells(line) {
		head := strings.TrimSpace(line[span[0]:span[1]])
		if !privateHead.MatchString(head) {
			head = ""
		}
		heads = append(heads, head)
	}
	return heads
}

// cells returns the byte offsets of the cells in a line of a Markdown table.
func cells(line string) [][2]int {
	var list [][2]int
	from := 0
	trimmed := strings.TrimRight(line, "\r\n ")
	if i := strings.IndexByte(trimmed, '|'); i >= 0 && strings.TrimSpace(trimmed[:i]) == "" {
		from = i + 1
	}
	for i := from; i < len(trimmed); i++ {
		if trimmed[i] == '|' && trimmed[max(0, i-1)] != '\\' {
			list = append(list, [2]int{from, i})
			from = i + 1
		}
	}
	if from < len(trimmed) {
		list = append(list, [2]int{from, len(trimmed)})
	}
	return list
}
