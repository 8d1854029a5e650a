package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html/charset"
)

// relation leads from one part of a workbook to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations are those of a part, by id (ECMA-376 part 2, 9.3).
func relations(archive *zip.Reader, part string) (map[string]relation, error) {
	var list struct {
		List []relation `xml:"Relationship"`
	}
	dir, base := path.Split(part)
	if err := decodePart(archive, dir+"_rels/"+base+".rels", &list); err != nil {
		return nil, err
	}
	byID := map[string]relation{}
	for _, r := range list.List {
		r.Target = strings.ReplaceAll(r.Target, `\`, "/")
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = dir + r.Target
		}
		r.Target = strings.TrimPrefix(path.Clean(r.Target), "/")
		byID[r.ID] = r
	}
	return byID, nil
}

// sheetParts maps the names of worksheets to the parts of the archive that hold
// them (ECMA-376 part 1, 12.3.23 and 18.2). One that is missing is left out.
func sheetParts(archive *zip.Reader) (map[string]string, error) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"` // of the relation: r:id
		} `xml:"sheets>sheet"`
	}
	roots, err := relations(archive, "")
	if err != nil {
		return nil, err
	}
	part := "xl/workbook.xml"
	for _, r := range roots {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			part = r.Target
		}
	}
	if err := decodePart(archive, part, &book); err != nil {
		return nil, err
	}
	targets, err := relations(archive, part)
	if err != nil {
		return nil, err
	}
	parts := map[string]string{}
	for _, s := range book.Sheets {
		r, ok := targets[s.ID]
		if _, err := fs.Stat(archive, r.Target); ok && err == nil && strings.HasSuffix(r.Type, "/worksheet") {
			parts[s.Name] = r.Target
		}
	}
	return parts, nil
}

// sharedLengths are the bytes of the texts that cells share, by their number.
func sharedLengths(archive *zip.Reader) (list []int, err error) {
	f, err := archive.Open("xl/sharedStrings.xml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	defer f.Close()
	decoder := newDecoder(f)
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "si" {
				list = append(list, 0)
			}
		case xml.CharData:
			if len(list) > 0 {
				list[len(list)-1] += len(t)
			}
		}
	}
}

func decodePart(archive *zip.Reader, name string, to any) error {
	f, err := archive.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return newDecoder(f).Decode(to)
}

// newDecoder reads XML in any encoding that it declares.
func newDecoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// scan reads the places of a worksheet without its values.
type scan struct {
	row, column int    // of the cell that is read, counted from 1
	width       int    // of the row so far, up to its last value
	cell        string // where it reads, for errors
	last        int    // the last row with a value, counted from 1
	cells, text int    // of the workbook so far: the widths of all rows, the bytes of all texts
	shared      []int  // bytes of the texts that cells share
	kind        string // of the cell: its attribute t
	open        bool   // the cell has not ended yet
	in          string // the element in it that is open: v, f or is
	merged      []Range
}

// sheet reads one part. Rows, and cells in a row, must come in ascending order,
// as the format asks; a number that is left out is the next one.
func (s *scan) sheet(archive *zip.Reader, part string) error {
	f, err := archive.Open(part)
	if err != nil {
		return err
	}
	defer f.Close()
	decoder := newDecoder(f)
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = s.start(t)
		case xml.EndElement:
			switch t.Name.Local {
			case s.in:
				s.in = ""
			case "c":
				s.in, s.open = "", false
			}
		case xml.CharData:
			if s.in != "" {
				err = s.value(string(t))
			}
		}
		if err != nil {
			return err
		}
	}
}

func (s *scan) start(t xml.StartElement) error {
	switch name := t.Name.Local; {
	case name == "row":
		return s.startRow(t)
	case name == "c":
		s.kind = attribute(t, "t")
		return s.startCell(t)
	case s.open && s.in == "" && (name == "v" || name == "f" || name == "is"):
		s.in = name
	case name == "mergeCell":
		return s.merge(attribute(t, "ref"))
	}
	return nil
}

func (s *scan) startRow(start xml.StartElement) error {
	row := s.row + 1
	if text := attribute(start, "r"); text != "" {
		number, err := strconv.Atoi(text)
		if s.cell = "A" + text; err != nil || number > excelize.TotalRows {
			return ErrTooLarge
		}
		if number < row {
			return ErrDisorder
		}
		row = number
	}
	s.row, s.column, s.width = row, 0, 0
	return nil
}

func (s *scan) startCell(start xml.StartElement) error {
	s.column++
	s.open = true
	name := attribute(start, "r")
	if name == "" {
		return nil
	}
	s.cell = name
	column, row, err := excelize.CellNameToCoordinates(name)
	if err != nil || row != s.row || column < s.column {
		return ErrDisorder
	}
	s.column = column
	return nil
}

// value counts the cells up to a value, and its text; cells that have no more
// than a format or a formula count for nothing.
func (s *scan) value(text string) error {
	s.cells += s.column - s.width
	s.width = s.column
	if s.column > MaxColumns || s.cells > MaxCells {
		return ErrTooLarge
	}
	if s.in == "f" {
		return nil
	}
	s.last = s.row
	number, err := strconv.ParseFloat(text, 64)
	switch {
	case s.kind == "s" && number >= 0 && int(number) < len(s.shared):
		s.text += s.shared[int(number)]
	case err == nil && (s.kind == "" || s.kind == "n") && (math.IsNaN(number) || math.IsInf(number, 0)):
		return ErrNumber
	default:
		s.text += len(text)
	}
	if s.row > MaxRows || s.text > MaxText {
		return ErrTooLarge
	}
	return nil
}

// merge reads joined cells: "A1:D1".
func (s *scan) merge(ref string) error {
	s.cell, _, _ = strings.Cut(ref, ":")
	first, last, ok := strings.Cut(ref, ":")
	if !ok {
		return nil // one cell
	}
	column, row, err := excelize.CellNameToCoordinates(first)
	if err != nil {
		return ErrDisorder
	}
	lastColumn, lastRow, err := excelize.CellNameToCoordinates(last)
	if err != nil {
		return ErrDisorder
	}
	s.merged = append(s.merged, Range{min(column, lastColumn) - 1, min(row, lastRow) - 1, max(column, lastColumn) - 1, max(row, lastRow) - 1})
	return nil
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
