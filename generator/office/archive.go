package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"
)

// archive holds the parts of an Excel or Word file (ECMA-376 part 2) and how
// much of them may still be read.
type archive struct {
	files    map[string]*zip.File // by name in lower case, as names differ in case only by mistake
	bytes    int64
	elements int
}

var (
	errTooLarge = errors.New("too much to read")
	errMissing  = errors.New("no such part")
)

func openArchive(data []byte) (*archive, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	a := &archive{files: map[string]*zip.File{}, bytes: maxUnpacked, elements: maxElements}
	for _, f := range r.File {
		name := partName("/", f.Name)
		if a.files[name] == nil {
			a.files[name] = f
		}
	}
	return a, nil
}

// partName is a name in an archive, which may be relative to a folder.
func partName(dir, name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	if !strings.HasPrefix(name, "/") {
		name = dir + name
	}
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

func (a *archive) has(name string) bool { return a.files[name] != nil }

// read calls do with the reader of a part, before its root element.
func (a *archive) read(name string, do func(*reader) error) error {
	f := a.files[name]
	if f == nil {
		return errMissing
	}
	part, err := f.Open()
	if err != nil {
		return err
	}
	defer part.Close()
	d := xml.NewDecoder(&limited{r: part, left: &a.bytes})
	d.CharsetReader = charset.NewReaderLabel
	return do(&reader{Decoder: d, elements: &a.elements})
}

// root calls do for each child of the root element of a part.
func (a *archive) root(name string, do func(*reader, xml.StartElement) error) error {
	return a.read(name, func(r *reader) error {
		return r.each(func(xml.StartElement) error {
			return r.each(func(start xml.StartElement) error { return do(r, start) })
		})
	})
}

// maxStretch is how many bytes may come without a tag: an element with millions of
// attributes takes more memory than all others.
const maxStretch = 1 << 20

// limited reads from r and counts down left.
type limited struct {
	r       io.Reader
	left    *int64
	stretch int
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p[:min(len(p), 1<<16)])
	l.stretch += n
	if at := bytes.LastIndexByte(p[:n], '<'); at >= 0 {
		l.stretch = n - at
	}
	if *l.left -= int64(n); *l.left < 0 || l.stretch > maxStretch {
		return 0, errTooLarge
	}
	return n, err
}

// relation is a reference from one part to another.
type relation struct{ id, kind, target string }

// relations are the references of a part in the order of the file; kind is the
// last word of their type, so that both editions of the standard are read.
func (a *archive) relations(part string) (list []relation) {
	dir, base := path.Split(part)
	_ = a.root(dir+"_rels/"+base+".rels", func(_ *reader, start xml.StartElement) error { // a part that is damaged refers to nothing
		if attribute(start, "TargetMode") != "External" {
			list = append(list, relation{attribute(start, "Id"), path.Base(attribute(start, "Type")), partName("/"+dir, attribute(start, "Target"))})
		}
		return nil
	})
	return list
}

// mainPart is the part of the workbook or document itself.
func (a *archive) mainPart() string {
	for _, r := range a.relations("") {
		if r.kind == "officeDocument" && a.has(r.target) {
			return r.target
		}
	}
	for _, usual := range []string{"xl/workbook.xml", "word/document.xml"} {
		if a.has(usual) {
			return usual
		}
	}
	return ""
}

// maxDepth is how deep elements may stand in each other: the readers follow them.
const maxDepth = 500

// reader reads a part from element to element. Names are known by their local
// part, so that prefixes and editions of the standard do not matter.
type reader struct {
	*xml.Decoder
	depth    int
	elements *int // that may still be read of the file
}

// next is the next token; nil at the end of the part.
func (r *reader) next() (xml.Token, error) {
	token, err := r.RawToken()
	if err == io.EOF {
		if r.depth > 0 {
			return nil, io.ErrUnexpectedEOF
		}
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case xml.StartElement:
		r.depth++
		if *r.elements -= 1 + len(t.Attr)/2; *r.elements < 0 || r.depth > maxDepth {
			return nil, errTooLarge
		}
	case xml.EndElement:
		r.depth--
	}
	return token, nil
}

// each calls do for each child of the element that was read last, up to its end.
// What do does not read of a child is skipped.
func (r *reader) each(do func(xml.StartElement) error) error {
	level := r.depth
	for {
		token, err := r.next()
		if err != nil || token == nil || r.depth < level {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && r.depth == level+1 {
			if err := do(start); err != nil {
				return err
			}
		}
	}
}

// text is all text inside the element that was read last.
func (r *reader) text() (string, error) {
	var b strings.Builder
	level := r.depth
	for {
		token, err := r.next()
		if err != nil || token == nil || r.depth < level {
			return b.String(), err
		}
		if text, ok := token.(xml.CharData); ok {
			b.Write(text)
		}
	}
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number is an attribute that is a whole number; other if it is none.
func number(start xml.StartElement, name string, other int) int {
	if n, err := strconv.Atoi(attribute(start, name)); err == nil {
		return n
	}
	return other
}

// isOn reads a property that is on unless its value says no (ST_OnOff).
func isOn(start xml.StartElement) bool { return isTrue(attribute(start, "val"), true) }

func isTrue(value string, empty bool) bool {
	switch value {
	case "0", "false", "off", "none":
		return false
	case "":
		return empty
	}
	return true
}
