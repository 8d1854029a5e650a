package xlsx

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Limits of what is read: a workbook of a government table is far smaller, and
// a small file can be made to unpack to more than memory holds.
const (
	maxUnpacked = 64 << 20 // bytes, all parts together
	maxRows     = 100_000
)

// Read reads the sheets of a workbook as texts, as they are shown. A cell that
// is one of several joined has the text of all.
func Read(data []byte) (sheets []Table, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			return nil, err
		}
		if len(rows) > maxRows {
			return nil, fmt.Errorf("more than %d rows", maxRows)
		}
		t := Table{Name: name}
		for _, row := range rows {
			cells := make([]any, len(row))
			for i, text := range row {
				cells[i] = text
			}
			t.Rows = append(t.Rows, cells)
		}
		if t.Merged, err = mergedOf(f, name); err != nil {
			return nil, err
		}
		sheets = append(sheets, t)
	}
	return sheets, nil
}

func mergedOf(f *excelize.File, sheet string) ([]Range, error) {
	merged, err := f.GetMergeCells(sheet)
	if err != nil {
		return nil, err
	}
	var list []Range
	for _, m := range merged {
		column, row, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return nil, err
		}
		lastColumn, lastRow, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return nil, err
		}
		list = append(list, Range{column - 1, row - 1, lastColumn - 1, lastRow - 1})
	}
	return list, nil
}
