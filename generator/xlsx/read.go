package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Limits. The workbooks of an office are far smaller, and a small malicious file
// can unpack to more than memory holds.
const (
	MaxRows     = 100_000   // number of the last row with a value
	MaxColumns  = 1_000     // number of the last column with a value
	MaxCells    = 2_000_000 // of a workbook: the cells up to the last value of each row
	maxText     = 64 << 20  // bytes of a workbook's texts; shared texts count for each cell
	maxUnpacked = 64 << 20  // bytes of all parts together
)

// Reasons why a sheet is rejected.
var (
	ErrTooLarge = errors.New("too many rows, columns, cells or characters")
	ErrDisorder = errors.New("positions of rows, cells or merged cells contradict each other")
	ErrNumber   = errors.New("a value is not a number") // the library loops for ever when it formats NaN as a fraction
)

// SheetError wraps ErrTooLarge, ErrDisorder, ErrNumber or an XML error.
type SheetError struct {
	Sheet string
	Cell  string // "B17"; empty if unknown
	Err   error
}

func (e *SheetError) Error() string { return fmt.Sprintf("%s!%s: %v", e.Sheet, e.Cell, e.Err) }
func (e *SheetError) Unwrap() error { return e.Err }

// Read returns the sheets of a workbook with their values as displayed texts. An
// error in a sheet is a *SheetError. Each sheet is scanned before the library
// reads it: the library trusts row numbers and silently skips the rest of a sheet
// that it does not understand.
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
			continue // a chart sheet, or one that is missing in the archive
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

// readRows reads the first last rows of a sheet.
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
