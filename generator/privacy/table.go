package privacy

import (
	"iter"
	"math"
	"regexp"
	"strings"
)

// Cell is a table cell under a head that names personal data, and is not masked.
type Cell struct {
	Head, Text  string
	Row, Column int // counted from 0
	// Start and End are byte offsets in a text; 0 for a cell of rows.
	Start, End int
	// Doubtful is as for a Kind.
	Doubtful bool
}

// head is what a head of a table tells of the cells below.
type head struct {
	words    *regexp.Regexp
	doubtful bool
	private  *regexp.Regexp // a cell with something to hide
	persons  bool           // only in a table with names of persons and none of offices
}

var heads = []head{
	{regexp.MustCompile(`家庭住址|家庭地址|住址`), false, house, false},
	{regexp.MustCompile(`身份[证證]|[证證]件[号號]|手[机機]|[银銀]行(?:卡|[账賬帐]号|賬號|帳號)`), false, regexp.MustCompile(`.`), false},
	{regexp.MustCompile(`[护護]照|通行[证證]|(?:社保|社会保障|医保)卡?号|[残殘]疾人?[证證]|存折|学籍号|微信|QQ`), true, regexp.MustCompile(`[-_0-9A-Za-z]{5}`), false},
	{regexp.MustCompile(`[车車]牌|[号號]牌`), true, regexp.MustCompile(`[0-9A-Z]{5}`), false},
	{regexp.MustCompile(`[邮郵]箱|[邮郵]件|[Ee]-?mail`), true, regexp.MustCompile(`@(?:[^.]+\.)*(?:com|net|org|cc|me|io)\b`), true},
	{regexp.MustCompile(`[电電][话話]|联系方式`), true, regexp.MustCompile(`(?:^|\D)[2-9](?:[ -]?[0-9]){6,7}(?:\D|$)`), true},
	{regexp.MustCompile(`出生|生日`), true, regexp.MustCompile(`[0-9]{4}[年./-]?[01]?[0-9][月./-]?[0-3]?[0-9]`), true},
}

var (
	personHead = regexp.MustCompile(`姓名|户主|戶主|申请人|業主|业主|家长|家長|监护人|受助人|残疾人`)
	officeHead = regexp.MustCompile(`单位|單位|部门|部門|职务|職務|科室|机构|機構|企业|企業|公司|办公|值班|监督|负责人`)
	tableRule  = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	// maskedCell matches a cell without personal data: masked, empty or a dash.
	maskedCell = regexp.MustCompile(`[*＊×✱]|^(无|無|略|不公开|不公開|未提供|[-—－/]*)$`)
	bold       = regexp.MustCompile(`^(?:\*{1,3}([^*]+)\*{1,3}|_{1,3}([^_]+)_{1,3})$`)
)

// headOf returns the place in heads of what a head names, -1 if it names nothing
// personal.
func headOf(text string) int {
	for i, h := range heads {
		if h.words.MatchString(text) {
			return i
		}
	}
	return -1
}

// shows reports whether a cell shows what its head names.
func (h head) shows(cell string) bool {
	cell = bold.ReplaceAllString(strings.TrimSpace(cell), "$1$2")
	return !maskedCell.MatchString(cell) && h.private.MatchString(fold(cell).string)
}

const (
	headRows    = 8  // rows searched for heads: titles and notes may precede them
	cellWork    = 50 // of Finder.Work for a cell under a head
	longestHead = 16 // characters; a longer text that names personal data is a note
)

// column is what a head says of the cells below it.
type column struct {
	Cell
	head
}

// Unmasked yields the cells of a table under a head that names personal data,
// unless they are masked, or Find has what they show.
func Unmasked(rows [][]string) iter.Seq[Cell] { return (&Finder{Work: math.MaxInt}).Unmasked(rows) }

// Unmasked is as the function, within the limit of work.
func (s *Finder) Unmasked(rows [][]string) iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		persons := ofPersons(rows[:min(headRows, len(rows))])
		columns := map[int]column{}
		for i, row := range rows {
			for k, cell := range row {
				cell = strings.TrimSpace(cell)
				if i < headRows && len([]rune(cell)) <= longestHead {
					if n := headOf(cell); n >= 0 {
						columns[k] = column{Cell{Head: cell, Column: k, Doubtful: heads[n].doubtful}, heads[n]}
						continue
					}
				}
				c, ok := columns[k]
				if ok {
					s.Work -= cellWork + len(cell)
				}
				if !ok || s.Work < 0 || cell == c.Head || c.persons && !persons || !c.shows(cell) || s.anyIn(cell) {
					continue
				}
				if c.Text, c.Row = cell, i; !yield(c.Cell) {
					return
				}
			}
		}
	}
}

// ofPersons reports whether the heads of a table are those of a list of persons.
func ofPersons(rows [][]string) (persons bool) {
	for _, row := range rows {
		for _, cell := range row {
			switch short := len([]rune(cell)) <= longestHead; {
			case short && officeHead.MatchString(cell):
				return false
			case short && personHead.MatchString(cell):
				persons = true
			}
		}
	}
	return persons
}

func (s *Finder) anyIn(text string) bool {
	for range s.Find(text) {
		return true
	}
	return false
}

// Cells yields, of the Markdown tables in a text, what Unmasked yields.
func Cells(text string) iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		for _, t := range tables(text) {
			for c := range Unmasked(t.rows) {
				c.Start = t.starts[c.Row][c.Column] + strings.Index(t.rows[c.Row][c.Column], c.Text)
				if c.End = c.Start + len(c.Text); !yield(c) {
					return
				}
			}
		}
	}
}

// table is a Markdown table: its cells, and where each begins in the text.
type table struct {
	rows   [][]string
	starts [][]int
}

// tables returns the Markdown tables of a text, which begin a line above their rule.
func tables(text string) (list []table) {
	last, lastStart, start, open := "", 0, 0, false
	for line := range strings.Lines(text) {
		switch rule := tableRule.MatchString(line); {
		case !strings.Contains(line, "|"):
			open = false
		case rule:
			open, list = true, append(list, table{})
			list[len(list)-1].add(last, lastStart)
		case open:
			list[len(list)-1].add(line, start)
		}
		last, lastStart = line, start
		start += len(line)
	}
	return list
}

// add adds the cells of a line that begins at a place in the text.
func (t *table) add(line string, start int) {
	row, starts := []string{}, []int{}
	line = strings.TrimRight(line, "\r\n ")
	from := len(line) - len(strings.TrimPrefix(strings.TrimLeft(line, " \t"), "|"))
	for end := from; from < len(line); from = end + 1 {
		for end = from; end < len(line) && (line[end] != '|' || line[max(0, end-1)] == '\\'); {
			end++
		}
		row, starts = append(row, line[from:end]), append(starts, start+from)
	}
	t.rows, t.starts = append(t.rows, row), append(t.starts, starts)
}
