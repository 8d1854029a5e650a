package content

import (
	"bytes"
	"fmt"
	"regexp"
	"unicode/utf8"

	"gongshi/generator/diag"
)

// Limits of Markdown and TOML files. Within them every file is read in seconds,
// whatever it contains: the libraries need time and memory that grow with the square
// of a paragraph, of the depth of lists and of the depth of TOML. Texts of offices
// stay far below.
const (
	maxFile     = 1 << 20 // bytes of a file
	maxBlock    = 8_000   // bytes of a line, and of lines without a blank line between them
	maxLinks    = 200     // of such a block
	maxDepth    = 30      // lists and quotations inside each other; tables and lists of TOML
	maxCells    = 50_000  // of all tables of one file
	maxColumns  = 200
	maxHeadings = 1_000 // of one file
)

var (
	// marks are the marks of quotations and list items at the start of a line.
	marks = regexp.MustCompile(`^(?:[ \t]*(?:>|[-*+]|[0-9]{1,9}[.)])(?:[ \t]|$)?)+`)
	// item is the start of a list item, which ends the block before it.
	item = regexp.MustCompile(`^[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]`)
	// delimiters is the second line of a table.
	delimiters = regexp.MustCompile(`^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?\s*$`)
	heading    = regexp.MustCompile(`^ {0,3}#{1,6}(?:\s|$)`)
)

// checkLimits reports the first place from which on a file is too long or too deep to
// be read.
func checkLimits(src *diag.Source, body int) *diag.Diagnostic {
	block, links, columns, cells, headings := 0, 0, 0, 0, 0
	at := 0
	for line := range bytes.Lines(src.Text) {
		start, end := at, at+len(line)
		at = end
		text := bytes.TrimSpace(line)
		fault := func(rule, message, hint string) *diag.Diagnostic {
			d := src.Report(diag.Error, rule, start, end, message).WithHint(hint)
			return &d
		}
		if len(line) > maxBlock {
			return fault("line-too-long", fmt.Sprintf("这一行有 %d 个字，太长了，读不了", utf8.RuneCount(text)), "分成几段来写，段与段之间空一行")
		}
		if start < body {
			continue
		}
		if len(text) == 0 || item.Match(line) {
			block, links, columns = 0, 0, 0
		}
		block, links = block+len(line), links+bytes.Count(line, []byte("]("))
		switch {
		case columns == 0 && delimiters.Match(line):
			columns, block, links = bytes.Count(bytes.Trim(text, "|"), []byte("|"))+1, 0, 0
		case columns > 0:
			cells, block, links = cells+columns, 0, 0
		}
		if heading.Match(line) {
			headings, block, columns = headings+1, 0, 0
		}
		depth := 0
		if len(text) > 0 && text[0] < 0x80 {
			depth = len(bytes.Fields(bytes.ReplaceAll(marks.Find(line), []byte(">"), []byte("> "))))
		}
		indent := len(line) - len(bytes.TrimLeft(line, " \t"))
		switch {
		case block > maxBlock:
			return fault("paragraph-too-long", "这一段太长了，读不了", fmt.Sprintf("一段最多约 %d 个字；分成几段来写，段与段之间空一行", maxBlock/3))
		case links > maxLinks:
			return fault("paragraph-too-long", "这一段里的链接太多了，读不了", fmt.Sprintf("一段最多 %d 个链接；分成几段来写，段与段之间空一行", maxLinks))
		case cells > maxCells || columns > maxColumns:
			return fault("table-too-large", fmt.Sprintf("表格太大了：一个文件最多 %d 格，%d 列", maxCells, maxColumns), "分成几个文件，或者作为附件公开（.xlsx、.csv）")
		case depth > maxDepth || indent > 8*maxDepth:
			return fault("nested-too-deep", "这里一层套一层太多了，读不了", fmt.Sprintf("列表和引用最多套 %d 层", maxDepth))
		case headings > maxHeadings:
			return fault("too-many-headings", fmt.Sprintf("一个文件最多 %d 个标题", maxHeadings), "分成几个文件；一个文件只写一项任务")
		}
	}
	return nil
}

// tooDeep returns the offset in a TOML text from which on tables and lists are nested,
// or keys have parts, beyond maxDepth; or -1.
func tooDeep(text []byte, start, end int) int {
	s := locator{text: text[:end], at: start}
	depth, parts := 0, 0
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case '"', '\'':
			s.quoted()
			continue
		case '#':
			s.skipTo("\n")
			continue
		case '[', '{':
			depth, parts = depth+1, 0
		case ']', '}':
			depth, parts = max(0, depth-1), 0
		case '.':
			parts++
		case '=', ',', '\n':
			parts = 0
		}
		if depth > maxDepth || parts > maxDepth {
			return s.at
		}
		s.at++
	}
	return -1
}
