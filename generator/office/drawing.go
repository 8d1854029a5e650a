package office

import (
	"encoding/xml"
	"regexp"
	"strings"
)

// marginCodes are the codes of headers and footers (18.3.1.46): page numbers, fonts.
var marginCodes = regexp.MustCompile(`&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|.)`)

// embedded are the relations of a sheet to what stands on it and is not read.
var embedded = map[string]string{
	"oleObject": "嵌入的文件", "package": "嵌入的文件", "ctrlProp": "控件", "control": "控件", "image": "背景图片", "slicer": "切片器", "timeline": "日程表",
}

// surroundings notes what stands on a sheet beside its cells: drawings, comments,
// embedded files. What is damaged there is no reason to refuse the cells, but is said.
func (s *sheet) surroundings(part string) {
	for _, r := range s.relations(part) {
		var err error
		switch r.kind {
		case "drawing":
			err = s.root(r.target, func(r *reader, start xml.StartElement) error { return s.anchor(r) })
		case "comments":
			err = s.root(r.target, s.readComments)
		default:
			if what := embedded[r.kind]; what != "" {
				s.note("", what+"没有读入")
			}
		}
		if err != nil {
			s.note("", "图形或批注读不了，请自己看一看")
		}
	}
}

func (s *sheet) readComments(r *reader, start xml.StartElement) error {
	if start.Name.Local != "commentList" {
		return nil
	}
	return r.each(func(start xml.StartElement) error {
		cell := attribute(start, "ref")
		return r.each(func(start xml.StartElement) error {
			if start.Name.Local != "text" {
				return nil
			}
			runs, err := richText(r)
			if text := textCell(runs, look{}).Text; text != "" {
				s.note(cell, "批注"+quoted([]string{text})+"没有读入")
			}
			return err
		})
	})
}

// anchor notes what a drawing holds at one place (ECMA-376 part 1, 20.5).
func (s *sheet) anchor(r *reader) error {
	cell := ""
	return r.each(func(start xml.StartElement) error {
		if start.Name.Local == "from" {
			at := map[string]int{}
			err := r.each(func(start xml.StartElement) error {
				text, err := r.text()
				at[start.Name.Local] = clip(text)
				return err
			})
			cell = cellName(at["row"], at["col"])
			return err
		}
		found, err := shapes(r, start)
		for _, what := range found {
			s.note(cell, what+"没有读入")
		}
		return err
	})
}

func clip(text string) int {
	n := 0
	for _, r := range strings.TrimSpace(text) {
		if r < '0' || r > '9' || n > 1<<20 {
			break
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// shapes says what an element of a drawing holds: pictures, charts, text boxes.
// start is the element that was read last.
func shapes(r *reader, start xml.StartElement) (found []string, err error) {
	var texts []string
	var walk func(start xml.StartElement) error
	walk = func(start xml.StartElement) error {
		switch start.Name.Local {
		case "Fallback": // the same again, for older programs
			return nil
		case "pic", "imagedata":
			found = append(found, "图片")
		case "chart":
			found = append(found, "图表")
		case "relIds":
			found = append(found, "SmartArt 图形")
		case "oleObj", "OLEObject":
			found = append(found, "嵌入的文件")
		case "contentPart":
			found = append(found, "墨迹")
		case "txBody", "txbxContent", "textbox":
			text, err := paragraphsText(r)
			if text != "" {
				texts = append(texts, text)
			}
			return err
		case "textpath": // WordArt
			if text := attribute(start, "string"); text != "" {
				texts = append(texts, text)
			}
		}
		return r.each(walk)
	}
	err = walk(start)
	if len(texts) > 0 {
		found = append(found, "文本框"+quoted(texts))
	}
	return found, err
}

// paragraphsText is the text of paragraphs, each on a line, without its looks.
func paragraphsText(r *reader) (string, error) {
	var b strings.Builder
	var walk func(start xml.StartElement) error
	walk = func(start xml.StartElement) error {
		switch start.Name.Local {
		case "Fallback", "del", "moveFrom":
			return nil
		case "t":
			text, err := r.text()
			b.WriteString(text)
			return err
		case "br":
			b.WriteByte('\n')
		}
		err := r.each(walk)
		if start.Name.Local == "p" {
			b.WriteByte('\n')
		}
		return err
	}
	err := r.each(walk)
	return tidy(b.String()), err
}
