package office

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/markdown"
)

// wordStyle is what a style says of the look and the list of its paragraphs.
type wordStyle struct {
	look  look
	list  string // numId
	level int
}

// maxChanges is how many properties of a style are followed.
const maxChanges = 64

// readStyles reads the styles (17.7). A style may come before the one it is based on.
func (w *word) readStyles(part string) error {
	type rest struct {
		base   string
		change []func(*wordStyle)
	}
	all := map[string]rest{}
	err := w.root(part, func(r *reader, start xml.StartElement) error {
		if start.Name.Local != "style" {
			return nil
		}
		id, s := attribute(start, "styleId"), rest{}
		err := r.each(func(start xml.StartElement) error {
			switch start.Name.Local {
			case "basedOn":
				s.base = attribute(start, "val")
			case "rPr":
				return r.each(func(start xml.StartElement) error {
					if len(s.change) < maxChanges {
						s.change = append(s.change, func(t *wordStyle) { setLook(&t.look, start) })
					}
					return nil
				})
			case "pPr":
				return r.each(func(start xml.StartElement) error {
					if start.Name.Local != "numPr" {
						return nil
					}
					return r.each(func(start xml.StartElement) error {
						if len(s.change) < maxChanges {
							s.change = append(s.change, func(t *wordStyle) { t.setList(start) })
						}
						return nil
					})
				})
			}
			return nil
		})
		all[id] = s
		return err
	})
	for id := range all {
		var chain []string
		for at := id; at != "" && len(chain) < 12; at = all[at].base {
			chain = append(chain, at)
		}
		var style wordStyle
		for i := len(chain) - 1; i >= 0; i-- {
			for _, change := range all[chain[i]].change {
				change(&style)
			}
		}
		w.styles[id] = style
	}
	return err
}

func (s *wordStyle) setList(start xml.StartElement) {
	switch start.Name.Local {
	case "numId":
		s.list = attribute(start, "val")
	case "ilvl":
		s.level = number(start, "val", 0)
	}
}

// setLook reads one property of a run.
func setLook(l *look, start xml.StartElement) {
	switch start.Name.Local {
	case "strike", "dstrike":
		l.struck = isOn(start)
	case "vanish":
		l.hidden = isOn(start)
	case "vertAlign":
		l.shift = map[string]string{"superscript": "sup", "subscript": "sub"}[attribute(start, "val")]
	}
}

// field is a field (17.16.18): its instruction, which is not shown, and then its result.
type field struct {
	code, lost string // lost is text that stands in the instruction
	result     bool
}

// add adds to what is said of a field, of which more is not said.
func add(to *string, text string) {
	if len(*to) < 1<<10 {
		*to += text
	}
}

// say notes the text that stands in the instruction of a field.
func (f *field) say(text *written) {
	if f.lost != "" {
		text.note("域“%s”里的%s没有读入", strings.TrimSpace(f.code), quoted([]string{f.lost}))
		f.lost = ""
	}
}

// paragraph reads a paragraph into a text: with the number of its list, and a
// line break, unless the end of the paragraph was deleted.
func (w *word) paragraph(r *reader, text *written) error {
	p := wordStyle{}
	deleted, begun := false, false
	begin := func() {
		if begun = true; p.list != "" && !deleted {
			label := w.lists.label(p.list, p.level)
			w.space.bytes += len(label)
			text.add(label, look{})
		}
	}
	err := r.each(func(start xml.StartElement) error {
		if start.Name.Local != "pPr" {
			if !begun {
				begin()
			}
			return w.inline(r, start, text, p.look)
		}
		return r.each(func(start xml.StartElement) error {
			switch start.Name.Local {
			case "pStyle":
				p = w.styles[attribute(start, "val")]
			case "numPr":
				return r.each(func(start xml.StartElement) error { p.setList(start); return nil })
			case "rPr":
				return r.each(func(start xml.StartElement) error {
					deleted = deleted || start.Name.Local == "del" || start.Name.Local == "moveFrom"
					return nil
				})
			}
			return nil
		})
	})
	if !begun {
		begin()
	}
	if n := len(w.fields); n > 0 && !w.fields[n-1].result {
		for i := range w.fields {
			w.fields[i].say(text)
		}
		w.fields = nil
	}
	if w.tracked = w.tracked || deleted; !deleted {
		text.add("\n", look{})
	}
	if err == nil && w.space.bytes > maxUnpacked {
		return errTooLarge
	}
	return err
}

// inline reads a run, or what holds runs. What was deleted or moved away is skipped.
func (w *word) inline(r *reader, start xml.StartElement, text *written, base look) error {
	next := func(start xml.StartElement) error { return w.inline(r, start, text, base) }
	switch start.Name.Local {
	case "r":
		return w.run(r, text, base)
	case "ins", "moveTo":
		w.tracked = true
		return r.each(next)
	case "del", "moveFrom":
		w.tracked = true
	case "AlternateContent":
		return alternative(r, next)
	case "sdt":
		return w.control(r, text, base)
	case "hyperlink", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo":
		return r.each(next)
	case "oMath", "oMathPara":
		text.note("公式的文字读成了一行，请核对")
		return w.formula(r, text)
	}
	return nil
}

// control reads a content control (17.5.2), without the words that only invite to fill it.
func (w *word) control(r *reader, text *written, base look) error {
	empty := false
	return r.each(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "sdtPr":
			return r.each(func(start xml.StartElement) error {
				empty = empty || start.Name.Local == "showingPlcHdr" && isOn(start)
				return nil
			})
		case "sdtContent":
			into := text
			if empty {
				into = &written{}
			}
			err := r.each(func(start xml.StartElement) error { return w.inline(r, start, into, base) })
			if empty {
				c := into.cell()
				if text.notes = append(text.notes, c.Notes...); c.Text != "" {
					text.note("没有填写的%s没有读入", quoted([]string{c.Text}))
				}
			}
			return err
		}
		return nil
	})
}

