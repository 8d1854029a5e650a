package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/rivo/uniseg"
)

// Format is a way to print diagnostics.
type Format string

const (
	// FormatText is for a terminal: message, code frame, hint.
	FormatText Format = "text"
	// FormatJSON is one JSON array, for programs.
	FormatJSON Format = "json"
	// FormatGitHub is workflow commands, which GitHub shows beside the source line.
	FormatGitHub Format = "github"
)

// Formats are all formats a user may choose.
var Formats = []Format{FormatText, FormatJSON, FormatGitHub}

// Print writes list to w. colour applies to FormatText.
func Print(w io.Writer, list []Diagnostic, format Format, colour bool) error {
	switch format {
	case FormatJSON:
		return printJSON(w, list)
	case FormatGitHub:
		return printGitHub(w, list)
	}
	return printText(w, list, colour)
}

// ANSI colour codes.
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
		severity, tone := "错误", red
		if d.Severity == Warning {
			severity, tone = "警告", yellow
		}
		fmt.Fprintf(&b, "%s %s：%s %s\n", paint(tone, severity), paint(bold, Printable(d.Pos.String())), paint(bold, Printable(d.Message)), paint(dim, "["+d.Rule+"]"))
		if d.Pos.Line > 0 {
			number := fmt.Sprint(d.Pos.Line)
			line, indent, carets := frame(d)
			fmt.Fprintf(&b, "  %s%s\n", paint(dim, number+" | "), line)
			fmt.Fprintf(&b, "  %s%s%s\n", paint(dim, strings.Repeat(" ", len(number))+" | "), indent, paint(tone, carets))
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "  提示：%s\n", Printable(d.Hint))
		}
		if d.Fix != "" {
			fmt.Fprintf(&b, "  %s：\n", d.fixVerb())
			for line := range strings.SplitSeq(strings.TrimRight(d.Fix, "\n"), "\n") {
				b.WriteString("    " + paint(green, strings.Map(pasted, line)) + "\n")
			}
		}
		for _, n := range d.Notes {
			fmt.Fprintf(&b, "  另见 %s：%s\n", Printable(n.Pos.String()), Printable(n.Message))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// fixVerb is the word before the corrected lines.
func (d Diagnostic) fixVerb() string {
	if d.Addition {
		return "加上"
	}
	return "改为"
}

const (
	tabWidth     = 4
	frameColumns = 100 // terminal columns of a source line that are shown
)

// frame returns the source line as shown, and the spaces and carets below it
// that mark the faulty characters. A Chinese character takes two columns.
func frame(d Diagnostic) (line, indent, carets string) {
	text := []rune(d.Line)
	start := min(max(d.Pos.Column-1, 0), len(text))
	end := min(start+max(d.Width, 1), len(text))
	head, body, tail := Printable(string(text[:start])), Printable(string(text[start:end])), Printable(string(text[end:]))
	head, tail = clip(head, body, tail)
	return head + body + tail, strings.Repeat(" ", Width(head)), strings.Repeat("^", max(1, Width(body)))
}

// Width returns the number of terminal columns of a text: two for a Chinese
// character (UAX #11).
func Width(text string) int { return uniseg.StringWidth(text) }

// Printable returns a text of one line without tabs and without characters that a terminal
// or log does not show, but obeys: line ends, escapes, those that turn the direction.
func Printable(line string) string {
	var b strings.Builder
	for _, r := range line {
		switch {
		case r == '\t':
			b.WriteString(strings.Repeat(" ", tabWidth))
		case Hidden(r):
			b.WriteRune('\ufffd')
		case r == '\u00a0':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Hidden reports whether a character is not shown, but may be obeyed. U+2028 and U+2029
// end lines.
func Hidden(r rune) bool {
	if r >= ' ' && r < 0x7f || r >= 0x3000 && r < 0xd800 { // most texts, in no time
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// pasted keeps the characters of a corrected line that are safe to print.
func pasted(r rune) rune {
	if Hidden(r) && r != '\t' {
		return '\ufffd'
	}
	return r
}

// clip shortens the text around the fault if the line exceeds frameColumns.
func clip(head, body, tail string) (string, string) {
	const side = frameColumns / 3
	if Width(head)+Width(body)+Width(tail) <= frameColumns {
		return head, tail
	}
	if h := []rune(head); len(h) > side {
		head = "…" + string(h[len(h)-side:])
	}
	if t := []rune(tail); len(t) > side {
		tail = string(t[:side]) + "…"
	}
	return head, tail
}

type jsonNote struct {
	Position
	Message string `json:"message"`
}

type jsonDiagnostic struct {
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Position
	Width   int        `json:"width,omitempty"`
	Text    string     `json:"text,omitempty"`
	Message string     `json:"message"`
	Hint    string     `json:"hint,omitempty"`
	Fix     string     `json:"fix,omitempty"`
	Notes   []jsonNote `json:"notes,omitempty"`
}

// word is the severity in formats for programs.
func (s Severity) word() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

func printJSON(w io.Writer, list []Diagnostic) error {
	out := []jsonDiagnostic{}
	for _, d := range list {
		j := jsonDiagnostic{
			Severity: d.Severity.word(), Rule: d.Rule, Position: d.Pos, Width: d.Width,
			Text: d.Line, Message: d.Message, Hint: d.Hint, Fix: d.Fix,
		}
		for _, n := range d.Notes {
			j.Notes = append(j.Notes, jsonNote{n.Pos, n.Message})
		}
		out = append(out, j)
	}
	return WriteJSON(w, out)
}

// WriteJSON writes a value as indented JSON. Characters that a terminal obeys are escaped.
func WriteJSON(w io.Writer, value any) error {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(value); err != nil {
		return err
	}
	var b strings.Builder
	for _, r := range text.String() {
		if Hidden(r) && r != '\n' { // only in texts
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, "\\u%04x", unit)
			}
		} else {
			b.WriteRune(r)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printGitHub writes workflow commands:
// ::error file=…,line=…,col=…,endColumn=…,title=…::message
func printGitHub(w io.Writer, list []Diagnostic) error {
	escape := strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C")
	property := func(text string) string { return escape.Replace(Printable(text)) }
	data := func(text string) string {
		var lines []string
		for line := range strings.SplitSeq(text, "\n") {
			lines = append(lines, strings.ReplaceAll(Printable(line), "%", "%25"))
		}
		return strings.Join(lines, "%0A")
	}
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "::%s file=%s", d.Severity.word(), property(d.Pos.File))
		if d.Pos.Line > 0 {
			fmt.Fprintf(&b, ",line=%d,col=%d,endColumn=%d", d.Pos.Line, d.Pos.Column, d.Pos.Column+max(d.Width, 1))
		}
		message := d.Message
		if d.Hint != "" {
			message += "\n" + d.Hint
		}
		if d.Fix != "" {
			message += "\n" + d.fixVerb() + "：\n" + d.Fix
		}
		for _, n := range d.Notes {
			message += fmt.Sprintf("\n另见 %s：%s", n.Pos, n.Message)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", property(d.Rule), data(message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
