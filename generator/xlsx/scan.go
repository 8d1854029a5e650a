package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// sheetParts maps the names of worksheets to the parts of the archive that hold
// them (ECMA-376 part 1, 12.3.23 and 18.2).
func sheetParts(archive *zip.Reader) (map[string]string, error) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"` // of the relationship: r:id
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := decodePart(archive, "xl/workbook.xml", &book); err != nil {
		return nil, err
	}
	if err := decodePart(archive, "xl/_rels/workbook.xml.rels", &relations); err != nil {
		return nil, err
	}
	targets := map[string]string{}
	for _, r := range relations.List {
		if strings.HasSuffix(r.Type, "/worksheet") {
			if !strings.HasPrefix(r.Target, "/") {
				r.Target = "xl/" + r.Target
			}
			targets[r.ID] = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
	}
	parts := map[string]string{}
	for _, s := range book.Sheets {
		if target, ok := targets[s.ID]; ok {
			parts[s.Name] = target
		}
	}
	return parts, nil
}

func decodePart(archive *zip.Reader, name string, to any) error {
	f, err := archive.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return xml.NewDecoder(f).Decode(to)
}

// scan reads the places of a worksheet without its values.
type scan struct {
	row, column int    // of the cell that is read, counted from 1
	width       int    // of the row so far, up to its last value
	cell        string // where it reads, for errors
	last        int    // the last row with a value, counted from 1
	cells       int    // of the workbook so far: the widths of all rows
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
	decoder := xml.NewDecoder(f)
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "row":
			err = s.startRow(start)
		case "c":
			err = s.startCell(start)
		case "v", "f", "is":
			err = s.value()
		case "mergeCell":
			err = s.merge(attribute(start, "ref"))
		}
		if err != nil {
			return err
		}
	}
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

// value counts the cells up to a value; cells that have no more than a format
// count for nothing.
func (s *scan) value() error {
	s.last = s.row
	s.cells += s.column - s.width
	s.width = s.column
	if s.row > MaxRows || s.column > MaxColumns || s.cells > MaxCells {
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