// run reads a run of text (17.3.2).
func (w *word) run(r *reader, text *written, l look) error {
	var content func(start xml.StartElement) error
	content = func(start xml.StartElement) error {
		shown := func(s string) {
			for i := range w.fields {
				if f := &w.fields[i]; !f.result {
					add(&f.lost, s)
					return
				}
			}
			text.add(s, l)
		}
		switch name := start.Name.Local; name {
		case "rPr":
			return r.each(func(start xml.StartElement) error {
				if start.Name.Local == "rStyle" {
					if s, ok := w.styles[attribute(start, "val")]; ok && s.look != (look{}) {
						l = s.look
					}
				}
				setLook(&l, start)
				return nil
			})
		case "t":
			s, err := r.text()
			shown(s)
			return err
		case "br", "cr":
			shown("\n")
		case "tab", "ptab":
			shown(" ")
		case "noBreakHyphen":
			shown("-")
		case "sym":
			w.symbol(start, text, shown)
		case "ruby":
			return w.ruby(r, text, shown)
		case "fldChar":
			w.field(attribute(start, "fldCharType"), text)
		case "instrText":
			s, err := r.text()
			if n := len(w.fields); n > 0 {
				add(&w.fields[n-1].code, s)
			}
			return err
		case "footnoteReference", "endnoteReference", "commentReference":
			kind := strings.TrimSuffix(name, "Reference")
			if note := w.asides[kind+" "+attribute(start, "id")]; note != "" {
				text.note("%s%s没有读入", map[string]string{"footnote": "脚注", "endnote": "尾注", "comment": "批注"}[kind], note)
			}
		case "AlternateContent":
			return alternative(r, content)
		case "drawing", "pict", "object":
			found, err := shapes(r, start)
			for _, what := range found {
				text.note("%s没有读入", what)
			}
			return err
		}
		return nil
	}
	return r.each(content)
}

// field follows the beginning, middle and end of a field. One that draws its text
// by its code alone, as figures in circles, is noted.
func (w *word) field(kind string, text *written) {
	last := len(w.fields) - 1
	switch {
	case kind == "begin" && last < maxDepth:
		w.fields = append(w.fields, field{})
	case last < 0:
	case kind == "separate":
		w.fields[last].say(text)
		w.fields[last].result = true
	case kind == "end":
		code := strings.TrimSpace(w.fields[last].code)
		name, _, _ := strings.Cut(code, " ")
		if !w.fields[last].result && strings.EqualFold(name, "EQ") || strings.EqualFold(name, "FORMCHECKBOX") {
			text.note("域%s没有读入", quoted([]string{code}))
		}
		w.fields[last].say(text)
		w.fields = w.fields[:last]
	}
}

// symbols are characters of fonts that hold pictures instead of letters.
var symbols = map[string]map[int64]string{
	"wingdings":   {0x6c: "●", 0x6e: "■", 0x6f: "□", 0x71: "❑", 0x75: "◆", 0x9f: "•", 0xa1: "○", 0xa7: "▪", 0xa8: "□", 0xd8: "➢", 0xe0: "→", 0xfb: "✗", 0xfc: "✓", 0xfd: "☒", 0xfe: "☑"},
	"wingdings 2": {0x30: "□", 0x4f: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xa3: "□"},
	"symbol":      {0xa3: "≤", 0xb0: "°", 0xb1: "±", 0xb3: "≥", 0xb4: "×", 0xb7: "·", 0xb8: "÷", 0xb9: "≠", 0xbb: "≈", 0x6d: "μ"},
}

// symbol reads a character by the code of its font (17.3.3.30).
func (w *word) symbol(start xml.StartElement, text *written, shown func(string)) {
	font, char := attribute(start, "font"), attribute(start, "char")
	code, err := strconv.ParseInt(char, 16, 32)
	switch sign := symbols[strings.ToLower(font)][code&0xff]; {
	case sign != "" && (code < 0x100 || code >= 0xf000):
		shown(sign)
	case err == nil && code >= 0x20 && (code < 0xe000 || code > 0xf8ff) && utf8.ValidRune(rune(code)):
		shown(string(rune(code)))
	default:
		text.note("符号（字体 %s 的 %s）没有读入", font, char)
	}
}

// ruby reads characters with their pronunciation above (17.3.3.25): 沚（zhǐ）.
func (w *word) ruby(r *reader, text *written, shown func(string)) error {
	parts := map[string]string{}
	err := r.each(func(start xml.StartElement) error {
		if name := start.Name.Local; name == "rt" || name == "rubyBase" {
			s, err := paragraphsText(r)
			parts[name] = s
			return err
		}
		return nil
	})
	shown(parts["rubyBase"])
	if parts["rt"] != "" {
		shown(markdown.Written("rt", parts["rt"]))
	}
	return err
}

// formula reads the text of a formula (22.1) on one line: x², 3/4.
func (w *word) formula(r *reader, text *written) error {
	var walk func(start xml.StartElement, shift string) error
	walk = func(start xml.StartElement, shift string) error {
		switch start.Name.Local {
		case "t":
			s, err := r.text()
			text.add(s, look{shift: shift})
			return err
		case "sup", "sub":
			shift = start.Name.Local
		case "den":
			text.add("/", look{shift: shift})
		}
		return r.each(func(start xml.StartElement) error { return walk(start, shift) })
	}
	return r.each(func(start xml.StartElement) error { return walk(start, "") })
}
