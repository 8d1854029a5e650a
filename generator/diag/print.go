package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

// Format names a way to print diagnostics.
type Format string

const (
	// FormatText is for a person at a terminal: message, code frame, hint.
	FormatText Format = "text"
	// FormatJSON is one JSON array, for programs.
	FormatJSON Format = "json"
	// FormatGitHub is workflow commands, shown by GitHub beside the line.
	FormatGitHub Format = "github"
)

// Formats are the names a user may choose from.
var Formats = []Format{FormatText, FormatJSON, FormatGitHub}

// Print writes list to w in the given format. colour applies to FormatText.
func Print(w io.Writer, list []Diagnostic, format Format, colour bool) error {
	switch format {
	case FormatJSON:
		return printJSON(w, list)
	case FormatGitHub:
		return printGitHub(w, list)
	default:
		return printText(w, list, colour)
	}
}

var severityNames = map[Severity]string{Error: "错误", Warning: "警告"}

// ANSI codes: red, yellow, bold, dim, green.
const (
	red, yellow, bold, dim, green = "31", "33", "1", "2", "32"
)

func printText(w io.Writer, list []Diagnostic, colour bool) error {
	paint := func(code, text string) string {
		if !colour || text == "" {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	var b strings.Builder
	for i, d := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		tone := red
		if d.Severity == Warning {
			tone = yellow
		}
		fmt.Fprintf(&b, "%s %s：%s %s\n", paint(tone, severityNames[d.Severity]),
			paint(bold, d.Pos.String()), paint(bold, d.Message), paint(dim, "["+d.Rule+"]"))
		if d.Pos.Line > 0 {
			writeFrame(&b, d, func(s string) string { return paint(dim, s) }, func(s string) string { return paint(tone, s) })
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "  提示：%s\n", d.Hint)
		}
		if d.Fix != "" {
			fmt.Fprintf(&b, "  %s：\n", d.remedy())
			for line := range strings.SplitSeq(strings.TrimRight(d.Fix, "\n"), "\n") {
				b.WriteString("    " + paint(green, line) + "\n")
			}
		}
		for _, n := range d.Notes {
			fmt.Fprintf(&b, "  另见 %s：%s\n", n.Pos, n.Message)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// remedy is the word before the corrected lines.
func (d Diagnostic) remedy() string {
	if d.Addition {
		return "加上"
	}
	return "改为"
}

// String is file:line:column, or the file alone.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

const (
	tabWidth     = 4
	frameColumns = 100 // display cells of a line shown in a code frame
)

// writeFrame draws the source line and a caret under the characters at fault.
// Columns on a screen are cells: a Chinese character takes two.
func writeFrame(b *strings.Builder, d Diagnostic, gutter, mark func(string) string) {
	line := []rune(d.Line)
	start := min(max(d.Pos.Column-1, 0), len(line))
	end := min(start+max(d.Width, 1), len(line))
	head, body, tail := cells(line[:start]), cells(line[start:end]), cells(line[end:])
	head, tail = clip(head, body, tail)
	number := fmt.Sprint(d.Pos.Line)
	fmt.Fprintf(b, "  %s%s\n", gutter(number+" | "), head+body+tail)
	carets := strings.Repeat("^", max(1, Width(body)))
	fmt.Fprintf(b, "  %s%s%s\n", gutter(strings.Repeat(" ", len(number))+" | "),
		strings.Repeat(" ", Width(head)), mark(carets))
}

// Width is how many columns of a terminal a text takes: a Chinese character
// takes two (UAX #11).
func Width(text string) int { return uniseg.StringWidth(text) }

// cells replaces what a terminal would not show as it stands.
func cells(line []rune) string {
	var b strings.Builder
	for _, r := range line {
		switch {
		case r == '\t':
			b.WriteString(strings.Repeat(" ", tabWidth))
		case r == '\ufeff' || r == '\u200b' || r < ' ' || r == 0x7f:
			b.WriteRune('\ufffd')
		case r == '\u00a0':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// clip shortens the text around the fault so that a long paragraph fits a screen.
func clip(head, body, tail string) (string, string) {
	const side = frameColumns / 3
	if Width(head)+Width(body)+Width(tail) <= frameColumns {
		return head, tail
	}
	h, t := []rune(head), []rune(tail)
	if len(h) > side {
		head = "…" + string(h[len(h)-side:])
	}
	if len(t) > side {
		tail = string(t[:side]) + "…"
	}
	return head, tail
}

type jsonPosition struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

type jsonNote struct {
	jsonPosition
	Message string `json:"message"`
}

type jsonDiagnostic struct {
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	jsonPosition
	Width   int        `json:"width,omitempty"`
	Text    string     `json:"text,omitempty"`
	Message string     `json:"message"`
	Hint    string     `json:"hint,omitempty"`
	Fix     string     `json:"fix,omitempty"`
	Notes   []jsonNote `json:"notes,omitempty"`
}

func printJSON(w io.Writer, list []Diagnostic) error {
	out := make([]jsonDiagnostic, 0, len(list))
	for _, d := range list {
		j := jsonDiagnostic{
			Severity: "error", Rule: d.Rule, jsonPosition: jsonPosition(d.Pos), Width: d.Width,
			Text: d.Line, Message: d.Message, Hint: d.Hint, Fix: d.Fix,
		}
		if d.Severity == Warning {
			j.Severity = "warning"
		}
		for _, n := range d.Notes {
			j.Notes = append(j.Notes, jsonNote{jsonPosition(n.Pos), n.Message})
		}
		out = append(out, j)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// printGitHub follows the workflow command form
// ::error file=…,line=…,col=…,endColumn=…,title=…::message
func printGitHub(w io.Writer, list []Diagnostic) error {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	var b strings.Builder
	for _, d := range list {
		command := "error"
		if d.Severity == Warning {
			command = "warning"
		}
		fmt.Fprintf(&b, "::%s file=%s", command, property.Replace(d.Pos.File))
		if d.Pos.Line > 0 {
			fmt.Fprintf(&b, ",line=%d,col=%d,endColumn=%d", d.Pos.Line, d.Pos.Column, d.Pos.Column+max(d.Width, 1))
		}
		message := d.Message
		if d.Hint != "" {
			message += "\n" + d.Hint
		}
		if d.Fix != "" {
			message += "\n" + d.remedy() + "：\n" + d.Fix
		}
		for _, n := range d.Notes {
			message += fmt.Sprintf("\n另见 %s：%s", n.Pos, n.Message)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", property.Replace(d.Rule), data.Replace(message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
