package office

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongshi/generator/xlsx"
)

// readCSV reads text with separators. The separator is what a first line sep=;
// says, or that which the lines have in common; comma where none does.
func readCSV(data []byte, comma byte) (Document, error) {
	text, err := Decode(data)
	if err != nil {
		return Document{}, err
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	c := csv{text: text, line: 1, table: Table{Name: "表格"}, comma: separator(text, comma)}
	if first, rest, ok := strings.Cut(text, "\n"); ok && len(first) == len("sep=;") && strings.EqualFold(first[:4], "sep=") {
		c.comma, c.text, c.line = first[4], rest, 2
		c.table.Rows = append(c.table.Rows, Row{}) // so that rows are called as Excel calls them
	}
	c.cellForm = cellForm(c.comma)
	for c.text != "" && c.err == nil {
		c.row()
	}
	if len(c.table.Rows) == 0 {
		return Document{}, nil
	}
	return Document{Tables: []Table{c.table}}, cmp.Or(c.err, c.tooMany)
}

// csv is a text while it is read.
type csv struct {
	budget
	text     string // that is left
	line     int    // counted from 1
	comma    byte
	cellForm *regexp.Regexp
	table    Table
	width    int   // cells of the head
	tooMany  error // the first row with a comma too many
}

// minHead is how many cells the head has at least; titles and dates above it have fewer.
const minHead = 3

// row reads a row. One that has more cells than the head has a comma too many.
func (c *csv) row() {
	row, line, filled := len(c.table.Rows), c.line, 0
	if row >= maxRows {
		c.fail(c.table.tooLarge())
		return
	}
	c.table.Rows = append(c.table.Rows, Row{})
	for column, more := 0, true; more && c.err == nil; column++ {
		var text string
		text, more = c.cell()
		cell := Cell{Text: tidy(xlsx.Unguard(text))}
		if cell.Text != "" {
			filled++
			if c.width > 0 && column >= c.width && c.tooMany == nil {
				c.tooMany = Error(fmt.Sprintf("第 %d 行有 %d 格，表头只有 %d 格：多出来的是“%s”；如果格子里有“%c”，要在这一格前后加英文引号 \"，或者用 Excel 打开，另存为 .xlsx 再导入", line, column+1, c.width, cell.Text, c.comma))
			}
			if faultText.MatchString(cell.Text) {
				cell.Kind, cell.Notes = Fault, []string{"这一格是错误值 " + cell.Text}
			}
		}
		c.set(&c.table, row, column, cell)
	}
	if c.width == 0 && filled >= minHead {
		c.width = len(c.table.Rows[row].Cells)
	}
}

// faultText is what Excel writes for a formula that failed.
var faultText = regexp.MustCompile(`^#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)$`)

// quotedForm matches a text in quotation marks, which may have several lines.
const quotedForm = `^"((?:[^"]|"")*)"`

// cellForm matches a cell, in quotation marks or not, and what ends it.
func cellForm(comma byte) *regexp.Regexp {
	end := regexp.QuoteMeta(string(rune(comma)))
	return regexp.MustCompile(`^(?:` + quotedForm[1:] + `[^\S\n` + end + `]*|([^"\n` + end + `][^\n` + end + `]*)?)(` + end + `|\n|$)`)
}

// cell reads a cell and what ends it; more says that another follows in the row.
func (c *csv) cell() (text string, more bool) {
	m := c.cellForm.FindStringSubmatch(c.text)
	if m == nil {
		told := fmt.Sprintf("第 %d 行的引号没有结束：“%s”；请补上引号", c.line, shortened(c.text))
		if inside := regexp.MustCompile(quotedForm + `[^"]`).FindStringSubmatch(c.text); inside != nil {
			after, _, _ := strings.Cut(c.text[len(inside[1])+len(`""`):], string(rune(c.comma)))
			told = fmt.Sprintf("第 %d 行的引号不对：引号里的“%s”后面还有“%s”；格子里的引号要写两个 \"\"", c.line+strings.Count(inside[1], "\n"), shortened(unquoted(inside[1])), shortened(after))
		}
		c.fail(Error(told + "，或者用 Excel 打开，另存为 .xlsx 再导入"))
		return "", false
	}
	c.text = c.text[len(m[0]):]
	c.line += strings.Count(m[0], "\n")
	return m[2] + unquoted(m[1]), m[3] != "\n" && m[3] != ""
}

func unquoted(text string) string { return strings.ReplaceAll(text, `""`, `"`) }

// shortened is the beginning of a text on one line.
func shortened(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if runes := []rune(line[:min(len(line), 400)]); len(runes) > 20 {
		return string(runes[:20]) + "……"
	}
	return line
}

// inQuotes matches what is quoted in a text, whose commas separate nothing.
var inQuotes = regexp.MustCompile(`"[^"]*(?:"|$)`)

// separator is the sign that most of the first lines have, outside of quotation marks.
func separator(text string, usual byte) byte {
	best, most := usual, 0
	lines := strings.Split(inQuotes.ReplaceAllString(text[:min(len(text), 1<<16)], ""), "\n")
	for _, sign := range []byte{usual, ',', '\t', ';'} {
		count := 0
		for _, line := range lines {
			if strings.Count(line, string(rune(sign))) >= minHead-1 {
				count++
			}
		}
		if count > most {
			best, most = sign, count
		}
	}
	return best
}

// Decode reads UTF-8 or UTF-16, with or without its mark, or GB 18030, which Excel
// writes in China.
func Decode(data []byte) (string, error) {
	var text []byte
	var err error
	switch pairs := min(len(data), 4<<10) / 2; {
	case bytes.HasPrefix(data, []byte("\xFF\xFE")) || zeros(data, 1) > pairs/32:
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	case bytes.HasPrefix(data, []byte("\xFE\xFF")) || zeros(data, 0) > pairs/32:
		text, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	case utf8.Valid(data):
		text = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	default:
		text, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	}
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", Error("文字的编码认不出来；请另存为 UTF-8 再导入")
	}
	return string(text), nil
}

// zeros counts the bytes 0 at odd or even places of the beginning of a text.
func zeros(data []byte, first int) int {
	n := 0
	for i := first; i < min(len(data), 4<<10); i += 2 {
		if data[i] == 0 {
			n++
		}
	}
	return n
}
