package office

import (
	"fmt"
	"strings"

	"gongshi/generator/markdown"
)

// look is how a piece of text is shown.
type look struct {
	struck, hidden bool
	shift          string // "sup", "sub" or empty
}

// set reads one property of a font or a run of text.
func (l *look) set(e element) {
	switch e.name {
	case "strike", "dstrike":
		l.struck = e.isOn()
	case "vanish":
		l.hidden = e.isOn()
	case "vertAlign":
		l.shift = map[string]string{"superscript": "sup", "subscript": "sub"}[e.get("val")]
	}
}

// written is the text of a cell in pieces, and what is not in it.
type written struct {
	pieces []piece
	notes  []string
	glue   bool // what comes next goes on in the line of a list's number
}

type piece struct {
	text []byte
	look look
}

// add adds a text to the last piece, or as a new one if it looks different.
func (w *written) add(text string, l look) {
	if w.glue {
		if text = strings.TrimLeft(text, " \n"); text != "" {
			w.glue = false
		}
	}
	switch last := len(w.pieces) - 1; {
	case text == "":
	case last >= 0 && w.pieces[last].look == l:
		w.pieces[last].text = append(w.pieces[last].text, text...)
	default:
		w.pieces = append(w.pieces, piece{[]byte(text), l})
	}
}

func (w *written) note(format string, args ...any) {
	if len(w.notes) < maxCellNotes {
		w.notes = append(w.notes, fmt.Sprintf(format, args...))
	} else if len(w.notes) == maxCellNotes {
		w.notes = append(w.notes, "这一格里还有更多没有读入的东西")
	}
}

// cell is the text as it is shown: raised figures as 10⁵, struck and hidden text
// left out and said.
func (w *written) cell() Cell {
	var b strings.Builder
	var struck, hidden []string
	for _, p := range w.pieces {
		text := string(p.text)
		blank := strings.TrimSpace(text) == ""
		switch {
		case p.look.struck && !blank:
			struck = append(struck, text)
		case p.look.hidden && !blank:
			hidden = append(hidden, text)
		case p.look.shift != "" && !blank:
			b.WriteString(markdown.Written(p.look.shift, text))
		default:
			b.WriteString(text)
		}
	}
	c := Cell{Text: tidy(b.String()), Notes: w.notes}
	if len(struck) > 0 {
		c.Notes = append(c.Notes, "划掉的"+quoted(struck...)+"没有读入")
	}
	if len(hidden) > 0 {
		c.Notes = append(c.Notes, "隐藏的"+quoted(hidden...)+"没有读入")
	}
	return c
}

// maxQuoted is how many characters of a text a note repeats, maxQuotes how many
// texts, maxCellNotes how many notes a cell has.
const (
	maxQuoted    = 60
	maxQuotes    = 100
	maxCellNotes = 100
)

// quoted are texts in quotation marks, each on one line and not too long.
func quoted(list ...string) string {
	var b strings.Builder
	for i, text := range list {
		if i == maxQuotes {
			fmt.Fprintf(&b, "等 %d 处", len(list))
			break
		}
		text = strings.Join(strings.Fields(text), " ")
		if runes := []rune(text); len(runes) > maxQuoted {
			text = fmt.Sprintf("%s……（共 %d 字）", string(runes[:maxQuoted]), len(runes))
		}
		b.WriteString("“" + text + "”")
	}
	return b.String()
}

// tidy drops line breaks and blanks at both ends, and empty lines.
func tidy(text string) string {
	if !strings.ContainsAny(text, "\r\n") {
		return strings.Trim(text, " \t")
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Trim(line, " \t"); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
