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

// relation is a reference from one part of a workbook to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations returns the relations of a part, by id (ECMA-376 part 2, 9.3), with
// targets as paths in the archive.
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

// sheetParts maps the names of worksheets to their parts (ECMA-376 part 1,
// 12.3.23 and 18.2), except those missing in the archive.
func sheetParts(archive *zip.Reader) (map[string]string, error) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"` // r:id of the relation
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

func decodePart(archive *zip.Reader, part string, to any) error {
	return withDecoder(archive, part, func(d *xml.Decoder) error { return d.Decode(to) })
}

// withDecoder calls do with a decoder of a part, in whatever encoding it declares.
func withDecoder(archive *zip.Reader, part string, do func(*xml.Decoder) error) error {
	f, err := archive.Open(part)
	if err != nil {
		return err
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	d.CharsetReader = charset.NewReaderLabel
	return do(d)
}

// eachToken calls do for every XML token of a part.
func eachToken(archive *zip.Reader, part string, do func(xml.Token) error) error {
	return withDecoder(archive, part, func(d *xml.Decoder) error {
		for {
			token, err := d.Token()
			if err == io.EOF {
				return nil
			}
			if err == nil {
				err = do(token)
			}
			if err != nil {
				return err
			}
		}
	})
}

// sharedLengths returns the length in bytes of each shared text, by its number.
func sharedLengths(archive *zip.Reader) (list []int, err error) {
	err = eachToken(archive, "xl/sharedStrings.xml", func(token xml.Token) error {
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
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return list, err
}

// scan checks the positions and sizes of a worksheet.
type scan struct {
	row, column int    // current cell, counted from 1
	width       int    // column of the last value in the current row
	cell        string // current position, for errors
	last        int    // the last row with a value, counted from 1
	cells, text int    // of the workbook so far: sum of all row widths, bytes of all texts
	shared      []int  // lengths of the shared texts
	kind        string // attribute t of the current cell
	open        bool   // inside a cell
	in          string // open element of the cell: v, f or is
	merged      []Range
}

// sheet scans one part. Rows, and cells within a row, must be in ascending
// order, as the format requires; without a number each is the next one.
func (s *scan) sheet(archive *zip.Reader, part string) error {
	return eachToken(archive, part, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			return s.start(t)
		case xml.EndElement:
			switch t.Name.Local {
			case s.in:
				s.in = ""
			case "c":
				s.in, s.open = "", false
			}
		case xml.CharData:
			if s.in != "" {
				return s.value(string(t))
			}
		}
		return nil
	})
}

func (s *scan) start(t xml.StartElement) error {
	switch name := t.Name.Local; {
	case name == "row":
		return s.startRow(t)
	case name == "c":
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
	s.kind, s.open = attribute(start, "t"), true
	s.column++
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

// value counts the cells up to a value, and the length of its text. Cells with
// only a format or a formula do not count as values.
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
	if s.row > MaxRows || s.text > maxText {
		return ErrTooLarge
	}
	return nil
}

// merge reads a range of merged cells: "A1:D1".
func (s *scan) merge(ref string) error {
	first, last, ok := strings.Cut(ref, ":")
	s.cell = first
	if !ok {
		return nil // a single cell
	}
	column, row, err := excelize.CellNameToCoordinates(first)
	lastColumn, lastRow, lastErr := excelize.CellNameToCoordinates(last)
	if err != nil || lastErr != nil {
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
