package office

import (
	"slices"
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

// readStyles reads the styles (17.7). A style may come before the one it is based on.
func (w *word) readStyles(part string) error {
	const most = 64 // properties of a style that are followed
	base, properties := map[string]string{}, map[string][]element{}
	err := w.read(part, func(r *reader, _ element) {
		for style := range r.children() {
			id := style.get("styleId")
			if style.name != "style" {
				continue
			}
			base[id], properties[id] = "", nil
			for e := range r.through([]string{"rPr", "pPr", "numPr"}) {
				if e.name == "basedOn" {
					base[id] = e.get("val")
				} else if len(properties[id]) < most {
					properties[id] = append(properties[id], e)
				}
			}
		}
	})
	for id := range properties {
		var chain []string
		for at := id; at != "" && len(chain) < 12; at = base[at] {
			chain = append(chain, at)
		}
		var style wordStyle
		for _, at := range slices.Backward(chain) {
			for _, e := range properties[at] {
				style.set(e)
			}
		}
		w.styles[id] = style
	}
	return err
}

// set reads one property of a style or a paragraph.
func (s *wordStyle) set(e element) {
	switch e.name {
	case "numId":
		s.list = e.get("val")
	case "ilvl":
		s.level = e.number("val", 0)
	default:
		s.look.set(e)
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
		text.note("域“%s”里的%s没有读入", strings.TrimSpace(f.code), quoted(f.lost))
		f.lost = ""
	}
}

// paragraph reads a paragraph into a text: with the number of its list, and a
// line break, unless the end of the paragraph was deleted.
func (w *word) paragraph(r *reader, text *written) {
	p := wordStyle{}
	deleted, begun := false, false
	begin := func() {
		if !begun && p.list != "" && !deleted {
			label := w.lists.label(p.list, p.level)
			w.bytes += len(label)
			text.add(label, look{})
		}
		begun = true
	}
	for e := range r.through(inlineHolders) {
		if e.name != "pPr" {
			begin()
			w.inline(r, e, text, p.look)
			continue
		}
		for e := range r.children() {
			switch e.name {
			case "pStyle":
				p = w.styles[e.get("val")]
			case "numPr":
				for e := range r.children() {
					p.set(e)
				}
			case "rPr":
				for e := range r.children() {
					deleted = deleted || e.name == "del" || e.name == "moveFrom"
				}
			}
		}
	}
	begin()
	if n := len(w.fields); n > 0 && !w.fields[n-1].result {
		for i := range w.fields {
			w.fields[i].say(text)
		}
		w.fields = nil
	}
	if w.tracked = w.tracked || deleted; !deleted {
		text.add("\n", look{})
	}
	if w.bytes > maxUnpacked {
		w.fail(errTooLarge)
	}
}

// inline reads a run, or what else stands in a paragraph. What was deleted or moved
// away is skipped.
func (w *word) inline(r *reader, e element, text *written, base look) {
	switch e.name {
	case "r":
		w.run(r, text, base)
	case "ins", "moveTo", "del", "moveFrom":
		w.tracked = true
	case "sdt":
		w.control(r, text, base)
	case "oMath", "oMathPara":
		text.note("公式的文字读成了一行，请核对")
		formula(r, text, "")
	}
}

// control reads a content control (17.5.2), without the words that only invite to fill it.
func (w *word) control(r *reader, text *written, base look) {
	empty, inside := false, &written{}
	for e := range r.through(inlineHolders) {
		if e.name == "sdtPr" {
			for e := range r.children() {
				empty = empty || e.name == "showingPlcHdr" && e.isOn()
			}
		} else if empty {
			w.inline(r, e, inside, base)
		} else {
			w.inline(r, e, text, base)
		}
	}
	c := inside.cell()
	if text.notes = append(text.notes, c.Notes...); c.Text != "" {
		text.note("没有填写的%s没有读入", quoted(c.Text))
	}
}

// run reads a run of text (17.3.2).
func (w *word) run(r *reader, text *written, l look) {
	shown := func(s string) {
		for i := range w.fields {
			if f := &w.fields[i]; !f.result {
				add(&f.lost, s)
				return
			}
		}
		text.add(s, l)
	}
	for e := range r.through(inlineHolders) {
		switch e.name {
		case "rPr":
			for e := range r.children() {
				if s := w.styles[e.get("val")].look; e.name == "rStyle" && s != (look{}) {
					l = s
				}
				l.set(e)
			}
		case "t":
			shown(r.text())
		case "br", "cr":
			shown("\n")
		case "tab", "ptab":
			shown(" ")
		case "noBreakHyphen":
			shown("-")
		case "sym":
			if sign := symbol(e.get("font"), e.get("char")); sign != "" {
				shown(sign)
			} else {
				text.note("符号（字体 %s 的 %s）没有读入", e.get("font"), e.get("char"))
			}
		case "ruby": // characters with their pronunciation above (17.3.3.25): 沚（zhǐ）
			parts := map[string]string{}
			for e := range r.children() {
				parts[e.name] = paragraphsText(r)
			}
			shown(parts["rubyBase"])
			if parts["rt"] != "" {
				shown(markdown.Written("rt", parts["rt"]))
			}
		case "fldChar":
			w.field(e.get("fldCharType"), text)
		case "instrText":
			if s, n := r.text(), len(w.fields); n > 0 {
				add(&w.fields[n-1].code, s)
			}
		case "footnoteReference", "endnoteReference", "commentReference":
			kind := strings.TrimSuffix(e.name, "Reference")
			if note := w.asides[kind+" "+e.get("id")]; note != "" {
				text.note("%s%s没有读入", map[string]string{"footnote": "脚注", "endnote": "尾注", "comment": "批注"}[kind], note)
			}
		case "drawing", "pict", "object":
			for _, what := range shapes(r, e) {
				text.note("%s没有读入", what)
			}
		}
	}
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
			text.note("域%s没有读入", quoted(code))
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

// symbol is a character by the code of its font (17.3.3.30); empty if it is not known.
func symbol(font, char string) string {
	code, err := strconv.ParseInt(char, 16, 32)
	sign := symbols[strings.ToLower(font)][code&0xff]
	switch private := code >= 0xe000 && code <= 0xf8ff; {
	case sign != "" && (code < 0x100 || code >= 0xf000):
		return sign
	case err == nil && code >= 0x20 && !private && utf8.ValidRune(rune(code)):
		return string(rune(code))
	}
	return ""
}

// formula reads the text of a formula (22.1) on one line: x², 3/4.
func formula(r *reader, text *written, shift string) {
	for e := range r.children() {
		switch e.name {
		case "t":
			text.add(r.text(), look{shift: shift})
		case "sup", "sub":
			formula(r, text, e.name)
		case "den":
			text.add("/", look{shift: shift})
			formula(r, text, shift)
		default:
			formula(r, text, shift)
		}
	}
}
