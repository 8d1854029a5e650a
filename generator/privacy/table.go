package privacy

import (
	"iter"
	"regexp"
	"strings"
)

// Cell is a cell of a table that stands under a head naming something private.
type Cell struct {
	Head       string
	Start, End int // byte offsets in the text
}

var (
	privateHead = regexp.MustCompile(`身份证|证件号|手机|银行卡|银行账号|银行帐号|家庭住址|家庭地址|住址`)
	tableRule   = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	// maskedCell is a cell that says nothing of a person: masked, empty, or a dash.
	maskedCell = regexp.MustCompile(`[*＊×✱]|^(无|略|不公开|未提供|[-—－/]*)$`)
)

// published says whether a cell under a private head may be published as it is.
func published(head, cell string) bool {
	cell = strings.TrimSpace(cell)
	return maskedCell.MatchString(cell) || strings.Contains(head, "址") && !house.MatchString(cell)
}

// Cells yields the cells of Markdown tables whose head names something private
// and that are not masked.
func Cells(text string) iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		var heads []string // of the table being read; "" where nothing is private
		var last string
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

// headRows is how many rows of a table are looked at for its heads: titles and
// notes stand above them.
const headRows = 8

// Unmasked yields the cells of a table that stand under a head naming something
// private and are not masked, each after its head.
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

// longestHead is the length of the longest head of a column, in characters; a
// longer text that names something private is a note.
const longestHead = 16

// privateHeads are the heads of a table that name something private, in their
// places; nil if none does.
func privateHeads(line string) []string {
	var heads []string
	any := false
	for _, span := range cells(line) {
		head := strings.TrimSpace(line[span[0]:span[1]])
		if !privateHead.MatchString(head) {
			head = ""
		}
		any = any || head != ""
		heads = append(heads, head)
	}
	if !any {
		return nil
	}
	return heads
}

// cells are where the cells of a table's line stand.
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
