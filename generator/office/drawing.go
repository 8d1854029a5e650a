package office

import (
	"regexp"
	"strconv"
	"strings"

	"gongshi/generator/xlsx"
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
			err = s.archive.read(r.target, func(r *reader, _ element) {
				for range r.children() {
					s.anchor(r)
				}
			})
		case "comments":
			err = s.archive.read(r.target, s.readComments)
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

func (s *sheet) readComments(r *reader, _ element) {
	for list := range r.children() {
		if list.name != "commentList" {
			continue
		}
		for comment := range r.children() {
			for e := range r.children() {
				if e.name != "text" {
					continue
				}
				if text := textCell(richText(r), look{}).Text; text != "" {
					s.note(comment.get("ref"), "批注"+quoted(text)+"没有读入")
				}
			}
		}
	}
}

// anchor notes what a drawing holds at one place (ECMA-376 part 1, 20.5).
func (s *sheet) anchor(r *reader) {
	cell := ""
	for e := range r.children() {
		if e.name == "from" {
			at := map[string]int{}
			for e := range r.children() {
				n, _ := strconv.ParseUint(strings.TrimSpace(r.text()), 10, 21) // the least or the most where it is none
				at[e.name] = int(n)
			}
			cell = xlsx.CellName(at["row"], at["col"])
			continue
		}
		for _, what := range shapes(r, e) {
			s.note(cell, what+"没有读入")
		}
	}
}

// shapeNames are the elements of drawings that stand for what is not read.
var shapeNames = map[string]string{
	"pic": "图片", "imagedata": "图片", "chart": "图表", "relIds": "SmartArt 图形", "oleObj": "嵌入的文件", "OLEObject": "嵌入的文件", "contentPart": "墨迹",
}

// shapes says what an element of a drawing, the one that was read last, holds:
// pictures, charts, text boxes.
func shapes(r *reader, e element) (found []string) {
	var texts []string
	add := func(text string) {
		if text != "" {
			texts = append(texts, text)
		}
	}
	var walk func(e element)
	walk = func(e element) {
		if what := shapeNames[e.name]; what != "" {
			found = append(found, what)
		}
		switch e.name {
		case "Fallback": // the same again, for older programs
		case "txBody", "txbxContent", "textbox":
			add(paragraphsText(r))
		case "textpath": // WordArt
			add(e.get("string"))
		default:
			for e := range r.children() {
				walk(e)
			}
		}
	}
	walk(e)
	if len(texts) > 0 {
		found = append(found, "文本框"+quoted(texts...))
	}
	return found
}

// paragraphsText is the text of paragraphs, each on a line, without its looks.
func paragraphsText(r *reader) string {
	var b strings.Builder
	var walk func()
	walk = func() {
		for e := range r.children() {
			switch e.name {
			case "Fallback", "del", "moveFrom":
			case "t":
				b.WriteString(r.text())
			case "br":
				b.WriteByte('\n')
			case "p":
				walk()
				b.WriteByte('\n')
			default:
				walk()
			}
		}
	}
	walk()
	return tidy(b.String())
}
