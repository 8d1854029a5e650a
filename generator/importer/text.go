package importer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/markdown"
)

// gap is what parts paragraphs inside a cell: line breaks, and the runs of
// blanks that stand for them where a page was pasted together.
var gap = regexp.MustCompile(`[\r\n\x{2028}\x{2029}]+|[\x{a0}\x{3000} ]{4,}`)

// paragraphs are the paragraphs of a cell.
func paragraphs(text string) []string {
	var list []string
	for _, part := range gap.Split(text, -1) {
		if part = oneLine(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// inOne puts the lines of a text into one, parted by a mark.
func inOne(text string) string {
	var b strings.Builder
	for _, line := range paragraphs(text) {
		if s := b.String(); s != "" {
			if last, _ := utf8.DecodeLastRuneInString(s); !unicode.IsPunct(last) {
				b.WriteString("；")
			}
		}
		b.WriteString(line)
	}
	return b.String()
}

// oneLine folds white space, and drops it where it stands between Chinese
// characters or at the ends.
func oneLine(text string) string {
	var b strings.Builder
	var last rune
	space := false
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff' {
			space = true
			continue
		}
		if space && b.Len() > 0 && !(wide(last) && wide(r)) {
			b.WriteByte(' ')
		}
		space, last = false, r
		b.WriteRune(r)
	}
	return b.String()
}

// wide says whether a character is Chinese writing, which takes no spaces.
func wide(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xff00 && r <= 0xffef || r >= 0x20000 || r >= 0x2018 && r <= 0x201d
}

// escaped is a text as Markdown that means the same. A full-width ＃, which is refused
// as a heading that went wrong, has no escape of its own.
func escaped(text string) string {
	text = markdown.Escape(text)
	if rest, ok := strings.CutPrefix(text, "＃"); ok {
		return "&#xFF03;" + rest
	}
	return lineStart.ReplaceAllString(text, `$1\$2$3`)
}

// lineStart is a sign that would begin a heading, list, quotation or rule.
var lineStart = regexp.MustCompile(`^(?:(\d{1,9})([.)](?:[ \t]|$))|([#>]|[-+](?:[ \t-]|$)))`)
