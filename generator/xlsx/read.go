package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Limits of what is read. A workbook of a government table is far smaller, and
// a small file can be made to unpack to more than memory holds.
const (
	MaxRows     = 100_000   // the last row with a value
	MaxColumns  = 1_000     // the last column with a value
	MaxCells    = 2_000_000 // of a workbook: the cells up to the last value of each row
	MaxText     = 64 << 20  // bytes of a workbook's texts, each as often as it is shown
	maxUnpacked = 64 << 20  // bytes, all parts together
)

// Reasons why a sheet is not read.
var (
	ErrTooLarge = errors.New("more rows, columns or cells than are read")
	ErrDisorder = errors.New("rows, cells or joined cells that contradict each other")
	ErrNumber   = errors.New("a value that is no number") // NaN: the library never ends writing it as a fraction
)

// SheetError is a fault of one sheet: ErrTooLarge, ErrDisorder, ErrNumber, or what the XML
// decoder says.
type SheetError struct {
	Sheet string
	Cell  string // where it was seen, "B17"; empty if no cell is known
	Err   error
}

func (e *SheetError) Error() string { return fmt.Sprintf("%s!%s: %v", e.Sheet, e.Cell, e.Err) }
func (e *SheetError) Unwrap() error { return e.Err }

// Read reads the sheets of a workbook as texts, as they are shown; the errors
// of a sheet are of type *SheetError. What a file says of places is checked
// before the library reads it, which trusts row numbers and leaves out the rest
// of a sheet that it does not understand.
func Read(data []byte) (sheets []Table, err error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	parts, err := sheetParts(archive)
	if err != nil {
		return nil, err
	}
	shared, err := sharedLengths(archive)
	if err != nil {
		return nil, err
	}
	cells, text := 0, 0
	for _, name := range f.GetSheetList() {
		part, ok := parts[name]
		if !ok {
			continue // a chart that stands as a sheet, or a sheet that is listed only
		}
		s := scan{cells: cells, text: text, shared: shared}
		if err := s.sheet(archive, part); err != nil {
			return nil, &SheetError{name, s.cell, err}
		}
		cells, text = s.cells, s.text
		t := Table{Name: name, Merged: s.merged}
		if t.Rows, err = readRows(f, name, s.last); err != nil {
			return nil, &SheetError{name, "", err}
		}
		sheets = append(sheets, t)
	}
	return sheets, nil
}

// readRows reads a sheet up to the row last, counted from 1.
func readRows(f *excelize.File, sheet string, last int) (list [][]any, err error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for len(list) < last && rows.Next() {
		texts, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		cells := make([]any, len(texts))
		for i, text := range texts {
			cells[i] = text
		}
		list = append(list, cells)
	}
	return list, nil
}
