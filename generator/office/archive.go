package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"
)

// archive holds the parts of an Excel or Word file (ECMA-376 part 2).
type archive struct {
	budget
	files map[string]*zip.File // by name in lower case, as names differ in case only by mistake
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
	a := &archive{files: map[string]*zip.File{}}
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

// read calls do with the root element of a part. It returns the first fault of the
// part, after which its reader yields nothing more.
func (a *archive) read(name string, do func(r *reader, root element)) error {
	f := a.files[name]
	if f == nil {
		return errMissing
	}
	part, err := f.Open()
	if err != nil {
		return err
	}
	defer part.Close()
	d := xml.NewDecoder(&limited{r: part, budget: &a.budget})
	d.CharsetReader = charset.NewReaderLabel
	r := &reader{Decoder: d, budget: &a.budget}
	for root := range r.children() {
		do(r, root)
	}
	err, a.err = a.err, nil
	return err
}

// maxStretch is how many bytes may come without a tag: an element with millions of
// attributes takes more memory than all others.
const maxStretch = 1 << 20

// limited reads from r within a budget.
type limited struct {
	r       io.Reader
	budget  *budget
	stretch int
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p[:min(len(p), 1<<16)])
	l.stretch += n
	if at := bytes.LastIndexByte(p[:n], '<'); at >= 0 {
		l.stretch = n - at
	}
	if l.budget.unpacked += n; l.budget.unpacked > maxUnpacked || l.stretch > maxStretch {
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
	_ = a.read(dir+"_rels/"+base+".rels", func(r *reader, _ element) { // a part that is damaged refers to nothing
		for e := range r.children() {
			if e.get("TargetMode") != "External" {
				list = append(list, relation{e.get("Id"), path.Base(e.get("Type")), partName("/"+dir, e.get("Target"))})
			}
		}
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
// part, so that prefixes and editions of the standard do not matter. After a fault,
// which the budget keeps, it is at its end.
type reader struct {
	*xml.Decoder
	*budget
	depth int
}

// next is the next token; nil at the end.
func (r *reader) next() xml.Token {
	if r.err != nil {
		return nil
	}
	token, err := r.RawToken()
	switch t := token.(type) {
	case xml.StartElement:
		r.depth++
		if r.elements += 1 + len(t.Attr)/2; r.elements > maxElements || r.depth > maxDepth {
			err = errTooLarge
		}
	case xml.EndElement:
		r.depth--
	}
	if err == io.EOF && r.depth > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		if err != io.EOF {
			r.fail(err)
		}
		return nil
	}
	return token
}

// inside yields the tokens up to the end of the element that was read last.
func (r *reader) inside() iter.Seq[xml.Token] {
	return func(yield func(xml.Token) bool) {
		level := r.depth
		for token := r.next(); token != nil && r.depth >= level && yield(token); {
			token = r.next()
		}
	}
}

// children yields the children of the element that was read last. What is not read
// of a child before the next is skipped.
func (r *reader) children() iter.Seq[element] {
	return func(yield func(element) bool) {
		level := r.depth + 1
		for token := range r.inside() {
			if start, ok := token.(xml.StartElement); ok && r.depth == level && !yield(element{start.Name.Local, start.Attr}) {
				return
			}
		}
	}
}

// through yields as children does, and behind an element that is one of holders what
// that holds. Of several choices, which all say the same (ECMA-376 part 3, 7.6), it
// takes the first.
func (r *reader) through(holders []string) iter.Seq[element] {
	return func(yield func(element) bool) {
		var walk func(parent string) bool
		walk = func(parent string) bool {
			for e := range r.children() {
				holds := slices.Contains(holders, e.name)
				if !yield(e) || holds && !walk(e.name) {
					return false
				}
				if holds && parent == "AlternateContent" {
					break
				}
			}
			return true
		}
		walk("")
	}
}

// text is all text inside the element that was read last.
func (r *reader) text() string {
	var b strings.Builder
	for token := range r.inside() {
		if text, ok := token.(xml.CharData); ok {
			b.Write(text)
		}
	}
	return b.String()
}

// element is the start of an element.
type element struct {
	name       string
	attributes []xml.Attr
}

// get is the value of an attribute; empty if there is none.
func (e element) get(name string) string {
	for _, a := range e.attributes {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number is an attribute that is a whole number; other if it is none.
func (e element) number(name string, other int) int {
	if n, err := strconv.Atoi(e.get(name)); err == nil {
		return n
	}
	return other
}

// isOn reads a property that is on unless its value says no (ST_OnOff).
func (e element) isOn() bool { return isTrue(e.get("val"), true) }

func isTrue(value string, empty bool) bool {
	switch value {
	case "0", "false", "off", "none":
		return false
	case "":
		return empty
	}
	return true
}
